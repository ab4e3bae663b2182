import type { Scratch } from '../content.ts'
import { LIMITS } from '../limits.ts'
import { type ArchiveLinks, lastTarget, normalised, targetOf } from './archive-links.ts'
import { type ArchiveForm, inArchive, membersOf, tooMuch } from './archive-members.ts'
import type { Companion } from './companion.ts'
import type { Executable, ExecutableLink } from './executable.ts'
import type { FoundArtifact } from './found-artifact.ts'
import { leftOutByReason } from './left-out.ts'
import { assertInside, baseName } from './member.ts'
import { type ReadMember, readAgain, readMember } from './read-member.ts'
import { isWrapped } from './release-top.ts'
import type { Skipped } from './skipped.ts'

/** What an archive holds: what is packaged, and what is not and why. */
export interface OpenedArchive {
  readonly executables: readonly Executable[]
  /** Symbolic links to these. */
  readonly links: readonly ExecutableLink[]
  /** What goes into the package of the executables besides. */
  readonly companions: readonly Companion[]
  readonly leftOut: readonly Skipped[]
}

/**
 * Takes the executables for Linux out of an archive, and what is packaged with them: manual pages, completions and what
 * else `recognise` knows. A link is what it leads to, by its own name. Archives within it are not opened.
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
  const symbolic = new Map<string, string>()
  let memberCount = 0
  for await (const member of membersOf(content, form, archive)) {
    memberCount += 1
    if (memberCount > LIMITS.archiveEntries)
      throw tooMuch(archive, `more than ${LIMITS.archiveEntries} members`)
    assertInside(member, archive)
    const { type, path } = member
    const key = normalised(path)
    if (type === 'symlink') symbolic.set(key, targetOf(member))
    else if (type === 'other') files.set(key, leftOut('neither file nor folder'))
    else if (type !== 'directory') {
      if (files.has(key)) throw inArchive(archive, path, 'is there twice')
      const read = type === 'hardlink' ? hardLink(key, targetOf(member), files, archive) : undefined
      files.set(key, await (read ?? readMember(member, key, archive, scratch)))
    }
  }
  const links = await symbolicLinks(symbolic, files, archive)
  return sorted(archive, new Map([...files, ...links]), isWrapped([...files.keys()]))
}

/** What came of a member. */
type Member =
  | ReadMember
  | { readonly kind: 'link'; readonly link: ExecutableLink }
  | { readonly kind: 'leftOut'; readonly reason: string }

function leftOut(reason: string): Member {
  return { kind: 'leftOut', reason }
}

/** The same file under another name. */
async function hardLink(
  key: string,
  targetKey: string,
  files: ReadonlyMap<string, Member>,
  archive: string,
): Promise<Member> {
  const target = files.get(targetKey)
  if (target?.kind !== 'executable') return linked(key, targetKey, target)
  const other = { path: `${archive}: ${key}`, fileName: baseName(key) }
  return { kind: 'executable', executable: { ...target.executable, ...other } }
}

async function symbolicLinks(
  links: ArchiveLinks,
  files: ReadonlyMap<string, Member>,
  archive: string,
): Promise<ReadonlyMap<string, Member>> {
  const found = new Map<string, Member>()
  for (const key of links.keys()) {
    if (files.has(key)) continue
    const targetKey = lastTarget(key, links) ?? ''
    const target = files.get(targetKey)
    const link = { path: `${archive}: ${key}`, container: archive, fileName: baseName(key) }
    found.set(
      key,
      target?.kind === 'executable'
        ? { kind: 'link', link: { ...link, target: target.executable } }
        : await linked(key, targetKey, target),
    )
  }
  return found
}

/** A link to what is no executable. */
async function linked(key: string, targetKey: string, target: Member | undefined): Promise<Member> {
  const again = target?.kind === 'plain' ? await readAgain(key, targetKey, target) : undefined
  return again ?? leftOut('a link to what is not packaged')
}

/** @param isBelow the top of the release is the one folder that all files lie in */
function sorted(archive: string, members: ReadonlyMap<string, Member>, isBelow: boolean): OpenedArchive {
  const [executables, links, companions]: [Executable[], ExecutableLink[], Companion[]] = [[], [], []]
  const [elfs, others]: [Skipped[], { member: string; reason: string }[]] = [[], []]
  for (const [member, found] of members) {
    if (found.kind === 'executable') executables.push(found.executable)
    else if (found.kind === 'link') links.push(found.link)
    else if (found.kind === 'elf') elfs.push(found.skipped)
    else if (found.kind === 'leftOut') others.push({ member, reason: found.reason })
    else {
      const { verdicts, content } = found
      const file = isBelow ? verdicts.below : verdicts.atTop
      if (file.kind === 'unplaced') others.push({ member, reason: file.reason })
      else if (content !== undefined)
        companions.push({ path: `${archive}: ${member}`, container: archive, file, content })
    }
  }
  return { executables, links, companions, leftOut: [...elfs, ...leftOutByReason(archive, others)] }
}
