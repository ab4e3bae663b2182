import { abreast } from '../abreast.ts'
import { LIMITS } from '../limits.ts'
import { type ListedPackage, mayLieElsewhere, versionOf } from '../package.ts'
import { knownDigest } from '../repository/digests.ts'
import type { ObjectDetails } from '../store/store.ts'
import { progress } from '../report/progress.ts'
import type { Finding } from './finding.ts'
import type { Ground } from './ground.ts'

/**
 * Checks the file of every package that a verified index lists: whether it is there, its size, and what its metadata say
 * of its digest; where all is read (`deep`), its digest.
 */
export async function packageFindings(
  title: string,
  packages: readonly ListedPackage[],
  ground: Ground,
): Promise<readonly Finding[]> {
  const { log, clock, signal } = ground
  const sizeBytes = packages.reduce((sum, { content }) => sum + content.sizeBytes, 0)
  const said = progress({ title: `Packages of ${title}`, count: packages.length, sizeBytes }, log, clock)
  const checked = await abreast(packages, LIMITS.parallelPackages, async (pkg) => {
    signal.throwIfAborted()
    const details = await ground.objects.details(pkg.key)
    const seen = await faultOf(pkg, details, ground, said.moved)
    said.finished()
    const isElsewhere = details === undefined && mayLieElsewhere(pkg)
    return { pkg, seen, isElsewhere, lacksDigest: details !== undefined && lacksDigest(pkg, details) }
  })
  return [
    ...checked.flatMap(({ pkg, seen }) => (seen === undefined ? [] : [broken(title, pkg, seen)])),
    ...unlabelled(title, checked, ground),
    ...unhashed(title, packages),
    ...elsewhere(
      title,
      checked.filter((it) => it.isElsewhere).map(({ pkg }) => pkg),
    ),
  ]
}

async function faultOf(
  pkg: ListedPackage,
  details: ObjectDetails | undefined,
  { objects, deep }: Ground,
  moved: (bytes: number) => void,
): Promise<string | undefined> {
  const { key, sha256, content } = pkg
  if (details === undefined) {
    return mayLieElsewhere(pkg) ? undefined : `${key} is missing, but the signed index names it.`
  }
  if (content.sizeBytes > 0 && details.sizeBytes !== content.sizeBytes) {
    return `${key} has ${details.sizeBytes} bytes, but the signed index says ${content.sizeBytes}.`
  }
  const known = knownDigest(details)
  if (sha256 !== '' && known !== undefined && known !== sha256) {
    return `${key} is another file than the signed index says: its metadata have the SHA-256 ${known}, not ${sha256}.`
  }
  if (!deep || sha256 === '') return undefined
  const digest = await objects.digest(key, 'sha256', moved)
  if (digest === sha256) return undefined
  return `${key} is another file than the signed index says: it has the SHA-256 ${digest ?? 'of nothing'}, not ${sha256}.`
}

function broken(repository: string, pkg: ListedPackage, seen: string): Finding {
  const pattern = `${pkg.name}=${versionOf(pkg)}`
  const remedy = `Put the right file back; or \`remove\` with packages: ${pattern}, and then \`publish\` it again.`
  return { severity: 'error', repository, key: pkg.key, seen, remedy }
}

function lacksDigest({ format }: ListedPackage, details: ObjectDetails): boolean {
  const isLacking = (name: 'sha256' | 'header-sha256') => knownDigest(details, name) === undefined
  return isLacking('sha256') || (format === 'rpm' && isLacking('header-sha256'))
}

/** One finding for all of them. */
function unlabelled(
  repository: string,
  checked: readonly { readonly pkg: ListedPackage; readonly lacksDigest: boolean }[],
  { keepsMetadata }: Ground,
): readonly Finding[] {
  const [first, ...others] = checked.filter((it) => it.lacksDigest)
  if (first === undefined || !keepsMetadata) return []
  const seen = `${first.pkg.key}${more(others.length)} without the digests in its metadata: later runs have to download it to know them.`
  const remedy = '`republish` adds them.'
  return [{ severity: 'notice', repository, key: first.pkg.key, seen, remedy }]
}

function unhashed(repository: string, packages: readonly ListedPackage[]): readonly Finding[] {
  const [first, ...others] = packages.filter(({ sha256 }) => sha256 === '')
  if (first === undefined) return []
  const seen = `${first.key}${more(others.length)} listed without a SHA-256: whether it is the right file cannot be told.`
  const remedy =
    '`remove` it and `publish` it again, or let `republish` take it from its file, named in packages.'
  return [{ severity: 'notice', repository, key: first.key, seen, remedy }]
}

/** Their server is none of ours. */
function elsewhere(repository: string, packages: readonly ListedPackage[]): readonly Finding[] {
  const [first, ...others] = packages
  if (first === undefined) return []
  const seen = `${first.key}${more(others.length)} not here: its index has an xml:base, and clients look there. That was not looked at.`
  const remedy =
    'Nothing has to be done, as long as it can be had there; else `remove` it, and `publish` it here.'
  return [{ severity: 'notice', repository, key: first.key, seen, remedy }]
}

function more(count: number): string {
  return count === 0 ? ' is' : ` (and ${count} more) is`
}
