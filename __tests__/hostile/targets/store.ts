import { s3Store } from '../../../src/store/s3.ts'
import type { BucketLocation } from '../../../src/store/location.ts'
import type { Store } from '../../../src/store/store.ts'
import { type Target, promised } from '../engine/target.ts'
import { xmlMutations } from '../mutations/xml.ts'
import { type Answering, answering, impatientClock } from './answering.ts'

let opened: Promise<{ readonly server: Answering; readonly store: Store }> | undefined

async function open() {
  const server = await answering()
  const location: BucketLocation = {
    kind: 's3',
    name: 's3://bucket/of/ours',
    bucket: 'bucket',
    prefix: 'of/ours',
    endpoint: server.endpoint,
    region: 'auto',
    credentials: { accessKeyId: 'AKID', secretAccessKey: 'secret', sessionToken: undefined },
  }
  return { server, store: s3Store(location, impatientClock) }
}

async function listed(input: Buffer): Promise<void> {
  const { server, store } = await (opened ??= open())
  server.answer(200, input, { 'content-type': 'application/xml' })
  for (const { key, sizeBytes, etag, lastModified } of await store.list('pool/')) {
    promised(key.startsWith('pool/'), 'nothing is listed that was not asked for')
    promised(Number.isSafeInteger(sizeBytes) && sizeBytes >= 0, 'sizes are sizes')
    promised(typeof etag === 'string' && !Number.isNaN(lastModified.getTime()), 'objects have tags and times')
  }
  for (const name of await store.folders('pool/'))
    promised(name !== '' && !name.includes('/'), 'names of folders are names')
}

const STATUSES = [301, 400, 401, 403, 404, 409, 412, 429, 500, 501, 503]

/** An error as the store words it, after a line with its status. */
async function failed(input: Buffer): Promise<void> {
  const { server, store } = await (opened ??= open())
  const [line = ''] = input.toString('latin1', 0, 4).split('\n')
  const status = STATUSES.find((it) => String(it) === line) ?? 400
  server.answer(status, input.subarray(line.length + 1), { 'content-type': 'application/xml' })
  await store.get('pool/a', 10)
}

const object = (key: string) =>
  `<Contents><Key>${key}</Key><LastModified>2026-01-02T03:04:05.000Z</LastModified><ETag>&quot;abc&quot;</ETag><Size>12</Size><StorageClass>STANDARD</StorageClass></Contents>`
const LISTING = `<?xml version="1.0" encoding="UTF-8"?><ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>bucket</Name><Prefix>of/ours/pool/</Prefix><KeyCount>2</KeyCount><MaxKeys>1000</MaxKeys><EncodingType>url</EncodingType><IsTruncated>false</IsTruncated>${object('of/ours/pool/a%2Bb+c')}${object('of/ours/pool/d/e')}<CommonPrefixes><Prefix>of/ours/pool/d/</Prefix></CommonPrefixes></ListBucketResult>`
const TRUNCATED = LISTING.replace(
  'false</IsTruncated>',
  'true</IsTruncated><NextContinuationToken>token</NextContinuationToken>',
)
const ERROR =
  '<?xml version="1.0" encoding="UTF-8"?><Error><Code>AccessDenied</Code><Message>Access Denied</Message><RequestId>1</RequestId></Error>'

export const storeTargets: readonly Target[] = [
  {
    name: 'listing',
    files: /\/src\/store\/s3-(?:read|errors)\.ts$/,
    seeds: async () => [LISTING, TRUNCATED].map((it) => Buffer.from(it)),
    mutations: xmlMutations,
    read: listed,
  },
  {
    name: 'store-error',
    files: /\/src\/store\/s3-errors\.ts$/,
    seeds: async () =>
      (
        [
          [404, 'NoSuchKey'],
          [403, 'AccessDenied'],
          [503, 'SlowDown'],
          [404, 'NoSuchBucket'],
          [409, 'ConditionalRequestConflict'],
        ] as const
      ).map(([status, code]) => Buffer.from(`${status}\n${ERROR.replace('AccessDenied', code)}`)),
    mutations: xmlMutations,
    read: failed,
  },
]
