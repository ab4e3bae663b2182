import { createHash } from 'node:crypto'
import { PublishError } from './errors.ts'

/** Bytes that can be read again and again, in part or whole, wherever they lie. */
export interface Content {
  readonly sizeBytes: number
  /** The bytes from `start` (default 0) up to, not including, `end` (default the size). */
  read(start?: number, end?: number): AsyncIterable<Uint8Array>
}

/** Takes a stream in and gives it back as content: where large intermediate results go. */
export type Scratch = (chunks: AsyncIterable<Uint8Array>) => Promise<Content>

/** Content that lies in memory. */
export function contentOf(bytes: Uint8Array): Content {
  return {
    sizeBytes: bytes.length,
    async *read(start = 0, end = bytes.length) {
      if (start < end) yield bytes.subarray(start, end)
    },
  }
}

/** A scratch that keeps everything in memory: for small things and tests. */
export const memoryScratch: Scratch = async (chunks) => {
  const parts: Uint8Array[] = []
  for await (const chunk of chunks) parts.push(chunk)
  return contentOf(Buffer.concat(parts))
}

/** The bytes from `start` to `end` of another content, as a content of their own. */
export function sliceOf(content: Content, start: number, end: number): Content {
  return {
    sizeBytes: end - start,
    read: (from = 0, to = end - start) => content.read(start + from, start + Math.min(to, end - start)),
  }
}

/** Several contents, one after the other. */
export function joined(parts: readonly Content[]): Content {
  const sizeBytes = parts.reduce((sum, part) => sum + part.sizeBytes, 0)
  return {
    sizeBytes,
    async *read(start = 0, end = sizeBytes) {
      let offset = 0
      for (const part of parts) {
        const from = Math.max(start - offset, 0)
        const to = Math.min(end - offset, part.sizeBytes)
        if (from < to) yield* part.read(from, to)
        offset += part.sizeBytes
      }
    },
  }
}

/**
 * The bytes of a content, or of a part of it, in memory.
 *
 * @throws PublishError `LIMIT` where they are more than `limitBytes`; `what` names them in the message
 */
export async function bytesOf(content: Content, limitBytes: number, what: string): Promise<Buffer> {
  if (content.sizeBytes > limitBytes) {
    throw new PublishError('LIMIT', `${what} has ${content.sizeBytes} bytes; at most ${limitBytes} are read`)
  }
  return Buffer.concat(await Array.fromAsync(content.read()))
}

/** The lower-case hex digest of a content, read once. */
export async function digestOf(content: Content, algorithm: 'sha256' | 'sha1' | 'md5'): Promise<string> {
  const hash = createHash(algorithm)
  for await (const chunk of content.read()) hash.update(chunk)
  return hash.digest('hex')
}

/** The lower-case hex SHA-256 of bytes in memory. */
export function sha256(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex')
}
