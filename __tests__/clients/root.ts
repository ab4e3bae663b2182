import { isInstalled, temporaryDirectory, testUnlessMissing } from '../support/programs.ts'
import { type Release, type Root, freshRoot, missingFor } from './fresh-root.ts'

export { RELEASES, type Release, type Root } from './fresh-root.ts'

/** Of this machine: to make packages that are not ours. */
const PROGRAMS = ['dpkg-deb', 'rpmbuild']

/**
 * A test on a machine with this release. Where roots.sh has not made its root, or we may not enter it, the test is
 * skipped, and says so; where REQUIRE_CLIENTS is 1, it fails.
 *
 * @param programs of this machine that it needs besides
 */
export function testInRoot(
  release: Release,
  title: string,
  body: (root: Root) => Promise<void>,
  timeoutMs?: number,
  programs: readonly string[] = [],
): void {
  const missing = [
    ...missingFor(release),
    ...[...PROGRAMS, ...programs].filter((program) => !isInstalled(program)),
  ]
  testUnlessMissing(
    missing,
    `${release}: ${title}`,
    async () => body(await freshRoot(release, await temporaryDirectory())),
    timeoutMs,
  )
}
