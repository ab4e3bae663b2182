import { type Hash, createHash } from 'node:crypto'
import { gzipped } from '../compression/gzip.ts'
import { type Content, type Scratch, contentOf } from '../content.ts'
import { PublishError } from '../errors.ts'
import { LIMITS } from '../limits.ts'
import type { PackageDescription, PackagedEntry } from '../recipe/description.ts'
import { arArchive } from './ar.ts'
import { controlStanza } from './control.ts'
import { documentationOf } from './documentation.ts'
import { maintainerScripts } from './scripts.ts'
import { printStanza } from './stanza.ts'
import { tarArchive } from './tar.ts'
import { packagedTree } from './tree.ts'

/** What every dpkg reads. On executables -9 costs four times the time of -6 for a thousandth of the size. */
const GZIP_LEVEL = 6
const FORMAT_VERSION = '2.0\n'
const CONTROL_MODE = 0o644
const SCRIPT_MODE = 0o755
/** What the digits of a tar header hold. */
const TIME_LIMIT_SECONDS = 2 ** 33

/**
 * Builds a .deb: deb(5), with control.tar.gz and data.tar.gz. The same description gives the same bytes.
 *
 * @param scratch holds the compressed members; nothing grows in memory with the size of a file
 * @throws PublishError `PACKAGE` where the description has what Debian cannot say or hold, `ARTIFACT` where a file
 *   changes meanwhile, `LIMIT` where the package is larger than what the store takes
 */
export async function buildDeb(description: PackageDescription, scratch: Scratch): Promise<Content> {
  const { name, timeSeconds } = description
  assertText(description)
  assertTime(timeSeconds)
  const entries = [...description.entries, ...(await documentationOf(description))]
  const tree = packagedTree(entries)
  const control = printStanza(controlStanza(description, tree), 'The description')
  const digests = new Map<string, Hash>()
  const data = await packed(digesting(tree, digests), timeSeconds, scratch)
  const controlFiles = [
    ...controlTree({ control, md5sums: md5sums(digests), conffiles: conffiles(tree) }, CONTROL_MODE),
    ...controlTree(maintainerScripts(description.scripts), SCRIPT_MODE),
  ]
  const members = [
    { name: 'debian-binary', content: contentOf(Buffer.from(FORMAT_VERSION)) },
    { name: 'control.tar.gz', content: await packed(packagedTree(controlFiles), timeSeconds, scratch) },
    { name: 'data.tar.gz', content: data },
  ]
  const deb = arArchive(members, timeSeconds)
  if (deb.sizeBytes <= LIMITS.packageBytes) return deb
  throw new PublishError(
    'LIMIT',
    `The .deb of ${name} has ${deb.sizeBytes} bytes; the store takes ${LIMITS.packageBytes}. Split the package.`,
  )
}

function packed(tree: readonly PackagedEntry[], timeSeconds: number, scratch: Scratch): Promise<Content> {
  return scratch(gzipped(tarArchive(tree, timeSeconds), { level: GZIP_LEVEL }))
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

/** deb-md5sums(5). */
function md5sums(digests: ReadonlyMap<string, Hash>): string {
  return [...digests].map(([path, hash]) => `${hash.digest('hex')}  ${path.slice(1)}\n`).join('')
}

/**
 * What is called configuration, and every file in /etc, stays as its user changed it: Debian Policy 10.7, and what
 * debhelper does.
 */
function conffiles(tree: readonly PackagedEntry[]): string {
  const paths = tree.filter(
    (entry) => entry.type === 'file' && (entry.role === 'config' || entry.path.startsWith('/etc/')),
  )
  return paths.map(({ path }) => `${path}\n`).join('')
}

function controlTree(files: Readonly<Record<string, string>>, mode: number): readonly PackagedEntry[] {
  return Object.entries(files)
    .filter(([, text]) => text !== '')
    .map(([name, text]) => ({ type: 'file', path: `/${name}`, mode, content: contentOf(Buffer.from(text)) }))
}

/** What goes into stanzas, changelog and copyright file: lines where they have lines, and no character that is none. */
function assertText(description: PackageDescription): void {
  for (const input of ['maintainer', 'homepage', 'license'] as const) {
    const text = description[input]
    const isLine = text === undefined || (isText(text) && !/[\n\t]/.test(text))
    if (!isLine) throw new PublishError('PACKAGE', `${input}: ${quoted(text)} is no line of text; write one`)
  }
  if (isText(description.description)) return
  throw new PublishError('PACKAGE', `description: ${quoted(description.description)} is no text; write some`)
}

function isText(text: string): boolean {
  return text.trim() !== '' && text.isWellFormed() && !/[^\P{Cc}\n\t]/u.test(text)
}

function quoted(text: string): string {
  return JSON.stringify(text.length > 200 ? `${text.slice(0, 200)}…` : text)
}

function assertTime(timeSeconds: number): void {
  if (Number.isInteger(timeSeconds) && timeSeconds >= 0 && timeSeconds < TIME_LIMIT_SECONDS) return
  throw new PublishError(
    'PACKAGE',
    `The time of the package is ${timeSeconds}; whole seconds since 1970 are needed.`,
  )
}
