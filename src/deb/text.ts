import { PublishError } from '../errors.ts'
import type { PackageDescription } from '../recipe/description.ts'
import { quoted } from '../words.ts'

/**
 * Checks what goes into stanzas, changelog and copyright file: lines where they have lines, and no character that is
 * none.
 *
 * @throws PublishError `PACKAGE`
 */
export function assertText(description: PackageDescription): void {
  for (const input of ['maintainer', 'homepage', 'license'] as const) {
    const text = description[input]
    const isLine = text === undefined || (isText(text) && !/[\n\t]/.test(text))
    if (!isLine) throw new PublishError('PACKAGE', `${input}: ${quoted(text)} is no line of text; write one`)
  }
  assertLines('description', description.description)
  const { templates, rules } = description.deb ?? {}
  if (templates !== undefined) assertLines('templates', templates)
  if (rules !== undefined) assertLines('rules', rules)
}

function assertLines(input: string, text: string): void {
  if (!isText(text)) throw new PublishError('PACKAGE', `${input}: ${quoted(text)} is no text; write some`)
}

function isText(text: string): boolean {
  return text.trim() !== '' && text.isWellFormed() && !/[^\P{Cc}\n\t]/u.test(text)
}
