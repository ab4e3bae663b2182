import { digestOf } from '../content.ts'
import { type FileKind, programsOf } from '../recipe/placement/kind.ts'
import { placeOf } from '../recipe/placement/place.ts'
import { aliasesOf } from './aliases.ts'
import type { Companion } from './companion.ts'
import type { ExecutableLink } from './executable.ts'
import { type ExecutableGroup, type GroupingOptions, commandPath } from './executables.ts'
import { baseName } from './member.ts'
import type { Skipped } from './skipped.ts'

/** The executables of one architecture, and what is packaged with them. */
export interface ReleaseGroup extends ExecutableGroup {
  readonly companions: readonly Companion[]
}

/** Groups with their companions, and those companions that go with none, and why. */
export interface Accompanied {
  readonly groups: readonly ReleaseGroup[]
  readonly leftOut: readonly Skipped[]
}

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
  const { companions, leftOut } = await placeable(own, commands)
  return {
    group: { ...group, commands, entries: [...group.entries, ...entries], companions },
    leftOut: [...aliases.leftOut, ...leftOut],
  }
}

async function placeable(
  all: readonly Companion[],
  commands: ReadonlyMap<string, string>,
): Promise<{ readonly companions: readonly Companion[]; readonly leftOut: readonly Skipped[] }> {
  const leftOut: Skipped[] = []
  const placed = new Map<string, Companion>()
  for (const companion of all) {
    const places = placesOf(companion.file)
    const first = places.map((place) => placed.get(place)).find((it) => it !== undefined)
    const fault = await faultOf(companion, commands, first)
    if (fault !== undefined) leftOut.push({ path: companion.path, reason: fault })
    else if (first === undefined) for (const place of places) placed.set(place, companion)
  }
  return { companions: [...new Set(placed.values())], leftOut }
}

/** Where it goes in any format: two that go to one place are one, or cannot both be packaged. */
function placesOf(file: FileKind): readonly string[] {
  return (['deb', 'rpm'] as const).flatMap((format) => {
    const place = placeOf(file, format, 'package')
    return place === undefined ? [] : [`${format} ${place.path}`]
  })
}

async function faultOf(
  { file, content }: Companion,
  commands: ReadonlyMap<string, string>,
  first: Companion | undefined,
): Promise<string | undefined> {
  if (file.kind === 'completion' && commands.get(file.command) !== file.command)
    return `a completion of ${file.command}, which the package does not have${calledOtherwise(file.command, commands)}`
  const stranger = missingProgram(programsOf(file), commands)
  if (stranger !== undefined)
    return `a ${file.kind === 'dbus' ? 'service of D-Bus' : 'unit'} that runs ${stranger}${calledOtherwise(stranger, commands)}`
  if (first === undefined) return undefined
  const [left, right] = await Promise.all([content, first.content].map((it) => digestOf(it, 'sha256')))
  return left === right ? undefined : `of other content than ${first.path}, which goes to the same place`
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
