import type { Hash } from 'node:crypto'
import { contentOf } from '../content.ts'
import { PublishError } from '../errors.ts'
import type { PackageDescription, PackagedEntry } from '../recipe/description.ts'
import { maintainerScripts } from './scripts.ts'
import { librariesTriggered, shlibsFile } from './shlibs.ts'
import { packagedTree } from './tree.ts'
import { triggersFile } from './triggers.ts'

const FILE_MODE = 0o644
const SCRIPT_MODE = 0o755

/**
 * What control.tar holds: deb(5).
 *
 * @param control the control file
 * @param tree all that the package holds
 * @param digests MD5 by path, of every file in it
 * @throws PublishError `PACKAGE` for scripts, triggers or paths of configuration that dpkg cannot read
 */
export function controlArchive(
  description: PackageDescription,
  control: string,
  tree: readonly PackagedEntry[],
  digests: ReadonlyMap<string, Hash>,
): readonly PackagedEntry[] {
  const { templates = '', triggers } = description.deb ?? {}
  const files = {
    control,
    md5sums: md5sums(digests),
    conffiles: conffiles(tree),
    shlibs: shlibsFile(description, tree),
    templates,
    triggers: triggersFile(librariesTriggered(triggers, tree)),
  }
  return packagedTree([
    ...controlFiles(files, FILE_MODE),
    ...controlFiles(maintainerScripts(description), SCRIPT_MODE),
  ])
}

/** deb-md5sums(5). */
function md5sums(digests: ReadonlyMap<string, Hash>): string {
  return [...digests].map(([path, hash]) => `${hash.digest('hex')}  ${path.slice(1)}\n`).join('')
}

/**
 * What is called configuration, and every file in /etc, stays as its user changed it: Debian Policy 10.7, and what
 * debhelper does. dpkg replaces what nobody changed, and never puts back what was removed: more policies it has not.
 */
function conffiles(tree: readonly PackagedEntry[]): string {
  const paths = tree
    .filter((entry) => entry.type === 'file' && (entry.role === 'config' || entry.path.startsWith('/etc/')))
    .map(({ path }) => path)
  const blank = paths.find((path) => /\s$/.test(path))
  if (blank === undefined) return paths.map((path) => `${path}\n`).join('')
  throw new PublishError(
    'PACKAGE',
    `the path ${JSON.stringify(blank)} cannot be configuration in a .deb: dpkg drops the blank at its end`,
  )
}

function controlFiles(files: Readonly<Record<string, string>>, mode: number): readonly PackagedEntry[] {
  return Object.entries(files)
    .filter(([, text]) => text !== '')
    .map(([name, text]) => ({ type: 'file', path: `/${name}`, mode, content: contentOf(Buffer.from(text)) }))
}
