import type { AnyPackage } from '../../package.ts'
import type { PublishRequest } from '../../request/request.ts'
import type { Goal } from './goal.ts'
import { superseded } from './retention.ts'

/** Packages that are to be listed, with no more than so many versions of each kept beside them. */
export function publication<P extends AnyPackage>(
  packages: readonly P[],
  { ifExists, keepVersions }: Pick<PublishRequest, 'ifExists' | 'keepVersions'>,
): Goal<P> {
  const names = new Set(packages.map(({ name }) => name))
  return {
    scope: { packages, everything: false },
    from: 'head',
    ifExists: () => ifExists,
    wish: async (opened) => {
      const listed = keepVersions === 0 ? [] : opened.listed((name) => names.has(name))
      return { added: packages, removed: superseded(listed, packages, keepVersions), rewrite: false }
    },
  }
}
