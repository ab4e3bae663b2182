import { basearch } from './architecture.ts'
import type { RpmPackage } from './package.ts'

/** `name-version-release.arch.rpm` */
export function rpmFileName(pkg: Pick<RpmPackage, 'name' | 'version' | 'release' | 'arch'>): string {
  return `${pkg.name}-${pkg.version}-${pkg.release}.${pkg.arch}.rpm`
}

/** The name as an object key has it, a `+` written `.`: S3 reads it in a URL as a space, and zypper sends it raw. */
export function rpmKeyName(pkg: Pick<RpmPackage, 'name' | 'version' | 'release' | 'arch'>): string {
  return rpmFileName(pkg).replaceAll('+', '.')
}

/** What dnf puts in the place of `$basearch` where nothing is known yet: where noarch packages go first. */
export const FIRST_BASEARCHES = ['x86_64', 'aarch64']

/** The folder of one repository, ending in a slash, or empty: the template with channel and architecture filled in. */
export function rpmFolder(template: string, channel: string, arch: string): string {
  const path = template.replace('{channel}', channel).replace('{arch}', arch)
  return path === '' ? '' : `${path}/`
}

/** Whether each architecture has a repository of its own. */
export function isPerArchitecture(template: string): boolean {
  return template.includes('{arch}')
}

/** The `$basearch` of the repository that a package belongs to; undefined for noarch, which belongs to all. */
export function repositoryArch(pkg: Pick<RpmPackage, 'arch'>): string | undefined {
  return pkg.arch === 'noarch' ? undefined : basearch(pkg.arch)
}

/** Where the architectures of a channel are found: the folder to list, and what precedes and follows the name there. */
export function archListing(template: string, channel: string) {
  const [before = '', after = ''] = template.replace('{channel}', channel).split('{arch}')
  const cut = before.lastIndexOf('/') + 1
  const end = after.indexOf('/')
  return {
    folder: before.slice(0, cut),
    prefix: before.slice(cut),
    suffix: end < 0 ? after : after.slice(0, end),
  }
}
