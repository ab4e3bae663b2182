import { type ByteSource, byteSource } from '../compression/byte-source.ts'
import { type Content, type Scratch, contentOf } from '../content.ts'
import { LIMITS } from '../limits.ts'
import { type ArchiveForm, inArchive, membersOf, tooMuch } from './archive-members.ts'
import { type Companion, type Verdicts, readCandidate } from './companion.ts'
import { ELF_MAGIC } from './elf-layout.ts'
import { readElf } from './elf.ts'
import type { Executable } from './executable.ts'
import type { FoundArtifact } from './found-artifact.ts'
import { leftOutByReason } from './left-out.ts'
import { type ArchiveMember, assertInside, baseName } from './member.ts'
import { isWrapped } from './release-top.ts'
import type { Skipped } from './skipped.ts'

/** What an archive holds: what is packaged, and what is not and why. */
export interface OpenedArchive {
  readonly executables: readonly Executable[]
  /** What goes into the package of the executables besides. */
  readonly companions: readonly Companion[]
  readonly leftOut: readonly Skipped[]
}

/**
 * Takes the executables for Linux out of an archive, and what is packaged with them: manual pages, completions and what
 * else `recognise` knows. Archives within it are not opened.
 *
 * @param scratch keeps what is taken; nothing is written to where the archive says
 * @throws PublishError `ARTIFACT` where it is damaged or cut short, where it names one file twice, and where a path or a
 *   link in it leaves it; `LIMIT` where it holds too much
 */
export async function openArchive(
  { source: archive, content }: FoundArtifact,
  form: ArchiveForm,
  scratch: Scratch,
): Promise<OpenedArchive> {
  const files = new Map<string, Member>()
  const others: LeftOut[] = []
  let memberCount = 0
  for await (const member of membersOf(content, form, archive)) {
    memberCount += 1
    if (memberCount > LIMITS.archiveEntries)
      throw tooMuch(archive, `more than ${LIMITS.archiveEntries} members`)
    assertInside(member, archive)
    const { type, path } = member
    const key = normalised(path)
    if (type === 'file' || type === 'hardlink') {
      if (files.has(key)) throw inArchive(archive, path, 'is there twice')
      files.set(key, await readMember(member, key, files, archive, scratch))
    } else if (type !== 'directory') {
      others.push({ member: key, reason: type === 'symlink' ? 'a symbolic link' : 'neither file nor folder' })
    }
  }
  return sorted(archive, files, others)
}

/** What came of a file. */
type Member =
  | { readonly kind: 'executable'; readonly executable: Executable }
  /** An ELF file, which is told of by itself. */
  | { readonly kind: 'elf'; readonly skipped: Skipped }
  /** Content where one of the verdicts needs it. */
  | { readonly kind: 'plain'; readonly verdicts: Verdicts; readonly content: Content }
  | { readonly kind: 'leftOut'; readonly reason: string }

interface LeftOut {
  readonly member: string
  readonly reason: string
}

function sorted(
  archive: string,
  files: ReadonlyMap<string, Member>,
  others: readonly LeftOut[],
): OpenedArchive {
  const isBelow = isWrapped([...files.keys()])
  const executables: Executable[] = []
  const companions: Companion[] = []
  const [elfs, leftOut]: [Skipped[], LeftOut[]] = [[], [...others]]
  for (const [member, found] of files) {
    if (found.kind === 'executable') executables.push(found.executable)
    else if (found.kind === 'elf') elfs.push(found.skipped)
    else if (found.kind === 'leftOut') leftOut.push({ member, reason: found.reason })
    else {
      const { verdicts, content } = found
      const file = isBelow ? verdicts.below : verdicts.atTop
      if (file.kind === 'unplaced') leftOut.push({ member, reason: file.reason })
      else companions.push({ path: `${archive}: ${member}`, container: archive, file, content })
    }
  }
  return { executables, companions, leftOut: [...elfs, ...leftOutByReason(archive, leftOut)] }
}

async function readMember(
  member: ArchiveMember,
  key: string,
  files: ReadonlyMap<string, Member>,
  archive: string,
  scratch: Scratch,
): Promise<Member> {
  const path = `${archive}: ${member.path}`
  const fileName = baseName(member.path)
  if (member.type === 'hardlink') return linked(files.get(normalised(member.target)), path, fileName)
  const bytes = byteSource(member.content)
  const head = await bytes.upTo(LIMITS.documentHeadBytes)
  if (!head.subarray(0, ELF_MAGIC.length).equals(ELF_MAGIC)) {
    const candidate = await readCandidate(key, head, (limitBytes) => bytes.upTo(limitBytes))
    await bytes.close()
    const kept = candidate.bytes
    const content = kept === undefined ? NOTHING_KEPT : await scratch(contentOf(kept).read())
    return { kind: 'plain', verdicts: candidate.verdicts, content }
  }
  const content = await scratch(followedBy(head, bytes))
  const elf = await readElf(content, path)
  return elf.kind === 'executable'
    ? { kind: 'executable', executable: { ...elf, path, container: archive, fileName, content } }
    : { kind: 'elf', skipped: { path, reason: elf.reason } }
}

/** Of what is not packaged. */
const NOTHING_KEPT = contentOf(new Uint8Array())

/** The same file under another name. */
function linked(target: Member | undefined, path: string, fileName: string): Member {
  return target?.kind === 'executable'
    ? { kind: 'executable', executable: { ...target.executable, path, fileName } }
    : { kind: 'leftOut', reason: 'a hard link to what is no executable' }
}

async function* followedBy(head: Buffer, bytes: ByteSource): AsyncGenerator<Uint8Array> {
  yield head
  while (!(await bytes.atEnd())) yield await bytes.some(Infinity)
}

function normalised(path: string): string {
  return path
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .join('/')
}
