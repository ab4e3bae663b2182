import { createHash } from 'node:crypto'
import { PublishError } from '../../errors.ts'
import { fetchFailure } from '../../fetch-failure.ts'
import { LIMITS } from '../../limits.ts'
import { pauseMs } from '../../store/retry.ts'
import { sourceOf } from '../release-assets.ts'
import { type AssetPart, type Received, assetPart } from './asset-part.ts'
import type { AssetRecord } from './asset-record.ts'
import type { GitHubRepository } from './client.ts'

/**
 * The bytes of an asset. Where a connection is cut, another one goes on from there.
 *
 * @throws PublishError `ARTIFACT` where they are not those that the release promises, `GITHUB` where they cannot be had
 */
export async function* downloaded(
  asset: AssetRecord,
  tag: string,
  github: GitHubRepository,
): AsyncGenerator<Uint8Array> {
  if (!asset.isUploaded) {
    throw new PublishError(
      'ARTIFACT',
      `${sourceOf(asset.name, tag)} is not uploaded completely: wait for its upload, or delete it and upload it again.`,
    )
  }
  const hash = createHash('sha256')
  for await (const chunk of resumed(asset, tag, github)) {
    hash.update(chunk)
    yield chunk
  }
  const sha256 = hash.digest('hex')
  if (asset.sha256 === undefined || asset.sha256 === sha256) return
  throw new PublishError(
    'ARTIFACT',
    `${sourceOf(asset.name, tag)} came with the SHA-256 ${sha256}, but GitHub says ${asset.sha256}: it was damaged on its way, or replaced. Run the step again.`,
  )
}

async function* resumed(
  asset: AssetRecord,
  tag: string,
  github: GitHubRepository,
): AsyncGenerator<Uint8Array> {
  const { clock, signal } = github
  const giveUpAt = clock.now() + LIMITS.requestMs
  let received: Received = { bytes: 0, etag: undefined }
  for (let tries = 1; received.bytes < asset.sizeBytes; tries += 1) {
    const before = received.bytes
    const part = await assetPart(asset, received, tag, github)
    const end = bodyEnd(part)
    for await (const chunk of end.bytes) {
      received = { bytes: received.bytes + chunk.length, etag: received.etag ?? end.etag }
      if (received.bytes > asset.sizeBytes) throw tooLong(asset, tag)
      yield chunk
    }
    signal.throwIfAborted()
    if (received.bytes === asset.sizeBytes) return
    if (received.bytes > before) tries = 1
    if (tries >= LIMITS.requestTries || clock.now() > giveUpAt) throw cut(asset, received, end.failure(), tag)
    await clock.sleep(pauseMs(tries, clock), signal)
    signal.throwIfAborted()
  }
}

/** A part whose bytes end, and do not throw, where the connection does. */
function bodyEnd(part: AssetPart) {
  if ('failure' in part) return { bytes: NOTHING, etag: undefined, failure: () => part.failure }
  let failure = 'the connection ended'
  async function* bytes(body: AsyncIterable<Uint8Array>) {
    try {
      yield* body
    } catch (error) {
      failure = fetchFailure(error).reason
    }
  }
  return { bytes: bytes(part.bytes), etag: part.etag, failure: () => failure }
}

const NOTHING: AsyncIterable<Uint8Array> = { async *[Symbol.asyncIterator]() {} }

function tooLong({ name, sizeBytes }: AssetRecord, tag: string): PublishError {
  return new PublishError(
    'ARTIFACT',
    `${sourceOf(name, tag)} has more than the ${sizeBytes} bytes that GitHub says: it was replaced. Run the step again.`,
  )
}

function cut(
  { name, sizeBytes }: AssetRecord,
  { bytes }: Received,
  failure: string,
  tag: string,
): PublishError {
  return new PublishError(
    'GITHUB',
    `${sourceOf(name, tag)} cannot be downloaded: ${bytes} of ${sizeBytes} bytes came, then no more (${failure}). Run the step again later.`,
  )
}
