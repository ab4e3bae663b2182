import { bytesOf, contentOf } from '../content.ts'
import { LIMITS } from '../limits.ts'
import { isOfPrograms, programsOf, withPrograms } from '../recipe/placement/kind.ts'
import type { Companion } from './companion.ts'
import { commandPath } from './executables.ts'

/** Where programs lie that are installed by hand, or that the FHS once had apart. */
const FOLDERS = ['/usr/local/bin', '/usr/local/sbin', '/usr/sbin', '/sbin']
/** What makes a path a part of a longer one: `$ROOT/usr/sbin/hello`, `/usr/sbin/hello.conf`. */
const BEFORE = '(?<![A-Za-z0-9._~/}])'
const AFTER = '(?![A-Za-z0-9._~/-])'

/**
 * A unit or a service of D-Bus as its packager would patch it: with the programs of the package where the package has
 * them. Any other file, and one that has nothing of that, is as it was.
 *
 * @param commands what the executables are called in the package, by all their names
 */
export async function withOwnPrograms(
  companion: Companion,
  commands: ReadonlyMap<string, string>,
): Promise<Companion> {
  const { file, content, path } = companion
  if (!isOfPrograms(file)) return companion
  const text = (await bytesOf(content, LIMITS.documentBytes, path)).toString('latin1')
  const moved = [...commands]
    .flatMap(([name, command]) =>
      FOLDERS.map((folder) => [`${folder}/${name}`, commandPath(command)] as const),
    )
    .filter(([from]) => naming(from).test(text))
  if (moved.length === 0) return companion
  const patched = moved.reduce(
    (patching, [from, to]) => patching.replaceAll(naming(from), () => bytesIn(to)),
    text,
  )
  const places = new Map<string, string>(moved)
  const programs = programsOf(file).map((program) => places.get(program) ?? program)
  return {
    ...companion,
    file: withPrograms(file, programs),
    content: contentOf(Buffer.from(patched, 'latin1')),
    moved: moved.map(([from, to]) => ({ from, to })),
  }
}

function naming(path: string): RegExp {
  return new RegExp(`${BEFORE}${RegExp.escape(bytesIn(path))}${AFTER}`, 'g')
}

/** Whatever code the file is in, what is not patched keeps its bytes. */
function bytesIn(path: string): string {
  return Buffer.from(path).toString('latin1')
}
