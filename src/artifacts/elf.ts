import type { Content } from '../content.ts'
import { LIMITS } from '../limits.ts'
import type { Architecture } from '../recipe/architecture.ts'
import { armArchitecture } from './arm.ts'
import { type ElfLayout, type ElfSegment, damagedElf, elfLayout, elfRange, fieldsOf } from './elf-layout.ts'
import { architectureOfMachine, isArm, machineName } from './elf-machine.ts'
import { systemOf } from './elf-system.ts'
import { goBuildOf } from './go-build.ts'

/** What an ELF file is to a package. */
export type ElfFile =
  | { readonly kind: 'executable'; readonly arch: Architecture; readonly linkage: Linkage }
  /** `reason` says what it is instead: `a shared library`. */
  | { readonly kind: 'other'; readonly reason: string }

/** What a program needs to start: nothing, or the dynamic linker of a C library. */
export type Linkage = 'static' | 'glibc' | 'musl' | 'dynamic'

const ET_REL = 1
const ET_EXEC = 2
const ET_DYN = 3
const ET_CORE = 4

const PT_LOAD = 1
const PT_DYNAMIC = 2
const PT_INTERP = 3
const PF_X = 1

const DT_NULL = 0
const DT_SONAME = 14
const DT_FLAGS_1 = 0x6ffffffb
const DF_1_PIE = 0x08000000

/**
 * Reads what an ELF file is, from its header and a few small parts of it.
 *
 * Executables are those of type ET_EXEC, and those of type ET_DYN with an interpreter or the flag of position
 * independent executables. The C library itself has an interpreter too, and a name as a library.
 *
 * @param source names the file in errors
 * @throws PublishError `ARTIFACT` where it is damaged or cut short
 */
export async function readElf(content: Content, source: string): Promise<ElfFile> {
  const elf = await elfLayout(content, source)
  if (elf.type === ET_REL) return other('an object file')
  if (elf.type === ET_CORE) return other('a core dump')
  if (elf.type !== ET_EXEC && elf.type !== ET_DYN) return other(`an ELF file of the unknown type ${elf.type}`)
  assertWhole(elf, content, source)
  const interpreter = await interpreterOf(elf, content, source)
  if (elf.type === ET_DYN && !(await isExecutable(elf, content, interpreter, source)))
    return other('a shared library')
  const evidence = { interpreter, go: await goBuildOf(elf, content, source) }
  const system = await systemOf(elf, content, evidence, source)
  if (system !== 'Linux') return other(`an executable for ${system}`)
  // What `objcopy --only-keep-debug` leaves has all the headers and none of the code.
  if (!hasEntryCode(elf)) return other('an ELF file without code, such as one of debugging symbols')
  const arch = isArm(elf) ? await armArchitecture(elf, content, evidence, source) : architectureOfMachine(elf)
  if (arch === undefined)
    return other(`an executable for ${machineName(elf)}, for which no packages are made`)
  return { kind: 'executable', arch, linkage: linkageOf(interpreter) }
}

function other(reason: string): ElfFile {
  return { kind: 'other', reason }
}

function assertWhole(elf: ElfLayout, content: Content, source: string): void {
  for (const { type, offset, sizeBytes } of elf.segments) {
    if (type === PT_LOAD && sizeBytes > 0 && offset + sizeBytes > content.sizeBytes) {
      throw damagedElf(
        source,
        `it has ${content.sizeBytes} bytes, and a segment up to byte ${offset + sizeBytes}`,
      )
    }
  }
}

async function interpreterOf(elf: ElfLayout, content: Content, source: string): Promise<string | undefined> {
  const segment = elf.segments.find(({ type }) => type === PT_INTERP)
  if (segment === undefined || segment.sizeBytes === 0) return undefined
  const bytes = await segmentBytes(segment, LIMITS.elfInterpreterBytes, content, source)
  const end = bytes.indexOf(0)
  if (end < 1) throw damagedElf(source, 'the path of its interpreter is empty or does not end')
  return bytes.toString('latin1', 0, end)
}

async function isExecutable(
  elf: ElfLayout,
  content: Content,
  interpreter: string | undefined,
  source: string,
): Promise<boolean> {
  const tags = await dynamicTags(elf, content, source)
  const isPie = ((tags.get(DT_FLAGS_1) ?? 0) & DF_1_PIE) !== 0
  return isPie || (interpreter !== undefined && !tags.has(DT_SONAME))
}

async function dynamicTags(
  elf: ElfLayout,
  content: Content,
  source: string,
): Promise<ReadonlyMap<number, number>> {
  const tags = new Map<number, number>()
  const segment = elf.segments.find(({ type }) => type === PT_DYNAMIC)
  if (segment === undefined || segment.sizeBytes === 0) return tags
  const bytes = await segmentBytes(segment, LIMITS.elfDynamicBytes, content, source)
  const fields = fieldsOf(bytes, elf)
  const wordBytes = elf.is64Bit ? 8 : 4
  for (let offset = 0; offset + 2 * wordBytes <= bytes.length; offset += 2 * wordBytes) {
    const tag = fields.word(offset)
    if (tag === DT_NULL) break
    // Flags are in the low half of a 64-bit value.
    const value = fields.word(offset + wordBytes) % 2 ** 32
    tags.set(tag, value)
  }
  return tags
}

async function segmentBytes(segment: ElfSegment, limitBytes: number, content: Content, source: string) {
  if (segment.sizeBytes > limitBytes) {
    throw damagedElf(source, `a segment of type ${segment.type} has ${segment.sizeBytes} bytes`)
  }
  return elfRange(content, segment.offset, segment.sizeBytes, source)
}

function hasEntryCode({ segments, entryAddress }: ElfLayout): boolean {
  return segments.some(
    ({ type, flags, address, sizeBytes }) =>
      type === PT_LOAD &&
      (flags & PF_X) !== 0 &&
      entryAddress >= address &&
      entryAddress < address + sizeBytes,
  )
}

function linkageOf(interpreter: string | undefined): Linkage {
  if (interpreter === undefined) return 'static'
  const name = interpreter.slice(interpreter.lastIndexOf('/') + 1)
  if (name.startsWith('ld-musl-')) return 'musl'
  return /^(?:ld-linux.*|ld64|ld)\.so\.[0-9]$/.test(name) ? 'glibc' : 'dynamic'
}
