/**
 * What clients put for `$basearch` where the folder has another name: that is dnf's. zypper says `armv6hl` on every 32-bit
 * Arm with a floating-point unit.
 */
const OTHER_NAMES: Readonly<Record<string, string>> = { armv6hl: 'armhfp' }

/** A path, and after it the one that dnf would ask for where that differs. */
export function withKnownArchitecture(path: string): readonly string[] {
  const known = path.split('/').map((segment) => OTHER_NAMES[segment] ?? segment)
  const other = known.join('/')
  return other === path ? [path] : [path, other]
}
