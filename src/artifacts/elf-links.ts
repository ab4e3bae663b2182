import { LIMITS } from '../limits.ts'
import type { DynamicLinks } from '../recipe/dynamic-links.ts'
import type { DynamicSection } from './elf-dynamic.ts'
import { type ElfLayout, damagedElf } from './elf-layout.ts'
import { architecturesOf } from './elf-machine.ts'
import type { ElfProgram } from './elf-program.ts'
import { versionDefinitions, versionNeeds } from './elf-versions.ts'

const DT_NEEDED = 1
const DT_HASH = 4
const DT_SONAME = 14
const DT_DEBUG = 21
const DT_GNU_HASH = 0x6ffffef5

/**
 * What an ELF file says to the dynamic linker.
 *
 * @returns undefined for what none loads: static executables, which may have a dynamic section for themselves
 * @throws PublishError `ARTIFACT` where what it says lies outside of the file, or is more than any program has
 */
export async function linksOf(
  elf: ElfLayout,
  { dynamic, interpreter, isExecutable }: ElfProgram,
  source: string,
): Promise<DynamicLinks | undefined> {
  if (dynamic === undefined || (isExecutable && interpreter === undefined)) return undefined
  const soname = dynamic.values(DT_SONAME).at(-1)
  return {
    kind: isExecutable ? 'executable' : 'library',
    interpreter,
    is64Bit: elf.is64Bit,
    architectures: architecturesOf(elf),
    soname: soname === undefined ? undefined : await dynamic.text(soname),
    needed: await neededLibraries(dynamic, source),
    versionNeeds: await versionNeeds(dynamic, elf, source),
    versionDefinitions: await versionDefinitions(dynamic, elf, source),
    hashTables: { gnu: dynamic.has(DT_GNU_HASH), sysv: dynamic.has(DT_HASH) },
    hasDebugTag: dynamic.has(DT_DEBUG),
  }
}

async function neededLibraries(dynamic: DynamicSection, source: string): Promise<readonly string[]> {
  const offsets = dynamic.values(DT_NEEDED)
  if (offsets.length > LIMITS.elfNeededLibraries)
    throw damagedElf(source, `it needs ${offsets.length} libraries`)
  return Array.fromAsync(offsets, (offset) => dynamic.text(offset))
}
