import { signDetachedBinary } from '../openpgp/sign.ts'
import type { SigningKeys } from '../openpgp/signing-keys.ts'
import type { TrustedKey } from '../openpgp/trust.ts'
import { verifyDetached } from '../openpgp/verify.ts'
import type { Content, Scratch } from '../content.ts'
import type { RpmPackage } from './package.ts'
import { readRpm } from './read.ts'
import { signRpm, signaturesOf } from './sign.ts'
import { TAGS } from './tags.ts'

export interface Signing {
  /** Undefined where the run builds and checks only. */
  readonly keys: SigningKeys | undefined
  readonly trust: readonly TrustedKey[]
  readonly signUnsigned: boolean
  readonly scratch: Scratch
}

/**
 * The package, signed: by us where it is not signed yet, dated by its build time, so that the same package always
 * gets the same bytes.
 *
 * @throws PublishError `SIGNATURE` where it is signed by a key that is neither ours nor trusted
 */
export async function authenticated(pkg: RpmPackage, signing: Signing): Promise<RpmPackage> {
  const { keys, trust } = signing
  if (keys === undefined) return pkg
  const signatures = signaturesOf(pkg)
  if (signatures.length > 0) {
    for (const { bytes, over } of signatures) await verifyDetached(over, bytes, trust, pkg.source)
    return pkg
  }
  return signing.signUnsigned ? readRpm(await signedRpm(pkg, keys), pkg.source) : pkg
}

/** The package, signed by the first key in place of who signed it before, and dated by its build time. */
export function signedRpm(pkg: RpmPackage, keys: SigningKeys): Promise<Content> {
  const at = new Date((pkg.header.number(TAGS.BUILDTIME) ?? 0) * 1000)
  return signRpm(pkg, (content) => signDetachedBinary(content, keys, at), keys.algorithm)
}
