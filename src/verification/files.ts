import { abreast } from '../abreast.ts'
import { LIMITS } from '../limits.ts'
import type { NamedFile } from '../repository/heads/inspection.ts'
import type { StoredObjects } from './stored-objects.ts'

/** A file that a head names and that clients cannot read, or find only where tools look that know less. */
export interface FileFault {
  readonly key: string
  readonly kind: 'missing' | 'other' | 'plain'
  readonly seen: string
}

type State = { readonly kind: 'right' | 'absent' } | { readonly kind: 'other'; readonly seen: string }

/**
 * Checks every file that a head names as clients find it: by hash first, else under its plain name; of the forms of an
 * index that are listed one must be there, and none may be another.
 */
export async function faultyFiles(
  files: readonly NamedFile[],
  objects: StoredObjects,
): Promise<readonly FileFault[]> {
  const checked = await abreast(files, LIMITS.parallelRequests, async (file) => ({
    file,
    found: await find(file, objects),
  }))
  const present = new Set(checked.filter(({ found }) => found !== 'absent').map(({ file }) => file.index))
  return checked.flatMap(({ file, found }) => {
    if (found === 'right') return []
    if (found !== 'absent') return [found]
    if (present.has(file.index) || !isMain(file, files)) return []
    return [
      { key: file.key, kind: 'missing' as const, seen: `${file.key} is missing, but the head names it.` },
    ]
  })
}

/** Of several forms that are all missing, the packed one is named: it is what a publish of ours stores. */
function isMain(file: NamedFile, files: readonly NamedFile[]): boolean {
  const forms = files.filter(({ index }) => index === file.index)
  const nameOf = ({ plainKey, key }: NamedFile) => plainKey ?? key
  return file === (forms.find((form) => nameOf(form).endsWith('.gz')) ?? forms[0])
}

async function find(file: NamedFile, objects: StoredObjects): Promise<'right' | 'absent' | FileFault> {
  const first = await stateOf(file.key, file, objects)
  if (first.kind === 'right') return 'right'
  if (first.kind === 'other') return { key: file.key, kind: 'other', seen: first.seen }
  if (file.plainKey === undefined) return 'absent'
  const plain = await stateOf(file.plainKey, file, objects)
  if (plain.kind !== 'right') return 'absent'
  const seen = `${file.key} is missing; clients find it as ${file.plainKey}, until the next publish writes over that.`
  return isIndex(file) ? { key: file.key, kind: 'plain', seen } : 'right'
}

/** Other files of foreign repositories were never stored by hash, and nobody writes over them. */
function isIndex({ index }: NamedFile): boolean {
  return index.endsWith('/Packages')
}

async function stateOf(
  key: string,
  { sizeBytes, algorithm, hash }: NamedFile,
  objects: StoredObjects,
): Promise<State> {
  const details = await objects.details(key)
  if (details === undefined) return { kind: 'absent' }
  if (sizeBytes !== undefined && details.sizeBytes !== sizeBytes) {
    return {
      kind: 'other',
      seen: `${key} has ${details.sizeBytes} bytes, but the head says ${sizeBytes}.`,
    }
  }
  const digest = await objects.digest(key, algorithm)
  if (digest === undefined) return { kind: 'absent' }
  if (digest.startsWith(hash)) return { kind: 'right' }
  return { kind: 'other', seen: `${key} has the ${algorithm} ${digest}, but the head says ${hash}.` }
}
