import { type FileHandle, open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { evenChunks } from './compression/byte-source.ts'
import type { Content, Scratch } from './content.ts'
import { PublishError } from './errors.ts'

/** One read or write of the file system; larger ones are not faster. */
const CHUNK_BYTES = 256 * 1024

/**
 * A regular file as content: opened for each read, so that nothing has to be closed, and read in part without what
 * lies before.
 *
 * @param path for the file system and for messages
 * @throws PublishError `ARTIFACT` where it is no regular file or cannot be read; when it is read, also where its size
 *   is no longer what it was here
 */
export async function fileContent(path: string): Promise<Content> {
  const sizeBytes = await opened(path, sizeOf(path))
  return { sizeBytes, read: (start = 0, end = sizeBytes) => rangeOf(path, sizeBytes, start, end) }
}

/**
 * A scratch that writes a file of its own for each stream into `directory`, which the caller makes, and removes when
 * all contents were read.
 *
 * @throws PublishError `LIMIT` where a file cannot be written; what fails in the stream comes out as it is
 */
export function fileScratch(directory: string): Scratch {
  let count = 0
  return async (chunks) => {
    const path = join(directory, `scratch-${(count += 1)}`)
    await writeStream(path, chunks)
    return fileContent(path)
  }
}

function sizeOf(path: string): (handle: FileHandle) => Promise<number> {
  return async (handle) => {
    const stats = await handle.stat()
    if (!stats.isFile()) throw new PublishError('ARTIFACT', `${path} is no regular file; name a file`)
    return stats.size
  }
}

async function opened<T>(path: string, use: (handle: FileHandle) => Promise<T>): Promise<T> {
  const handle = await openForReading(path)
  try {
    return await use(handle)
  } finally {
    await handle.close()
  }
}

async function* rangeOf(
  path: string,
  sizeBytes: number,
  start: number,
  end: number,
): AsyncGenerator<Uint8Array> {
  if (start >= end) return
  const handle = await openForReading(path)
  try {
    const nowBytes = (await handle.stat()).size
    if (nowBytes !== sizeBytes) throw changed(path, sizeBytes, `${nowBytes}`)
    for (let position = start; position < end;) {
      const chunk = Buffer.allocUnsafe(Math.min(CHUNK_BYTES, end - position))
      const { bytesRead } = await handle.read(chunk, 0, chunk.length, position)
      if (bytesRead === 0) throw changed(path, sizeBytes, `only ${position}`)
      position += bytesRead
      yield chunk.subarray(0, bytesRead)
    }
  } finally {
    await handle.close()
  }
}

async function openForReading(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r')
  } catch (cause) {
    throw new PublishError('ARTIFACT', `${path} cannot be read: ${messageOf(cause)}`, { cause })
  }
}

function changed(path: string, sizeBytes: number, now: string): PublishError {
  return new PublishError(
    'ARTIFACT',
    `${path} had ${sizeBytes} bytes and now has ${now}: something writes to it. Publish it when it is finished.`,
  )
}

async function writeStream(path: string, chunks: AsyncIterable<Uint8Array>): Promise<void> {
  // Never a file that is there: nobody else's file is followed or overwritten.
  const handle = await writing(path, open(path, 'wx', 0o600))
  try {
    for await (const chunk of evenChunks(chunks, CHUNK_BYTES)) await writing(path, handle.writeFile(chunk))
  } catch (error) {
    await handle.close()
    await rm(path, { force: true })
    throw error
  }
  await writing(path, handle.close())
}

async function writing<T>(path: string, work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (cause) {
    throw new PublishError('LIMIT', `The temporary file ${path} cannot be written: ${messageOf(cause)}`, {
      cause,
    })
  }
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause)
}
