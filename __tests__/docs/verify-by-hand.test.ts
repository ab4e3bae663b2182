import { readFileSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { expect } from '@jest/globals'
import { elfFile } from '../artifacts/elf-file.ts'
import { run, temporaryDirectory, testWith } from '../support/programs.ts'
import { RSA_KEY, runIn } from '../support/running.ts'
import { serveDirectory } from '../support/web-server.ts'

const MAIN = resolve('src/main.ts')

/** The document's commands, of a reader who has put in what it leaves open. */
function commandsFor(url: string): string {
  const text = readFileSync('docs/verify-by-hand.md', 'utf8')
  return [...text.matchAll(/```sh\n([\s\S]*?)```/g)]
    .map(([, commands = '']) => commands)
    .join('\n')
    .replaceAll('URL/', `${url}/`)
    .replaceAll(/\bNAME\b/g, 'hello')
    .replaceAll('npm --prefix path/to/this/checkout start --', 'r2pkg')
    .replaceAll('r2://my-packages', './repository')
}

testWith(
  ['curl', 'gpg', 'gpgv', 'rpm', 'sha256sum'],
  'every command of the document can be run',
  async () => {
    const folder = await temporaryDirectory()
    await mkdir(join(folder, 'dist'))
    await writeFile(join(folder, 'dist', 'hello'), elfFile({ code: 'hello' }))
    await mkdir(join(folder, '.gnupg'), { mode: 0o700 })
    await writeFile(join(folder, '.rpmmacros'), `%_dbpath ${join(folder, 'rpmdb')}\n`)
    await runIn(folder, {
      artifacts: 'dist/*',
      'repository-name': 'hello',
      name: 'hello',
      version: '1.2.3',
      maintainer: 'Jane Doe <jane@example.com>',
    })
    const server = await serveDirectory(join(folder, 'repository'))
    try {
      const program = `r2pkg() { "${process.execPath}" --disable-warning=ExperimentalWarning ${MAIN} "$@"; }`
      const script = ['set -eu', program, commandsFor(server.url)].join('\n')
      const env = { HOME: folder, GPG_PRIVATE_KEY: RSA_KEY, GITHUB_ACTIONS: undefined, INIT_CWD: undefined }
      const { stdout, stderr } = await run('bash', ['-c', script], { cwd: folder, env })
      expect(stderr.match(/Good signature/g)).toHaveLength(2)
      expect(stdout).toContain('Packages.gz: OK')
      expect(stdout).toMatch(/digests? signatures OK|Signature, key ID .*: OK/i)
      const published = /^([0-9a-f]{64}) {2}hello_1\.2\.3_amd64\.deb$/m.exec(stdout)?.[1]
      expect(published).toBeDefined()
      expect(stdout).toContain(`${published}  built/hello_1.2.3_amd64.deb`)
      expect(stdout).toMatch(/no error|sound/i)
    } finally {
      await server.stop()
    }
  },
  120_000,
)
