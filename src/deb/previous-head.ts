import type { Release } from './release.ts'
import { type Stanza, field } from './stanza.ts'

/**
 * A field of our own: the ID of the head that this one replaced. It is signed with the rest, and tells heads that were
 * in force from copies of heads that never came to be.
 */
const NAME = 'X-Previous-Head'

/** The ID of the head before, as the head says; undefined where it says none. */
export function previousHead(release: Release): string | undefined {
  return field(release.fields, NAME)?.trim()
}

export function previousHeadField(previous: string | undefined): Stanza {
  return previous === undefined ? [] : [{ name: NAME, value: previous }]
}

export function withoutPreviousHead(fields: Stanza): Stanza {
  return fields.filter(({ name }) => name.toLowerCase() !== NAME.toLowerCase())
}
