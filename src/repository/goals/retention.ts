import { compareVersionTexts } from '../../deb/version.ts'
import { type AnyPackage, type ListedPackage, identityOf } from '../../package.ts'
import { compareEvr } from '../../rpm/evr.ts'

/**
 * What goes when only the newest versions of each package are kept: those that are listed and not among the newest of
 * their name and architecture. Only names and architectures that arrive are looked at, and nothing that arrives goes.
 *
 * @param keep how many versions stay; 0 keeps all
 */
export function superseded(
  listed: readonly ListedPackage[],
  arriving: readonly AnyPackage[],
  keep: number,
): readonly ListedPackage[] {
  if (keep === 0) return []
  const groups = Map.groupBy<string, AnyPackage>([...arriving, ...listed], groupOf)
  const own = new Set(arriving.map(identityOf))
  const wanted = new Set(arriving.map(groupOf))
  const old = new Set(
    [...groups].filter(([group]) => wanted.has(group)).flatMap(([, packages]) => older(packages, keep)),
  )
  return listed.filter((pkg) => old.has(identityOf(pkg)) && !own.has(identityOf(pkg)))
}

/** The identities behind the newest versions. */
function older(packages: readonly AnyPackage[], keep: number): readonly string[] {
  const versions = new Map(packages.map((pkg) => [identityOf(pkg), pkg]))
  const newestFirst = [...versions].sort(([, a], [, b]) => comparePackages(b, a))
  return newestFirst.slice(keep).map(([identity]) => identity)
}

function groupOf({ format, name, arch }: AnyPackage): string {
  return [format, name, arch].join(' ')
}

/** Orders packages of one format by version, as the format does: negative where `a` is older. */
function comparePackages(a: AnyPackage, b: AnyPackage): number {
  if (a.format === 'deb' && b.format === 'deb') return compareVersionTexts(a.version, b.version)
  if (a.format === 'rpm' && b.format === 'rpm') return compareEvr(a, b)
  return 0
}

/** What a machine of any architecture can install. */
const NEUTRAL = new Set(['all', 'noarch'])

/**
 * The newest version of each name, as machines of each architecture see it: one for all architectures takes the place of
 * older ones for a single one, and the other way round.
 */
export function newestOfEach(packages: readonly ListedPackage[]): readonly ListedPackage[] {
  const newest = new Set<ListedPackage>()
  for (const all of Map.groupBy(packages, ({ format }) => format).values()) {
    const own = [...new Set(all.map(({ arch }) => arch))].filter((arch) => !NEUTRAL.has(arch))
    const machines = own.length > 0 ? own : ['']
    for (const group of Map.groupBy(all, ({ name }) => name).values()) {
      for (const machine of machines) {
        const seen = group.filter(({ arch }) => arch === machine || NEUTRAL.has(arch))
        for (const pkg of newestAmong(seen)) newest.add(pkg)
      }
    }
  }
  return packages.filter((pkg) => newest.has(pkg))
}

/** Several, where a version is in several components, or for one and for all architectures. */
function newestAmong(packages: readonly ListedPackage[]): readonly ListedPackage[] {
  const [first] = packages.toSorted((a, b) => comparePackages(b, a))
  return first === undefined ? [] : packages.filter((pkg) => comparePackages(pkg, first) === 0)
}
