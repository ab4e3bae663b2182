import { type Content, bytesOf, sliceOf } from '../content.ts'
import type { Architecture } from '../recipe/architecture.ts'
import { type DynamicLinks, loaderOf } from '../recipe/dynamic-links.ts'
import { armArchitecture } from './arm.ts'
import { ELF_MAGIC, ELF_TYPES, type ElfLayout, damagedElf, elfLayout } from './elf-layout.ts'
import { linksOf } from './elf-links.ts'
import { architectureOfMachine, isArm, machineName } from './elf-machine.ts'
import { openProgram } from './elf-program.ts'
import { systemOf } from './elf-system.ts'
import { goBuildOf } from './go-build.ts'

/** What an ELF file is to a package. */
export type ElfFile =
  | {
      readonly kind: 'executable'
      readonly arch: Architecture
      readonly linkage: Linkage
      readonly links: DynamicLinks | undefined
    }
  /** `reason` says what it is instead: `a shared library`. */
  | { readonly kind: 'other'; readonly reason: string }

/** What a program needs to start: nothing, or the dynamic linker of a C library. */
export type Linkage = 'static' | 'glibc' | 'musl' | 'dynamic'

const PT_LOAD = 1
const PF_X = 1

/**
 * Reads what an ELF file is, from its header and a few small parts of it.
 *
 * @param source names the file in errors
 * @throws PublishError `ARTIFACT` where it is damaged or cut short
 */
export async function readElf(content: Content, source: string): Promise<ElfFile> {
  const elf = await elfLayout(content, source)
  if (elf.type === ELF_TYPES.object) return other('an object file')
  if (elf.type === ELF_TYPES.core) return other('a core dump')
  if (!isLoadable(elf)) return other(`an ELF file of the unknown type ${elf.type}`)
  assertWhole(elf, content, source)
  const program = await openProgram(elf, content, source)
  if (!program.isExecutable) return other('a shared library')
  const { interpreter } = program
  const evidence = { interpreter, go: await goBuildOf(elf, content, source) }
  const system = await systemOf(elf, content, evidence, source)
  if (system !== 'Linux') return other(`an executable for ${system}`)
  // What `objcopy --only-keep-debug` leaves has all the headers and none of the code.
  if (!hasEntryCode(elf)) return other('an ELF file without code, such as one of debugging symbols')
  const arch = isArm(elf) ? await armArchitecture(elf, content, evidence, source) : architectureOfMachine(elf)
  if (arch === undefined)
    return other(`an executable for ${machineName(elf)}, for which no packages are made`)
  const links = await linksOf(elf, program, source)
  return { kind: 'executable', arch, linkage: linkageOf(interpreter), links }
}

/**
 * What any file says to the dynamic linker: an executable or a library.
 *
 * @returns undefined for what is not ELF, and for what no dynamic linker loads
 * @throws PublishError `ARTIFACT` where it is damaged or cut short
 */
export async function readLinks(content: Content, source: string): Promise<DynamicLinks | undefined> {
  const magic = sliceOf(content, 0, Math.min(ELF_MAGIC.length, content.sizeBytes))
  if (!ELF_MAGIC.equals(await bytesOf(magic, ELF_MAGIC.length, source))) return undefined
  const elf = await elfLayout(content, source)
  return isLoadable(elf) ? linksOf(elf, await openProgram(elf, content, source), source) : undefined
}

function isLoadable({ type }: ElfLayout): boolean {
  return type === ELF_TYPES.executable || type === ELF_TYPES.dynamic
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
  return interpreter === undefined ? 'static' : (loaderOf(interpreter) ?? 'dynamic')
}
