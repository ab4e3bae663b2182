import type { Content } from '../content.ts'
import type { ElfLayout } from './elf-layout.ts'
import { sectionBytes, sectionNamed } from './elf-section.ts'

/** For what a Go program was built, where it says so. */
export interface GoBuild {
  /** GOOS: `linux`, `dragonfly`. */
  readonly system?: string
  /** GOARM */
  readonly arm?: 5 | 6 | 7
}

/** The header of Go 1.18 and later (debug/buildinfo): magic, pointer size, flags, padding to 32 bytes. */
const SECTION = '.go.buildinfo'
const MAGIC = Buffer.from('\xff Go buildinf:', 'latin1')
const FLAGS_OFFSET = 15
const HAS_INLINE_TEXTS = 2
const TEXTS_OFFSET = 32

const SYSTEM_LINE = /^build\tGOOS=([a-z0-9]+)$/m
/** Since Go 1.22 also `GOARM=7,hardfloat`. */
const ARM_LINE = /^build\tGOARM=([567])(?:,(?:hard|soft)float)?$/m

/**
 * What the Go linker noted of an ELF file. Where no C was linked in, nothing else tells GOARM, and nothing tells
 * DragonFly BSD from Linux. Empty for what is not Go, and for Go before 1.18.
 *
 * @throws PublishError `ARTIFACT` where the file is damaged
 */
export async function goBuildOf(elf: ElfLayout, content: Content, source: string): Promise<GoBuild> {
  const section = await sectionNamed(SECTION, elf, content, source)
  return section === undefined ? {} : parseGoBuild(await sectionBytes(section, content, source))
}

function parseGoBuild(section: Buffer): GoBuild {
  const flags = section[FLAGS_OFFSET] ?? 0
  if (!section.subarray(0, MAGIC.length).equals(MAGIC) || (flags & HAS_INLINE_TEXTS) === 0) return {}
  const texts = section.toString('latin1', TEXTS_OFFSET)
  const [system, arm] = [SYSTEM_LINE.exec(texts)?.[1], ARM_LINE.exec(texts)?.[1]]
  return {
    ...(system === undefined ? {} : { system }),
    ...(arm === undefined ? {} : { arm: Number(arm) as 5 | 6 | 7 }),
  }
}
