import type { DebPackage } from './package.ts'

/**
 * Where the pool keeps a package, relative to the root of the repository: `pool/main/h/hello/hello_1.2.3_amd64.deb`, the
 * first letter (four of a library) above the name, no epoch in the file's name. A `+` is written `.`: S3 reads it in a
 * URL as a space.
 */
export function poolKey(pkg: Pick<DebPackage, 'name' | 'version' | 'arch'>, component: string): string {
  const letters = /^lib./.test(pkg.name) ? pkg.name.slice(0, 4) : pkg.name.slice(0, 1)
  return `pool/${component}/${letters}/${pkg.name}/${debFileName(pkg)}`.replaceAll('+', '.')
}

/** `name_version_arch.deb`, without the epoch. */
export function debFileName(pkg: Pick<DebPackage, 'name' | 'version' | 'arch'>): string {
  return `${pkg.name}_${pkg.version.replace(/^\d+:/, '')}_${pkg.arch}.deb`
}
