import { type ByteSource, byteSource } from '../compression/byte-source.ts'
import { type Content, type Scratch, bytesOf, contentOf, sliceOf } from '../content.ts'
import { LIMITS } from '../limits.ts'
import { type Verdicts, readCandidate } from './companion.ts'
import { ELF_MAGIC } from './elf-layout.ts'
import { readElf } from './elf.ts'
import type { Executable } from './executable.ts'
import { type ArchiveMember, baseName } from './member.ts'
import type { Skipped } from './skipped.ts'

/** What came of a file of an archive. */
export type ReadMember =
  | { readonly kind: 'executable'; readonly executable: Executable }
  /** An ELF file, which is told of by itself. */
  | { readonly kind: 'elf'; readonly skipped: Skipped }
  /** Content where one of the verdicts needs it. */
  | { readonly kind: 'plain'; readonly verdicts: Verdicts; readonly content: Content | undefined }

/**
 * Reads a file as far as it takes to know what it is, and keeps what may be packaged.
 *
 * @param key its normalised path
 */
export async function readMember(
  member: ArchiveMember,
  key: string,
  archive: string,
  scratch: Scratch,
): Promise<ReadMember> {
  const path = `${archive}: ${member.path}`
  const bytes = byteSource(member.content)
  const head = await bytes.upTo(LIMITS.documentHeadBytes)
  if (!head.subarray(0, ELF_MAGIC.length).equals(ELF_MAGIC)) {
    const { verdicts, bytes: kept } = await readCandidate(key, head, (limitBytes) => bytes.upTo(limitBytes))
    await bytes.close()
    return { kind: 'plain', verdicts, content: kept && (await scratch(contentOf(kept).read())) }
  }
  const content = await scratch(followedBy(head, bytes))
  const elf = await readElf(content, path)
  return elf.kind === 'executable'
    ? {
        kind: 'executable',
        executable: { ...elf, path, container: archive, fileName: baseName(member.path), content },
      }
    : { kind: 'elf', skipped: { path, reason: elf.reason } }
}

/**
 * What a file is that is there under another name too.
 *
 * @param key the normalised path of the other name
 * @returns undefined where nothing of it was kept
 */
export async function readAgain(
  key: string,
  targetKey: string,
  { content }: ReadMember & { kind: 'plain' },
): Promise<ReadMember | undefined> {
  if (content === undefined) return undefined
  const headBytes = Math.min(content.sizeBytes, LIMITS.documentHeadBytes)
  const head = await bytesOf(sliceOf(content, 0, headBytes), headBytes, key)
  // What was compressed is kept as it is inside.
  const isGzip = key.endsWith('.gz') && targetKey.endsWith('.gz')
  const { verdicts } = await readCandidate(isGzip ? key.slice(0, -'.gz'.length) : key, head, NO_MORE)
  return { kind: 'plain', verdicts, content }
}

const NO_MORE = () => Promise.resolve(Buffer.alloc(0))

async function* followedBy(head: Buffer, bytes: ByteSource): AsyncGenerator<Uint8Array> {
  yield head
  while (!(await bytes.atEnd())) yield await bytes.some(Infinity)
}
