import type { DebPackage, ListedDeb } from './deb/package.ts'
import type { ListedRpm, RpmPackage } from './rpm/package.ts'

/** A package as its own file describes it. */
export type PackageOfFile = DebPackage | RpmPackage

/** A package as the verified index of a repository describes it. */
export type ListedPackage = ListedDeb | ListedRpm

export type AnyPackage = PackageOfFile | ListedPackage

/**
 * The whole version, as the format's own tools print it: `[epoch:]upstream[-revision]`, `[epoch:]version-release`. An
 * rpm may say that its epoch is 0; its index says the same of one that says nothing.
 */
export function versionOf(pkg: AnyPackage): string {
  return pkg.format === 'deb' ? pkg.version : printedVersion(pkg)
}

/** The same of an rpm. */
export function printedVersion({
  epoch = 0,
  version,
  release,
}: Pick<RpmPackage, 'epoch' | 'version' | 'release'>): string {
  return `${epoch === 0 ? '' : `${epoch}:`}${version}-${release}`
}

/** What makes two files the same package: all bytes of a deb; of an rpm all but its signatures. */
export function contentDigest(pkg: AnyPackage): string {
  return pkg.format === 'deb' ? pkg.sha256 : (pkg.headerSha256 ?? pkg.sha256)
}

/** Whether the file of a package may be on another server, as indexes of other makers can say. */
export function mayLieElsewhere(pkg: ListedPackage): boolean {
  return pkg.format === 'rpm' && pkg.base !== undefined
}

/** For messages: `hello 1.2.3-1 for x86_64`. */
export function labelOf(pkg: AnyPackage): string {
  return `${pkg.name} ${versionOf(pkg)} for ${pkg.arch}`
}

/** What identifies a package in a repository. */
export function identityOf(pkg: AnyPackage): string {
  return `${pkg.format} ${pkg.name} ${versionOf(pkg)} ${pkg.arch}`
}

/** What identifies it among all that a repository lists: a suite may have it in several components. */
export function listedIdentityOf(pkg: AnyPackage): string {
  return 'component' in pkg ? `${identityOf(pkg)} ${pkg.component}` : identityOf(pkg)
}
