import { isPackedHere } from '../../compression/gzip-segments.ts'
import { sha256 } from '../../content.ts'
import type { ListedFile, Release } from '../../deb/release.ts'
import { PublishError } from '../../errors.ts'
import { LIMITS } from '../../limits.ts'
import type { Condition, Store } from '../../store/store.ts'
import { conditionOf } from '../condition.ts'
import { unpack } from '../unpack.ts'

/** The head's word about the indexes, and where they lie. */
export interface IndexGround {
  readonly store: Store
  /** Of the suite, ending in a slash. */
  readonly folder: string
  readonly release: Release | undefined
  readonly files: ReadonlyMap<string, ListedFile>
  /**
   * Whether an index that was packed here, and is what the head says, has to unpack to what the head says too: it can
   * but do so, and for who publishes beside very many packages the proof is a good part of the time.
   */
  readonly isThorough: boolean
}

/** An index that a head lists, in the form in which it was found. */
export interface StoredIndex {
  readonly text: Buffer
  /** Undefined where another form was read. */
  readonly gzip: Buffer | undefined
  /** What lies at the plain name of the gzip form; undefined where nobody looked. */
  readonly alias: Condition | undefined
  /** The plain name has other bytes than the head says. */
  readonly aliasIsStale: boolean
}

interface ListedForm extends ListedFile {
  readonly path: string
  readonly ending: keyof typeof FORMS
}

/** By the endings of their names, in the order in which they are looked for: ours first. */
const FORMS = { '.gz': 'gzip', '.xz': 'xz', '.zst': 'zstd', '': 'none' } as const
const ENDINGS = Object.keys(FORMS) as readonly (keyof typeof FORMS)[]
/** What foreign repositories have beside them, and what nothing here reads. */
const OTHER_ENDINGS = ['.bz2', '.lzma', '.lz4']

/**
 * Reads an index that a head lists: the first of its forms that is stored, for many repositories do not store all that
 * they list.
 *
 * @param path without the ending of a form
 * @returns undefined where the head lists it in no form
 * @throws PublishError `INTEGRITY` where it is missing, is not what the head says, or is listed in forms alone that
 *   cannot be read: to take it for a new one would lose its packages
 */
export async function readIndex(ground: IndexGround, path: string): Promise<StoredIndex | undefined> {
  const forms = ENDINGS.flatMap((ending) => {
    const listed = ground.files.get(path + ending)
    return listed === undefined ? [] : [{ ...listed, path: path + ending, ending }]
  })
  for (const form of forms) {
    const found = await fetchForm(ground, form)
    if (found !== undefined) return unpacked(ground, path, form, found)
  }
  if (isEmpty(ground.files.get(path))) return EMPTY
  if (forms[0] !== undefined) throw damaged(ground, forms[0], undefined)
  const unread = OTHER_ENDINGS.find((ending) => ground.files.has(path + ending))
  if (unread !== undefined) throw unreadable(ground, path, unread)
  return undefined
}

/** Some makers do not store what has no bytes. */
const EMPTY: StoredIndex = {
  text: Buffer.alloc(0),
  gzip: undefined,
  alias: undefined,
  aliasIsStale: false,
}

function isEmpty(listed: ListedFile | undefined): boolean {
  return listed?.sizeBytes === 0 && listed.sha256 === sha256('')
}

interface FetchedForm {
  readonly bytes: Buffer
  readonly alias: Condition
  readonly aliasIsStale: boolean
}

/** The plain name first, which also tells its ETag; where that is not what the head says, by hash. */
async function fetchForm(ground: IndexGround, form: ListedForm): Promise<FetchedForm | undefined> {
  const { object } = await ground.store.get(ground.folder + form.path, LIMITS.storedIndexBytes)
  const alias = conditionOf(object)
  if (object !== undefined && isListed(object.bytes, form)) {
    return { bytes: object.bytes, alias, aliasIsStale: false }
  }
  const key = ground.folder + byHashPath(form.path, form.sha256)
  const byHash = await ground.store.get(key, LIMITS.storedIndexBytes)
  if (byHash.object !== undefined && isListed(byHash.object.bytes, form)) {
    return { bytes: byHash.object.bytes, alias, aliasIsStale: true }
  }
  if (object === undefined && byHash.object === undefined) return undefined
  throw damaged(ground, form, byHash.object?.bytes ?? object?.bytes)
}

async function unpacked(
  ground: IndexGround,
  path: string,
  form: ListedForm,
  { bytes, alias, aliasIsStale }: FetchedForm,
): Promise<StoredIndex> {
  const source = `${ground.folder}${form.path} in ${ground.store.name}`
  const text = await unpack(bytes, FORMS[form.ending], source)
  const listed = ground.files.get(path)
  const isProven = !ground.isThorough && form.ending === '.gz' && isPackedHere(bytes)
  if (listed !== undefined && !isProven && !isListed(text, listed)) {
    throw damaged(ground, { ...listed, path, ending: '' }, text)
  }
  if (form.ending !== '.gz') return { text, gzip: undefined, alias: undefined, aliasIsStale: false }
  return { text, gzip: bytes, alias, aliasIsStale }
}

function isListed(bytes: Buffer, listed: ListedFile): boolean {
  return bytes.length === listed.sizeBytes && sha256(bytes) === listed.sha256
}

function damaged(ground: IndexGround, form: ListedForm, found: Buffer | undefined): PublishError {
  const seen = found === undefined ? 'is missing' : `has ${found.length} bytes with SHA256 ${sha256(found)}`
  return new PublishError(
    'INTEGRITY',
    `${ground.folder}${form.path} in ${ground.store.name} ${seen}, but the Release of the suite says ` +
      `${form.sizeBytes} bytes with SHA256 ${form.sha256}. ` +
      'Put the file back, or build the indexes again from the packages with `republish`.',
  )
}

function unreadable({ folder, store }: IndexGround, path: string, ending: string): PublishError {
  return new PublishError(
    'INTEGRITY',
    `The suite at ${folder} in ${store.name} has ${path}${ending}, but neither ${path}.gz nor another form of it that ` +
      'is read here. Let the tool that made it write gzip too, and sign the Release that lists it.',
  )
}

/** `main/binary-amd64/by-hash/SHA256/HASH` for a path such as `main/binary-amd64/Packages.gz`. */
export function byHashPath(path: string, hash: string): string {
  return `${path.slice(0, path.lastIndexOf('/'))}/by-hash/SHA256/${hash}`
}

/** Every plain index of the suite that is not what the head says, with the bytes that it should hold. */
export async function staleIndexes(ground: IndexGround) {
  const forms = [...ground.files]
    .filter(([path]) => path.endsWith('/Packages.gz'))
    .map(([path, listed]) => ({ ...listed, path, ending: '.gz' as const }))
  const found = await Promise.all(
    forms.map(async (form) => ({ path: form.path, fetched: await fetchForm(ground, form) })),
  )
  return found.flatMap(({ path, fetched }) =>
    fetched?.aliasIsStale === true ? [{ path, bytes: fetched.bytes, alias: fetched.alias }] : [],
  )
}
