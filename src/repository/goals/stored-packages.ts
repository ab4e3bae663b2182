import { abreast } from '../../abreast.ts'
import type { Content } from '../../content.ts'
import type { DebPackage } from '../../deb/package.ts'
import { readDebHead } from '../../deb/read.ts'
import { PublishError } from '../../errors.ts'
import { LIMITS } from '../../limits.ts'
import type { PackageOfFile } from '../../package.ts'
import { type PackagePattern, selects } from '../../request/selection.ts'
import type { RpmPackage } from '../../rpm/package.ts'
import { readRpmHead } from '../../rpm/read.ts'
import type { Store } from '../../store/store.ts'
import { type StoredPackage, storedPackage } from '../digests.ts'

/** A package that lies in a store, as its own headers describe it. */
export interface FoundPackage<P> {
  readonly pkg: P
  readonly file: StoredPackage
}

/** How files of a format are told by their names, and read. */
export interface FileFormat<P> {
  readonly isFile: (basename: string) => boolean
  /** Of a name as the format's own tools write it: the package's name first. */
  readonly form: RegExp
  readonly read: (content: Content, sha256: string, source: string) => Promise<P>
}

export const DEB_FILES: FileFormat<DebPackage> = {
  isFile: (basename) => basename.endsWith('.deb'),
  form: /^([^_]+)_[^_]+_[^_]+\.deb$/,
  read: readDebHead,
}

/** Source packages lie beside the others in repositories of other makers. */
export const RPM_FILES: FileFormat<RpmPackage> = {
  isFile: (basename) => basename.endsWith('.rpm') && !/\.(no)?src\.rpm$/.test(basename),
  form: /^(.+)-[^-]+-[^-]+\.[^.]+\.rpm$/,
  read: readRpmHead,
}

/**
 * The packages below a folder that patterns are about. Of each the headers alone are read, by range, where its digests
 * are known from its metadata.
 *
 * @param folder ending in a slash, or empty
 * @throws PublishError `PACKAGE` for a file that is none
 */
export async function foundPackages<P extends PackageOfFile>(
  store: Store,
  folder: string,
  format: FileFormat<P>,
  patterns: readonly PackagePattern[],
): Promise<readonly FoundPackage<P>[]> {
  if (patterns.length === 0) return []
  const keys = (await store.list(folder)).map(({ key }) => key)
  const wanted = keys.filter((key) => patterns.some((pattern) => mayBe(pattern, key, format)))
  const found = await abreast(wanted, LIMITS.parallelPackages, (key) =>
    readStored(store, key, format, patterns),
  )
  return found.filter((it) => it !== undefined)
}

/**
 * By the name of the file, which begins with that of the package; a `+` is written `.` in keys of ours. What has a name
 * of another form must be opened to know.
 */
function mayBe({ name }: PackagePattern, key: string, { isFile, form }: FileFormat<unknown>): boolean {
  const basename = basenameOf(key)
  if (!isFile(basename)) return false
  const stem = form.exec(basename)?.[1]
  const parts = name.split('*').map((part) => part.replace(/[.+]/g, '[.+]'))
  return stem === undefined || new RegExp(`^${parts.join('.*')}$`).test(stem)
}

function basenameOf(key: string): string {
  return key.slice(key.lastIndexOf('/') + 1)
}

async function readStored<P extends PackageOfFile>(
  store: Store,
  key: string,
  format: FileFormat<P>,
  patterns: readonly PackagePattern[],
): Promise<FoundPackage<P> | undefined> {
  const pkg = await readHead(store, key, format)
  if (pkg === undefined || !patterns.some((it) => selects(it, pkg))) return undefined
  const file = await storedPackage(store, key)
  return file && { file, pkg: { ...pkg, sha256: file.sha256 } }
}

/** Undefined for what is no package by its name either. */
async function readHead<P>(store: Store, key: string, format: FileFormat<P>): Promise<P | undefined> {
  const content = await store.open(key)
  if (content === undefined) return undefined
  try {
    return await format.read(content, '', `${key} in ${store.name}`)
  } catch (error) {
    const isNamedSo = format.form.test(basenameOf(key))
    if (error instanceof PublishError && error.code === 'PACKAGE' && !isNamedSo) return undefined
    throw error
  }
}
