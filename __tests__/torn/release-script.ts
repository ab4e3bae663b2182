import { mkdir, readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { DeleteObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { writeContent } from '../../bench/packages.ts'
import { theirRepository } from '../../bench/theirs.ts'
import { abreast } from '../../src/abreast.ts'
import { memoryScratch, sha256 } from '../../src/content.ts'
import { FORMATS } from '../../src/formats.ts'
import type { LocalR2 } from '../support/miniflare.ts'
import { describe } from '../support/publishing.ts'
import { type Pace, type Writer, repeated } from './writer.ts'

/** How a script signs, and brings a folder into a bucket. */
interface Script {
  readonly armoredKey: string
  readonly publicKey: string
  /** Where it works. */
  readonly scratch: string
  /** Objects on their way at once: `aws s3 sync` has ten. */
  readonly atOnce: number
  /** Whether what the folder no longer has is deleted, as `--delete` does. */
  readonly deletes: boolean
}

/** What reprepro and gpg keep for themselves. */
const OWN = /^(?:conf|db|lists|logs|gnupg)\//

/**
 * What release scripts do: reprepro and createrepo_c in a folder, gpg, and an upload of what changed, in alphabetical
 * order and over what is there.
 */
export async function releaseScript(
  { r2, everyMs, objectMs }: Pace,
  { armoredKey, publicKey, scratch, atOnce, deletes }: Script,
): Promise<Writer> {
  const folder = join(scratch, 'repository')
  await mkdir(folder, { recursive: true })
  const theirs = await theirRepository({ armoredKey }, scratch, folder)
  const s3 = clientOf(r2)
  /** SHA-256 by key. */
  const uploaded = new Map<string, string>()
  let [version, objects, uploadMs] = [0, 0, 0]

  async function bring(key: string, hash: string | undefined): Promise<void> {
    await sleep(objectMs)
    if (hash === undefined) {
      await s3.send(new DeleteObjectCommand({ Bucket: r2.bucketName, Key: key }))
      uploaded.delete(key)
    } else {
      const Body = await readFile(join(folder, key))
      await s3.send(new PutObjectCommand({ Bucket: r2.bucketName, Key: key, Body }))
      uploaded.set(key, hash)
      objects += 1
    }
  }
  async function publish(): Promise<void> {
    await theirs.add(await packageFiles(scratch, version + 1))
    const changed = await changesOf(folder, uploaded, deletes)
    const start = performance.now()
    await abreast(changed, atOnce, ([key, hash]) => bring(key, hash))
    uploadMs += performance.now() - start
    version += 1
  }

  await publish()
  const stop = repeated(everyMs, publish)
  return {
    source: { url: r2.workerUrl.replace(/\/$/, ''), key: publicKey, aptPath: '', rpmPath: 'rpm' },
    acknowledged: () => version,
    written: () => ({ changes: version, objects, uploadMs }),
    stop: async () => {
      try {
        await stop()
      } finally {
        await theirs.close()
      }
    },
  }
}

function clientOf({ endpoint, credentials: { accessKeyId, secretAccessKey } }: LocalR2): S3Client {
  const credentials = { accessKeyId, secretAccessKey }
  return new S3Client({ endpoint, credentials, region: 'auto', forcePathStyle: true })
}

async function packageFiles(scratch: string, version: number) {
  const description = describe({ version: `1.${version}` })
  const stem = join(scratch, `hello-1.${version}-1.x86_64`)
  const paths = { deb: `${stem}.deb`, rpm: `${stem}.rpm` }
  for (const format of ['deb', 'rpm'] as const)
    await writeContent(paths[format], await FORMATS[format].build(description, memoryScratch))
  return paths
}

/** Keys in alphabetical order, each with its SHA-256, or undefined where it is to be deleted. */
async function changesOf(
  folder: string,
  uploaded: ReadonlyMap<string, string>,
  deletes: boolean,
): Promise<readonly (readonly [string, string | undefined])[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const keys = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .filter((key) => !OWN.test(key))
  const hashed = await Promise.all(
    keys.map(async (key) => [key, sha256(await readFile(join(folder, key)))] as const),
  )
  const gone = deletes ? [...uploaded.keys()].filter((key) => !keys.includes(key)) : []
  return [
    ...hashed.filter(([key, hash]) => uploaded.get(key) !== hash),
    ...gone.map((key) => [key, undefined] as const),
  ].sort(([left], [right]) => (left < right ? -1 : 1))
}
