import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach } from '@jest/globals'
import { testInRoot } from '../clients/root.ts'
import { type DirectorySite, closeSites, directorySite, keysOf } from '../clients/site.ts'
import { run } from '../support/programs.ts'
import { type ForeignSuite, aptStory } from './apt-story.ts'
import { type DebFile, type OldDebs, debFile, oldDebs } from './debs.ts'
import { type Signer, signerOf } from './signer.ts'

afterEach(closeSites)

const FIELDS = [
  'Origin: Old Makers',
  'Label: Old Label',
  'Suite: stable',
  'Codename: trusty-old',
  'Description: What reprepro says',
]

/** reprepro with two components, of which one has a package for another architecture alone. */
async function reprepro(site: DirectorySite, debs: OldDebs, signer?: Signer): Promise<void> {
  const folder = join(site.path, 'apt')
  await mkdir(join(folder, 'conf'), { recursive: true })
  const lines = [
    ...FIELDS,
    'Architectures: amd64 arm64 source',
    'Components: main contrib',
    ...(signer === undefined ? [] : [`SignWith: ${signer.fingerprint}`]),
  ]
  await writeFile(join(folder, 'conf/distributions'), `${lines.join('\n')}\n`)
  const env = signer === undefined ? {} : { GNUPGHOME: signer.home }
  const include = (component: string, { path }: DebFile) =>
    run('reprepro', ['-b', folder, '-C', component, 'includedeb', 'trusty-old', path], { env })
  for (const file of [debs.amd64, debs.arm64, debs.all]) await include('main', file)
  await include('contrib', await debFile('old-extra', '1.0', 'arm64'))
}

async function suiteOf(site: DirectorySite, signer?: Signer): Promise<ForeignSuite> {
  const debs = await oldDebs()
  await reprepro(site, debs, signer)
  return {
    site,
    root: 'apt',
    channel: 'trusty-old',
    inputs: signer === undefined ? { 'adopt-unsigned': 'true' } : { 'trusted-keys': signer.publicKey },
    components: 'main contrib',
    publicKey: signer?.publicKey,
    known: debs.amd64.pkg,
    lines: [...FIELDS, 'Architectures: amd64 arm64', 'Components: main contrib'],
  }
}

testInRoot('bullseye', 'a suite of reprepro, signed by another key', async (root) => {
  const site = await directorySite(await keysOf('ed25519'))
  await aptStory(root, await suiteOf(site, await signerOf('rsa3072-other')))
})

testInRoot('sid', 'a suite of reprepro that is not signed', async (root) => {
  const site = await directorySite(await keysOf('ed25519'))
  await aptStory(root, await suiteOf(site))
})
