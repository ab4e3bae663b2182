import { debKeyringName } from '../keyring/deb.ts'
import { rpmKeyringName } from '../keyring/rpm.ts'
import { type AnyPackage, identityOf } from '../package.ts'
import type { Committed } from '../repository/commit/commit.ts'
import type { RepositoryRequest } from '../request/repository.ts'
import { rpmFolder } from '../rpm/layout.ts'

type Deb = Extract<AnyPackage, { format: 'deb' }>
type Rpm = Extract<AnyPackage, { format: 'rpm' }>

/** What a container is to install, and from where. */
export interface InstallOrder {
  readonly repositoryName: string
  /** Armored public keys. */
  readonly keys: string
  readonly apt: {
    readonly uri: string
    readonly components: readonly string[]
    readonly channels: readonly string[]
    readonly packages: readonly Pick<Deb, 'name' | 'version' | 'arch'>[]
  }
  readonly rpm: {
    /** By channel; `$basearch` in them is for the client. */
    readonly baseUrls: ReadonlyMap<string, string>
    readonly packages: readonly Pick<Rpm, 'name' | 'epoch' | 'version' | 'release' | 'arch'>[]
  }
}

type OrderRequest = Pick<RepositoryRequest, 'repositoryName' | 'aptRoot' | 'rpmPath' | 'component'>

/**
 * Every package that a run published, or found published: a run that is repeated checks again.
 *
 * @param baseUrl without a slash at its end
 */
export function installOrder(
  committed: readonly Committed[],
  request: OrderRequest,
  baseUrl: string,
  keys: string,
): InstallOrder {
  const outcomes = committed
    .flatMap((it) => it.outcomes)
    .filter(({ status }) => status !== 'removed' && status !== 'skipped')
  const channelsOf = (format: AnyPackage['format']) => [
    ...new Set(outcomes.filter(({ pkg }) => pkg.format === format).map(({ channel }) => channel)),
  ]
  const packages = outcomes.map(({ pkg }) => pkg)
  const debs = packages.filter((pkg) => pkg.format === 'deb')
  const { repositoryName, aptRoot, rpmPath, component } = request
  return {
    repositoryName,
    keys,
    apt: {
      uri: `${baseUrl}/${aptRoot}`.replace(/\/$/, ''),
      components: [...new Set(debs.map((pkg) => pkg.component ?? component))],
      channels: channelsOf('deb'),
      packages: inOrder(debs, debKeyringName(repositoryName)),
    },
    rpm: {
      baseUrls: new Map(
        channelsOf('rpm').map((channel) => [
          channel,
          `${baseUrl}/${rpmFolder(rpmPath, channel, '$basearch')}`,
        ]),
      ),
      packages: inOrder(
        packages.filter((pkg) => pkg.format === 'rpm'),
        rpmKeyringName(repositoryName),
      ),
    },
  }
}

/** Each once; the package of keys last, because it brings a source of its own. */
function inOrder<P extends Deb | Rpm>(packages: readonly P[], keyring: string): readonly P[] {
  const distinct = [...new Map(packages.map((pkg) => [identityOf(pkg), pkg])).values()]
  return distinct.toSorted((a, b) => Number(a.name === keyring) - Number(b.name === keyring))
}
