import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from '@jest/globals'
import { bytesOf } from '../../src/content.ts'
import { readDeb } from '../../src/deb/read.ts'
import { fileContent } from '../../src/files.ts'
import { writeMadeFiles } from '../../src/report/made-files.ts'
import { run, temporaryDirectory, testWith } from '../support/programs.ts'
import { deb, fixtureKeys, rpm } from '../support/publishing.ts'

/** A package as it lies in a file of the workspace. */
async function onDisk(cwd: string, path: string, changes: object) {
  const pkg = await deb(changes)
  await mkdir(join(cwd, path, '..'), { recursive: true })
  await writeFile(join(cwd, path), await bytesOf(pkg.content, 1e6, path))
  return { ...(await readDeb(await fileContent(join(cwd, path)), path)), source: path }
}

testWith(['sha256sum'], 'sha256sum takes the checksums of what a run made and of what it found', async () => {
  const cwd = await temporaryDirectory()
  const [made, found] = [
    await rpm(await fixtureKeys()),
    await onDisk(cwd, 'out/prebuilt.deb', { name: 'prebuilt' }),
  ]
  const packages = { debs: [found], rpms: [made], made: new Set([made]), skipped: [] }
  const { checksumsPath, packagePaths } = await writeMadeFiles(packages, cwd, 'out')
  expect(packagePaths).toEqual([join(cwd, 'out/prebuilt.deb'), join(cwd, 'out/hello-1.0-1.x86_64.rpm')])
  const { stdout } = await run('sha256sum', ['--check', '--strict', checksumsPath], { cwd: join(cwd, 'out') })
  expect(stdout).toBe('prebuilt.deb: OK\nhello-1.0-1.x86_64.rpm: OK\n')
})

testWith(
  ['sha256sum'],
  'files of one name in two folders keep their folders: a name is there once',
  async () => {
    const cwd = await temporaryDirectory()
    const debs = [
      await onDisk(cwd, 'amd64/hello.deb', {}),
      await onDisk(cwd, 'arm64/hello.deb', { arch: 'arm64' }),
      await onDisk(cwd, 'arm64/other.deb', { name: 'other' }),
    ]
    const { checksumsPath } = await writeMadeFiles(
      { debs, rpms: [], made: new Set(), skipped: [] },
      cwd,
      'out',
    )
    const lines = (await readFile(checksumsPath, 'utf8')).split('\n')
    expect(lines.map((line) => line.slice(66))).toEqual([
      'amd64/hello.deb',
      'arm64/hello.deb',
      'other.deb',
      '',
    ])
    for (const line of lines.slice(0, -1)) expect(line).toMatch(/^[0-9a-f]{64} {2}\S+$/)
    await writeFile(join(cwd, 'two'), lines.slice(0, 2).join('\n') + '\n')
    await run('sha256sum', ['--check', '--strict', 'two'], { cwd })
  },
)
