import { shellWord } from '../shell-word.ts'

/** A function that calls the one that it is given for each row, with its values. */
export function callsOf(name: string, rows: readonly (readonly string[])[]): readonly string[] {
  const calls = rows.map((values) => `  "$1" ${values.map(shellWord).join(' ')}`)
  return [`${name}() {`, ...(calls.length === 0 ? ['  :'] : calls), '}', '']
}

/** A command that prints lines, whatever is in them. */
export function printed(lines: readonly string[]): string {
  return `printf '%s\\n' ${(lines.length === 0 ? [''] : lines).map(shellWord).join(' ')}`
}
