import { LIMITS } from '../limits.ts'
import { identifier } from '../repository/heads/id.ts'
import type { BucketObjectBody } from './bucket.ts'

/** The ID of a repomd.xml, under which its copy lies; undefined where it is none of ours. */
export async function headId(head: BucketObjectBody): Promise<string | undefined> {
  if (head.size > LIMITS.workerTextBytes) {
    await head.body.cancel()
    return undefined
  }
  const bytes = await head.arrayBuffer()
  const [, stamp] = /<revision>(\d{1,12})<\/revision>/.exec(new TextDecoder().decode(bytes)) ?? []
  if (stamp === undefined) return undefined
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return identifier(Number(stamp), [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join(''))
}
