import type { Key, Subkey } from 'openpgp'
import { TRUST_RULES } from './policy.ts'

/**
 * When a key, or the subkey of it that signs, expires: whichever is first; undefined for never.
 *
 * @param at the date whose self-signatures count for a subkey
 */
export async function expiryOf(certificate: Key, part: Key | Subkey, at: Date): Promise<Date | undefined> {
  const primary = await certificate.getExpirationTime(undefined, TRUST_RULES)
  const subkey = 'bindingSignatures' in part ? await part.getExpirationTime(at, TRUST_RULES) : null
  const dates = [primary, subkey].filter((date) => date instanceof Date)
  return dates.toSorted((a, b) => a.getTime() - b.getTime())[0]
}
