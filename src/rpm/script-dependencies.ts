import type { PackagedEntry } from '../recipe/description.ts'
import type { Dependency } from './dependency.ts'
import { isExecutable } from './file.ts'
import { SENSE } from './flags.ts'

/** The programs that run the package's scripts, as rpmbuild asks for them: fileattrs/script.attr of rpm. */
export function scriptDependencies(entries: readonly PackagedEntry[]): readonly Dependency[] {
  return entries
    .filter((entry) => entry.type === 'file')
    .filter(isExecutable)
    .flatMap(({ interpreters = [] }) => interpreters)
    .map((name) => ({ name, flags: SENSE.FIND_REQUIRES, version: '' }))
}
