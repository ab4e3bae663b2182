import { PublishError } from '../../errors.ts'
import { fetchFailure } from '../../fetch-failure.ts'
import { sourceOf } from '../release-assets.ts'
import type { AssetRecord } from './asset-record.ts'
import { type AssetResponse, requestAsset } from './asset-response.ts'
import type { GitHubRepository } from './client.ts'
import { githubError } from './failures.ts'

/** How far a download has come. */
export interface Received {
  readonly bytes: number
  /** Of the first answer: what is appended must be of the same object. */
  readonly etag: string | undefined
}

/** The rest of an asset, or why it cannot be had for now. */
export type AssetPart =
  | { readonly bytes: AsyncIterable<Uint8Array>; readonly etag: string | undefined }
  | { readonly failure: string }

/**
 * Asks for what of an asset is not there yet.
 *
 * @throws PublishError `ARTIFACT` where the asset is gone or another one by now; as githubError
 */
export async function assetPart(
  asset: AssetRecord,
  received: Received,
  tag: string,
  github: GitHubRepository,
): Promise<AssetPart> {
  const response = await answer(asset, received, tag, github)
  if ('failure' in response) return response
  const { status, headers, body, host } = response
  const isWhole = status === 200
  if ((isWhole || status === 206) && isSame(response, received) && isOfSize(response, asset, received)) {
    return { bytes: without(body ?? [], isWhole ? received.bytes : 0), etag: etagOf(headers) }
  }
  await body?.cancel()
  if (isWhole || status === 206 || status === 416) throw replaced(asset, tag)
  return { failure: `${host} answered ${status}` }
}

async function answer(
  asset: AssetRecord,
  received: Received,
  tag: string,
  github: GitHubRepository,
): Promise<AssetResponse | { readonly failure: string }> {
  try {
    return await requestAsset(asset.id, rangeHeaders(received), github)
  } catch (error) {
    github.signal.throwIfAborted()
    // Only octokit's errors have a status, and octokit has tried again already.
    if (error instanceof Error && !(error instanceof PublishError) && !('status' in error))
      return { failure: fetchFailure(error).reason }
    const what = sourceOf(asset.name, tag)
    throw githubError(error, what, 'It was deleted or replaced while this ran: run the step again.')
  }
}

/** RFC 9110, 13.1.5: If-Range takes no weak ETag. */
function rangeHeaders({ bytes, etag }: Received): Readonly<Record<string, string>> {
  if (bytes === 0) return {}
  const condition = etag === undefined || etag.startsWith('W/') ? {} : { 'if-range': etag }
  return { range: `bytes=${bytes}-`, ...condition }
}

/** RFC 9110, 13.1.5: a part that came although there was an If-Range is of the same object. */
function isSame({ status, headers }: AssetResponse, { etag }: Received): boolean {
  const now = etagOf(headers)
  return etag === undefined || now === etag || (status === 206 && now === undefined)
}

function etagOf({ etag }: AssetResponse['headers']): string | undefined {
  return typeof etag === 'string' ? etag : undefined
}

function isOfSize(
  { status, headers }: AssetResponse,
  { sizeBytes }: AssetRecord,
  { bytes }: Received,
): boolean {
  if (status === 206) return headers['content-range'] === `bytes ${bytes}-${sizeBytes - 1}/${sizeBytes}`
  const length = headers['content-length']
  return length === undefined || length === String(sizeBytes)
}

/** The bytes behind so many: a server that knows no ranges sends all of them from the start. */
async function* without(
  chunks: AsyncIterable<Uint8Array> | readonly Uint8Array[],
  countBytes: number,
): AsyncGenerator<Uint8Array> {
  let passed = 0
  for await (const chunk of chunks) {
    const rest = chunk.subarray(Math.min(chunk.length, Math.max(countBytes - passed, 0)))
    passed += chunk.length
    if (rest.length > 0) yield rest
  }
}

function replaced({ name }: AssetRecord, tag: string): PublishError {
  return new PublishError(
    'ARTIFACT',
    `${sourceOf(name, tag)} was replaced while it was downloaded, or is not of the size that GitHub says: run the step again.`,
  )
}
