import { readFileSync } from 'node:fs'
import { parseArmor, printArmor } from '../../../src/openpgp/armor.ts'
import { fingerprintsIn } from '../../../src/openpgp/key-file.ts'
import { parsePackets } from '../../../src/openpgp/packet.ts'
import { compareWithPublished } from '../../../src/openpgp/published-keys.ts'
import { readSigningKeys } from '../../../src/openpgp/signing-keys.ts'
import { keyFiles, readTrustedKeys, trustOf } from '../../../src/openpgp/trust.ts'
import { PublishError } from '../../../src/errors.ts'
import { fixtureKeys } from '../../support/publishing.ts'
import { type Target, promised } from '../engine/target.ts'
import { byteMutations, wordMutation } from '../mutations/bytes.ts'
import { textMutations } from '../mutations/text.ts'
import { withinArmor } from '../mutations/within.ts'

const AT = new Date('2026-06-01T00:00:00Z')
const fixture = (name: string) => readFileSync(`__tests__/fixtures/keys/${name}.asc`)
const packet = [
  ...byteMutations,
  wordMutation(['c2', '88ff', 'c6ffffffffff', '99ffff', 'b401'].map((hex) => Buffer.from(hex, 'hex'))),
]
const armored = [
  ...textMutations(['-----BEGIN PGP PUBLIC KEY BLOCK-----\n', '\\n', 'Comment: x\n']),
  ...Array.from({ length: 12 }, () => withinArmor(packet)),
]
const refused = (seen: string) => new PublishError('KEY', seen)

/** No message holds a line of a private key. */
async function readPrivate(input: Buffer): Promise<void> {
  try {
    await readSigningKeys(input.toString('latin1'), undefined, AT)
  } catch (error) {
    const { message = '' } = error as { message?: string }
    const lines = input
      .toString('latin1')
      .split(/\\n|\s/)
      .filter((line) => line.length >= 24 && !line.startsWith('-----'))
    promised(!lines.some((line) => message.includes(line)), 'no message holds a part of a key')
    throw error
  }
}

async function readPublic(input: Buffer): Promise<void> {
  await fingerprintsIn(input, 'armored')
  await fingerprintsIn(input, 'binary')
  await compareWithPublished(input, 'demo.asc', trustOf(await fixtureKeys('ed25519')))
  const keys = await readTrustedKeys(input.toString('latin1'), AT)
  const again = await readTrustedKeys(keyFiles(keys).armored, AT)
  promised(new Set(keys.map((it) => it.fingerprint)).size === again.length, 'keys print back')
}

function readArmor(input: Buffer): void {
  for (const { label, bytes } of parseArmor(input.toString('latin1'), refused)) {
    const [again] = parseArmor(printArmor(label, bytes), refused)
    promised(again?.bytes.equals(bytes) === true && again.label === label, 'armor prints back')
    const packets = parsePackets(bytes, refused)
    promised(Buffer.concat(packets.map((it) => it.bytes)).equals(bytes), 'packets are all there is')
  }
}

export const keyTargets: readonly Target[] = [
  {
    name: 'public-keys',
    files: /\/src\/openpgp\/(?:armor|certificate|packet|trust|key-file|published-keys|policy)\.ts$/,
    seeds: async () => [
      fixture('ed25519.pub'),
      fixture('rsa3072-other.pub'),
      Buffer.concat([fixture('ed25519.pub'), fixture('rsa4096.pub')]),
    ],
    mutations: armored,
    read: readPublic,
  },
  {
    name: 'private-keys',
    files: /\/src\/openpgp\/(?:armor|certificate|packet|signing-keys|signing-part|secret-key)\.ts$/,
    seeds: async () => [
      fixture('ed25519'),
      Buffer.from(fixture('ed25519').toString().replaceAll('\n', '\\n')),
      Buffer.from(fixture('ed25519').toString('base64')),
    ],
    mutations: armored,
    read: readPrivate,
  },
  {
    name: 'armor',
    files: /\/src\/openpgp\/(?:armor|packet)\.ts$/,
    seeds: async () => [fixture('ed25519.pub'), fixture('rsa4096.pub')],
    mutations: armored,
    read: async (input) => readArmor(input),
  },
]
