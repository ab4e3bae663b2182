import { contentOf } from '../content.ts'
import type { Content } from '../content.ts'
import { PublishError } from '../errors.ts'
import { printArmor } from './armor.ts'
import { printCleartext, signableLines } from './cleartext.ts'
import { beginSignature } from './signature.ts'
import type { SignatureKind } from './signature.ts'
import type { SigningKey, SigningKeys } from './signing-keys.ts'

/**
 * Signs a text in the cleartext framework, as InRelease: all keys, in one armored block, nothing before or after it.
 *
 * @param text ends in one newline; lines end in LF, and in no blanks
 * @param at the date of the signatures; the same text, keys and date give the same bytes (but for ECDSA)
 * @throws PublishError `SIGNATURE` where the text would not come out of the framework as it went in
 */
export async function signCleartext(text: string, keys: SigningKeys, at: Date): Promise<string> {
  const lines = signableLines(
    text,
    (seen) => new PublishError('SIGNATURE', `A text cannot be signed as InRelease: ${seen}.`),
  )
  const signed = contentOf(Buffer.from(lines.join('\r\n')))
  const digests = new Set(keys.keys.map(({ digestName }) => digestName.toUpperCase()))
  const signature = await signaturesOver(signed, 'text', keys.keys, at)
  return printCleartext(lines, [...digests], printArmor('PGP SIGNATURE', signature))
}

/**
 * Signs bytes, read once as a stream, with a detached armored signature: Release.gpg by all keys, repomd.xml.asc by
 * the first one, because dnf looks at one signature only.
 */
export async function signDetachedArmored(
  content: Content,
  keys: SigningKeys,
  at: Date,
  who: 'all' | 'first',
): Promise<string> {
  const signers = who === 'all' ? keys.keys : keys.keys.slice(0, 1)
  return printArmor('PGP SIGNATURE', await signaturesOver(content, 'binary', signers, at))
}

/** Signs bytes, read once as a stream, with the first key: one raw signature packet, as the header of an rpm holds it. */
export async function signDetachedBinary(content: Content, keys: SigningKeys, at: Date): Promise<Buffer> {
  return signaturesOver(content, 'binary', keys.keys.slice(0, 1), at)
}

async function signaturesOver(
  content: Content,
  kind: SignatureKind,
  keys: readonly SigningKey[],
  at: Date,
): Promise<Buffer> {
  const signatures = keys.map((key) => beginSignature(kind, key.issuer, at))
  for await (const chunk of content.read()) for (const signature of signatures) signature.update(chunk)
  return Buffer.concat(signatures.map((signature) => signature.finish()))
}
