import { createHash } from 'node:crypto'
import { PublishError } from '../errors.ts'
import type { RpmHeader } from './header.ts'
import { SIGNATURE_TAGS, TAGS, TYPE_NUMBERS } from './tags.ts'

/** A digest of the payload that is being compared. */
export interface PayloadCheck {
  /** Takes the payload, as compressed, in order. */
  update(chunk: Uint8Array): void
  /** @throws PublishError `PACKAGE` where the digest is another */
  finish(): void
}

/** Numbers of hashes in OpenPGP, as PAYLOADDIGESTALGO has them: RFC 9580, 9.5. */
const ALGORITHMS: Readonly<Record<number, string>> = { 8: 'sha256', 9: 'sha384', 10: 'sha512' }

/**
 * Compares the size that the signature header gives of header and payload.
 *
 * @throws PublishError `PACKAGE` where it is another: cut short, or with bytes after it
 */
export function checkSizes(signatureHeader: RpmHeader, sizeBytes: number, source: string): void {
  for (const tag of [SIGNATURE_TAGS.SIZE, SIGNATURE_TAGS.LONGSIZE]) {
    const expected = signatureHeader.number(tag)
    if (expected !== undefined && expected !== sizeBytes) {
      throw damaged(source, `header and payload have ${sizeBytes} bytes, and should have ${expected}`)
    }
  }
}

/** Compares the header's digests with what the signature header says. */
export function checkHeaderDigests(signatureHeader: RpmHeader, header: RpmHeader, source: string): void {
  const digests = [
    { algorithm: 'sha256', expected: signatureHeader.string(SIGNATURE_TAGS.SHA256) },
    { algorithm: 'sha1', expected: signatureHeader.string(SIGNATURE_TAGS.SHA1) },
  ]
  for (const { algorithm, expected } of digests) {
    if (expected === undefined) continue
    const actual = createHash(algorithm).update(header.bytes).digest('hex')
    if (actual !== expected.toLowerCase()) throw mismatch(source, `header's ${algorithm}`, expected, actual)
  }
}

/** What there is to compare of the payload: its digest in the header, and the MD5 in the signature header. */
export function payloadChecks(
  signatureHeader: RpmHeader,
  header: RpmHeader,
  source: string,
): readonly PayloadCheck[] {
  const checks: PayloadCheck[] = []
  const digest = payloadDigest(header, source)
  if (digest !== undefined) {
    checks.push(comparison(digest.algorithm, digest.expected, `payload's ${digest.algorithm}`, source))
  }
  const md5 = signatureHeader.binary(SIGNATURE_TAGS.MD5)
  if (md5 !== undefined) {
    const check = comparison('md5', Buffer.from(md5).toString('hex'), 'md5 of header and payload', source)
    check.update(header.bytes)
    checks.push(check)
  }
  return checks
}

function payloadDigest(header: RpmHeader, source: string) {
  const expected = header.string(TAGS.PAYLOADDIGEST)
  if (expected === undefined) return undefined
  const entry = header.entries.find(({ tag }) => tag === TAGS.PAYLOADDIGEST.number)
  if (entry?.type !== TAGS.PAYLOADDIGEST.type) {
    const type = `${TAGS.PAYLOADDIGEST.type} (${TYPE_NUMBERS[TAGS.PAYLOADDIGEST.type]})`
    throw damaged(source, `the payload's digest is not of the type ${type}, and rpm would not verify it`)
  }
  const number = header.number(TAGS.PAYLOADDIGESTALGO)
  const algorithm = number === undefined ? undefined : ALGORITHMS[number]
  if (algorithm !== undefined) return { algorithm, expected }
  throw damaged(source, `the payload's digest is of the unknown algorithm ${number ?? 'none'}`)
}

function comparison(algorithm: string, expected: string, title: string, source: string): PayloadCheck {
  const hash = createHash(algorithm)
  return {
    update: (chunk) => void hash.update(chunk),
    finish: () => {
      const actual = hash.digest('hex')
      if (actual !== expected.toLowerCase()) throw mismatch(source, title, expected, actual)
    },
  }
}

function mismatch(source: string, title: string, expected: string, actual: string): PublishError {
  return damaged(source, `the ${title} is ${actual}, and should be ${JSON.stringify(expected.slice(0, 128))}`)
}

function damaged(source: string, fault: string): PublishError {
  return new PublishError('PACKAGE', `${source}: ${fault}; the package is damaged: fetch or build it again`)
}
