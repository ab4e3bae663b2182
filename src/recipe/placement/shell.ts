import type { Scripts } from '../description.ts'

/** Words of a shell's command, each as it stands. */
export function words(texts: readonly string[]): string {
  return texts.map((text) => `'${text.replaceAll("'", `'\\''`)}'`).join(' ')
}

/** A shell's `if`; nothing where it would do nothing. */
export function when(condition: string, body: readonly string[]): readonly string[] {
  return body.length === 0 ? [] : [`if ${condition}; then`, ...body.map((line) => `  ${line}`), 'fi']
}

/** A script of a moment; none where it would do nothing. */
export function scriptOf(
  moment: keyof Scripts,
  beginning: readonly string[],
  body: readonly string[],
): Scripts {
  return body.length === 0 ? {} : { [moment]: [...beginning, ...body, ''].join('\n') }
}
