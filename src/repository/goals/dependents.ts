import { relationsInStanza } from '../../deb/listed-relations.ts'
import { stanzaOf } from '../../deb/packages.ts'
import { compareVersionTexts } from '../../deb/version.ts'
import { type ListedPackage, identityOf, labelOf } from '../../package.ts'
import { type Provision, type Relations, type Requirement, satisfies } from '../../relation.ts'
import { compareRelationVersions, relationsInEntry } from '../../rpm/repodata/listed-relations.ts'

/**
 * Which packages that stay in a repository need something that only packages had that go.
 *
 * @param listed all packages of the repository, those that go among them
 * @returns a sentence for each
 */
export function dependentsOf(
  removed: readonly ListedPackage[],
  listed: readonly ListedPackage[],
  title: string,
): readonly string[] {
  const gone = new Set(removed.map(identityOf))
  const stay = listed.filter((pkg) => !gone.has(identityOf(pkg)))
  const lost = providersByName(removed)
  const left = providersByName(stay)
  return stay.flatMap((pkg) => {
    const compare = pkg.format === 'deb' ? compareVersionTexts : compareRelationVersions
    const meets = (providers: Providers, it: Requirement) =>
      (providers.get(it.name) ?? []).some((provided) => satisfies(provided, it, compare))
    const unmet = relationsOf(pkg).requires.filter(
      (clause) => clause.some((it) => meets(lost, it)) && !clause.some((it) => meets(left, it)),
    )
    if (unmet.length === 0) return []
    const needs = unmet.map((clause) => clause.map(textOf).join(' or ')).join(', ')
    return [`${labelOf(pkg)} in the ${title} depends on ${needs}, which nothing there provides any more.`]
  })
}

type Providers = ReadonlyMap<string, readonly Provision[]>

function providersByName(packages: readonly ListedPackage[]): Providers {
  return Map.groupBy(
    packages.flatMap((pkg) => relationsOf(pkg).provides),
    ({ name }) => name,
  )
}

function relationsOf(pkg: ListedPackage): Relations {
  if (pkg.format === 'deb') return relationsInStanza(stanzaOf(pkg.stanza))
  const primary = pkg.entries?.primary
  return primary === undefined ? { provides: [], requires: [] } : relationsInEntry(primary, pkg.source)
}

function textOf({ name, operator, version }: Requirement): string {
  return operator === undefined ? name : `${name} ${operator} ${version}`
}
