import { copyKey, isIdentifier } from '../repository/heads/id.ts'
import { withKnownArchitecture } from './basearch.ts'

export const REPOMD = 'repodata/repomd.xml'
const SIGNATURE = `${REPOMD}.asc`

/** What a request is for. */
export type Wanted =
  /** Where the repository of a folder can be read; each folder is empty or ends in a slash. */
  | { readonly kind: 'mirrorlist'; readonly folders: readonly string[] }
  | { readonly kind: 'repo-file'; readonly key: string }
  /** The signature of the first head that is there; before all, the copy that a snapshot has. */
  | { readonly kind: 'signature'; readonly keys: readonly string[]; readonly snapshot?: string }
  /** The first of these that is there. */
  | { readonly kind: 'object'; readonly keys: readonly string[] }

/**
 * What lies at a path: PROTOCOL, rule 7. In `FOLDER/@ID/`, a snapshot, head and signature are the copies of that ID, or where
 * they were collected those in force; all else is what lies in `FOLDER/`, because it never changes.
 *
 * @param path decoded
 */
export function wantedAt(path: string): Wanted {
  const { folder, id, rest } = snapshotOf(path)
  if (id === undefined) return plain(path)
  const key = folder + rest
  if (rest === REPOMD) return { kind: 'object', keys: [copyKey(key, id), key] }
  if (rest === SIGNATURE)
    return { kind: 'signature', keys: [key], snapshot: `${copyKey(folder + REPOMD, id)}.asc` }
  return plain(key)
}

function plain(path: string): Wanted {
  const cut = path.lastIndexOf('/') + 1
  const [folder, name] = [path.slice(0, cut), path.slice(cut)]
  if (name === 'mirrorlist') return { kind: 'mirrorlist', folders: withKnownArchitecture(folder) }
  if (name.endsWith('.repo')) return { kind: 'repo-file', key: path }
  const keys = withKnownArchitecture(name === '' ? `${folder}index.html` : path)
  return { kind: `/${path}`.endsWith(`/${SIGNATURE}`) ? 'signature' : 'object', keys }
}

function snapshotOf(path: string): { readonly folder: string; readonly id?: string; readonly rest: string } {
  const segments = path.split('/')
  const index = segments.findIndex((segment) => segment.startsWith('@') && isIdentifier(segment.slice(1)))
  if (index < 0 || index === segments.length - 1) return { folder: '', rest: path }
  const folder = segments.slice(0, index).map((segment) => `${segment}/`)
  return {
    folder: folder.join(''),
    id: segments[index]?.slice(1) ?? '',
    rest: segments.slice(index + 1).join('/'),
  }
}
