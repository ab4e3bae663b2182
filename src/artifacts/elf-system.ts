import type { Content } from '../content.ts'
import { LIMITS } from '../limits.ts'
import { type ElfLayout, elfRange, fieldsOf } from './elf-layout.ts'
import type { GoBuild } from './go-build.ts'

/** `EI_OSABI`: System V (which says nothing) and GNU/Linux; the rest is for messages. */
const LINUX_OS_ABIS = new Set([0, 3])
const OS_ABIS: Readonly<Record<number, string>> = {
  1: 'HP-UX',
  2: 'NetBSD',
  6: 'Solaris',
  9: 'FreeBSD',
  12: 'OpenBSD',
}

/** Where other systems have their dynamic linkers. */
const INTERPRETERS: readonly (readonly [pattern: RegExp, system: string])[] = [
  [/^\/system\/bin\/linker/, 'Android'],
  [/\/ld-elf\.so\.1$/, 'FreeBSD'],
  [/\/ld-elf\.so\.2$/, 'DragonFly BSD'],
  [/\/ld\.elf_so$/, 'NetBSD'],
  [/^\/usr\/libexec\/ld\.so$/, 'OpenBSD'],
  [/^\/(?:usr\/)?lib\/(?:amd64|64|sparcv9)\/ld\.so\.1$/, 'Solaris'],
]

/** Owners of notes by which other systems know their programs. */
const NOTE_OWNERS: Readonly<Record<string, string>> = {
  Android: 'Android',
  DragonFly: 'DragonFly BSD',
  FreeBSD: 'FreeBSD',
  NetBSD: 'NetBSD',
  OpenBSD: 'OpenBSD',
}

const PT_NOTE = 4
const NOTE_HEADER_BYTES = 12

/**
 * The operating system that an executable is for: `Linux` where nothing says another.
 *
 * @param interpreter of PT_INTERP; undefined for a static file
 * @param go what Go says of it, if it is a Go program
 */
export async function systemOf(
  elf: ElfLayout,
  content: Content,
  { interpreter, go }: { readonly interpreter: string | undefined; readonly go: GoBuild },
  source: string,
): Promise<string> {
  if (!LINUX_OS_ABIS.has(elf.osAbi)) return OS_ABIS[elf.osAbi] ?? `the operating system ${elf.osAbi}`
  if (go.system !== undefined && go.system !== 'linux') return go.system
  const byInterpreter = INTERPRETERS.find(
    ([pattern]) => interpreter !== undefined && pattern.test(interpreter),
  )
  return byInterpreter?.[1] ?? (await byNotes(elf, content, source)) ?? 'Linux'
}

async function byNotes(elf: ElfLayout, content: Content, source: string): Promise<string | undefined> {
  for (const { type, offset, sizeBytes } of elf.segments) {
    if (type !== PT_NOTE) continue
    // Systems read the first notes only; what lies further back is not for them.
    const end = Math.min(sizeBytes, LIMITS.elfNoteBytes, Math.max(content.sizeBytes - offset, 0))
    const owners = noteOwners(elf, end === 0 ? Buffer.alloc(0) : await elfRange(content, offset, end, source))
    const system = owners.map((owner) => NOTE_OWNERS[owner]).find((name) => name !== undefined)
    if (system !== undefined) return system
  }
  return undefined
}

/** Each note: sizes of owner and description, type, owner with its NUL, description; both padded to 4 bytes. */
function noteOwners(elf: ElfLayout, notes: Buffer): readonly string[] {
  const fields = fieldsOf(notes, elf)
  const owners: string[] = []
  for (let at = 0; at + NOTE_HEADER_BYTES <= notes.length;) {
    const [ownerBytes, descriptionBytes] = [fields.u32(at), fields.u32(at + 4)]
    const owner = at + NOTE_HEADER_BYTES
    owners.push(notes.toString('latin1', owner, owner + Math.min(ownerBytes, 32)).split('\0', 1)[0] ?? '')
    at = owner + padded(ownerBytes) + padded(descriptionBytes)
  }
  return owners
}

function padded(sizeBytes: number): number {
  return Math.ceil(sizeBytes / 4) * 4
}
