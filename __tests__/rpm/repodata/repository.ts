import { copyFile, mkdir, readFile, readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { contentOf } from '../../../src/content.ts'
import { decodeHeader, encodeHeader, entryOf } from '../../../src/rpm/header.ts'
import type { HeaderEntry } from '../../../src/rpm/header.ts'
import type { RpmPackage } from '../../../src/rpm/package.ts'
import type { IndexKind } from '../../../src/rpm/repodata/index-file.ts'
import { SIGNATURE_TAGS, TAGS } from '../../../src/rpm/tags.ts'
import { run, temporaryDirectory } from '../../support/programs.ts'

/** A package whose header has these entries, and nothing else. */
export function packageOf(entries: readonly HeaderEntry[], changes: Partial<RpmPackage> = {}): RpmPackage {
  const header = encodeHeader([entryOf(TAGS.NAME, 'sample'), ...entries], 'main')
  const signature = encodeHeader([entryOf(SIGNATURE_TAGS.PAYLOADSIZE, [1_720])], 'signature')
  return {
    format: 'rpm',
    name: 'sample',
    version: '1.2.3',
    release: '1',
    arch: 'noarch',
    signatureHeader: decodeHeader(signature, 'signature', 'sample.rpm'),
    header: decodeHeader(header, 'main', 'sample.rpm'),
    headerRange: { start: 4_504, end: 8_933 },
    headerSha256: 'b'.repeat(64),
    content: contentOf(Buffer.alloc(9_222)),
    sha256: 'a'.repeat(64),
    source: 'sample.rpm',
    ...changes,
  }
}

/** What createrepo_c makes of packages: the folder, and its repomd.xml. */
export async function createrepo(
  packages: readonly string[],
  options: readonly string[] = [],
): Promise<{ readonly folder: string; readonly repomd: Buffer }> {
  const folder = join(await temporaryDirectory(), 'repository')
  await mkdir(folder)
  await Promise.all(packages.map((path) => copyFile(path, join(folder, basename(path)))))
  await run('createrepo_c', ['-q', ...options, folder])
  return { folder, repomd: await readFile(join(folder, 'repodata', 'repomd.xml')) }
}

/** An index of a repository, unpacked. */
export async function readIndex(folder: string, kind: IndexKind): Promise<Buffer> {
  const names = await readdir(join(folder, 'repodata'))
  const name = names.find((each) => each.includes(`${kind}.xml`)) ?? ''
  const stored = await readFile(join(folder, 'repodata', name))
  if (name.endsWith('.gz')) return gunzipSync(stored)
  const { stdout } = await run(name.endsWith('.xz') ? 'xz' : 'bzip2', ['-dc'], { input: stored })
  return Buffer.from(stdout)
}

/** The text and the attributes of documents of one element, as a parser reads them that is not ours. */
export async function readByPython(
  documents: readonly string[],
): Promise<readonly (readonly [text: string, attributes: Readonly<Record<string, string>>])[]> {
  const program = `
import json, sys, xml.etree.ElementTree as tree
elements = [tree.fromstring(text.encode()) for text in json.load(sys.stdin)]
json.dump([[element.text or '', element.attrib] for element in elements], sys.stdout)
`
  const { stdout } = await run('python3', ['-c', program], { input: JSON.stringify(documents) })
  return JSON.parse(stdout)
}

/** @throws where libxml2 finds the document not well-formed */
export async function lint(document: string | Uint8Array): Promise<void> {
  await run('xmllint', ['--noout', '-'], { input: document })
}

/** What a header may require. */
export type Requirement = readonly [name: string, flags?: number, version?: string]

/** The entries of a header with these requirements. */
export function requires(...relations: Requirement[]) {
  return [
    entryOf(
      TAGS.REQUIRENAME,
      relations.map(([name]) => name),
    ),
    entryOf(
      TAGS.REQUIREFLAGS,
      relations.map(([, flags = 0]) => flags),
    ),
    entryOf(
      TAGS.REQUIREVERSION,
      relations.map(([, , version = '']) => version),
    ),
  ]
}
