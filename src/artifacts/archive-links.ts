import { LIMITS } from '../limits.ts'
import type { ArchiveMember } from './member.ts'

/** Where links of an archive lead, by their normalised paths. */
export type ArchiveLinks = ReadonlyMap<string, string>

/** The path of a member without `.` and empty parts. */
export function normalised(path: string): string {
  return path
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .join('/')
}

/**
 * Where a link leads, normalised: a symbolic one from its own folder; a hard one, and one to an absolute path, from the
 * top of the archive.
 */
export function targetOf({ type, path, target }: Pick<ArchiveMember, 'type' | 'path' | 'target'>): string {
  if (type === 'hardlink') return normalised(target)
  const parts = target.startsWith('/') ? [] : normalised(path).split('/').slice(0, -1)
  for (const part of normalised(target).split('/')) {
    if (part === '..') parts.pop()
    else parts.push(part)
  }
  return parts.join('/')
}

/** The end of a row of links; undefined where it has none. */
export function lastTarget(link: string, links: ArchiveLinks): string | undefined {
  let at = link
  for (let steps = 0; steps < LIMITS.linkSteps; steps += 1) {
    const next = links.get(at)
    if (next === undefined) return at
    at = next
  }
  return undefined
}
