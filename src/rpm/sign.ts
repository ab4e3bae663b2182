import { contentOf, joined, sliceOf } from '../content.ts'
import type { Content } from '../content.ts'
import { PublishError } from '../errors.ts'
import { entryOf } from './header.ts'
import type { HeaderEntry } from './header.ts'
import { LEAD_BYTES } from './lead.ts'
import type { RpmPackage } from './package.ts'
import { signatureHeader } from './signature.ts'
import { SIGNATURE_TAGS, TAGS } from './tags.ts'

/** What a signing key is: it decides under which tags rpm looks for its signatures. */
export type SignatureKind = 'rsa' | 'dsa' | 'ecdsa' | 'eddsa'

/** A signature as a package carries it: a binary OpenPGP packet, and what it must be over. */
export interface RpmSignature {
  readonly tag: number
  readonly bytes: Uint8Array
  readonly over: Content
}

/** Signatures, and the room that rpmbuild leaves for them: RESERVEDSPACE of format 4, RESERVED of format 6. */
const DROPPED: ReadonlySet<number> = new Set([
  SIGNATURE_TAGS.DSA.number,
  SIGNATURE_TAGS.RSA.number,
  SIGNATURE_TAGS.OPENPGP.number,
  SIGNATURE_TAGS.RESERVED.number,
  SIGNATURE_TAGS.PGP.number,
  SIGNATURE_TAGS.GPG.number,
  SIGNATURE_TAGS.PGP5.number,
  SIGNATURE_TAGS.RESERVEDSPACE.number,
])

/**
 * The package with our signatures in place of all others. Its header and payload stay byte for byte. In format 4 one
 * signature is over the header, and one over header and payload: yum of EL 7 wants both. Format 6 knows the first
 * alone, under two tags.
 *
 * @param sign gives a raw binary OpenPGP signature packet (type 0x00) over the bytes
 */
export async function signRpm(
  pkg: RpmPackage,
  sign: (content: Content) => Promise<Uint8Array>,
  kind: SignatureKind,
): Promise<Content> {
  const kept = pkg.signatureHeader.entries.filter(({ tag }) => !DROPPED.has(tag))
  const signed = isFormat6(pkg) ? await signHeader(pkg, sign, kind) : await signTwice(pkg, sign, kind)
  // rpm 6 wants this digest beside the signature; packages of old makers lack it.
  const digest = entryOf(SIGNATURE_TAGS.SHA256, pkg.headerSha256)
  const others = kept.filter(({ tag }) => tag !== digest.tag)
  return joined([
    sliceOf(pkg.content, 0, LEAD_BYTES),
    contentOf(signatureHeader([...others, digest, ...signed])),
    headerAndPayload(pkg),
  ])
}

/** Every signature that a package carries; none is verified here. */
export function signaturesOf(pkg: RpmPackage): readonly RpmSignature[] {
  const { DSA, RSA, PGP, GPG, OPENPGP } = SIGNATURE_TAGS
  const found = [
    ...[RSA, DSA].map((tag) => ({ tag, over: headerOf(pkg) })),
    ...[PGP, GPG].map((tag) => ({ tag, over: headerAndPayload(pkg) })),
  ].flatMap(({ tag, over }) => {
    const bytes = pkg.signatureHeader.binary(tag)
    return bytes === undefined ? [] : [{ tag: tag.number, bytes, over }]
  })
  const texts = pkg.signatureHeader.strings(OPENPGP) ?? []
  const inBase64 = texts.map((text) => ({
    tag: OPENPGP.number,
    bytes: fromBase64(text, pkg.source),
    over: headerOf(pkg),
  }))
  return [...found, ...inBase64]
}

/** Whether a package carries a signature, whoever made it. */
export function isSigned(pkg: RpmPackage): boolean {
  return signaturesOf(pkg).length > 0
}

async function signTwice(
  pkg: RpmPackage,
  sign: (content: Content) => Promise<Uint8Array>,
  kind: SignatureKind,
): Promise<readonly HeaderEntry[]> {
  const tags = SIGNATURE_TAGS
  const [overHeader, overBoth] = kind === 'rsa' ? [tags.RSA, tags.PGP] : [tags.DSA, tags.GPG]
  return [
    entryOf(overHeader, await sign(headerOf(pkg))),
    entryOf(overBoth, await sign(headerAndPayload(pkg))),
  ]
}

async function signHeader(
  pkg: RpmPackage,
  sign: (content: Content) => Promise<Uint8Array>,
  kind: SignatureKind,
): Promise<readonly HeaderEntry[]> {
  const signature = await sign(headerOf(pkg))
  return [
    entryOf(kind === 'rsa' ? SIGNATURE_TAGS.RSA : SIGNATURE_TAGS.DSA, signature),
    entryOf(SIGNATURE_TAGS.OPENPGP, [Buffer.from(signature).toString('base64')]),
  ]
}

function isFormat6(pkg: RpmPackage): boolean {
  return (pkg.header.number(TAGS.RPMFORMAT) ?? 4) >= 6
}

function headerOf({ content, headerRange }: RpmPackage): Content {
  return sliceOf(content, headerRange.start, headerRange.end)
}

function headerAndPayload({ content, headerRange }: RpmPackage): Content {
  return sliceOf(content, headerRange.start, content.sizeBytes)
}

function fromBase64(text: string, source: string): Uint8Array {
  const bytes = Buffer.from(text, 'base64')
  if (bytes.length > 0 && bytes.toString('base64') === text.replaceAll('\n', '')) return bytes
  throw new PublishError('PACKAGE', `${source}: a signature in it is not in base64; is the package damaged?`)
}
