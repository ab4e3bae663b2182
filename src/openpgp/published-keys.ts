import { readKey } from 'openpgp'
import type { Key } from 'openpgp'
import { PublishError } from '../errors.ts'
import { fingerprintOf, readPublicCertificates } from './certificate.ts'
import { TRUST_RULES } from './policy.ts'
import { day } from './signing-part.ts'
import type { TrustedKey } from './trust.ts'

/** What somebody should know of the keys that clients hold. */
export interface KeyFinding {
  readonly level: 'warning' | 'notice'
  readonly message: string
}

const BOTH =
  'put the key that clients hold first in gpg-private-key and the new one second, and let some releases pass before the new one goes first'

/**
 * Compares the key file that is published with the keys that sign: clients hold what was published. Whoever can write
 * to the store can have put anything there: nothing is trusted for it, and nothing stops.
 *
 * @param file the published file, as it lies in the store
 * @param name of the file, for messages
 * @param signing the keys that sign, the first of them rpms and repomd.xml
 */
export async function compareWithPublished(
  file: Uint8Array,
  name: string,
  signing: readonly TrustedKey[],
): Promise<readonly KeyFinding[]> {
  const published = await certificatesOf(file)
  if (published === undefined) {
    return [warning(`The published ${name} is no file of armored public keys; it is written anew.`)]
  }
  const held = new Map(published.map((key) => [fingerprintOf(key), key]))
  const [first] = signing
  const known = signing.filter(({ fingerprint }) => held.has(fingerprint))
  if (known.length === 0) return [warning(strangers(name, [...held.keys()], signing))]
  const findings = await Promise.all(known.map((key) => changedForm(key, held.get(key.fingerprint), name)))
  if (first !== undefined && !held.has(first.fingerprint))
    findings.push(warning(newFirst(name, first, known)))
  return findings.filter((finding) => finding !== undefined)
}

function strangers(name: string, held: readonly string[], signing: readonly TrustedKey[]): string {
  return (
    `The published ${name} holds ${listed(held)}, but gpg-private-key ${listed(signing.map(({ fingerprint }) => fingerprint))}: ` +
    `clients that have only what was published cannot verify what is signed now. To replace a key without that, ${BOTH}.`
  )
}

function newFirst(name: string, first: TrustedKey, known: readonly TrustedKey[]): string {
  return (
    `The first key of gpg-private-key, ${first.fingerprint}, is not in the published ${name} yet, and it signs rpms and repomd.xml: ` +
    `dnf and zypper ask their users before they go on. To spare them that, put ${listed(known.map(({ fingerprint }) => fingerprint))} first for some releases.`
  )
}

function listed(fingerprints: readonly string[]): string {
  return fingerprints.length === 0 ? 'no key' : fingerprints.join(' and ')
}

/** The same key with other self-signatures: another term, other subkeys. */
async function changedForm(
  { fingerprint, certificate }: TrustedKey,
  held: Key | undefined,
  name: string,
): Promise<KeyFinding | undefined> {
  if (held === undefined || Buffer.from(held.write()).equals(certificate)) return undefined
  const before = await endOf(held)
  const now = await endOf(await readKey({ binaryKey: certificate }))
  if (before > now) {
    return warning(
      `The key ${fingerprint} ${term(before)} in the published ${name}, but in gpg-private-key, which replaces it, it ${term(now)}: ` +
        'if that is an old copy, export the key again.',
    )
  }
  const change = before === now ? 'changes its form' : `${term(before)}, and now it ${term(now)}`
  return {
    level: 'notice',
    message:
      `The key ${fingerprint} in the published ${name} ${change}. Clients get the new form with the packages of ` +
      `keyring-package, or when they fetch ${name} again.`,
  }
}

/** When a key ends, in milliseconds since 1970; 0 where nothing valid says it. */
async function endOf(key: Key): Promise<number> {
  const end = await key.getExpirationTime(undefined, TRUST_RULES).catch(() => null)
  return end === null ? 0 : Number(end)
}

function term(end: number): string {
  if (end === 0) return 'is not valid'
  return end === Infinity ? 'never expires' : `expires on ${day(new Date(end))}`
}

async function certificatesOf(file: Uint8Array): Promise<readonly Key[] | undefined> {
  try {
    const text = Buffer.from(file).toString('latin1')
    return await readPublicCertificates(text, (seen) => new PublishError('KEY', seen))
  } catch (error) {
    if (error instanceof PublishError) return undefined
    throw error
  }
}

function warning(message: string): KeyFinding {
  return { level: 'warning', message }
}
