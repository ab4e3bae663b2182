import type { Architecture } from '../recipe/architecture.ts'
import { programsOf } from '../recipe/placement/kind.ts'
import { aliasesOf } from './aliases.ts'
import { commandName } from './command-name.ts'
import type { Companion } from './companion.ts'
import type { ExecutableLink } from './executable.ts'
import { type ExecutableGroup, type GroupingOptions, commandPath } from './executables.ts'
import { baseName } from './member.ts'
import { withOwnPrograms } from './moved-programs.ts'
import { emptyPlaces } from './places.ts'
import type { Skipped } from './skipped.ts'

/** The executables of one architecture, links by which they have further names, and what is packaged with them. */
export interface ReleaseGroup extends ExecutableGroup {
  readonly companions: readonly Companion[]
}

/** Groups with their companions, and those companions that go with none, and why. */
export interface Accompanied {
  readonly groups: readonly ReleaseGroup[]
  readonly leftOut: readonly Skipped[]
}

/** As archives that are read end. */
const ARCHIVE = /\.(?:tar|tar\.(?:gz|xz|zst)|tgz|zip)$/i

/** What came beside executables. */
interface Company {
  readonly companions: readonly Companion[]
  readonly links: readonly ExecutableLink[]
}

/**
 * Gives each group of executables the files that came with them, those of their archives, and those that lie in no
 * archive, which go with all; and their further names.
 */
export async function accompanied(
  groups: readonly ExecutableGroup[],
  company: Company,
  options: GroupingOptions,
): Promise<Accompanied> {
  const all = await Promise.all(groups.map((group) => accompaniedGroup(group, company, options)))
  const leftOut = all.flatMap((it) => it.leftOut)
  const isFirst = ({ path, reason }: Skipped, index: number) =>
    leftOut.findIndex((other) => other.path === path && other.reason === reason) === index
  return { groups: all.map(({ group }) => group), leftOut: leftOut.filter(isFirst) }
}

async function accompaniedGroup(
  group: ExecutableGroup,
  { companions: all, links }: Company,
  options: GroupingOptions,
): Promise<{ readonly group: ReleaseGroup; readonly leftOut: readonly Skipped[] }> {
  const own = all.filter(({ container }) => container === undefined || group.containers.has(container))
  const aliases = aliasesOf(
    group,
    links,
    own.map(({ file }) => file),
    options,
  )
  const names = [...aliases.names.keys()]
  const commands = new Map([...group.commands, ...names.map((name) => [name, name] as const)])
  const entries = [...aliases.names].map(([name, target]) => ({
    type: 'symlink' as const,
    path: commandPath(name),
    target,
  }))
  const { companions, leftOut } = await placeable(own, { ...group, commands }, options)
  return {
    group: { ...group, commands, entries: [...group.entries, ...entries], companions },
    leftOut: [...aliases.leftOut, ...leftOut],
  }
}

async function placeable(
  all: readonly Companion[],
  { arch, commands }: Pick<ExecutableGroup, 'arch' | 'commands'>,
  { version }: GroupingOptions,
): Promise<{ readonly companions: readonly Companion[]; readonly leftOut: readonly Skipped[] }> {
  const leftOut: Skipped[] = []
  const places = emptyPlaces()
  for (const given of all) {
    const companion = await withOwnPrograms(given, commands)
    const { path, container } = companion
    const fault = faultOf(companion, commands)
    const label = container === undefined ? undefined : labelOf(container, version, arch)
    const holder = fault === undefined ? await places.take(companion, label) : undefined
    if (fault !== undefined) leftOut.push({ path, reason: fault })
    else if (holder !== undefined)
      leftOut.push({ path, reason: `of other content than ${holder.path}, which goes to the same place` })
  }
  return { companions: places.taken, leftOut }
}

/** What an archive is called without what all archives of the release have in their names: `hellod`. */
function labelOf(container: string, version: string | undefined, arch: Architecture): string | undefined {
  const name = commandName(baseName(container).replace(ARCHIVE, ''), version, [arch])
  return /^[A-Za-z0-9][A-Za-z0-9._+-]*$/.test(name) ? name : undefined
}

function faultOf({ file }: Companion, commands: ReadonlyMap<string, string>): string | undefined {
  if (file.kind === 'completion' && commands.get(file.command) !== file.command)
    return `a completion of ${file.command}, which the package does not have${calledOtherwise(file.command, commands)}`
  const stranger = missingProgram(programsOf(file), commands)
  if (stranger === undefined) return undefined
  return `a ${file.kind === 'dbus' ? 'service of D-Bus' : 'unit'} that runs ${stranger}${calledOtherwise(stranger, commands)}`
}

/** A program of this package that a unit looks for where its makers have it, and no package. */
function missingProgram(
  programs: readonly string[],
  commands: ReadonlyMap<string, string>,
): string | undefined {
  return programs.find((program) => {
    const command = commands.get(baseName(program))
    return command !== undefined && program !== `/usr/bin/${command}` && program !== `/bin/${command}`
  })
}

function calledOtherwise(program: string, commands: ReadonlyMap<string, string>): string {
  const command = commands.get(baseName(program))
  return command === undefined ? '' : `; the package has it as /usr/bin/${command}`
}
