import { posix } from 'node:path'
import { abreast } from '../abreast.ts'
import { PublishError } from '../errors.ts'
import { LIMITS } from '../limits.ts'
import type { PackagedEntry, PackagedFile } from '../recipe/description.ts'
import { interpretersOf } from '../recipe/shebang.ts'
import { readLinks } from './elf.ts'
import type { Skipped } from './skipped.ts'

/** Entries whose needs are known, and the files that are damaged. */
export interface LinkedEntries {
  readonly entries: readonly PackagedEntry[]
  readonly unreadable: readonly Skipped[]
}

/**
 * Where the system looks for programs and libraries (FHS 3.0). What lies in a folder of its own, as plugins and whole
 * runtimes do, is loaded in ways that are not known here: it may be for another C library, or never be used.
 */
const PROGRAMS_AND_LIBRARIES =
  /^\/(?:usr\/|usr\/local\/)?(?:s?bin|libexec|games|lib(?:32|64|x32)?(?:\/[a-z0-9_]+-linux-[a-z0-9]+)?)\/[^/]+$/

/**
 * Reads from programs, scripts and libraries what they need, so that the package depends on it: for entries of which nobody said
 * what they need.
 */
export async function linkedEntries(entries: readonly PackagedEntry[]): Promise<LinkedEntries> {
  const targets = linkTargets(entries)
  const isFound = (path: string) => PROGRAMS_AND_LIBRARIES.test(path) || targets.has(path)
  const read = await abreast(entries, LIMITS.parallelPackages, async (entry): Promise<Read> =>
    entry.type === 'file' && isFound(entry.path) ? linked(entry) : { entry },
  )
  return {
    entries: read.map(({ entry }) => entry),
    unreadable: read.flatMap(({ entry, reason }) =>
      reason === undefined ? [] : [{ path: entry.path, reason }],
    ),
  }
}

/** What a link from there leads to is found there too: /usr/bin/hello, which is /opt/hello/hello. */
function linkTargets(entries: readonly PackagedEntry[]): ReadonlySet<string> {
  const links = entries.filter((entry) => entry.type === 'symlink')
  const found = links.filter(({ path }) => PROGRAMS_AND_LIBRARIES.test(path))
  return new Set(found.map(({ path, target }) => posix.resolve(posix.dirname(path), target)))
}

interface Read {
  readonly entry: PackagedEntry
  /** What is wrong with it. */
  readonly reason?: string
}

async function linked(entry: PackagedFile): Promise<Read> {
  try {
    const { content, path } = entry
    const links = await readLinks(content, path)
    if (links !== undefined) return { entry: { ...entry, links } }
    const interpreters = await interpretersOf(content, path)
    return { entry: interpreters.length === 0 ? entry : { ...entry, interpreters } }
  } catch (error) {
    // It is packaged as it is, for it may be meant to be so: data of a test, say.
    if (error instanceof PublishError && error.code === 'ARTIFACT') return { entry, reason: error.message }
    throw error
  }
}
