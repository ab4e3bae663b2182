import { type Hash, createHash } from 'node:crypto'
import { compressed, type WrittenCompression, writtenCompression } from '../compression/compress.ts'
import { type Content, type Scratch, contentOf } from '../content.ts'
import { PublishError } from '../errors.ts'
import { LIMITS } from '../limits.ts'
import type { PackageDescription, PackagedEntry } from '../recipe/description.ts'
import { arArchive } from './ar.ts'
import { controlArchive } from './control-archive.ts'
import { controlStanza } from './control.ts'
import { documentationOf } from './documentation.ts'
import { printStanza } from './stanza.ts'
import { tarArchive } from './tar.ts'
import { assertText } from './text.ts'
import { packagedTree } from './tree.ts'

const FORMAT_VERSION = '2.0\n'
/** What the digits of a tar header hold. */
const TIME_LIMIT_SECONDS = 2 ** 33
/** Of the control archive, whatever the data have: every dpkg and every tool reads it. */
const CONTROL_COMPRESSION = { name: 'gzip', level: 6 } as const
/** deb(5) */
const DATA_NAMES: Readonly<Record<WrittenCompression['name'], string>> = {
  gzip: 'data.tar.gz',
  xz: 'data.tar.xz',
  zstd: 'data.tar.zst',
  none: 'data.tar',
}

/**
 * Builds a .deb: deb(5), with control.tar.gz and data.tar.gz, or data.tar in another form that was asked for. The same
 * description gives the same bytes.
 *
 * @param scratch holds the compressed members; nothing grows in memory with the size of a file
 * @throws PublishError `PACKAGE` where the description has what Debian cannot say or hold, `ARTIFACT` where a file
 *   changes meanwhile, `LIMIT` where the package is larger than what the store takes
 */
export async function buildDeb(description: PackageDescription, scratch: Scratch): Promise<Content> {
  const { name, timeSeconds } = description
  assertText(description)
  assertTime(timeSeconds)
  const compression = writtenCompression(description.deb?.compression)
  const entries = [...description.entries, ...(await documentationOf(description))]
  const tree = packagedTree(entries)
  const control = printStanza(controlStanza(description, tree), 'The description')
  const digests = new Map<string, Hash>()
  const pack = (files: readonly PackagedEntry[], form: WrittenCompression) =>
    scratch(compressed(tarArchive(files, timeSeconds), form))
  const data = await pack(digesting(tree, digests), compression)
  const controlFiles = controlArchive(description, control, tree, digests)
  const members = [
    { name: 'debian-binary', content: contentOf(Buffer.from(FORMAT_VERSION)) },
    { name: 'control.tar.gz', content: await pack(controlFiles, CONTROL_COMPRESSION) },
    { name: DATA_NAMES[compression.name], content: data },
  ]
  const deb = arArchive(members, timeSeconds)
  if (deb.sizeBytes <= LIMITS.packageBytes) return deb
  throw new PublishError(
    'LIMIT',
    `The .deb of ${name} has ${deb.sizeBytes} bytes; the store takes ${LIMITS.packageBytes}. Split the package.`,
  )
}

/** The same tree; each file that is read leaves its MD5 in `digests`, so that it is read but once. */
function digesting(tree: readonly PackagedEntry[], digests: Map<string, Hash>): readonly PackagedEntry[] {
  return tree.map((entry) => {
    if (entry.type !== 'file') return entry
    const { path, content } = entry
    async function* read(): AsyncGenerator<Uint8Array> {
      const hash = createHash('md5')
      digests.set(path, hash)
      for await (const chunk of content.read()) {
        hash.update(chunk)
        yield chunk
      }
    }
    return { ...entry, content: { sizeBytes: content.sizeBytes, read } }
  })
}

function assertTime(timeSeconds: number): void {
  if (Number.isInteger(timeSeconds) && timeSeconds >= 0 && timeSeconds < TIME_LIMIT_SECONDS) return
  throw new PublishError(
    'PACKAGE',
    `The time of the package is ${timeSeconds}; whole seconds since 1970 are needed.`,
  )
}
