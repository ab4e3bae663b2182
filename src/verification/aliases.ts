import type { InspectedHead } from '../repository/heads/inspection.ts'
import type { Finding } from './finding.ts'

/** Aliases that are not what the head says: a publish stopped before it wrote them, or somebody changed them. */
export async function aliasFindings(
  repository: string,
  inspected: InspectedHead,
): Promise<readonly Finding[]> {
  const stale = await inspected.staleAliases()
  return stale.map(({ key, isNeeded }) => ({
    severity: isNeeded ? 'error' : 'warning',
    repository,
    key,
    seen: isNeeded
      ? `${key} is missing or belongs to another head: dnf and zypper that check it, and read no mirrorlist, fail.`
      : `${key} is missing or belongs to another head: tools fail that read it and not what the head names.`,
    remedy: 'Any `publish` writes it again, and so does `republish`.',
  }))
}
