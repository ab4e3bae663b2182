/**
 * What zypper puts for `$basearch` where the folder has another name, which is dnf's. Seen of zypper 1.14 for every
 * architecture that we build for: only on 32-bit Arm, with a floating-point unit and without, they differ.
 */
const OTHER_NAMES: Readonly<Record<string, string>> = { armv6hl: 'armhfp', armv3l: 'arm' }

/** A path, and after it the one that dnf would ask for where that differs. */
export function withKnownArchitecture(path: string): readonly string[] {
  const known = path.split('/').map((segment) => OTHER_NAMES[segment] ?? segment)
  const other = known.join('/')
  return other === path ? [path] : [path, other]
}
