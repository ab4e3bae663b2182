/** A stream of bytes that is read in pieces of our own size. */
export interface ByteSource {
  /** How many bytes were taken so far. */
  readonly offset: number
  /** Whether nothing is left. */
  atEnd(): Promise<boolean>
  /** The next bytes, as many as come at once: at least one, at most `limitBytes`; none at the end. */
  some(limitBytes: number): Promise<Buffer>
  /** The next `sizeBytes` bytes, or fewer where the stream ends before. */
  upTo(sizeBytes: number): Promise<Buffer>
  /** Tells the stream that no more is wanted. */
  close(): Promise<void>
}

/** Reads a stream in pieces; what fails in the stream fails here, as it is. */
export function byteSource(chunks: AsyncIterable<Uint8Array>): ByteSource {
  const iterator = chunks[Symbol.asyncIterator]()
  let rest: Buffer = Buffer.alloc(0)
  let offset = 0

  async function atEnd(): Promise<boolean> {
    while (rest.length === 0) {
      const next = await iterator.next()
      if (next.done === true) return true
      rest = asBuffer(next.value)
    }
    return false
  }

  async function some(limitBytes: number): Promise<Buffer> {
    if (limitBytes === 0 || (await atEnd())) return Buffer.alloc(0)
    const taken = rest.subarray(0, limitBytes)
    rest = rest.subarray(taken.length)
    offset += taken.length
    return taken
  }

  async function upTo(sizeBytes: number): Promise<Buffer> {
    const parts: Buffer[] = []
    let missing = sizeBytes
    while (missing > 0) {
      const part = await some(missing)
      if (part.length === 0) break
      parts.push(part)
      missing -= part.length
    }
    return parts.length === 1 ? (parts[0] ?? rest) : Buffer.concat(parts)
  }

  return {
    get offset() {
      return offset
    },
    atEnd,
    some,
    upTo,
    close: async () => {
      await iterator.return?.()
    },
  }
}

/** The same bytes as chunks of `sizeBytes` each, the last one shorter. */
export async function* evenChunks(
  chunks: AsyncIterable<Uint8Array>,
  sizeBytes: number,
): AsyncGenerator<Buffer> {
  let batch = Buffer.allocUnsafe(sizeBytes)
  let filled = 0
  for await (const chunk of chunks) {
    const bytes = asBuffer(chunk)
    for (let start = 0; start < bytes.length;) {
      const copied = bytes.copy(batch, filled, start)
      start += copied
      filled += copied
      if (filled < sizeBytes) continue
      yield batch
      batch = Buffer.allocUnsafe(sizeBytes)
      filled = 0
    }
  }
  if (filled > 0) yield batch.subarray(0, filled)
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
