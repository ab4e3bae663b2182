/** A repository as GitHub describes it. Undefined: it does not say; empty: there is none. */
export interface RepositoryRecord {
  /** One line. */
  readonly description: string | undefined
  /** An http or https URL. */
  readonly homepage: string | undefined
  /** An SPDX identifier. */
  readonly license: string | undefined
}

/** Reads GitHub's description of a repository, of the API or of an event; both have the same form. */
export function repositoryRecord(data: object): RepositoryRecord {
  const { description, homepage, license } = data as Readonly<Record<string, unknown>>
  return {
    description: told(description, oneLine),
    homepage: told(homepage, webPage),
    license: told(license, identifier),
  }
}

function told(value: unknown, read: (value: unknown) => string): string | undefined {
  return value === undefined ? undefined : read(value)
}

/** People write it: whatever would end a line or is no character becomes a space. */
function oneLine(value: unknown): string {
  if (typeof value !== 'string') return ''
  return value
    .toWellFormed()
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\uFFFD\s]+/gu, ' ')
    .trim()
}

/** GitHub takes any text there. */
function webPage(value: unknown): string {
  const text = typeof value === 'string' ? value.trim() : ''
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.username !== '') return ''
  return /^[\u0021-\u007e]+$/.test(text) ? text : url.href
}

/** NOASSERTION: a licence that GitHub does not know. SPDX 2.3, annex D.2: letters, digits, `-` and `.`, here with `+`. */
function identifier(value: unknown): string {
  const id: unknown = (value as { readonly spdx_id?: unknown } | null)?.spdx_id
  const isKnown = typeof id === 'string' && /^[A-Za-z0-9][A-Za-z0-9.+-]{0,63}$/.test(id)
  return isKnown && id !== 'NOASSERTION' && id !== 'NONE' ? id : ''
}
