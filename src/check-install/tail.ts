import { stripVTControlCharacters } from 'node:util'

/** The end of what a program says, however much that is. */
export interface Tail {
  readonly add: (chunk: Uint8Array) => void
  readonly text: () => string
}

export function tailOf(limitBytes: number): Tail {
  const chunks: Uint8Array[] = []
  let sizeBytes = 0
  return {
    add: (chunk) => {
      chunks.push(chunk)
      sizeBytes += chunk.length
      while (sizeBytes - (chunks[0]?.length ?? sizeBytes) >= limitBytes)
        sizeBytes -= chunks.shift()?.length ?? 0
    },
    text: () => Buffer.concat(chunks).subarray(-limitBytes).toString('utf8'),
  }
}

/** The lines of a log, as they can be printed: without the control characters of progress bars and colours. */
export function linesOf(text: string): readonly string[] {
  return stripVTControlCharacters(text)
    .split(/\r\n|\n|\r/)
    .map((line) => line.replaceAll(/\p{Cc}/gu, ' ').trimEnd())
    .filter((line) => line !== '')
}
