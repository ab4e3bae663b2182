import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, expect } from '@jest/globals'
import { testInRoot } from '../clients/root.ts'
import { type DirectorySite, closeSites, directorySite, keysOf } from '../clients/site.ts'
import { run } from '../support/programs.ts'
import { aptStory } from './apt-story.ts'
import { type OldDebs, oldDebs } from './debs.ts'
import { signSuite, signerOf } from './signer.ts'

afterEach(closeSites)

interface Options {
  readonly endings: readonly ('.gz' | '.xz' | '')[]
  /** Of apt-ftparchive's section `APT::FTPArchive`. */
  readonly settings: readonly string[]
}

/** `apt-ftparchive packages` for each architecture, `contents`, a translation, and `apt-ftparchive release`. */
async function aptFtparchive(
  site: DirectorySite,
  debs: OldDebs,
  { endings, settings }: Options,
): Promise<void> {
  const suite = join(site.path, 'dists/stable')
  await mkdir(join(site.path, 'pool'))
  for (const { path } of Object.values(debs)) await copyFile(path, join(site.path, 'pool', basename(path)))
  const archive = async (...args: readonly string[]) =>
    (await run('apt-ftparchive', args, { cwd: site.path })).stdout
  await mkdir(join(suite, 'main/i18n'), { recursive: true })
  await writeFile(
    join(suite, 'main/i18n/Translation-en'),
    'Package: old\nDescription-md5: 0\nDescription-en: Old\n',
  )
  const plain: string[] = []
  for (const arch of ['amd64', 'arm64']) {
    await mkdir(join(suite, 'main', `binary-${arch}`), { recursive: true })
    const index = await archive('--arch', arch, 'packages', 'pool')
    const path = join(suite, 'main', `binary-${arch}`, 'Packages')
    await writeFile(path, index)
    plain.push(path)
    if (endings.includes('.gz')) await writeFile(`${path}.gz`, gzipSync(index))
    if (endings.includes('.xz')) await run('sh', ['-c', `xz >'${path}.xz'`], { input: index })
    await writeFile(
      join(suite, 'main', `Contents-${arch}.gz`),
      gzipSync(await archive('--arch', arch, 'contents', 'pool')),
    )
  }
  const options = settings.flatMap((setting) => ['-o', `APT::FTPArchive::${setting}`])
  await writeFile(join(suite, 'Release'), await archive(...options, 'release', 'dists/stable'))
  // apt needs it listed, and asks for another form.
  if (!endings.includes('')) for (const path of plain) await rm(path)
}

testInRoot('trixie', 'a suite of apt-ftparchive by hash, which says all of itself', async (root) => {
  const site = await directorySite(await keysOf('rsa4096', 'ed25519'))
  const [debs, signer] = [await oldDebs(), await signerOf('rsa3072-other')]
  const fields = [
    'Origin=Old Makers',
    'Suite=stable',
    'Codename=rock',
    'Architectures=amd64 arm64',
    'Components=main',
  ]
  await aptFtparchive(site, debs, {
    endings: ['', '.gz', '.xz'],
    settings: ['DoByHash=true', ...fields.map((field) => `Release::${field}`)],
  })
  expect(await readFile(join(site.path, 'dists/stable/Release'), 'utf8')).toMatch(/^Acquire-By-Hash: yes$/m)
  await signSuite(signer, join(site.path, 'dists/stable'))
  await aptStory(root, {
    site,
    root: '.',
    channel: 'stable',
    inputs: { 'trusted-keys': signer.publicKey },
    components: 'main',
    publicKey: signer.publicKey,
    known: debs.amd64.pkg,
    lines: fields.map((field) => field.replace('=', ': ')),
  })
})

testInRoot('sid', 'a suite of apt-ftparchive in xz alone, which says nothing of itself', async (root) => {
  const site = await directorySite(await keysOf('ed25519'))
  const [debs, signer] = [await oldDebs(), await signerOf('rsa3072-other')]
  await aptFtparchive(site, debs, { endings: ['.xz'], settings: [] })
  await signSuite(signer, join(site.path, 'dists/stable'))
  await aptStory(root, {
    site,
    root: '.',
    channel: 'stable',
    inputs: { 'trusted-keys': signer.publicKey },
    components: 'main',
    publicKey: signer.publicKey,
    known: debs.amd64.pkg,
    complaint: /Conflicting distribution: .*expected stable but got \)/,
    lines: ['Architectures: amd64 arm64', 'Components: main'],
  })
})
