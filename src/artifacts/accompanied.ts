import { digestOf } from '../content.ts'
import type { FileKind } from '../recipe/placement/kind.ts'
import { placeOf } from '../recipe/placement/place.ts'
import type { Companion } from './companion.ts'
import type { ExecutableGroup } from './executables.ts'
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

/**
 * Gives each group of executables the files that came with them: those of their archives, and those that lie in no
 * archive, which go with all.
 */
export async function accompanied(
  groups: readonly ExecutableGroup[],
  companions: readonly Companion[],
): Promise<Accompanied> {
  const all = await Promise.all(groups.map((group) => companionsOf(group, companions)))
  const leftOut = all.flatMap((it) => it.leftOut)
  const isFirst = ({ path, reason }: Skipped, index: number) =>
    leftOut.findIndex((other) => other.path === path && other.reason === reason) === index
  return {
    groups: groups.map((group, index) => ({ ...group, companions: all[index]?.companions ?? [] })),
    leftOut: leftOut.filter(isFirst),
  }
}

async function companionsOf(
  group: ExecutableGroup,
  all: readonly Companion[],
): Promise<{ readonly companions: readonly Companion[]; readonly leftOut: readonly Skipped[] }> {
  const leftOut: Skipped[] = []
  const placed = new Map<string, Companion>()
  for (const companion of all) {
    const { container, path, file } = companion
    if (container !== undefined && !group.containers.has(container)) continue
    const places = placesOf(file)
    const first = places.map((place) => placed.get(place)).find((it) => it !== undefined)
    const fault = await faultOf(companion, group, first)
    if (fault !== undefined) leftOut.push({ path, reason: fault })
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
  { commands }: ExecutableGroup,
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

/** What systemd or D-Bus would start. */
function programsOf(file: FileKind): readonly string[] {
  if (file.kind === 'unit') return file.unit.programs
  return file.kind === 'dropIn' || file.kind === 'dbus' ? file.programs : []
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
