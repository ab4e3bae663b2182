import { PublishError } from '../errors.ts'

/** What begins an .rpm. Nothing in it counts but that it is there, and what kind of package follows. */
export interface Lead {
  /** 3; 4 in packages of rpm's format 6. */
  readonly major: number
  readonly type: 'binary' | 'source'
}

export const LEAD_BYTES = 96

const MAGIC = Buffer.from('edabeedb', 'hex')
const TYPES = ['binary', 'source'] as const
const NAME_START = 10
const NAME_BYTES = 66
const OS_START = 76
const LINUX = 1
const SIGNATURE_TYPE_START = 78
/** `RPMSIGTYPE_HEADERSIG`, the only one that rpm up to 4.18 takes. */
const HEADER_SIGNATURE = 5

/**
 * Reads a lead: docs/manual/format_lead.md, and `rpmLeadRead` in rpm's lib/rpmlead.c.
 *
 * @throws PublishError `PACKAGE` where rpm would not take it
 */
export function decodeLead(bytes: Uint8Array, source: string): Lead {
  const lead = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (lead.length < LEAD_BYTES || !lead.subarray(0, MAGIC.length).equals(MAGIC)) {
    throw new PublishError('PACKAGE', `${source} is no rpm package: it does not begin with the lead of one`)
  }
  const major = lead[MAGIC.length] ?? 0
  const type = TYPES[lead.readUInt16BE(6)]
  const signatureType = lead.readUInt16BE(SIGNATURE_TYPE_START)
  if ((major !== 3 && major !== 4) || type === undefined || signatureType !== HEADER_SIGNATURE) {
    const seen = `version ${major}, type ${lead.readUInt16BE(6)}, signature type ${signatureType}`
    throw new PublishError('PACKAGE', `${source} is an rpm package of an unknown kind: its lead has ${seen}`)
  }
  return { major, type }
}

/**
 * Prints the lead of a binary package of rpm's format 4. The architecture is left 0, as rpm 6 does: readers take it
 * from the header.
 *
 * @param name `name-version-release`, cut where it is longer than its field
 */
export function encodeLead(name: string): Buffer {
  const lead = Buffer.alloc(LEAD_BYTES)
  MAGIC.copy(lead)
  lead[MAGIC.length] = 3
  Buffer.from(name).copy(lead, NAME_START, 0, NAME_BYTES - 1)
  lead.writeUInt16BE(LINUX, OS_START)
  lead.writeUInt16BE(HEADER_SIGNATURE, SIGNATURE_TYPE_START)
  return lead
}
