import { byteSource } from '../compression/byte-source.ts'
import { gunzipped } from '../compression/gzip.ts'
import { contentOf } from '../content.ts'
import { PublishError } from '../errors.ts'
import { LIMITS } from '../limits.ts'
import type { FileKind, Unplaced } from '../recipe/placement/kind.ts'
import { unplaced } from '../recipe/placement/kind.ts'
import type { KnownFile } from '../recipe/placement/kind.ts'
import { UNKNOWN_KIND, recognise } from '../recipe/placement/recognise.ts'

/** A file that comes with executables and is packaged with them. */
export interface Companion extends KnownFile {
  /** For messages; in an archive `ARCHIVE: MEMBER`. */
  readonly path: string
  /** The archive that it came in; undefined for a file of its own, which goes with all executables. */
  readonly container: string | undefined
  /** What it named elsewhere than the package has it, and names there now. */
  readonly moved?: readonly { readonly from: string; readonly to: string }[]
}

/** What a file is where its path begins at the top of the release, and where at the folder below. */
export interface Verdicts {
  readonly atTop: FileKind | Unplaced
  readonly below: FileKind | Unplaced
}

/** A file read to see what it is. */
interface Candidate {
  readonly verdicts: Verdicts
  /** Undefined where there is nothing to keep, as it is not packaged anyway. */
  readonly bytes: Buffer | undefined
}

const GZIP_MAGIC = Buffer.from('1f8b08', 'hex')

/**
 * Reads as much of a file as it takes to know what it is, and all of it where it may be packaged. What was compressed
 * with gzip for itself is decompressed: each format has its own idea of what is compressed.
 *
 * @param path normalised, in its release
 * @param head its first bytes, up to LIMITS.documentHeadBytes
 * @param rest what follows, read as far as LIMITS.documentBytes
 */
export async function readCandidate(
  path: string,
  head: Buffer,
  rest: (limitBytes: number) => Promise<Buffer>,
): Promise<Candidate> {
  const isGzip = path.endsWith('.gz') && head.subarray(0, GZIP_MAGIC.length).equals(GZIP_MAGIC)
  if (!isGzip && !isPlaced(verdictsOf(path, head))) return kept(path, head)
  const bytes = Buffer.concat([head, await rest(LIMITS.documentBytes + 1 - head.length)])
  if (!isGzip) return kept(path, bytes)
  const plain = bytes.length > LIMITS.documentBytes ? undefined : await decompressedBytes(bytes)
  return plain === undefined ? nothing(UNKNOWN_KIND) : kept(path.slice(0, -'.gz'.length), plain)
}

function kept(path: string, bytes: Buffer): Candidate {
  const verdicts = verdictsOf(path, bytes)
  if (!isPlaced(verdicts)) return { verdicts, bytes: undefined }
  return bytes.length > LIMITS.documentBytes
    ? nothing(`a file of more than ${LIMITS.documentBytes} bytes`)
    : { verdicts, bytes }
}

function nothing(reason: string): Candidate {
  return { verdicts: { atTop: unplaced(reason), below: unplaced(reason) }, bytes: undefined }
}

function verdictsOf(path: string, head: Buffer): Verdicts {
  const atTop = recognise(path, head)
  const slash = path.indexOf('/')
  return { atTop, below: slash < 0 ? atTop : recognise(path.slice(slash + 1), head) }
}

function isPlaced({ atTop, below }: Verdicts): boolean {
  return atTop.kind !== 'unplaced' || below.kind !== 'unplaced'
}

/** Undefined for what is damaged: nobody said that it is to be packaged. */
async function decompressedBytes(bytes: Buffer): Promise<Buffer | undefined> {
  const origin = { source: 'A file', code: 'ARTIFACT' } as const
  const plain = byteSource(gunzipped(contentOf(bytes).read(), origin))
  try {
    return await plain.upTo(LIMITS.documentBytes + 1)
  } catch (error) {
    if (error instanceof PublishError) return undefined
    throw error
  } finally {
    await plain.close()
  }
}
