import { createHash } from 'node:crypto'
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach } from '@jest/globals'
import { field } from '../../src/deb/stanza.ts'
import { testInRoot } from '../clients/root.ts'
import { type DirectorySite, closeSites, directorySite, keysOf } from '../clients/site.ts'
import { aptStory } from './apt-story.ts'
import { type DebFile, oldDebs } from './debs.ts'
import { type Signer, signSuite, signerOf } from './signer.ts'

afterEach(closeSites)

/**
 * As deb-s3 0.11 writes a suite (lib/deb/s3/manifest.rb, package.rb, release.rb, templates/*.erb): `Packages` and
 * `Packages.gz` for each architecture, also empty ones for i386 and armhf; a Release with `Suite: ` and nothing after
 * it where none was given; MD5Sum, SHA1 and SHA256 with sizes in 16 columns; no by-hash. Packages lie below
 * `pool/CODENAME/h/he/`, those of versions before 0.8 below `pool/h/he/`, and stay where they are.
 */
async function debS3(
  site: DirectorySite,
  debs: readonly (DebFile & { readonly pool: string })[],
): Promise<void> {
  const files = new Map<string, Buffer>()
  for (const { path, pool } of debs) {
    const key = join(site.path, 'apt', pool, basename(path))
    await mkdir(dirname(key), { recursive: true })
    await copyFile(path, key)
  }
  for (const arch of ['amd64', 'arm64', 'armhf', 'i386']) {
    const listed = debs.filter(({ pkg }) => arch.endsWith('64') && (pkg.arch === arch || pkg.arch === 'all'))
    const manifest = (await Promise.all(listed.map(stanza))).join('\n')
    files.set(`main/binary-${arch}/Packages`, Buffer.from(manifest))
    files.set(`main/binary-${arch}/Packages.gz`, gzipSync(manifest))
  }
  const suite = join(site.path, 'apt/dists/stable')
  for (const [path, bytes] of files) {
    await mkdir(dirname(join(suite, path)), { recursive: true })
    await writeFile(join(suite, path), bytes)
  }
  await writeFile(join(suite, 'Release'), releaseOf(files))
}

async function stanza({ path, pkg, pool }: DebFile & { readonly pool: string }): Promise<string> {
  const value = (name: string) => field(pkg.control, name) ?? ''
  const bytes = await readFile(path)
  const digest = (algorithm: string) => createHash(algorithm).update(bytes).digest('hex')
  const lines = [
    `Package: ${pkg.name}`,
    `Version: ${pkg.version}`,
    'License: unknown',
    'Vendor: none',
    `Architecture: ${pkg.arch}`,
    `Maintainer: ${value('Maintainer')}`,
    'Installed-Size: ',
    `Section: ${value('Section')}`,
    `Priority: ${value('Priority')}`,
    'Homepage: http://nourlgiven.example.com/',
    `Filename: ${pool}/${basename(path)}`,
    `Size: ${bytes.length}`,
    `SHA1: ${digest('sha1')}`,
    `SHA256: ${digest('sha256')}`,
    `MD5sum: ${digest('md5')}`,
    `Description: ${value('Description')}`,
    `Provenance-Note: kept`,
  ]
  return `${lines.join('\n')}\n`
}

function releaseOf(files: ReadonlyMap<string, Buffer>): string {
  const hashes = (['md5', 'sha1', 'sha256'] as const).flatMap((algorithm) => [
    { md5: 'MD5Sum:', sha1: 'SHA1:', sha256: 'SHA256:' }[algorithm],
    ...[...files].map(([path, bytes]) => {
      const hash = createHash(algorithm).update(bytes).digest('hex')
      return ` ${hash} ${String(bytes.length).padStart(16)} ${path}`
    }),
  ])
  const lines = [
    'Origin: Old Makers',
    'Codename: stable',
    `Date: ${new Date().toUTCString().replace('GMT', 'UTC')}`,
    'Architectures: amd64 arm64 i386 armhf',
    'Components: main',
    'Suite: ',
    ...hashes,
  ]
  return `${lines.join('\n')}\n`
}

async function story(signer: Signer | undefined) {
  const site = await directorySite(await keysOf('rsa4096'))
  const { amd64, arm64, all } = await oldDebs()
  await debS3(site, [
    { ...amd64, pool: 'pool/o/ol' },
    { ...arm64, pool: 'pool/stable/o/ol' },
    { ...all, pool: 'pool/stable/o/ol' },
  ])
  if (signer !== undefined) await signSuite(signer, join(site.path, 'apt/dists/stable'))
  return {
    site,
    root: 'apt',
    channel: 'stable',
    components: 'main',
    known: amd64.pkg,
    lines: ['Origin: Old Makers', 'Codename: stable', 'Architectures: amd64 arm64 i386 armhf', 'Suite:'],
    inputs: signer === undefined ? { 'adopt-unsigned': 'true' } : { 'trusted-keys': signer.publicKey },
    publicKey: signer?.publicKey,
  }
}

testInRoot('trixie', 'a suite of deb-s3, signed by another key', async (root) => {
  await aptStory(root, await story(await signerOf('rsa3072-other')))
})

testInRoot('bookworm', 'a suite of deb-s3 that is not signed', async (root) => {
  await aptStory(root, await story(undefined))
})
