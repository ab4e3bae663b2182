import { type FileKind, programsOf } from '../recipe/placement/kind.ts'
import { commandName } from './command-name.ts'
import type { ExecutableLink } from './executable.ts'
import { type ExecutableGroup, type GroupingOptions, commandPath, isCommand } from './executables.ts'
import type { Skipped } from './skipped.ts'

/** Of the manual: what users and administrators run. */
const COMMAND_SECTIONS = /^[168]$/

/** Further names of executables, each with the command that it stands for. */
export interface Aliases {
  readonly names: ReadonlyMap<string, string>
  readonly leftOut: readonly Skipped[]
}

/**
 * What the executables of a group are called besides: links of their archives, and the name that a lone executable has
 * there, if its manual, its completions or its units call it so.
 *
 * @param files what goes into the package
 */
export function aliasesOf(
  group: ExecutableGroup,
  links: readonly ExecutableLink[],
  files: readonly FileKind[],
  options: GroupingOptions,
): Aliases {
  const names = new Map(ownNames(group, files).map((name) => [name, group.commands.get(name) ?? name]))
  const leftOut: Skipped[] = []
  for (const link of links.filter((it) => isOf(it, group, options))) {
    const nameOf = (fileName: string) =>
      commandName(fileName, options.version, [group.arch, link.target.arch])
    const [name, command] = [nameOf(link.fileName), group.commands.get(nameOf(link.target.fileName))]
    if (name === command || (command !== undefined && names.get(name) === command)) continue
    const fault = faultOf(name, names.has(name) || group.commands.get(name) === name, command)
    if (command === undefined || fault !== undefined)
      leftOut.push({ path: link.path, reason: `a link ${fault}` })
    else names.set(name, command)
  }
  return { names, leftOut }
}

function faultOf(name: string, isTaken: boolean, command: string | undefined): string | undefined {
  if (command === undefined) return 'to an executable that is packaged under another name'
  if (isTaken) return `that has the name of the other command ${name}`
  return isCommand(name) ? undefined : 'of a name that no command has'
}

function isOf(
  { container, target }: ExecutableLink,
  group: ExecutableGroup,
  { arch }: GroupingOptions,
): boolean {
  return group.containers.has(container) && (arch ?? target.arch) === group.arch
}

/** Only a lone executable is called otherwise than its file. */
function ownNames({ commands }: ExecutableGroup, files: readonly FileKind[]): readonly string[] {
  return [...commands]
    .filter(
      ([name, command]) => name !== command && isCommand(name) && files.some((file) => tellsOf(file, name)),
    )
    .map(([name]) => name)
}

function tellsOf(file: FileKind, command: string): boolean {
  if (file.kind === 'completion') return file.command === command
  if (file.kind === 'man')
    return file.page === `${command}.${file.section}` && COMMAND_SECTIONS.test(file.section)
  return programsOf(file).includes(commandPath(command))
}
