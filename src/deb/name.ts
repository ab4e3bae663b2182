import { PublishError } from '../errors.ts'
import { LIMITS } from '../limits.ts'

/** Debian Policy 5.6.1. */
const NAME = /^[a-z0-9][a-z0-9+.-]+$/

/** Whether this is a package's name by Debian Policy, of at most 128 characters. */
export function isPackageName(name: string): boolean {
  return NAME.test(name) && name.length <= LIMITS.packageNameBytes
}

/**
 * What a package of ours is called.
 *
 * @throws PublishError `PACKAGE` for a name that Debian does not allow, with a proposal
 */
export function debianName(name: string): string {
  if (isPackageName(name)) return name
  const proposal = name
    .toLowerCase()
    .replace(/[^a-z0-9+.-]+/g, '-')
    .replace(/^[^a-z0-9]+|-+$/g, '')
  const advice = isPackageName(proposal) ? `; write ${JSON.stringify(proposal)} instead` : ''
  throw new PublishError(
    'PACKAGE',
    `name: ${JSON.stringify(name)} is none that a .deb can have: at least two, at most ${LIMITS.packageNameBytes} ` +
      `lower-case letters, digits and + - ., beginning with a letter or digit${advice}`,
  )
}
