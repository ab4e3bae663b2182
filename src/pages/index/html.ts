/** Markup that is safe to be part of a page. */
export interface Html {
  readonly markup: string
}

type Part = string | number | Html | readonly Html[]

/**
 * Markup as it stands in the program, with values in it: whatever is not markup itself is text, and escaped. Not named
 * as the tools that format such texts expect: the policy of the page counts on every byte.
 */
export function markup(parts: TemplateStringsArray, ...values: readonly Part[]): Html {
  const texts = parts.map((part, at) => part + (at < values.length ? markupOf(values[at] ?? '') : ''))
  return { markup: texts.join('') }
}

export const NOTHING: Html = { markup: '' }

/** Markup that was made without `markup`, by a part of this program alone. */
export function trustedMarkup(text: string): Html {
  return { markup: text }
}

function markupOf(part: Part): string {
  if (typeof part === 'string' || typeof part === 'number') return escapeHtml(String(part))
  return 'markup' in part ? part.markup : part.map((each) => each.markup).join('')
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? '')
}
