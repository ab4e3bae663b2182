import { createHash } from 'node:crypto'
import { type WrittenCompression, compressed } from '../compression/compress.ts'
import { contentOf } from '../content.ts'
import type { Content, Scratch } from '../content.ts'
import { PublishError } from '../errors.ts'
import type { PackagedFile } from '../recipe/description.ts'
import { ownershipOf } from '../recipe/ownership.ts'
import { cpioArchive } from './cpio.ts'
import type { CpioForm, CpioMember } from './cpio.ts'
import { COLOR_BYTES, colorOf } from './file-color.ts'
import { LARGE_FILE_BYTES, fileSize, modeOf } from './files.ts'
import { type PackedFile, type RpmFile, isExecutable } from './file.ts'

/** The files of a package, packed. Digests are lower-case hex SHA-256. */
export interface Payload {
  readonly content: Content
  readonly sha256: string
  /** Before compression. */
  readonly unpacked: { readonly sizeBytes: number; readonly sha256: string }
  /** By path, of every file that is one. */
  readonly files: ReadonlyMap<string, PackedFile>
}

/** Whether a file is so large that only rpm's own form of cpio can say it. */
export function payloadForm(files: readonly RpmFile[]): CpioForm {
  return files.some((entry) => fileSize(entry) >= LARGE_FILE_BYTES) ? 'stripped' : 'newc'
}

/**
 * Packs files: every byte is read, hashed, compressed and written once.
 *
 * @param files in the order of the header; of ghosts nothing is packed
 * @param timeSeconds of every file that has none of its own
 * @throws PublishError `ARTIFACT` where a file has other bytes than its size says
 */
export async function buildPayload(
  files: readonly RpmFile[],
  timeSeconds: number,
  compression: WrittenCompression,
  scratch: Scratch,
): Promise<Payload> {
  const packedFiles = new Map<string, PackedFile>()
  const members = files.flatMap((entry, position): readonly CpioMember[] => {
    if (entry.type === 'ghost') return []
    const content = contentOfEntry(entry, (file) => packedFiles.set(entry.path, file))
    const { mtimeSeconds } = ownershipOf(entry, timeSeconds)
    return [{ name: `.${entry.path}`, mode: modeOf(entry), mtimeSeconds, content, position }]
  })
  const unpacked = meter()
  const packed = meter()
  const archive = unpacked.pass(cpioArchive(members, payloadForm(files)))
  const content = await scratch(packed.pass(compressed(archive, compression)))
  return { content, sha256: packed.result().sha256, unpacked: unpacked.result(), files: packedFiles }
}

function contentOfEntry(
  entry: Exclude<RpmFile, { type: 'ghost' }>,
  onEnd: (file: PackedFile) => void,
): Content {
  if (entry.type === 'directory') return contentOf(Buffer.alloc(0))
  if (entry.type === 'symlink') return contentOf(Buffer.from(entry.target))
  return { sizeBytes: entry.content.sizeBytes, read: () => readWhole(entry, onEnd) }
}

async function* readWhole(
  entry: PackagedFile,
  onEnd: (file: PackedFile) => void,
): AsyncGenerator<Uint8Array> {
  const { path, content } = entry
  const file = meter()
  let head = Buffer.alloc(0)
  for await (const chunk of file.pass(content.read())) {
    if (head.length < COLOR_BYTES) head = Buffer.concat([head, chunk.subarray(0, COLOR_BYTES - head.length)])
    yield chunk
  }
  const { sizeBytes, sha256 } = file.result()
  if (sizeBytes !== content.sizeBytes) {
    const sizes = `${content.sizeBytes} bytes were announced, ${sizeBytes} read`
    throw new PublishError('ARTIFACT', `${path} changed while it was packed: ${sizes}; run the step again`)
  }
  onEnd({ sha256, color: isExecutable(entry) ? colorOf(head) : 0 })
}

/** Counts and hashes what passes. */
function meter() {
  const hash = createHash('sha256')
  let sizeBytes = 0
  return {
    async *pass(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
      for await (const chunk of chunks) {
        hash.update(chunk)
        sizeBytes += chunk.length
        yield chunk
      }
    },
    result: () => ({ sizeBytes, sha256: hash.digest('hex') }),
  }
}
