import { PublishError } from '../errors.ts'
import { printArmor } from './armor.ts'
import { fingerprintOf, readPublicCertificates } from './certificate.ts'
import { TRUST_RULES } from './policy.ts'

/**
 * The fingerprints of the keys that clients find in a published key file: those with a valid
 * self-signature, expired or not.
 *
 * @param form that the ending of its name promises: apt takes no other
 * @returns undefined where it is no such file of public keys
 */
export async function fingerprintsIn(
  file: Uint8Array,
  form: 'armored' | 'binary',
): Promise<readonly string[] | undefined> {
  const isBinary = ((file[0] ?? 0) & 0x80) !== 0
  if (isBinary !== (form === 'binary')) return undefined
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
