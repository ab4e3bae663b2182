import { digestOf } from '../content.ts'
import { PublishError } from '../errors.ts'
import type { Architecture } from '../recipe/architecture.ts'
import type { PackagedEntry } from '../recipe/description.ts'
import { commandName } from './command-name.ts'
import type { Linkage } from './elf.ts'
import type { Executable } from './executable.ts'

/** The executables of one architecture: what goes into one package. */
export interface ExecutableGroup {
  readonly arch: Architecture
  /** Sorted by path. */
  readonly entries: readonly PackagedEntry[]
  /** Where they came from, in the order of the entries. */
  readonly sources: readonly string[]
}

export interface GroupingOptions {
  /** Of the package; undefined where nothing says it. */
  readonly name: string | undefined
  /** Of the release, without `v`. */
  readonly version: string | undefined
  /** What all executables are for, instead of what they say. */
  readonly arch: Architecture | undefined
}

const COMMANDS = '/usr/bin'
const MODE = 0o755

/**
 * Makes one group of the executables of each architecture. The same bytes twice are one. A lone executable becomes
 * `/usr/bin/NAME`; several keep the names of their files less suffixes (commandName).
 *
 * @returns sorted by architecture
 * @throws PublishError `ARTIFACT` where two of one architecture get one name, and where arm6 and arm7 meet; `INPUT`
 *   where a name is needed and missing
 */
export async function groupExecutables(
  executables: readonly Executable[],
  options: GroupingOptions,
): Promise<readonly ExecutableGroup[]> {
  const byArch = Map.groupBy(executables, ({ arch }) => options.arch ?? arch)
  assertOneArmhf(byArch)
  const sorted = [...byArch].toSorted(([left], [right]) => (left < right ? -1 : 1))
  return Promise.all(sorted.map(([arch, members]) => groupOf(arch, members, options)))
}

/** Both are `armhf` to dpkg, which would see one package with two contents. */
function assertOneArmhf(byArch: ReadonlyMap<Architecture, readonly Executable[]>): void {
  const [six, seven] = [byArch.get('arm6')?.[0], byArch.get('arm7')?.[0]]
  if (six === undefined || seven === undefined) return
  throw new PublishError(
    'ARTIFACT',
    `${six.path} is for arm6 and ${seven.path} for arm7: both would be the armhf package. Publish one of them; ` +
      'what is built for arm6 runs on arm7 too.',
  )
}

async function groupOf(
  arch: Architecture,
  members: readonly Executable[],
  options: GroupingOptions,
): Promise<ExecutableGroup> {
  const distinct = await distinctOf(members)
  const named = new Map<string, Executable>()
  for (const executable of distinct) {
    const name = distinct.length === 1 ? loneName(executable, options) : nameOf(executable, arch, options)
    const other = named.get(name)
    if (other !== undefined) throw collision(name, arch, other, executable)
    named.set(name, executable)
  }
  const sorted = [...named].toSorted(([left], [right]) => (left < right ? -1 : 1))
  return {
    arch,
    entries: sorted.map(([name, { content }]) => ({
      type: 'file',
      path: `${COMMANDS}/${name}`,
      mode: MODE,
      content,
    })),
    sources: sorted.map(([, { path }]) => path),
  }
}

async function distinctOf(members: readonly Executable[]): Promise<readonly Executable[]> {
  const sizes = Map.groupBy(members, ({ content }) => content.sizeBytes)
  const seen = new Set<string>()
  const distinct: Executable[] = []
  for (const executable of members) {
    const { content } = executable
    // Only what has an equal in size can have one in content.
    const isAlone = sizes.get(content.sizeBytes)?.length === 1
    const digest = isAlone ? '' : await digestOf(content, 'sha256')
    if (seen.has(digest)) continue
    if (!isAlone) seen.add(digest)
    distinct.push(executable)
  }
  return distinct
}

function loneName({ path }: Executable, { name }: GroupingOptions): string {
  if (name !== undefined && name !== '') return name
  throw new PublishError(
    'INPUT',
    `name is needed to package ${path}, and nothing says it: set the input name`,
  )
}

function nameOf(
  { path, fileName, arch: detected }: Executable,
  arch: Architecture,
  options: GroupingOptions,
): string {
  const name = commandName(fileName, options.version, [arch, detected])
  if (/^(?!-)[^\p{Cc}\s\ufffd]+$/u.test(name)) return name
  throw new PublishError(
    'ARTIFACT',
    `${path} cannot be a command named ${JSON.stringify(name)}; rename the file`,
  )
}

const LINKAGES: Readonly<Record<Linkage, string>> = {
  static: 'is static',
  glibc: 'is linked with glibc',
  musl: 'is linked with musl',
  dynamic: 'is linked dynamically',
}

function collision(name: string, arch: Architecture, left: Executable, right: Executable): PublishError {
  const linkages =
    left.linkage === right.linkage
      ? ''
      : ` (the first ${LINKAGES[left.linkage]}, the second ${LINKAGES[right.linkage]}: builds for two C libraries?)`
  return new PublishError(
    'ARTIFACT',
    `${left.path} and ${right.path} are for ${arch} and would both be ${COMMANDS}/${name}${linkages}. ` +
      'Publish one of them, or give their files names that differ in more than version, system, architecture and libc.',
  )
}
