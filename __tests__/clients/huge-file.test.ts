import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from '@jest/globals'
import type { Content } from '../../src/content.ts'
import { buildDeb } from '../../src/deb/build.ts'
import { fileContent, fileScratch } from '../../src/files.ts'
import type { PackagedEntry } from '../../src/recipe/description.ts'
import { buildRpm } from '../../src/rpm/build.ts'
import { sample as debSample } from '../deb/sample.ts'
import { sample as rpmSample } from '../rpm/sample.ts'
import { run, temporaryDirectory, testWith } from '../support/programs.ts'
import { scaled } from '../support/scale.ts'

/** In the long run over what 32 bits hold, which rpm's long tags are for; that takes gigabytes of the disk. */
const SIZE_BYTES = scaled(5 * 2 ** 20, 5 * 2 ** 30)
const IS_HUGE = SIZE_BYTES >= 2 ** 32
const TIME_LIMIT_MS = 30 * 60 * 1_000
const PATH = '/opt/huge'

/** A package with a sparse file, as a file; nothing of it in memory. */
async function packaged(build: (entries: readonly PackagedEntry[], folder: string) => Promise<Content>) {
  const folder = await temporaryDirectory()
  const sparse = join(folder, 'sparse')
  await writeFile(sparse, 'beginning')
  await truncate(sparse, SIZE_BYTES)
  const entry = { type: 'file', path: PATH, mode: 0o644, content: await fileContent(sparse) } as const
  const path = join(folder, 'package')
  await writeFile(path, (await build([entry], folder)).read())
  return { folder, path, sparse }
}

async function digest(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer)
  return hash.digest('hex')
}

const compression = { name: 'zstd', level: 1 } as const

testWith(
  ['dpkg-deb'],
  'dpkg-deb unpacks a file of 5 MiB; in the long run, of 5 GiB',
  async () => {
    const { folder, path, sparse } = await packaged((entries, scratch) =>
      buildDeb({ ...debSample({ entries }), deb: { compression } }, fileScratch(scratch)),
    )
    expect((await run('dpkg-deb', ['-c', path])).stdout).toContain(
      ` ${SIZE_BYTES} 2026-11-21 09:15 .${PATH}\n`,
    )
    await run('dpkg-deb', ['-x', path, join(folder, 'root')])
    expect(await digest(join(folder, 'root', PATH))).toBe(await digest(sparse))
    await rm(folder, { recursive: true })
  },
  TIME_LIMIT_MS,
)

testWith(
  ['rpm', 'rpmkeys'],
  'rpm installs and verifies a file of 5 MiB; in the long run, of 5 GiB',
  async () => {
    const { folder, path } = await packaged((entries, scratch) =>
      buildRpm({ ...rpmSample({ entries, arch: 'all' }), rpm: { compression } }, fileScratch(scratch)),
    )
    expect((await run('rpmkeys', ['-K', '--nosignature', path])).stdout).toMatch(/: digests OK\n$/)
    const tags = '%{LONGSIZE} [%{LONGFILESIZES}] %{FILESIZES}'
    expect((await run('rpm', ['-qp', '--qf', tags, path])).stdout).toBe(
      `${SIZE_BYTES} ${SIZE_BYTES} ${IS_HUGE ? '(none)' : SIZE_BYTES}`,
    )
    const root = join(folder, 'root')
    await mkdir(root)
    const rpm = (...args: string[]) => run('rpm', ['--root', root, ...args])
    await rpm('--initdb')
    await rpm('-U', '--noplugins', '--nosignature', path)
    expect((await stat(join(root, PATH))).size).toBe(SIZE_BYTES)
    expect((await rpm('-V', 'hello')).stdout).toBe('')
    await rm(folder, { recursive: true })
  },
  TIME_LIMIT_MS,
)
