import type { FileKind, Shell, Unplaced } from './kind.ts'
import { unplaced } from './kind.ts'
import { type ReleaseFile, folderOf, isBelow } from './release-file.ts'

/** `complete`, `completions`, `shell-completion`, `autocomplete`, `bash_completion.d`, `vendor_completions.d`. */
const FOLDER = /(?:^|[-_])(?:auto-?)?complet(?:e|ions?)(?:\.d)?$/i
/** Folders that systems have for one shell each; whatever else is called as completions are is bash's, see below. */
const SHELL_FOLDERS: readonly (readonly [names: RegExp, shell: Shell])[] = [
  [/^bash$/i, 'bash'],
  [/^(?:zsh|site-functions|vendor-completions)$/i, 'zsh'],
  [/^(?:fish|vendor_completions\.d)$/i, 'fish'],
]
const COMMAND = '(?<command>[A-Za-z0-9][A-Za-z0-9_+.-]*?)'
const WORDS = '(?:[-_.]completions?)?'
const NAMES: readonly (readonly [name: RegExp, shell: Shell])[] = [
  [new RegExp(`^${COMMAND}${WORDS}\\.(?:bash|bash-completion|bash_completion)$`), 'bash'],
  [new RegExp(`^_?${COMMAND}${WORDS}\\.zsh(?:-completion)?$`), 'zsh'],
  [new RegExp(`^${COMMAND}${WORDS}\\.fish$`), 'fish'],
]
const PLAIN_NAME = /^[A-Za-z0-9][A-Za-z0-9_+-]*$/
const UNDERSCORED = /^_(?<command>[A-Za-z0-9][A-Za-z0-9_+-]*)$/
const OTHER_SHELLS = /\.(?:ps1|psm1|powershell|elv|elvish|nu|nushell|ts|xonsh|tcsh|csh)$|_(?:ps1|elv|nu)$/i

/** What a shell's completion has in it, wherever it lies. */
const CONTENT: Readonly<Record<Shell, RegExp>> = {
  bash: /^[ \t]*(?:complete|compopt)[ \t]+-|[;&] *complete[ \t]+-/m,
  // compinit looks for functions in files that begin so: zshcompsys(1).
  zsh: /^#(?:compdef|autoload)\b/,
  fish: /^[ \t]*complete[ \t]/m,
}
const MISSING: Readonly<Record<Shell, string>> = {
  bash: 'no completion of bash, as it has no command complete',
  zsh: 'no completion that zsh loads by itself, as it does not begin with #compdef',
  fish: 'no completion of fish, as it has no command complete',
}

/** A completion, by the words of its name and its folders, and by what its shell asks of it. */
export function recogniseCompletion(file: ReleaseFile): FileKind | Unplaced | undefined {
  const isPlaced = isBelow(file, FOLDER) || shellOfFolder(file) !== undefined
  if (isPlaced && OTHER_SHELLS.test(file.name))
    return unplaced('a completion of a shell for which packages have no place')
  const named = namedCompletion(file, isPlaced)
  if (named === undefined) return undefined
  const { shell, command } = named
  if (file.text !== undefined && CONTENT[shell].test(file.text)) return { kind: 'completion', shell, command }
  return isPlaced ? unplaced(MISSING[shell]) : undefined
}

function namedCompletion(
  file: ReleaseFile,
  isPlaced: boolean,
): { readonly shell: Shell; readonly command: string } | undefined {
  const { name } = file
  for (const [pattern, shell] of NAMES) {
    const command = pattern.exec(name)?.groups?.['command']
    if (command !== undefined) return { shell, command }
  }
  const underscored = UNDERSCORED.exec(name)?.groups?.['command']
  if (underscored !== undefined) return { shell: 'zsh', command: underscored }
  // A bare name says the shell nowhere but in its folder; in one for all shells it is bash's, as eza has it.
  if (!isPlaced || !PLAIN_NAME.test(name)) return undefined
  const shell = shellOfFolder(file) ?? 'bash'
  return shell === 'bash' ? { shell, command: name } : undefined
}

function shellOfFolder(file: ReleaseFile): Shell | undefined {
  const above = folderOf(file) === 'completions' ? (file.folders.at(-2) ?? '') : folderOf(file)
  return SHELL_FOLDERS.find(([names]) => names.test(above))?.[1]
}
