import { existsSync } from 'node:fs'
import { copyFile, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from '@jest/globals'
import { run, temporaryDirectory, testWith } from '../support/programs.ts'
import { runIn } from '../support/running.ts'

/**
 * Of a static executable, as Go and Rust with musl make them:
 * - statically-linked-binary, statically-linked-executable: that is how its project releases it
 * - no-signature: rpmlint looks for a key that this machine does not have
 */
const STATIC = /statically-linked/

/** A run that is told nothing but what it must be told: what a lone static executable becomes. */
async function published(): Promise<{ readonly deb: string; readonly rpm: string }> {
  const cwd = await temporaryDirectory()
  await mkdir(join(cwd, 'dist'))
  const executable = ['/sbin/ldconfig', '/usr/sbin/ldconfig'].find((path) => existsSync(path)) ?? ''
  await copyFile(executable, join(cwd, 'dist', 'tool'))
  const inputs = { artifacts: 'dist/tool', name: 'tool', version: '1.2.3' }
  const report = await runIn(cwd, { ...inputs, maintainer: 'Jane Doe <jane@example.com>' })
  const [deb = '', rpm = ''] = report.entries.map(({ key }) => join(cwd, 'repository', key))
  return { deb, rpm }
}

testWith(
  ['lintian', 'ldconfig'],
  'lintian finds nothing but that a static executable is static',
  async () => {
    const { deb } = await published()
    const { stdout } = await run('lintian', ['--allow-root', '--no-cfg', deb], { allowFailure: true })
    const errors = stdout.split('\n').filter((line) => line.startsWith('E:') && !STATIC.test(line))
    expect(errors).toEqual([])
  },
)

testWith(
  ['rpmlint', 'ldconfig'],
  'rpmlint finds nothing but that a static executable is static',
  async () => {
    const { rpm } = await published()
    const folder = await temporaryDirectory()
    await mkdir(join(folder, 'rpmlint'))
    const config = join(folder, 'rpmlint/own.toml')
    await writeFile(config, 'Filters = ["unknown-key", "no-group-tag", "statically-linked"]\n')
    const { stdout } = await run('rpmlint', ['--config', config, rpm], { allowFailure: true })
    expect(stdout.split('\n').filter((line) => / E: /.test(line))).toEqual([])
  },
)
