import { type Content, bytesOf, sliceOf } from '../content.ts'
import { LIMITS } from '../limits.ts'
import { type ElfLayout, type ElfSegment, damagedElf, elfRange, fieldsOf } from './elf-layout.ts'

const PT_LOAD = 1
const PT_DYNAMIC = 2
const SHT_NOBITS = 8

const DT_NULL = 0
const DT_STRTAB = 5
const DT_STRSZ = 10
const STRING_PIECE_BYTES = 64 * 1024

/** The dynamic section of an ELF file: System V ABI, chapter 5. */
export interface DynamicSection {
  has(tag: number): boolean
  /** The values of a tag, in order. */
  values(tag: number): readonly number[]
  /** What its string table has at an offset. */
  text(offset: number): Promise<string>
  /** The bytes from an address to the end of what is loaded from the file there; of more than the limit the beginning. */
  loaded(address: number, limitBytes: number): Promise<Buffer>
}

/**
 * Opens the dynamic section by the program headers, as the dynamic linker does.
 *
 * @returns undefined where there is none, or none in the file: `objcopy --only-keep-debug` keeps but its header
 * @throws PublishError `ARTIFACT` where it does not lie within the file; the same when it is read
 */
export async function dynamicSection(
  elf: ElfLayout,
  content: Content,
  source: string,
): Promise<DynamicSection | undefined> {
  const segment = elf.segments.find(({ type }) => type === PT_DYNAMIC)
  if (segment === undefined || segment.sizeBytes === 0 || isElsewhere(segment, elf)) return undefined
  const tags = await readTags(segment, elf, content, source)
  const values = (tag: number) => tags.filter((each) => each.tag === tag).map(({ value }) => value)
  const loaded = (address: number, limitBytes: number) =>
    loadedBytes(elf, content, address, limitBytes, source)
  const [strings, stringBytes = 0] = [values(DT_STRTAB).at(-1), values(DT_STRSZ).at(-1)]
  // Names lie close together: one piece of the table is kept for the next.
  let piece: { readonly start: number; readonly bytes: Buffer } | undefined
  const text = async (offset: number) => {
    if (strings === undefined || offset >= stringBytes)
      throw damagedElf(source, `it names a text at ${offset} of ${stringBytes} bytes`)
    const start = offset - (offset % STRING_PIECE_BYTES)
    if (piece?.start !== start) {
      const sizeBytes = Math.min(stringBytes - start, STRING_PIECE_BYTES + LIMITS.elfNameBytes)
      piece = { start, bytes: await loaded(strings + start, sizeBytes) }
    }
    const bytes = piece.bytes.subarray(offset - start, offset - start + LIMITS.elfNameBytes)
    const end = bytes.indexOf(0)
    if (end < 0) throw damagedElf(source, 'the name of a library, or of a version, does not end')
    return bytes.toString('utf8', 0, end)
  }
  return { has: (tag) => values(tag).length > 0, values, text, loaded }
}

function isElsewhere({ address }: ElfSegment, { sections }: ElfLayout): boolean {
  return sections.some((section) => section.type === SHT_NOBITS && section.address === address && address > 0)
}

async function readTags(segment: ElfSegment, elf: ElfLayout, content: Content, source: string) {
  if (segment.sizeBytes > LIMITS.elfDynamicBytes)
    throw damagedElf(source, `its dynamic section has ${segment.sizeBytes} bytes`)
  const bytes = await elfRange(content, segment.offset, segment.sizeBytes, source)
  const fields = fieldsOf(bytes, elf)
  const wordBytes = elf.is64Bit ? 8 : 4
  const tags: { readonly tag: number; readonly value: number }[] = []
  for (let at = 0; at + 2 * wordBytes <= bytes.length; at += 2 * wordBytes) {
    const tag = fields.word(at)
    if (tag === DT_NULL) break
    tags.push({ tag, value: fields.word(at + wordBytes) })
  }
  return tags
}

async function loadedBytes(
  { segments }: ElfLayout,
  content: Content,
  address: number,
  limitBytes: number,
  source: string,
): Promise<Buffer> {
  const segment = segments.find(
    (each) => each.type === PT_LOAD && address >= each.address && address < each.address + each.sizeBytes,
  )
  if (segment === undefined) throw damagedElf(source, `nothing of it is loaded to the address ${address}`)
  const start = segment.offset + address - segment.address
  const end = Math.min(segment.offset + segment.sizeBytes, start + limitBytes, content.sizeBytes)
  if (start >= end) throw damagedElf(source, `what it loads to the address ${address} lies behind its end`)
  return bytesOf(sliceOf(content, start, end), limitBytes, source)
}
