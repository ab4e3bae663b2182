import type { AnyPackage } from '../../package.ts'
import { type PackagePattern, selects, selectsName } from '../../request/selection.ts'
import type { Goal } from './goal.ts'
import { dependentsOf } from './dependents.ts'
import { EVERYTHING } from '../repository.ts'

/** That nothing is listed any more that a pattern is about. */
export function removal<P extends AnyPackage>(patterns: readonly PackagePattern[], title: string): Goal<P> {
  return {
    scope: EVERYTHING,
    from: 'head',
    ifExists: () => 'fail',
    wish: async (opened) => {
      const named = opened.listed((name) => patterns.some((pattern) => selectsName(pattern, name)))
      const removed = named.filter((pkg) => patterns.some((pattern) => selects(pattern, pkg)))
      const warnings = removed.length === 0 ? [] : dependentsOf(removed, opened.listed(), title)
      return { added: [], removed, rewrite: false, warnings }
    },
  }
}
