import type { Content } from '../content.ts'
import type { Architecture } from '../recipe/architecture.ts'
import { type ArmAttributes, SHT_ARM_ATTRIBUTES, parseArmAttributes } from './arm-attributes.ts'
import type { ElfLayout } from './elf-layout.ts'
import { sectionBytes } from './elf-section.ts'
import type { GoBuild } from './go-build.ts'

/** `e_flags`: the version of the EABI, and since version 5 how a file passes floating-point arguments. */
const EABI_SHIFT = 24
const EABI_4 = 4
const EABI_5 = 5
const EF_ARM_ABI_FLOAT_SOFT = 0x200
const EF_ARM_ABI_FLOAT_HARD = 0x400

/** Interpreters of hard-float files end so: `ld-linux-armhf.so.3`, `ld-musl-armhf.so.1`. */
const HARD_FLOAT_INTERPRETER = /armhf\.so\.\d+$/

/**
 * For which ARM a 32-bit little-endian file is.
 *
 * - hard float: arm7, or arm6 where nothing in it needs v7
 * - soft float: arm5 (Debian's armel), whatever processor it is for, because only there its libraries are; a static
 *   file for v7 needs none and is arm7
 * - a Go program without C says neither, but which GOARM it was built for
 * - nothing known: arm7, because every file runs there
 *
 * @param interpreter of PT_INTERP; undefined for a static file
 * @param go what Go says of it, if it is a Go program
 * @returns undefined for the ABI before EABI, which no distribution has any more
 */
export async function armArchitecture(
  elf: ElfLayout,
  content: Content,
  { interpreter, go }: { readonly interpreter: string | undefined; readonly go: GoBuild },
  source: string,
): Promise<Architecture | undefined> {
  const eabi = elf.flags >>> EABI_SHIFT
  if (eabi !== EABI_4 && eabi !== EABI_5) return undefined
  const attributes = await armAttributes(elf, content, source)
  // Each part of a program can need more than the others.
  const version = Math.max(attributes?.version ?? 0, go.arm ?? 0)
  const float = floatOf(elf.flags, attributes, interpreter)
  if (float === 'hard') return version === 0 || version === 7 ? 'arm7' : 'arm6'
  if (float === 'soft') return version === 7 && interpreter === undefined ? 'arm7' : 'arm5'
  if (version === 5) return 'arm5'
  return version === 6 ? 'arm6' : 'arm7'
}

function floatOf(
  flags: number,
  attributes: ArmAttributes | undefined,
  interpreter: string | undefined,
): 'hard' | 'soft' | 'unknown' {
  if ((flags & EF_ARM_ABI_FLOAT_HARD) !== 0 || attributes?.usesHardFloat === true) return 'hard'
  if ((flags & EF_ARM_ABI_FLOAT_SOFT) !== 0 || attributes !== undefined) return 'soft'
  if (interpreter === undefined) return 'unknown'
  return HARD_FLOAT_INTERPRETER.test(interpreter) ? 'hard' : 'soft'
}

async function armAttributes(
  elf: ElfLayout,
  content: Content,
  source: string,
): Promise<ArmAttributes | undefined> {
  const section = elf.sections.find(({ type }) => type === SHT_ARM_ATTRIBUTES)
  return section && parseArmAttributes(await sectionBytes(section, content, source), source)
}
