import { abreast } from '../abreast.ts'
import { LIMITS } from '../limits.ts'
import { verifyDetached } from '../openpgp/verify.ts'
import type { ListedPackage } from '../package.ts'
import { readRpmHead } from '../rpm/read.ts'
import { signaturesOf } from '../rpm/sign.ts'
import type { RpmPackage } from '../rpm/package.ts'
import { reading } from './damage.ts'
import type { Finding } from './finding.ts'
import type { Ground } from './ground.ts'

/**
 * Checks the signatures of rpms, which dnf and zypper check besides the index (`gpgcheck=1`): over the headers alone,
 * because the signed index vouches for all bytes already.
 */
export async function rpmSignatureFindings(
  repository: string,
  packages: readonly ListedPackage[],
  ground: Ground,
): Promise<readonly Finding[]> {
  if (!ground.deep) return []
  const rpms = packages.filter(({ format }) => format === 'rpm')
  const checked = await abreast(rpms, LIMITS.parallelPackages, async (pkg) => {
    ground.signal.throwIfAborted()
    return { key: pkg.key, seen: await faultOf(pkg, ground) }
  })
  const faults = Map.groupBy(checked, ({ seen }) => seen ?? '')
  return [...faults].flatMap(([seen, [first, ...others]]) => {
    if (seen === '' || first === undefined) return []
    const more = others.length === 0 ? '' : ` So it is with ${others.length} more.`
    const text = `${first.key} ${seen}: dnf and zypper, which check it, do not install it.${more}`
    return [{ severity: 'warning' as const, repository, key: first.key, seen: text, remedy: REMEDY }]
  })
}

const REMEDY =
  'Where another key of yours signed it, name that in trusted-keys, of publishing runs too, so that clients get it; ' +
  'else `remove` it, and `publish` it signed.'

/** A file that is missing or another is found elsewhere. */
async function faultOf(pkg: ListedPackage, { trust }: Ground): Promise<string | undefined> {
  const head = await reading(() => readRpmHead(pkg.content, pkg.sha256, pkg.source))
  if (head.kind === 'damaged') return undefined
  const signatures = headerSignatures(head.value)
  if (signatures.length === 0) return 'is not signed'
  for (const { over, bytes } of signatures) {
    const verified = await reading(() => verifyDetached(over, bytes, trust, 'it'))
    if (verified.kind === 'damaged') return `has a signature that does not count (${verified.error.message})`
  }
  return undefined
}

/** Those over the header; of old packages, which have none, those over the payload too. */
function headerSignatures(pkg: RpmPackage) {
  const { start, end } = pkg.headerRange
  const signatures = signaturesOf(pkg)
  const short = signatures.filter(({ over }) => over.sizeBytes === end - start)
  return short.length > 0 ? short : signatures
}
