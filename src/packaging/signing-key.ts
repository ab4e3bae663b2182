import { bytesOf } from '../content.ts'
import { faulty } from '../errors.ts'
import { LIMITS } from '../limits.ts'
import { printArmor } from '../openpgp/armor.ts'
import { type SigningKey, type SigningKeys, readSigningKeys, withKeyAlone } from '../openpgp/signing-keys.ts'
import { placed } from '../recipe/config/reading.ts'
import type { WantedKey } from '../recipe/config/signature.ts'
import type { Sources } from '../recipe/config/sources.ts'

/** Where the key of a configuration is found, and when it is used. */
export interface SigningWorld {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly sources: Sources
  /** Keys must not have expired by then. */
  readonly now: Date
}

/** nFPM's variables of the passphrase, the more special one first. */
const PASSPHRASES = {
  deb: ['NFPM_DEB_PASSPHRASE', 'NFPM_PASSPHRASE'],
  rpm: ['NFPM_RPM_PASSPHRASE', 'NFPM_PASSPHRASE'],
} as const

/** Whether a variable is one of those, of whatever format and configuration: GoReleaser puts an ID in between. */
export function isPassphraseVariable(name: string): boolean {
  return /^NFPM_(?:.+_)?PASSPHRASE$/.test(name)
}

/**
 * Does something with the key that signs what a configuration describes.
 *
 * @throws PublishError `INPUT` or `KEY`, at the place of the key file's name; so is what `use` throws
 */
export async function withSigningKey<T>(
  { keyFile, keyId }: WantedKey,
  format: 'deb' | 'rpm',
  world: SigningWorld,
  use: (keys: SigningKeys) => Promise<T>,
): Promise<T> {
  const source = await world.sources.look(keyFile.value)
  if (source?.type !== 'file') {
    const message = `${format}.signature.key_file: there is no file ${keyFile.value}`
    throw faulty([{ message, place: keyFile.at }])
  }
  const passphrase = PASSPHRASES[format].map((name) => world.env[name]).find(Boolean)
  const names = { key: keyFile.value, passphrase: PASSPHRASES[format][0] }
  try {
    const bytes = await bytesOf(source.content, LIMITS.keyBytes, keyFile.value)
    const keys = await readSigningKeys(armored(bytes), passphrase, world.now, names, naming(keyId))
    return await use(withKeyAlone(keys, chosen(keys, keyId, format)))
  } catch (error) {
    throw placed(error, keyFile.at)
  }
}

/** Packets begin with a byte whose first bit is set (RFC 9580, 4.2), which no text does. */
function armored(bytes: Buffer): string {
  const isBinary = ((bytes[0] ?? 0) & 0x80) !== 0
  return isBinary ? printArmor('PGP PRIVATE KEY BLOCK', bytes) : bytes.toString()
}

/** Nobody writes less of a fingerprint. */
const LEAST_DIGITS = 8

/** Whether a fingerprint ends in `key_id`: who names a primary key that can sign wants that, and not its subkey. */
function naming(keyId: WantedKey['keyId']): (fingerprint: string) => boolean {
  const wanted = keyId?.value.trim().toUpperCase().replace(/^0X/, '') ?? ''
  return (fingerprint) => wanted.length >= LEAST_DIGITS && fingerprint.endsWith(wanted)
}

function chosen({ keys }: SigningKeys, keyId: WantedKey['keyId'], format: 'deb' | 'rpm'): SigningKey {
  if (keyId === undefined) return keys[0]
  const found = keys.find((key) => namesOf(key).some(naming(keyId)))
  if (found !== undefined) return found
  const message = `${format}.signature.key_id is ${keyId.value}; the keys that can sign are ${keys.flatMap(namesOf).join(', ')}`
  throw faulty([{ message, place: keyId.at }])
}

/** Fingerprints of the primary key, and of the one that signs. */
function namesOf({ trusted, issuer }: SigningKey): readonly string[] {
  const signing = Buffer.from(issuer.fingerprint).toString('hex').toUpperCase()
  return [...new Set([trusted.fingerprint, signing])]
}
