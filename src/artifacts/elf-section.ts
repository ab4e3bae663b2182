import type { Content } from '../content.ts'
import { LIMITS } from '../limits.ts'
import { type ElfLayout, type ElfSection, damagedElf, elfRange } from './elf-layout.ts'

/** @throws PublishError `ARTIFACT` where it is larger than what is read, or does not lie within the file */
export async function sectionBytes(section: ElfSection, content: Content, source: string): Promise<Buffer> {
  if (section.sizeBytes > LIMITS.elfSectionBytes) {
    throw damagedElf(source, `a section that is read has ${section.sizeBytes} bytes`)
  }
  return elfRange(content, section.offset, section.sizeBytes, source)
}

/** The first section of that name; undefined where there is none, or where names were stripped. */
export async function sectionNamed(
  name: string,
  elf: ElfLayout,
  content: Content,
  source: string,
): Promise<ElfSection | undefined> {
  const names = elf.sections[elf.nameSection]
  if (names === undefined || names.sizeBytes === 0) return undefined
  const texts = await sectionBytes(names, content, source)
  const wanted = Buffer.from(`${name}\0`)
  return elf.sections.find(({ nameOffset }) =>
    texts.subarray(nameOffset, nameOffset + wanted.length).equals(wanted),
  )
}
