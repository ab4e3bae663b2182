import { type Content, bytesOf } from '../content.ts'
import { signDeb } from '../deb/member-signature.ts'
import { faulty } from '../errors.ts'
import { LIMITS } from '../limits.ts'
import { printArmor } from '../openpgp/armor.ts'
import { signCleartext, signDetachedArmored } from '../openpgp/sign.ts'
import { type SigningKey, type SigningKeys, readSigningKeys } from '../openpgp/signing-keys.ts'
import type { WantedSignature } from '../recipe/config/deb-signature.ts'
import { placed } from '../recipe/config/reading.ts'
import type { Sources } from '../recipe/config/sources.ts'

/** nFPM's variables of the passphrase, the more special one first. */
const PASSPHRASES = ['NFPM_DEB_PASSPHRASE', 'NFPM_PASSPHRASE'] as const

/**
 * Signs a .deb as its configuration wants it. The same .deb, key and time give the same bytes (but for ECDSA).
 *
 * @param timeSeconds of the package, and of the signature as far as the key was there
 * @throws PublishError `INPUT` or `KEY`, at the place of the key file's name
 */
export async function signConfigured(
  deb: Content,
  { signature, keyFile, keyId }: WantedSignature,
  timeSeconds: number,
  { env, sources, now }: SigningWorld,
): Promise<Content> {
  const source = await sources.look(keyFile.value)
  if (source?.type !== 'file') {
    const message = `deb.signature.key_file: there is no file ${keyFile.value}`
    throw faulty([{ message, place: keyFile.at }])
  }
  const passphrase = PASSPHRASES.map((name) => env[name]).find(Boolean)
  const names = { key: keyFile.value, passphrase: PASSPHRASES[0] }
  try {
    const bytes = await bytesOf(source.content, LIMITS.keyBytes, keyFile.value)
    const keys = await readSigningKeys(armored(bytes), passphrase, now, names)
    const signer = { ...keys, keys: chosen(keys, keyId) }
    const at = new Date(timeSeconds * 1000)
    return await signDeb(deb, signature, timeSeconds, {
      detached: (content) => signDetachedArmored(content, signer, at, 'first'),
      cleartext: (text) => signCleartext(text, signer, at),
    })
  } catch (error) {
    throw placed(error, keyFile.at)
  }
}

interface SigningWorld {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly sources: Sources
  /** Keys must not have expired by then. */
  readonly now: Date
}

/** Packets begin with a byte whose first bit is set (RFC 9580, 4.2), which no text does. */
function armored(bytes: Buffer): string {
  const isBinary = ((bytes[0] ?? 0) & 0x80) !== 0
  return isBinary ? printArmor('PGP PRIVATE KEY BLOCK', bytes) : bytes.toString()
}

function chosen({ keys }: SigningKeys, keyId: WantedSignature['keyId']): readonly SigningKey[] {
  if (keyId === undefined) return keys.slice(0, 1)
  const wanted = keyId.value.trim().toUpperCase().replace(/^0X/, '')
  const found = keys.filter((key) => isNamed(key, wanted)).slice(0, 1)
  if (found.length > 0) return found
  const message = `deb.signature.key_id is ${keyId.value}; the keys that can sign are ${keys.flatMap(namesOf).join(', ')}`
  throw faulty([{ message, place: keyId.at }])
}

/** Nobody writes less of a fingerprint. */
const LEAST_DIGITS = 8

function isNamed(key: SigningKey, wanted: string): boolean {
  return wanted.length >= LEAST_DIGITS && namesOf(key).some((name) => name.endsWith(wanted))
}

/** Fingerprints of the primary key, and of the one that signs. */
function namesOf({ trusted, issuer }: SigningKey): readonly string[] {
  const signing = Buffer.from(issuer.fingerprint).toString('hex').toUpperCase()
  return [...new Set([trusted.fingerprint, signing])]
}
