import {
  PacketList,
  SignaturePacket,
  UserIDPacket,
  config,
  enums,
  generateKey,
  readPrivateKey,
} from 'openpgp'
import type { AnySecretKeyPacket, PrivateKey } from 'openpgp'
import { fingerprintOf } from '../../src/openpgp/certificate.ts'
import { printPacket } from '../../src/openpgp/packet.ts'

/** What a self-signature says; openpgp's own generator writes only those that are right. */
export interface SelfSignature {
  /** The date of the key where it is left out. */
  readonly at?: string
  /** OpenPGP's number; SHA-512 where it is left out. */
  readonly digest?: number
  /** Key flags; none are written for `undefined`. */
  readonly flags?: number | undefined
  /** The term that it gives the key, from the date of the key. */
  readonly days?: number
}

interface Revocation {
  readonly at: string
  readonly reason?: number
  readonly digest?: number
}

interface Part {
  readonly kind?: Kind
  readonly made?: string
  readonly signatures?: readonly SelfSignature[]
  readonly revocations?: readonly Revocation[]
  /** Its secret is not in the export. */
  readonly isStub?: boolean
}

/** What key to make: its primary key signs and certifies, its subkeys sign, all of them Ed25519, where nothing is said. */
export interface KeyToMake extends Part {
  readonly subkeys?: readonly Part[]
  /** A certificate whose primary key it is, in another form. */
  readonly from?: PrivateKey
}

export interface MadeKey {
  readonly secret: string
  readonly public: string
  readonly certificate: PrivateKey
  readonly fingerprint: string
  /** Of the primary key and the subkeys. */
  readonly keyIds: readonly string[]
}

export const MADE = '2025-01-01T00:00:00Z'
const DAY_SECONDS = 24 * 60 * 60
const { certifyKeys, signData } = enums.keyFlags

const KINDS = {
  ed25519: { type: 'ecc', curve: 'ed25519Legacy' },
  'ed25519 of RFC 9580': { type: 'curve25519' },
  ed448: { type: 'curve448' },
  p256: { type: 'ecc', curve: 'nistP256' },
  p384: { type: 'ecc', curve: 'nistP384' },
  p521: { type: 'ecc', curve: 'nistP521' },
  rsa1024: { type: 'rsa', rsaBits: 1024 },
} as const
type Kind = keyof typeof KINDS

/** Makes a key of any shape, in milliseconds and without gpg. */
export async function madeKey({ subkeys = [], from, ...primary }: KeyToMake = {}): Promise<MadeKey> {
  const packet = (from?.keyPacket as AnySecretKeyPacket | undefined) ?? (await secretOf(primary))
  const user = UserIDPacket.fromObject({ name: 'Tests', email: 'tests@example.invalid' })
  const packets: unknown[] = [packet, ...(await revocationsOf(primary, packet, packet)), user]
  for (const said of primary.signatures ?? [{}]) {
    const signature = newSignature(enums.signature.certGeneric, said, certifyKeys | signData)
    packets.push(await signed(signature, packet, { userID: user, key: packet }, said.at ?? primary.made))
  }
  const stubs = primary.isStub === true ? [packet] : []
  for (const subkey of subkeys) {
    const own = await subkeySecretOf(subkey)
    packets.push(own, ...(await revocationsOf(subkey, packet, own)))
    for (const said of subkey.signatures ?? [{}]) packets.push(await bindingOf(subkey, said, packet, own))
    if (subkey.isStub === true) stubs.push(own)
  }
  for (const stub of stubs) stub.makeDummy(config)
  const list = new PacketList()
  list.push(...(packets as never[]))
  const certificate = await readPrivateKey({ binaryKey: list.write() })
  return {
    secret: certificate.armor(),
    public: certificate.toPublic().armor(),
    certificate,
    fingerprint: fingerprintOf(certificate),
    keyIds: certificate.getKeyIDs().map((id) => id.toHex().toUpperCase()),
  }
}

interface MessageSignature {
  readonly at?: string
  readonly digest?: number
  readonly type?: number
}

/** A signature of the primary key over bytes, of any type, digest and date: one packet. */
export async function messageSignature(
  { certificate }: MadeKey,
  content: Uint8Array,
  { at = MADE, digest = enums.hash.sha512, type = enums.signature.binary }: MessageSignature = {},
): Promise<Buffer> {
  const signature = newSignature(type, { digest, flags: undefined }, 0)
  // What openpgp asks of a literal packet.
  const data = { text: null, getBytes: () => content }
  await signed(signature, certificate.keyPacket as AnySecretKeyPacket, data, at)
  return printPacket(enums.packet.signature, signature.write())
}

async function secretOf({ kind = 'ed25519', made = MADE }: Part): Promise<AnySecretKeyPacket> {
  return (await generated(kind, made)).keyPacket as AnySecretKeyPacket
}

async function subkeySecretOf({ kind = 'ed25519', made = MADE }: Part): Promise<AnySecretKeyPacket> {
  return (await generated(kind, made)).subkeys[0]?.keyPacket as AnySecretKeyPacket
}

async function generated(kind: Kind, made: string): Promise<PrivateKey> {
  const { privateKey } = await generateKey({
    ...KINDS[kind],
    userIDs: [{ name: 'Tests' }],
    subkeys: [{ sign: true }],
    date: new Date(made),
    format: 'object',
    config: { minRSABits: 1024 },
  })
  return privateKey
}

async function bindingOf(
  part: Part,
  said: SelfSignature,
  primary: AnySecretKeyPacket,
  own: AnySecretKeyPacket,
) {
  const signature = newSignature(enums.signature.subkeyBinding, said, signData)
  const at = said.at ?? part.made
  const back = newSignature(enums.signature.keyBinding, { ...said, flags: undefined, days: 0 }, 0)
  const data = { key: primary, bind: own }
  signature.embeddedSignature = await signed(back, own, data, at)
  return signed(signature, primary, data, at)
}

async function revocationsOf(part: Part, primary: AnySecretKeyPacket, own: AnySecretKeyPacket) {
  const isPrimary = primary === own
  const type = isPrimary ? enums.signature.keyRevocation : enums.signature.subkeyRevocation
  return Promise.all(
    (part.revocations ?? []).map(async ({ at, reason = enums.reasonForRevocation.noReason, ...said }) => {
      const signature = newSignature(type, { ...said, flags: undefined }, 0)
      signature.reasonForRevocationFlag = reason
      signature.reasonForRevocationString = ''
      return signed(signature, primary, isPrimary ? { key: primary } : { key: primary, bind: own }, at)
    }),
  )
}

function newSignature(type: number, said: SelfSignature, usual: number): SignaturePacket {
  const signature = new SignaturePacket()
  signature.signatureType = type
  signature.hashAlgorithm = said.digest ?? enums.hash.sha512
  const flags = 'flags' in said ? said.flags : usual
  if (flags !== undefined) signature.keyFlags = Uint8Array.of(flags)
  if (said.days !== undefined && said.days > 0) {
    signature.keyExpirationTime = said.days * DAY_SECONDS
    signature.keyNeverExpires = false
  }
  return signature
}

async function signed(signature: SignaturePacket, by: AnySecretKeyPacket, data: object, at = MADE) {
  signature.publicKeyAlgorithm = by.algorithm
  const sign = signature.sign.bind(signature) as (...values: unknown[]) => Promise<void>
  // Without the salt that openpgp adds, for which it knows no SHA-1.
  await sign(by, data, new Date(at), false, { ...config, nonDeterministicSignaturesViaNotation: false })
  return signature
}
