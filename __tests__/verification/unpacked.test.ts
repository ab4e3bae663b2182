import { expect, test } from '@jest/globals'
import { signCleartext, signDetachedArmored } from '../../src/openpgp/sign.ts'
import { contentOf, sha256 } from '../../src/content.ts'
import { type CommandWorld, commandWorld } from '../commands/world.ts'
import { deb, rpm } from '../support/publishing.ts'
import { verified } from './verifying.ts'

const RELEASE = 'apt/dists/stable/InRelease'
const REPOMD = 'rpm/stable/x86_64/repodata/repomd.xml'

function replace({ memory }: CommandWorld, key: string, text: string | Uint8Array): void {
  const [object, bytes] = [memory.objects.get(key), Buffer.from(text)]
  if (object === undefined) throw new Error(`no ${key}`)
  memory.objects.set(key, { ...object, bytes, sizeBytes: bytes.length, etag: `"another-${key}"` })
}

/** Heads of ours that lie about what their indexes unpack to: only who has the key, or a fault of ours, can do that. */
async function lyingHeads(it: CommandWorld): Promise<void> {
  const at = new Date(it.clock.now())
  const release = /^Origin[^]*?(?=-----BEGIN PGP SIG)/m.exec(it.text(RELEASE))?.[0] ?? ''
  const other = release.replace(
    /^ [0-9a-f]{64} (?= *\d+ main\/binary-amd64\/Packages$)/m,
    ` ${sha256('other')} `,
  )
  expect(other).not.toBe(release)
  replace(it, RELEASE, await signCleartext(other, it.keys, at))
  const repomd = it.text(REPOMD)
  const lying = Buffer.from(
    repomd.replace(/(<open-checksum type="sha256">)[0-9a-f]+/, `$1${sha256('other')}`),
  )
  expect(lying.toString()).not.toBe(repomd)
  replace(it, REPOMD, lying)
  const signature = await signDetachedArmored(contentOf(lying), it.keys, at, 'first')
  replace(it, `${REPOMD}.asc`, signature)
}

test('verify says that an index does not unpack to what its head says, and the next publish mends it', async () => {
  const it = await commandWorld()
  await it.publish([await deb(), await rpm(it.keys)])
  await lyingHeads(it)
  const { findings } = await verified(it)
  expect(findings.filter(({ severity }) => severity === 'error')).toHaveLength(2)
  await it.publish([await deb({ version: '1.1' }), await rpm(it.keys, { version: '1.1' })])
  it.clock.advance(60_000)
  const mended = await verified(it)
  expect(mended.findings.filter(({ severity }) => severity === 'error')).toEqual([])
})
