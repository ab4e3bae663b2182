import { createHash } from 'node:crypto'
import { copyFile, mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach } from '@jest/globals'
import { testInRoot } from '../clients/root.ts'
import { type DirectorySite, closeSites, directorySite, keysOf } from '../clients/site.ts'
import { run } from '../support/programs.ts'
import { aptStory } from './apt-story.ts'
import { type DebFile, type OldDebs, oldDebs } from './debs.ts'
import { signSuite, signerOf } from './signer.ts'

afterEach(closeSites)

const HASHES = { MD5Sum: 'md5', SHA1: 'sha1', SHA256: 'sha256' } as const

/**
 * As tarantool/mkrepo writes a suite (debrepo.py): the control fields, `FileTime` and hashes after them, stanzas in no
 * order; `all` packages in an index of their own and nowhere else; `Packages`, `.gz` and `.bz2`; a Release without Suite
 * whose lists begin with a blank; no by-hash.
 */
async function mkrepo(site: DirectorySite, debs: OldDebs): Promise<void> {
  const files = new Map<string, Buffer>()
  for (const [arch, file] of Object.entries(debs) as [string, DebFile][]) {
    const path = `main/binary-${arch}/Packages`
    const text = Buffer.from(`${await stanza(site, file)}\n`)
    await writeAt(join(site.path, 'dists/stable', path), text)
    await run('bzip2', ['--keep', join(site.path, 'dists/stable', path)])
    await writeAt(join(site.path, 'dists/stable', `${path}.gz`), gzipSync(text))
    for (const ending of ['', '.gz', '.bz2'])
      files.set(path + ending, await readFile(join(site.path, 'dists/stable', path + ending)))
  }
  const lists = Object.entries(HASHES).flatMap(([name, algorithm]) => [
    `${name}: `,
    ...[...files].map(
      ([path, bytes]) => ` ${createHash(algorithm).update(bytes).digest('hex')} ${bytes.length} ${path}`,
    ),
  ])
  const lines = [
    'Origin: Repo generator',
    'Label: Repo generator',
    'Codename: stable',
    `Date: ${new Date().toUTCString().replace('GMT', '-0000')}`,
    'Architectures: all arm64 amd64',
    'Components: main',
    'Description: Repo generator',
    ...lists,
  ]
  await writeAt(join(site.path, 'dists/stable/Release'), Buffer.from(`${lines.join('\n')}\n`))
}

async function stanza(site: DirectorySite, { path, pkg }: DebFile): Promise<string> {
  const filename = `pool/stable/main/o/old/${basename(path)}`
  const stored = join(site.path, filename)
  await mkdir(dirname(stored), { recursive: true })
  await copyFile(path, stored)
  const bytes = await readFile(stored)
  const lines = [
    ...pkg.control.map(({ name, value }) => `${name}: ${value}`),
    `Filename: ${filename}`,
    `Size: ${bytes.length}`,
    `FileTime: ${(await stat(stored)).mtimeMs / 1000}`,
    ...Object.entries(HASHES).map(
      ([name, algorithm]) => `${name}: ${createHash(algorithm).update(bytes).digest('hex')}`,
    ),
  ]
  return lines.join('\n')
}

async function writeAt(path: string, bytes: Buffer): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, bytes)
}

testInRoot('bookworm', 'a suite of mkrepo, signed by another key', async (root) => {
  const site = await directorySite(await keysOf('rsa4096'))
  const [debs, signer] = [await oldDebs('1.0.0-1'), await signerOf('rsa3072-other')]
  await mkrepo(site, debs)
  await signSuite(signer, join(site.path, 'dists/stable'))
  await aptStory(root, {
    site,
    root: '.',
    channel: 'stable',
    inputs: { 'trusted-keys': signer.publicKey },
    components: 'main',
    publicKey: signer.publicKey,
    known: debs.all.pkg,
    lines: [
      'Origin: Repo generator',
      'Label: Repo generator',
      'Codename: stable',
      'Architectures: all arm64 amd64',
      'Components: main',
      'Description: Repo generator',
    ],
  })
})
