import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { afterEach } from '@jest/globals'
import { sha256 } from '../../src/content.ts'
import { type Root, testInRoot } from '../clients/root.ts'
import { RPM_CLIENTS } from '../clients/rpm-client.ts'
import { closeSites, directorySite, keysOf } from '../clients/site.ts'
import { run } from '../support/programs.ts'
import { rpmStory } from './rpm-story.ts'
import { oldRpms, writeRpms } from './rpms.ts'
import { signerOf } from './signer.ts'

afterEach(closeSites)

interface Written {
  readonly type: 'primary' | 'filelists'
  readonly text: Buffer
  readonly stored: Buffer
  readonly href: string
}

function data({ type, text, stored, href }: Written): string {
  return `  <data type="${type}">
    <checksum type="sha256">${sha256(stored)}</checksum>
    <open-checksum type="sha256">${sha256(text)}</open-checksum>
    <location href="${href}"/>
    <timestamp>${Math.floor(Date.now() / 1000)}</timestamp>
    <size>${stored.length}</size>
    <open-size>${text.length}</open-size>
  </data>
`
}

const repomd = (...elements: readonly string[]) => `<?xml version="1.0" encoding="UTF-8"?>
<repomd xmlns="http://linux.duke.edu/metadata/repo" xmlns:rpm="http://linux.duke.edu/metadata/rpm">
${elements.join('')}</repomd>
`

/** The indexes of a folder, without other, as createrepo_c has them. */
async function indexesOf(folder: string): Promise<ReadonlyMap<Written['type'], Buffer>> {
  const read = async (type: Written['type']) => {
    const { stdout } = await run('sh', ['-c', `base64 "$1"/repodata/*-${type}.xml.gz`, 'sh', folder])
    return [type, gunzipSync(Buffer.from(stdout, 'base64'))] as const
  }
  await run('createrepo_c', ['--quiet', '--no-database', folder])
  const indexes = new Map([await read('primary'), await read('filelists')])
  await run('sh', ['-c', 'rm -r "$1"/repodata/*', 'sh', folder])
  return indexes
}

/** As tarantool/mkrepo writes a repository (rpmrepo.py): filelists first, no other, a revision that counts. */
async function mkrepo(folder: string): Promise<void> {
  const indexes = await indexesOf(folder)
  const written = (['filelists', 'primary'] as const).map((type) => {
    const text = indexes.get(type) ?? Buffer.alloc(0)
    const stored = gzipSync(text)
    return { type, text, stored, href: `repodata/${sha256(stored)}-${type}.xml.gz` }
  })
  for (const { href, stored } of written) await writeFile(join(folder, href), stored)
  const text = repomd('  <revision>8</revision>\n', ...written.map(data))
  await writeFile(join(folder, 'repodata/repomd.xml'), text)
}

const COMMENTS = ['<!-- Made by hand: do not edit -->', '<!--\n    the one\n    and only index\n  -->']

/** Only a primary, and that uncompressed; comments. */
async function byHand(folder: string): Promise<void> {
  const text = (await indexesOf(folder)).get('primary') ?? Buffer.alloc(0)
  const href = 'repodata/primary.xml'
  await writeFile(join(folder, href), text)
  const index = data({ type: 'primary', text, stored: text, href })
  const [first, second] = COMMENTS
  await writeFile(join(folder, 'repodata/repomd.xml'), repomd(`  ${first}\n  ${second}\n`, index))
}

async function story(
  root: Root,
  program: 'dnf' | 'zypper',
  make: (folder: string) => Promise<void>,
  kept: readonly string[],
): Promise<void> {
  const client = RPM_CLIENTS.find((entry) => entry[0] === root.release && entry[1].program === program)?.[1]
  if (client === undefined) throw new Error(`no ${program} in ${root.release}`)
  const site = await directorySite(await keysOf('rsa4096'))
  const folder = join(site.path, 'rpm')
  const [rpms, signer] = [await oldRpms('rsa3072-other'), await signerOf('rsa3072-other')]
  await writeRpms(folder, rpms)
  await make(folder)
  await signer.detach(join(folder, 'repodata/repomd.xml'))
  const inputs = { 'trusted-keys': signer.publicKey }
  await rpmStory(root, client, { site, inputs, publicKey: signer.publicKey, known: rpms.old, kept })
}

testInRoot('trixie', 'zypper with a repository of mkrepo', (root) => story(root, 'zypper', mkrepo, []))

testInRoot('bookworm', 'zypper with a repository made by hand', (root) =>
  story(root, 'zypper', byHand, COMMENTS),
)

testInRoot('bullseye', 'dnf with a repository made by hand', (root) => story(root, 'dnf', byHand, COMMENTS))
