import { type Content, bytesOf, sliceOf } from '../content.ts'

/** As much of a first line as Linux looks at: `BINPRM_BUF_SIZE`. */
const LINE_BYTES = 256
const PROGRAM = '(?<program>/[A-Za-z0-9._+@~/-]+)(?=[ \\t\\r\\n])'
/** A program, and what `env` is told to run by its path: script.req of rpm. */
const FORMS: readonly RegExp[] = [
  new RegExp(`^#![ \\t]*${PROGRAM}`),
  new RegExp(`^#![ \\t]*[^ \\t\\n]*/bin/env[ \\t]+${PROGRAM}`),
]

/**
 * The programs that run a script, as its first line names them; none for what is no script.
 *
 * @param source names the script in errors
 */
export async function interpretersOf(content: Content, source: string): Promise<readonly string[]> {
  const head = sliceOf(content, 0, Math.min(LINE_BYTES, content.sizeBytes))
  const text = (await bytesOf(head, LINE_BYTES, source)).toString('latin1')
  // A name that is cut off is none.
  const line = content.sizeBytes < LINE_BYTES ? `${text}\n` : text
  return FORMS.flatMap((form) => form.exec(line)?.groups?.['program'] ?? [])
}
