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
  | 'CANCELLED'

/** The one error of this program. Its message says what was seen, where, and what to do. */
export class PublishError extends Error {
  readonly code: ErrorCode

  constructor(code: ErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.name = 'PublishError'
    this.code = code
  }
}
