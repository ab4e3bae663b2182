import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { DeleteObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { abreast } from '../../src/abreast.ts'
import { sha256 } from '../../src/content.ts'
import type { LocalR2 } from '../support/miniflare.ts'

/** How a folder is brought into a bucket. */
export interface SyncOptions {
  /** Objects on their way at once: `aws s3 sync` has ten. */
  readonly atOnce: number
  /** Whether what the folder no longer has is deleted, as `--delete` does. */
  readonly deletes: boolean
  readonly objectMs: number
  /** Files that stay here. */
  readonly except: RegExp
}

/** A key, and the SHA-256 of what it will hold; undefined where it is to be deleted. */
type Step = readonly [key: string, hash: string | undefined]

/**
 * Brings what changed in a folder into a bucket: in alphabetical order, over what is there, and without a condition.
 *
 * @returns what does it, and gives the number of objects
 */
export function folderSync(folder: string, r2: LocalR2, options: SyncOptions): () => Promise<number> {
  const { endpoint, bucketName: Bucket, credentials } = r2
  const { accessKeyId, secretAccessKey } = credentials
  const s3 = new S3Client({
    endpoint,
    credentials: { accessKeyId, secretAccessKey },
    region: 'auto',
    forcePathStyle: true,
  })
  let uploaded: ReadonlyMap<string, string> = new Map()

  async function take([Key, hash]: Step): Promise<void> {
    await sleep(options.objectMs)
    if (hash === undefined) await s3.send(new DeleteObjectCommand({ Bucket, Key }))
    else await s3.send(new PutObjectCommand({ Bucket, Key, Body: await readFile(join(folder, Key)) }))
  }
  return async () => {
    const files = await hashesOf(folder, options.except)
    const steps = stepsBetween(uploaded, files, options.deletes)
    await abreast(steps, options.atOnce, take)
    uploaded = files
    return steps.length
  }
}

async function hashesOf(folder: string, except: RegExp): Promise<ReadonlyMap<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const keys = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .filter((key) => !except.test(key))
  return new Map(
    await Promise.all(keys.map(async (key) => [key, sha256(await readFile(join(folder, key)))] as const)),
  )
}

function stepsBetween(
  uploaded: ReadonlyMap<string, string>,
  files: ReadonlyMap<string, string>,
  deletes: boolean,
): readonly Step[] {
  const gone = deletes ? [...uploaded.keys()].filter((key) => !files.has(key)) : []
  const steps: readonly Step[] = [
    ...[...files].filter(([key, hash]) => uploaded.get(key) !== hash),
    ...gone.map((key) => [key, undefined] as const),
  ]
  return steps.toSorted(([left], [right]) => (left < right ? -1 : 1))
}
