import type { PackageDescription } from '../recipe/description.ts'
import { type DependencyRule, debianDependency } from './dependency.ts'
import { dependsOf } from './depends.ts'
import type { Stanza } from './stanza.ts'

/** A field, what the description calls it, and what is in it. */
type Relation = readonly [field: string, items: readonly string[] | undefined, rule: DependencyRule]

/**
 * The fields that name other packages, in the order in which dpkg-gencontrol prints them; none that is empty.
 *
 * @throws PublishError `PACKAGE` for what a .deb cannot say: Debian Policy 7
 */
export function relationFields(description: PackageDescription): Stanza {
  const { relations = {}, deb = {} } = description
  const all: readonly Relation[] = [
    ['Pre-Depends', deb.preDepends, { name: 'preDepends', takes: 'alternatives' }],
    ['Depends', dependsOf(description), { name: 'depends', takes: 'alternatives' }],
    ['Recommends', relations.recommends, { name: 'recommends', takes: 'alternatives' }],
    ['Suggests', relations.suggests, { name: 'suggests', takes: 'alternatives' }],
    ['Enhances', deb.enhances, { name: 'enhances', takes: 'one' }],
    ['Conflicts', relations.conflicts, { name: 'conflicts', takes: 'one' }],
    ['Breaks', deb.breaks, { name: 'breaks', takes: 'one' }],
    ['Replaces', relations.replaces, { name: 'replaces', takes: 'one' }],
    ['Provides', relations.provides, { name: 'provides', takes: 'exact' }],
  ]
  return all.flatMap(([name, items = [], rule]) =>
    items.length === 0 ? [] : [{ name, value: items.map((item) => debianDependency(item, rule)).join(', ') }],
  )
}
