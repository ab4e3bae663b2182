import type { PackageDescription } from '../recipe/description.ts'
import { debianDependency } from './dependency.ts'
import { libraryDependencies } from './library-dependencies.ts'
import { compareVersionTexts } from './version.ts'

/**
 * What a package depends on: what its author says, and the packages of the libraries that its files need. Where the
 * author names one of these too, the stricter of both counts; and what the author alone can mean (alternatives,
 * another relation, an architecture) stands for it.
 *
 * @throws PublishError `PACKAGE` for what is no dependency
 */
export function dependsOf(description: PackageDescription): readonly string[] {
  const given = description.depends.map((text) => debianDependency(text))
  const libraries = libraryDependencies(description).depends
  const kept = given.filter((text) => !libraries.some((library) => isImplied(text, library)))
  const decided = new Set(kept.flatMap(namesIn))
  return [...kept, ...libraries.filter((text) => !namesIn(text).some((name) => decided.has(name)))]
}

/** Whether one asks for nothing that a library's dependency does not ask for: no version, or no newer one. */
function isImplied(text: string, library: string): boolean {
  const [, name = '', version] = /^([^\s:|]+)(?: \(>= (\S+)\))?$/.exec(text) ?? []
  if (!namesIn(library).includes(name)) return false
  const [, known] = /^[^|]* \(>= (\S+)\)$/.exec(library) ?? []
  return version === undefined || (known !== undefined && compareVersionTexts(version, known) <= 0)
}

function namesIn(text: string): readonly string[] {
  return text.split(' | ').map((alternative) => alternative.replace(/[ :(].*$/s, ''))
}
