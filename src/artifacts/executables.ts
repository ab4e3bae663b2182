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
  /** The archives and files that executables of the architecture came in, those that were there twice too. */
  readonly containers: ReadonlySet<string>
  /** What the executables are called in the package, by that and by what their files are called. */
  readonly commands: ReadonlyMap<string, string>
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
  const all = members.map((member) => ({
    ...member,
    command: commandName(member.fileName, options.version, [arch, member.arch]),
  }))
  const distinct = await distinctOf(all)
  const [lone, second] = distinct
  const commands =
    lone && second === undefined ? [{ ...lone, command: packageName(lone, options) }] : distinct
  const named = new Map<string, Command>()
  for (const command of commands) {
    const other = named.get(command.command)
    if (other !== undefined) throw collision(arch, other, command)
    named.set(assertCommand(command), command)
  }
  const sorted = [...named].toSorted(([left], [right]) => (left < right ? -1 : 1))
  return {
    arch,
    entries: sorted.map(([name, { content, links }]) => ({
      type: 'file',
      path: commandPath(name),
      mode: MODE,
      content,
      ...(links === undefined ? {} : { links }),
    })),
    sources: sorted.map(([, { path }]) => path),
    containers: new Set(all.map(({ container }) => container)),
    commands: commandsOf([...named.keys()], all),
  }
}

/** A lone one has another name than its file has. */
function commandsOf(names: readonly string[], files: readonly Command[]): ReadonlyMap<string, string> {
  const [lone, second] = names
  const own = names.map((name) => [name, name] as const)
  if (lone === undefined || second !== undefined) return new Map(own)
  return new Map([...files.map(({ command }) => [command, lone] as const), ...own])
}

/** An executable, and what it would be called. */
type Command = Executable & { readonly command: string }

/** The same bytes twice are one: a file found beside the archive that holds it, or in two archives. */
async function distinctOf(commands: readonly Command[]): Promise<readonly Command[]> {
  const bySize = Map.groupBy(commands, ({ content }) => content.sizeBytes)
  const kept = new Set<Command>()
  for (const equals of bySize.values()) {
    // Only what has an equal in size can have one in content.
    const alone = equals.length === 1
    const digests = alone ? [] : await Promise.all(equals.map(({ content }) => digestOf(content, 'sha256')))
    const byDigest = Map.groupBy(equals, (_, index) => digests[index])
    for (const same of byDigest.values()) for (const command of oneOf(same)) kept.add(command)
  }
  return commands.filter((command) => kept.has(command))
}

/** An archive may hold the same bytes under several names, as tools with many names do: then these stay. */
function oneOf(same: readonly Command[]): readonly Command[] {
  const byContainer = [...Map.groupBy(same, ({ container }) => container).values()]
  const named = byContainer.map(firstOfEachName)
  return named.toSorted((left, right) => right.length - left.length)[0] ?? []
}

function firstOfEachName(commands: readonly Command[]): readonly Command[] {
  return commands.filter(({ command }, index) => commands.findIndex((it) => it.command === command) === index)
}

function packageName({ path }: Executable, { name }: GroupingOptions): string {
  if (name !== undefined && name !== '') return name
  throw new PublishError(
    'INPUT',
    `name is needed to package ${path}, and nothing says it: set the input name`,
  )
}

/** Whether a file in /usr/bin may be called so. */
export function isCommand(name: string): boolean {
  return /^(?!-|\.{1,2}$)[^\p{Cc}\s\ufffd/\\]+$/u.test(name)
}

/** The path of a command. */
export function commandPath(name: string): string {
  return `${COMMANDS}/${name}`
}

function assertCommand({ path, command }: Command): string {
  if (isCommand(command)) return command
  throw new PublishError(
    'ARTIFACT',
    `${path} would be the command ${JSON.stringify(command)}; one has no spaces or slashes and does not begin with a dash: ` +
      'change the input name, or the name of the file where there are several',
  )
}

const LINKAGES: Readonly<Record<Linkage, string>> = {
  static: 'is static',
  glibc: 'is linked with glibc',
  musl: 'is linked with musl',
  dynamic: 'is linked dynamically',
}

function collision(arch: Architecture, left: Command, right: Command): PublishError {
  const linkages =
    left.linkage === right.linkage
      ? ''
      : ` (the first ${LINKAGES[left.linkage]}, the second ${LINKAGES[right.linkage]}: builds for two C libraries?)`
  return new PublishError(
    'ARTIFACT',
    `${left.path} and ${right.path} are for ${arch} and would both be ${commandPath(left.command)}${linkages}. ` +
      'Publish one of them, or give their files names that differ in more than version, system, architecture and libc.',
  )
}
