import { expect, test } from '@jest/globals'
import { type LocationInputs, locationOf } from '../../src/store/location.ts'

const ACCOUNT = '0123456789abcdef0123456789ABCDEF'
const NONE: LocationInputs = {
  repository: '',
  'account-id': '',
  'access-key-id': '',
  'secret-access-key': '',
  'session-token': '',
  endpoint: '',
  region: '',
}
const KEYS = { 'access-key-id': 'id', 'secret-access-key': 'secret' }
const R2 = { ...NONE, ...KEYS, repository: 'r2://packages', 'account-id': ACCOUNT }
const S3 = { ...NONE, ...KEYS, repository: 's3://packages/linux' }
const CREDENTIALS = { accessKeyId: 'id', secretAccessKey: 'secret', sessionToken: undefined }

test('an R2 bucket has its endpoint from the account', () => {
  expect(locationOf(R2, { AWS_REGION: 'eu-west-1' })).toEqual({
    kind: 'r2',
    name: 'r2://packages',
    bucket: 'packages',
    prefix: '',
    endpoint: 'https://0123456789abcdef0123456789abcdef.r2.cloudflarestorage.com',
    region: 'auto',
    credentials: CREDENTIALS,
  })
})

test('an endpoint stands for the account, and loses its slash', () => {
  const endpoint = 'https://x.eu.r2.cloudflarestorage.com/'
  const location = locationOf({ ...R2, 'account-id': '', endpoint, 'session-token': 'token' }, {})
  expect(location).toMatchObject({
    endpoint: 'https://x.eu.r2.cloudflarestorage.com',
    region: 'auto',
    credentials: { ...CREDENTIALS, sessionToken: 'token' },
  })
  expect(locationOf({ ...R2, endpoint: 'http://localhost:9000/s3//', region: 'x' }, {})).toMatchObject({
    endpoint: 'http://localhost:9000/s3',
    region: 'x',
  })
})

test.each([
  [{ region: 'eu-central-1' }, 'us-east-2', 'eu-central-1', undefined],
  [{}, 'us-east-2', 'us-east-2', undefined],
  [{ endpoint: 'https://minio.example.com' }, '', 'us-east-1', 'https://minio.example.com'],
  [
    { endpoint: 'https://x.r2.cloudflarestorage.com' },
    'us-east-2',
    'auto',
    'https://x.r2.cloudflarestorage.com',
  ],
])('s3 with %j and AWS_REGION %j is in region %s', (inputs, AWS_REGION, region, endpoint) => {
  expect(locationOf({ ...S3, ...inputs }, { AWS_REGION })).toMatchObject({
    kind: 's3',
    name: 's3://packages/linux',
    prefix: 'linux',
    region,
    endpoint,
  })
})

test.each([
  ['r2://packages/', ''],
  ['r2://packages/a/', 'a'],
  ['r2://packages/a/b c/ä', 'a/b c/ä'],
])('the prefix of %s is %j', (repository, prefix) => {
  expect(locationOf({ ...R2, repository }, {})).toMatchObject({ bucket: 'packages', prefix })
})

test.each(['.', 'repo', '/srv/repo', 'C:\\repo', 'a:b', '../up'])('%s is a directory', (repository) => {
  expect(locationOf({ ...NONE, repository }, {})).toEqual({ kind: 'directory', path: repository })
})

test.each([
  [{ ...R2, repository: '' }, /^repository is required: .*--repository/],
  [{ ...R2, repository: 'gs://packages' }, /^repository is "gs:\/\/packages": it can be r2:/],
  [{ ...R2, repository: 'file:///srv/repo' }, /or a directory/],
  [{ ...R2, repository: 'R2://packages' }, /it can be r2:/],
  [{ ...R2, repository: 'r2://' }, /"" cannot be the name of a bucket/],
  [{ ...R2, repository: 'r2://My_Bucket/x' }, /"My_Bucket" cannot be the name of a bucket/],
  [{ ...R2, repository: 'r2://packages/a//b' }, /plain path/],
  [{ ...R2, repository: 'r2://packages//' }, /plain path/],
  [{ ...R2, repository: 'r2://packages/a/../b' }, /plain path/],
  [{ ...R2, repository: 'r2://packages/./b' }, /plain path/],
  [{ ...R2, repository: 'r2://packages/a?b' }, /plain path/],
  [{ ...R2, repository: 'r2://packages/a\nb' }, /plain path/],
  [{ ...R2, 'account-id': '' }, /^account-id is required for r2:\/\/packages.*CLOUDFLARE_ACCOUNT_ID/],
  [{ ...R2, 'account-id': 'acme' }, /^account-id is "acme": it is the 32 hexadecimal digits/],
  [{ ...R2, 'access-key-id': '' }, /^access-key-id is required.*AWS_ACCESS_KEY_ID/],
  [{ ...R2, 'secret-access-key': '' }, /^secret-access-key is required.*AWS_SECRET_ACCESS_KEY/],
  [{ ...R2, endpoint: 'localhost:9000' }, /^endpoint is "localhost:9000": it must be an http or https URL/],
  [
    { ...R2, endpoint: 'https://x.r2.cloudflarestorage.com/packages' },
    /write https:\/\/x.r2.cloudflarestorage.com here/,
  ],
  [{ ...S3 }, /^region is required for s3:\/\/packages\/linux/],
])('%j is refused', (inputs, message) => {
  expect(() => locationOf(inputs, {})).toThrow(message)
  expect(() => locationOf(inputs, {})).toThrow(expect.objectContaining({ code: 'INPUT' }))
})

test('a secret with a line break is refused without showing it', () => {
  const inputs = { ...R2, 'secret-access-key': 'hush\nhush' }
  expect(() => locationOf(inputs, {})).toThrow(/^secret-access-key has a space or a line break in it/)
  expect(() => locationOf(inputs, {})).not.toThrow(/hush/)
})
