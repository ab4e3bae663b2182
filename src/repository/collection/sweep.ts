import type { ObjectInfo, Store } from '../../store/store.ts'
import type { Tree } from './collect.ts'

/** What a publish of ours writes into a tree: other objects are somebody's, and stay. */
const OURS = {
  deb: [/^pool\/.+\.deb$/, /^dists\/.+\/by-hash\/SHA256\/[0-9a-f]{64}$/],
  rpm: [
    /^(?:\d{1,12}-[0-9a-f]{16}\/)?[^/]+\.rpm$/,
    /^repodata\/[0-9a-f]{64}-(?:primary|filelists|other)\.xml\.gz$/,
  ],
}

/** Of a copy of a head; without it, where a run stopped between the two. */
const SIGNATURE = /^repodata\/heads\/\d{1,12}-[0-9a-f]{16}\/repomd\.xml\.asc$/

/** The objects in a tree that no head and no kept copy names: what crashed runs left, and what is superseded. */
export async function unnamedObjects(
  store: Store,
  { folder, repositories }: Tree,
  isNamed: (key: string) => boolean,
): Promise<readonly ObjectInfo[]> {
  const [first] = repositories
  if (first === undefined) return []
  const prefixes = first.format === 'deb' ? [`${folder}pool/`, `${folder}dists/`] : [folder]
  const listed = (await Promise.all(prefixes.map((prefix) => store.list(prefix)))).flat()
  const keys = new Set(listed.map(({ key }) => key))
  const isOurs = (key: string) => OURS[first.format].some((form) => form.test(key.slice(folder.length)))
  const isLone = (key: string) =>
    SIGNATURE.test(key.slice(folder.length)) && !keys.has(key.slice(0, -'.asc'.length))
  return listed.filter(({ key }) => (isOurs(key) && !isNamed(key)) || isLone(key))
}
