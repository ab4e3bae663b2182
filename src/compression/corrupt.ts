import { type ErrorCode, PublishError } from '../errors.ts'

/** What compressed bytes are, for messages, and the code of the error where they are damaged. */
export interface Origin {
  readonly source: string
  readonly code: ErrorCode
}

/** Compressed bytes that cannot be read. */
export function corrupt(origin: Origin, form: string, detail: string, cause?: unknown): PublishError {
  return new PublishError(
    origin.code,
    `${origin.source} is no intact ${form} stream: ${detail}. Get or build it again.`,
    { cause },
  )
}

/** What the libraries of node:zlib said. */
export function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause)
}
