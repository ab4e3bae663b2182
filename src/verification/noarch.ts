import { identityOf } from '../package.ts'
import type { Finding } from './finding.ts'
import type { Examined } from './repository.ts'

/** noarch packages that some architecture of their channel does not list: each belongs into all of them. */
export function noarchFindings(examined: readonly Examined[]): readonly Finding[] {
  const readable = examined.filter(
    ({ repository, named }) => repository.format === 'rpm' && named !== undefined,
  )
  const channels = Map.groupBy(readable, ({ repository }) => repository.channel)
  return [...channels.values()].flatMap((siblings) => missingIn(siblings))
}

function missingIn(siblings: readonly Examined[]): readonly Finding[] {
  // What other makers wrote may have a form that cannot be listed elsewhere.
  const noarch = siblings.flatMap(({ listed }) =>
    listed.filter((pkg) => pkg.format === 'rpm' && pkg.arch === 'noarch' && pkg.entries !== undefined),
  )
  const wanted = new Map(noarch.map((pkg) => [identityOf(pkg), pkg]))
  return siblings.flatMap(({ repository, listed }) => {
    const own = new Set(listed.map(identityOf))
    const [first, ...others] = [...wanted].filter(([identity]) => !own.has(identity)).map(([, pkg]) => pkg)
    if (first === undefined) return []
    const more = others.length === 0 ? '' : ` and ${others.length} more`
    return [
      {
        severity: 'warning' as const,
        repository: repository.title,
        key: first.key,
        seen: `${first.name}${more} of no architecture is listed for others of the channel, but not here.`,
        remedy: '`republish` brings it here; so does a `publish` of any noarch package.',
      },
    ]
  })
}
