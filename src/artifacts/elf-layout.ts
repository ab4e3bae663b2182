import { bytesOf, sliceOf, type Content } from '../content.ts'
import { PublishError } from '../errors.ts'

/** An ELF file opened: its header, segments and sections (System V ABI, chapters 4 and 5), nothing of what they hold. */
export interface ElfLayout {
  readonly is64Bit: boolean
  readonly isLittleEndian: boolean
  /** `EI_OSABI` */
  readonly osAbi: number
  /** `e_type` */
  readonly type: number
  /** `e_machine` */
  readonly machine: number
  /** `e_flags` */
  readonly flags: number
  /** `e_entry` */
  readonly entryAddress: number
  readonly segments: readonly ElfSegment[]
  readonly sections: readonly ElfSection[]
  /** `e_shstrndx`: which section holds the names of sections. */
  readonly nameSection: number
}

export interface ElfSegment {
  readonly type: number
  readonly flags: number
  readonly offset: number
  readonly address: number
  readonly sizeBytes: number
}

export interface ElfSection {
  /** Where its name begins in the section of names. */
  readonly nameOffset: number
  readonly type: number
  readonly address: number
  readonly offset: number
  readonly sizeBytes: number
}

/** `e_type` */
export const ELF_TYPES = { object: 1, executable: 2, dynamic: 3, core: 4 } as const

/** `e_ident`: the magic, and which of the two values of each of class, byte order and version it has. */
export const ELF_MAGIC = Buffer.from('\x7fELF', 'latin1')
const IDENT = { class: 4, byteOrder: 5, version: 6, osAbi: 7, sizeBytes: 16 } as const
const CURRENT_VERSION = 1

/** Where the fields lie, by class. A word is an address, an offset or a size: 4 or 8 bytes. */
const CLASSES = {
  1: {
    headerBytes: 52,
    header: { entry: 24, segments: 28, sections: 32, flags: 36, segmentBytes: 42 },
    segment: { sizeBytes: 32, flags: 24, offset: 4, address: 8, fileBytes: 16 },
    section: { sizeBytes: 40, address: 12, offset: 16, fileBytes: 20 },
  },
  2: {
    headerBytes: 64,
    header: { entry: 24, segments: 32, sections: 40, flags: 48, segmentBytes: 54 },
    segment: { sizeBytes: 56, flags: 4, offset: 8, address: 16, fileBytes: 32 },
    section: { sizeBytes: 64, address: 16, offset: 24, fileBytes: 32 },
  },
} as const

/** Reads numbers as one ELF file writes them. */
export interface ElfFields {
  readonly sizeBytes: number
  u16(offset: number): number
  u32(offset: number): number
  /** 4 or 8 bytes, by class. Inexact over 2^53, which lies behind the end of any file. */
  word(offset: number): number
}

export function fieldsOf(bytes: Buffer, elf: Pick<ElfLayout, 'is64Bit' | 'isLittleEndian'>): ElfFields {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const { is64Bit, isLittleEndian } = elf
  const u32 = (offset: number) => view.getUint32(offset, isLittleEndian)
  return {
    sizeBytes: bytes.length,
    u16: (offset) => view.getUint16(offset, isLittleEndian),
    u32,
    word: (offset) => (is64Bit ? Number(view.getBigUint64(offset, isLittleEndian)) : u32(offset)),
  }
}

/**
 * Reads the header and both tables of an ELF file; each table, and each loaded segment, lies within the file.
 *
 * @throws PublishError `ARTIFACT` where it is damaged or cut short
 */
export async function elfLayout(content: Content, source: string): Promise<ElfLayout> {
  const ident = await elfRange(content, 0, IDENT.sizeBytes, source)
  const [magic, version] = [ident.subarray(0, ELF_MAGIC.length), ident[IDENT.version]]
  const [fileClass, byteOrder] = [ident[IDENT.class], ident[IDENT.byteOrder]]
  if (!magic.equals(ELF_MAGIC)) throw damagedElf(source, 'it does not begin as one')
  if (version !== CURRENT_VERSION) throw damagedElf(source, `its version is ${version}`)
  if (fileClass !== 1 && fileClass !== 2) throw damagedElf(source, `its class is ${fileClass}`)
  if (byteOrder !== 1 && byteOrder !== 2) throw damagedElf(source, `its byte order is ${byteOrder}`)
  const places = CLASSES[fileClass]
  const form = { is64Bit: fileClass === 2, isLittleEndian: byteOrder === 1 }
  const header = fieldsOf(await elfRange(content, 0, places.headerBytes, source), form)
  const at = places.header
  // Five 16-bit fields in a row, from e_phentsize.
  const [segmentBytes, segmentCount, sectionBytes, sectionCount, nameSection] = [0, 2, 4, 6, 8].map((step) =>
    header.u16(at.segmentBytes + step),
  ) as [number, number, number, number, number]
  const table = async (offset: number, count: number, entryBytes: number, expectedBytes: number) => {
    if (count === 0 || offset === 0) return []
    if (entryBytes !== expectedBytes) throw damagedElf(source, `a table has entries of ${entryBytes} bytes`)
    const bytes = await elfRange(content, offset, count * entryBytes, source)
    return Array.from({ length: count }, (_, index) =>
      fieldsOf(bytes.subarray(index * entryBytes, (index + 1) * entryBytes), form),
    )
  }
  const { segment, section } = places
  const segments = await table(header.word(at.segments), segmentCount, segmentBytes, segment.sizeBytes)
  const sections = await table(header.word(at.sections), sectionCount, sectionBytes, section.sizeBytes)
  return {
    ...form,
    osAbi: ident[IDENT.osAbi] ?? 0,
    type: header.u16(16),
    machine: header.u16(18),
    flags: header.u32(at.flags),
    entryAddress: header.word(at.entry),
    segments: segments.map((fields) => ({
      type: fields.u32(0),
      flags: fields.u32(segment.flags),
      offset: fields.word(segment.offset),
      address: fields.word(segment.address),
      sizeBytes: fields.word(segment.fileBytes),
    })),
    sections: sections.map((fields) => ({
      nameOffset: fields.u32(0),
      type: fields.u32(4),
      address: fields.word(section.address),
      offset: fields.word(section.offset),
      sizeBytes: fields.word(section.fileBytes),
    })),
    nameSection,
  }
}

/**
 * A part of an ELF file, in memory.
 *
 * @throws PublishError `ARTIFACT` where it does not lie within the file
 */
export async function elfRange(
  content: Content,
  offset: number,
  sizeBytes: number,
  source: string,
): Promise<Buffer> {
  if (offset + sizeBytes > content.sizeBytes) {
    throw damagedElf(source, `it has ${content.sizeBytes} bytes, and says that ${sizeBytes} lie at ${offset}`)
  }
  return bytesOf(sliceOf(content, offset, offset + sizeBytes), sizeBytes, source)
}

export function damagedElf(source: string, detail: string): PublishError {
  return new PublishError(
    'ARTIFACT',
    `${source} is a damaged ELF file: ${detail}. Build it, or download it, again.`,
  )
}
