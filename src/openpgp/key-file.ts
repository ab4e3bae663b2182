import { PublishError } from '../errors.ts'
import { printArmor } from './armor.ts'
import { fingerprintOf, readPublicCertificates } from './certificate.ts'
import { TRUST_RULES } from './policy.ts'

/**
 * The fingerprints of the keys that clients find in a published key file, armored or binary: those with a valid
 * self-signature, expired or not.
 *
 * @returns undefined where it is no file of public keys
 */
export async function fingerprintsIn(file: Uint8Array): Promise<readonly string[] | undefined> {
  const isBinary = ((file[0] ?? 0) & 0x80) !== 0
  const text = isBinary ? printArmor('PGP PUBLIC KEY BLOCK', file) : Buffer.from(file).toString('latin1')
  try {
    const keys = await readPublicCertificates(text, (seen) => new PublishError('KEY', seen))
    const terms = await Promise.all(keys.map((key) => key.getExpirationTime(undefined, TRUST_RULES)))
    return keys.filter((_, at) => terms[at] !== null).map(fingerprintOf)
  } catch (error) {
    if (error instanceof PublishError) return undefined
    throw error
  }
}
