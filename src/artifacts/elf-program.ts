import type { Content } from '../content.ts'
import { LIMITS } from '../limits.ts'
import { type DynamicSection, dynamicSection } from './elf-dynamic.ts'
import { ELF_TYPES, type ElfLayout, damagedElf, elfRange } from './elf-layout.ts'

/** What the kernel and the dynamic linker find in a program or a library before they load it. */
export interface ElfProgram {
  /** The path of PT_INTERP. */
  readonly interpreter: string | undefined
  readonly dynamic: DynamicSection | undefined
  /** Otherwise it is a library. */
  readonly isExecutable: boolean
}

const PT_INTERP = 3

const DT_SONAME = 14
const DT_FLAGS_1 = 0x6ffffffb
const DF_1_PIE = 0x08000000

/**
 * Opens a file of type ET_EXEC or ET_DYN. Executables are the former, and of the latter those with an interpreter or
 * the flag of position independent executables. The C library itself has an interpreter too, and a name as a library.
 *
 * @throws PublishError `ARTIFACT` where it is damaged or cut short
 */
export async function openProgram(elf: ElfLayout, content: Content, source: string): Promise<ElfProgram> {
  const interpreter = await interpreterOf(elf, content, source)
  const dynamic = await dynamicSection(elf, content, source)
  // Flags are in the low half of a 64-bit value.
  const flags = (dynamic?.values(DT_FLAGS_1).at(-1) ?? 0) % 2 ** 32
  const isPie = (flags & DF_1_PIE) !== 0
  const hasNoName = interpreter !== undefined && dynamic?.has(DT_SONAME) !== true
  return { interpreter, dynamic, isExecutable: elf.type === ELF_TYPES.executable || isPie || hasNoName }
}

async function interpreterOf(elf: ElfLayout, content: Content, source: string): Promise<string | undefined> {
  const segment = elf.segments.find(({ type }) => type === PT_INTERP)
  if (segment === undefined || segment.sizeBytes === 0) return undefined
  if (segment.sizeBytes > LIMITS.elfInterpreterBytes)
    throw damagedElf(source, `the path of its interpreter has ${segment.sizeBytes} bytes`)
  const bytes = await elfRange(content, segment.offset, segment.sizeBytes, source)
  const end = bytes.indexOf(0)
  if (end < 1) throw damagedElf(source, 'the path of its interpreter is empty or does not end')
  return bytes.toString('latin1', 0, end)
}
