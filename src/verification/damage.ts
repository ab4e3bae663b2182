import { type ErrorCode, PublishError } from '../errors.ts'

/** What is wrong with stored bytes; the other codes are about the store, the inputs or the run. */
const DAMAGE: ReadonlySet<ErrorCode> = new Set(['SIGNATURE', 'INTEGRITY', 'PACKAGE', 'LIMIT', 'KEY'])

/** What could be read, or why it cannot be. Everything but damage is thrown. */
export type Reading<T> =
  { readonly kind: 'read'; readonly value: T } | { readonly kind: 'damaged'; readonly error: PublishError }

export async function reading<T>(work: () => Promise<T>): Promise<Reading<T>> {
  try {
    return { kind: 'read', value: await work() }
  } catch (error) {
    if (error instanceof PublishError && DAMAGE.has(error.code)) return { kind: 'damaged', error }
    throw error
  }
}
