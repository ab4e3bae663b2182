import type { Scratch } from '../content.ts'
import type { DebPackage } from '../deb/package.ts'
import { PublishError } from '../errors.ts'
import { FORMATS } from '../formats.ts'
import { newestDateOf } from '../openpgp/key-date.ts'
import type { SigningKeys } from '../openpgp/signing-keys.ts'
import { type TrustedKey, keyFiles } from '../openpgp/trust.ts'
import type { PublishRequest } from '../request/request.ts'
import { authenticated } from '../rpm/authenticity.ts'
import type { RpmPackage } from '../rpm/package.ts'
import { debKeyring, debKeyringName } from './deb.ts'
import type { KeyringGround } from './ground.ts'
import { rpmKeyring, rpmKeyringName } from './rpm.ts'
import { type AskedRepository, ifChanged } from './version.ts'

export interface KeyringWorld {
  readonly keys: SigningKeys
  /** Our own keys first, then those that are trusted besides. */
  readonly trust: readonly TrustedKey[]
  readonly scratch: Scratch
  readonly baseUrl: string | undefined
}

/** The repositories that a run publishes to, opened. */
export interface AskedRepositories {
  readonly apt: readonly AskedRepository<DebPackage>[]
  readonly rpm: readonly AskedRepository<RpmPackage>[]
}

/**
 * The packages that carry the keys to clients, of each format that the run publishes: those that are not published
 * already as they should be.
 *
 * @throws PublishError `INPUT` where nothing says where clients find the repositories
 */
export async function keyringPackages(
  request: PublishRequest,
  world: KeyringWorld,
  repositories: AskedRepositories,
): Promise<readonly (DebPackage | RpmPackage)[]> {
  const ground = await groundOf(request, world)
  const name = request.repositoryName
  const packages = await Promise.all([
    isFor(request, 'deb', repositories.apt)
      ? ifChanged(debKeyringName(name), (version) => deb(ground, version, world), repositories.apt)
      : undefined,
    isFor(request, 'rpm', repositories.rpm)
      ? ifChanged(rpmKeyringName(name), (version) => rpm(ground, version, world), repositories.rpm)
      : undefined,
  ])
  return packages.filter((pkg) => pkg !== undefined)
}

function isFor(
  { formats }: PublishRequest,
  format: 'deb' | 'rpm',
  repositories: readonly unknown[],
): boolean {
  return formats.includes(format) && repositories.length > 0
}

async function groundOf(request: PublishRequest, { trust, baseUrl }: KeyringWorld): Promise<KeyringGround> {
  if (baseUrl === undefined) {
    throw new PublishError(
      'INPUT',
      'keyring-package is true, but nothing says where clients find the repository that the packages lead to: set public-url',
    )
  }
  const timeSeconds = await newestDateOf(trust)
  return { request, baseUrl, keys: keyFiles(trust), maintainer: request.maintainer, timeSeconds }
}

async function deb(ground: KeyringGround, version: string, { scratch }: KeyringWorld): Promise<DebPackage> {
  const description = debKeyring(ground, version)
  return FORMATS.deb.read(await FORMATS.deb.build(description, scratch), `the deb of ${description.name}`)
}

/** Signed always, whatever sign-packages says: it is what a client trusts next. */
async function rpm(ground: KeyringGround, version: string, world: KeyringWorld): Promise<RpmPackage> {
  const description = rpmKeyring(ground, version)
  const content = await FORMATS.rpm.build(description, world.scratch)
  const pkg = await FORMATS.rpm.read(content, `the rpm of ${description.name}`)
  return authenticated(pkg, { ...world, signUnsigned: true })
}
