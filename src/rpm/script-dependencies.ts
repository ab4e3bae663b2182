import type { PackagedEntry } from '../recipe/description.ts'
import type { Dependency } from './dependency.ts'
import { isExecutable } from './file.ts'
import { SENSE } from './flags.ts'

/** What belongs to the machine's administrator or to one user: FHS 3.0, 3.8 and 4.9; and to Nix. */
const BROUGHT_BY_NO_PACKAGE = /^\/(?:usr\/local|home|nix)\//

/**
 * The programs that run the package's scripts, as rpmbuild asks for them: fileattrs/script.attr of rpm. Not, as it does,
 * for one that the package brings itself, which dnf finds in no index where its path has no `bin/`; and not for one that
 * would make the package impossible to install.
 */
export function scriptDependencies(entries: readonly PackagedEntry[]): readonly Dependency[] {
  const own = new Set(entries.map(({ path }) => path))
  return entries
    .filter((entry) => entry.type === 'file')
    .filter(isExecutable)
    .flatMap(({ interpreters = [] }) => interpreters)
    .filter((program) => !own.has(program) && !BROUGHT_BY_NO_PACKAGE.test(program))
    .map((name) => ({ name, flags: SENSE.FIND_REQUIRES, version: '' }))
}
