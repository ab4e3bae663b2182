import { LIMITS } from './limits.ts'

/**
 * What kind of thing went wrong; closed, so that callers can decide by it.
 *
 * - `INPUT`: an input of the action or a flag of the command line is wrong
 * - `ARTIFACT`: a file that should become a package cannot
 * - `PACKAGE`: a package, or a description of one, breaks a rule of its format
 * - `KEY`: an OpenPGP key cannot be used
 * - `SIGNATURE`: a signature is missing, bad, or by an unknown key
 * - `INTEGRITY`: stored bytes are not what signed metadata says
 * - `CONFLICT`: a published name, version and architecture with other content
 * - `LIMIT`: something is larger than what this program or the store takes
 * - `DENIED`: the store refuses the credentials, or the bucket does not exist; GitHub refuses its token
 * - `STORE`: the store failed, cannot be reached, or ignores conditions
 * - `GITHUB`: GitHub failed, cannot be reached, or takes no more requests
 * - `CONTENTION`: other publishers were always faster, until time was up
 * - `CLIENT`: what is published does not reach clients as it was written, or cannot be installed
 * - `CANCELLED`: a signal ended the run
 */
export type ErrorCode =
  | 'INPUT'
  | 'ARTIFACT'
  | 'PACKAGE'
  | 'KEY'
  | 'SIGNATURE'
  | 'INTEGRITY'
  | 'CONFLICT'
  | 'LIMIT'
  | 'DENIED'
  | 'STORE'
  | 'GITHUB'
  | 'CONTENTION'
  | 'CLIENT'
  | 'CANCELLED'

/** A place in a text that a user wrote. */
export interface Place {
  /** As messages and annotations name it: relative to the folder of the run. */
  readonly file: string
  /** From 1, as editors count. */
  readonly line: number
  readonly column: number
}

/** One of several things that are wrong in a text. */
export interface Fault {
  readonly message: string
  readonly place: Place
}

/** What makes a line long is what it quotes: its beginning stays, and its end, which says what to do. */
function shortened(message: string): string {
  const { messageLineChars, messageLineEndChars } = LIMITS
  const startChars = messageLineChars - messageLineEndChars - 1
  const lines = message.split('\n').map((line) => {
    if (line.length <= messageLineChars) return line
    return `${line.slice(0, startChars)}…${line.slice(-messageLineEndChars)}`
  })
  return lines.join('\n')
}

/** The one error of this program. Its message says what was seen, where, and what to do; its lines have a bound. */
export class PublishError extends Error {
  readonly code: ErrorCode
  /** What is wrong where in a text; empty where it is no text that is wrong. The message says all of it too. */
  readonly faults: readonly Fault[]

  constructor(code: ErrorCode, message: string, options?: { cause?: unknown; faults?: readonly Fault[] }) {
    super(shortened(message), options)
    this.name = 'PublishError'
    this.code = code
    this.faults = (options?.faults ?? []).map((it) => ({ ...it, message: shortened(it.message) }))
  }
}

/** An error of code `INPUT` that says each fault on a line of its own, after its place. */
export function faulty(faults: readonly Fault[]): PublishError {
  const lines = faults.map(({ message, place }) => `${placeText(place)}: ${message}`)
  return new PublishError('INPUT', lines.join('\n'), { faults })
}

/** As compilers write it, so that terminals and editors find it: `nfpm.yaml:3:1`. */
export function placeText({ file, line, column }: Place): string {
  return `${file}:${line}:${column}`
}
