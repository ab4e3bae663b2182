import type { PackageDescription } from '../recipe/description.ts'

/** A library that a program needs, and that the release has but no package gets. */
export interface LeftOutLibrary {
  readonly soname: string
  readonly warning: string
}

/**
 * Which libraries came with the programs and were left out: then the packages cannot be installed, or do not start.
 *
 * @param unknown what is needed and in no package that is known
 * @param leftOut as messages name what was left out
 */
export function leftOutLibraries(
  { name, arch }: PackageDescription,
  unknown: readonly { readonly soname: string; readonly path: string }[],
  leftOut: readonly string[],
): readonly LeftOutLibrary[] {
  return unknown.flatMap(({ soname, path }) => {
    const found = leftOut.find((file) => isNamed(file, soname))
    if (found === undefined) return []
    const warning =
      `${name} for ${arch}: ${path} needs ${JSON.stringify(soname)}, which is left out (${found}): without a ` +
      'configuration libraries have no place. An rpm cannot be installed so, and the program of a .deb does not ' +
      'start. Link the library statically, or describe the package in config.'
    return [{ soname, warning }]
  })
}

/** The file of libhello.so.1 is called that, or libhello.so.1.0.2. */
function isNamed(file: string, soname: string): boolean {
  const base = file.slice(file.lastIndexOf('/') + 1)
  return base === soname || base.startsWith(`${soname}.`)
}
