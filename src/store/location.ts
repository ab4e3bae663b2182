import { PublishError } from '../errors.ts'
import type { InputName, InputTexts } from '../inputs.ts'

/** The inputs that say where a repository lives; each is empty where it is not set. */
export type LocationInputs = Pick<
  InputTexts,
  | 'repository'
  | 'account-id'
  | 'access-key-id'
  | 'secret-access-key'
  | 'session-token'
  | 'endpoint'
  | 'region'
>

export interface Credentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken: string | undefined
}

/** A bucket behind the S3 API, and everything that is needed to talk to it. */
export interface BucketLocation {
  readonly kind: 'r2' | 's3'
  /** For messages: `r2://bucket/prefix`. */
  readonly name: string
  readonly bucket: string
  /** Without slashes at its ends; empty for the root. */
  readonly prefix: string
  /** Without a slash at its end; undefined for AWS, where the region gives it. */
  readonly endpoint: string | undefined
  readonly region: string
  readonly credentials: Credentials
}

interface DirectoryLocation {
  readonly kind: 'directory'
  readonly path: string
}

type Environment = Readonly<Record<string, string | undefined>>

export type Location = BucketLocation | DirectoryLocation

const R2_HOST = /\.r2\.cloudflarestorage\.com$/

/**
 * Where `repository` is: `r2://BUCKET[/PREFIX]`, `s3://BUCKET[/PREFIX]`, or, without `://`, a directory.
 *
 * @param env for AWS_REGION, the default of `region` for s3
 * @throws PublishError `INPUT` that names the input and what to write there
 */
export function locationOf(inputs: LocationInputs, env: Environment): Location {
  const { repository } = inputs
  if (repository === '') {
    throw new PublishError(
      'INPUT',
      'repository is required: set it in `with:`, or --repository on the command line, to r2://BUCKET[/PREFIX], s3://BUCKET[/PREFIX] or a directory',
    )
  }
  if (!repository.includes('://')) return { kind: 'directory', path: repository }
  const { kind, bucket, prefix } = parseBucketUrl(repository)
  return {
    kind,
    name: `${kind}://${[bucket, prefix].filter(Boolean).join('/')}`,
    bucket,
    prefix,
    endpoint: endpointOf(kind, inputs),
    region: regionOf(kind, inputs, env['AWS_REGION']),
    credentials: credentialsOf(inputs),
  }
}

function parseBucketUrl(repository: string): { kind: 'r2' | 's3'; bucket: string; prefix: string } {
  const [, kind, bucket = '', path = ''] = /^(r2|s3):\/\/([^/]*)(.*)$/s.exec(repository) ?? []
  if (kind !== 'r2' && kind !== 's3') {
    throw wrong(
      'repository',
      repository,
      'it can be r2://BUCKET[/PREFIX], s3://BUCKET[/PREFIX] or a directory',
    )
  }
  if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket)) {
    throw wrong(
      'repository',
      repository,
      `${JSON.stringify(bucket)} cannot be the name of a bucket: 3 to 63 of a-z, 0-9, . and -`,
    )
  }
  const prefix = path.replace(/^\//, '').replace(/(?<=.)\/$/, '')
  if (prefix !== '' && prefix.split('/').some((segment) => /^(\.\.?)?$|[\p{Cc}\\?#%]/u.test(segment))) {
    throw wrong(
      'repository',
      repository,
      'the prefix after the bucket must be a plain path: no empty, "." and ".." segments, and none of \\ ? # %',
    )
  }
  return { kind, bucket, prefix }
}

function endpointOf(kind: 'r2' | 's3', inputs: LocationInputs): string | undefined {
  if (inputs.endpoint !== '') return parseEndpoint(inputs.endpoint)
  if (kind === 's3') return undefined
  const account = inputs['account-id']
  if (account === '') {
    throw new PublishError(
      'INPUT',
      `account-id is required for ${inputs.repository}: set it in \`with:\` (account-id: \${{ vars.CLOUDFLARE_ACCOUNT_ID }}) or in CLOUDFLARE_ACCOUNT_ID; a bucket of a jurisdiction needs endpoint instead`,
    )
  }
  if (!/^[0-9a-f]{32}$/i.test(account)) {
    throw wrong(
      'account-id',
      account,
      'it is the 32 hexadecimal digits that the R2 page of the Cloudflare dashboard shows',
    )
  }
  return `https://${account.toLowerCase()}.r2.cloudflarestorage.com`
}

function parseEndpoint(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.search + url.hash + url.username !== '') {
    throw wrong(
      'endpoint',
      text,
      'it must be an http or https URL such as https://ACCOUNT.eu.r2.cloudflarestorage.com',
    )
  }
  if (R2_HOST.test(url.hostname) && url.pathname !== '/') {
    throw wrong('endpoint', text, `the bucket belongs into repository: write ${url.origin} here`)
  }
  return url.href.replace(/\/+$/, '')
}

function regionOf(kind: 'r2' | 's3', inputs: LocationInputs, awsRegion = ''): string {
  const { endpoint, region, repository } = inputs
  if (region !== '') return region
  if (kind === 'r2' || (endpoint !== '' && R2_HOST.test(new URL(endpoint).hostname))) return 'auto'
  if (awsRegion !== '') return awsRegion
  // What S3 servers other than AWS take unless they are told another one.
  if (endpoint !== '') return 'us-east-1'
  throw new PublishError(
    'INPUT',
    `region is required for ${repository}: set it in \`with:\` (region: eu-central-1), or AWS_REGION`,
  )
}

function credentialsOf(inputs: LocationInputs): Credentials {
  return {
    accessKeyId: secret(inputs, 'access-key-id', 'AWS_ACCESS_KEY_ID'),
    secretAccessKey: secret(inputs, 'secret-access-key', 'AWS_SECRET_ACCESS_KEY'),
    sessionToken: inputs['session-token'] === '' ? undefined : inputs['session-token'],
  }
}

function secret(
  inputs: LocationInputs,
  name: 'access-key-id' | 'secret-access-key',
  variable: string,
): string {
  const value = inputs[name]
  if (value === '') {
    throw new PublishError(
      'INPUT',
      `${name} is required for ${inputs.repository}: set it in \`with:\` from a secret (${name}: \${{ secrets.${variable} }}), or set ${variable}. ` +
        'Pull requests from forks and Dependabot see no secrets.',
    )
  }
  if (/\s/.test(value)) {
    throw new PublishError(
      'INPUT',
      `${name} has a space or a line break in it: store the secret again without`,
    )
  }
  return value
}

function wrong(input: InputName, seen: string, advice: string): PublishError {
  return new PublishError('INPUT', `${input} is ${JSON.stringify(seen)}: ${advice}`)
}
