import { createHash } from 'node:crypto'
import { contentOf, joined } from '../content.ts'
import type { Content } from '../content.ts'
import { encodeHeader, entryOf } from './header.ts'
import type { HeaderEntry } from './header.ts'
import { SIGNATURE_TAGS } from './tags.ts'

const LARGE_BYTES = 2 ** 32
const ALIGNMENT_BYTES = 8

/**
 * What the signature header of an unsigned package of rpm's format 4 says: `rpmGenerateSignature` in rpm's
 * build/pack.c. Sizes have 64 bits only where they must.
 *
 * @param header the main header, from its magic
 * @param payload as compressed; read once, for the MD5 that rpm of EL 7 looks for
 * @param unpackedBytes the payload's size before compression
 */
export async function digestEntries(
  header: Uint8Array,
  payload: Content,
  unpackedBytes: number,
): Promise<readonly HeaderEntry[]> {
  const md5 = createHash('md5')
  for await (const chunk of joined([contentOf(header), payload]).read()) md5.update(chunk)
  const hex = (algorithm: string) => createHash(algorithm).update(header).digest('hex')
  const sizeBytes = header.length + payload.sizeBytes
  const isLarge = sizeBytes >= LARGE_BYTES
  const isLargeUnpacked = unpackedBytes >= LARGE_BYTES
  return [
    entryOf(SIGNATURE_TAGS.SHA1, hex('sha1')),
    entryOf(SIGNATURE_TAGS.SHA256, hex('sha256')),
    entryOf(isLarge ? SIGNATURE_TAGS.LONGSIZE : SIGNATURE_TAGS.SIZE, [sizeBytes]),
    entryOf(SIGNATURE_TAGS.MD5, md5.digest()),
    entryOf(isLargeUnpacked ? SIGNATURE_TAGS.LONGARCHIVESIZE : SIGNATURE_TAGS.PAYLOADSIZE, [unpackedBytes]),
  ]
}

/** Prints a signature header, with the padding that brings the main header to a multiple of 8. */
export function signatureHeader(entries: readonly HeaderEntry[]): Buffer {
  const header = encodeHeader(entries, 'signature')
  return Buffer.concat([header, Buffer.alloc(signaturePadding(header.length))])
}

/** How many zeros follow a signature header of so many bytes. */
export function signaturePadding(sizeBytes: number): number {
  return -sizeBytes & (ALIGNMENT_BYTES - 1)
}
