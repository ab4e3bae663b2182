import { copyKey } from '../repository/heads/id.ts'
import { generated, notFound } from './answers.ts'
import type { Bucket } from './bucket.ts'
import { headId } from './head-id.ts'
import { encodedPath } from './path.ts'
import { REPOMD } from './wanted.ts'

/**
 * Answers with one line: the URL of a snapshot of the head that is in force, or of the repository itself where that has
 * no copy (others wrote it, or it has no head that we know). At most three calls of the bucket.
 *
 * @param origin of the request: a repository may be served under several names
 * @param folders the first that has a repository is meant
 */
export async function mirrorlistAnswer(
  origin: string,
  bucket: Bucket,
  folders: readonly string[],
): Promise<Response> {
  for (const folder of folders) {
    const head = await bucket.get(folder + REPOMD)
    if (head === null) continue
    const id = await headId(head)
    const copy = id === undefined ? null : await bucket.head(copyKey(folder + REPOMD, id))
    return generated(`${origin}/${encodedPath(folder)}${copy === null ? '' : `@${id}/`}\n`)
  }
  return notFound()
}
