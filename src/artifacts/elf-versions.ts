import { LIMITS } from '../limits.ts'
import type { DynamicLinks, VersionNeed } from '../recipe/dynamic-links.ts'
import type { DynamicSection } from './elf-dynamic.ts'
import { type ElfFields, type ElfLayout, damagedElf, fieldsOf } from './elf-layout.ts'

/** The GNU extension of symbol versions: Linux Standard Base, Core, "Symbol Versioning". */
const DT_VERDEF = 0x6ffffffc
const DT_VERDEFNUM = 0x6ffffffd
const DT_VERNEED = 0x6ffffffe
const DT_VERNEEDNUM = 0x6fffffff
const VER_FLG_BASE = 1
const VER_FLG_WEAK = 2

/** Where the fields of its structures lie, which are the same in both classes. */
const VERNEED = { sizeBytes: 16, count: 2, file: 4, entries: 8, next: 12 } as const
const VERNAUX = { sizeBytes: 16, flags: 4, name: 8, next: 12 } as const
const VERDEF = { sizeBytes: 20, flags: 2, names: 12, next: 16 } as const
const VERDAUX = { sizeBytes: 8, name: 0 } as const

/**
 * Which versions of symbols a file needs of which library.
 *
 * @throws PublishError `ARTIFACT` where what it says lies outside of the file, or has no end
 */
export async function versionNeeds(
  dynamic: DynamicSection,
  elf: ElfLayout,
  source: string,
): Promise<readonly VersionNeed[]> {
  const found = await structures(dynamic, { table: DT_VERNEED, count: DT_VERNEEDNUM }, VERNEED, elf, source)
  const needs: VersionNeed[] = []
  for (const { fields, at } of found) {
    const library = await dynamic.text(fields.u32(at + VERNEED.file))
    const chain = { ...VERNAUX, start: at + fields.u32(at + VERNEED.entries) }
    for (const entry of chained(fields, chain, fields.u16(at + VERNEED.count), source)) {
      assertFew(needs.length, source)
      const version = await dynamic.text(fields.u32(entry + VERNAUX.name))
      needs.push({ library, version, isWeak: (fields.u16(entry + VERNAUX.flags) & VER_FLG_WEAK) !== 0 })
    }
  }
  return needs
}

/**
 * Which versions of symbols a file has; the first of its definitions is that of its own name, the base of all others.
 *
 * @throws PublishError `ARTIFACT` where what it says lies outside of the file, or has no end
 */
export async function versionDefinitions(
  dynamic: DynamicSection,
  elf: ElfLayout,
  source: string,
): Promise<DynamicLinks['versionDefinitions']> {
  const found = await structures(dynamic, { table: DT_VERDEF, count: DT_VERDEFNUM }, VERDEF, elf, source)
  const definitions: DynamicLinks['versionDefinitions'][number][] = []
  let library: string | undefined
  for (const { fields, at } of found) {
    assertFew(definitions.length, source)
    const [name = 0] = chained(
      fields,
      { ...VERDAUX, next: undefined, start: at + fields.u32(at + VERDEF.names) },
      1,
      source,
    )
    const text = await dynamic.text(fields.u32(name + VERDAUX.name))
    if ((fields.u16(at + VERDEF.flags) & VER_FLG_BASE) !== 0) library = text
    else if (library !== undefined) definitions.push({ library, version: text })
  }
  return definitions
}

async function structures(
  dynamic: DynamicSection,
  tags: { readonly table: number; readonly count: number },
  form: { readonly sizeBytes: number; readonly next: number },
  elf: ElfLayout,
  source: string,
): Promise<readonly { readonly fields: ElfFields; readonly at: number }[]> {
  const [address, count] = [dynamic.values(tags.table).at(-1), dynamic.values(tags.count).at(-1)]
  if (address === undefined || count === undefined || count === 0) return []
  const bytes = await dynamic.loaded(address, LIMITS.elfVersionBytes)
  const fields = fieldsOf(bytes, elf)
  return chained(fields, { ...form, start: 0 }, count, source).map((at) => ({ fields, at }))
}

/** A chain of structures, each of which says how far the next one is; none lies within another. */
interface Chain {
  readonly start: number
  readonly sizeBytes: number
  /** Where a structure has the distance; undefined for a single one. */
  readonly next: number | undefined
}

function chained(fields: ElfFields, chain: Chain, count: number, source: string): readonly number[] {
  const found: number[] = []
  for (let at = chain.start; found.length < count;) {
    if (at + chain.sizeBytes > fields.sizeBytes)
      throw damagedElf(source, 'its versions of symbols lie behind its end')
    found.push(at)
    assertFew(found.length, source)
    const distance = chain.next === undefined ? 0 : fields.u32(at + chain.next)
    if (distance === 0) break
    if (distance < chain.sizeBytes) throw damagedElf(source, 'its versions of symbols lie one in another')
    at += distance
  }
  return found
}

function assertFew(count: number, source: string): void {
  if (count <= LIMITS.elfVersions) return
  throw damagedElf(source, `it names more than ${LIMITS.elfVersions} versions of symbols`)
}
