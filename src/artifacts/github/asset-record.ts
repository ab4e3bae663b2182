import { PublishError } from '../../errors.ts'

/** An asset as the API describes it. */
export interface AssetRecord {
  readonly id: number
  readonly name: string
  readonly sizeBytes: number
  /** False while it is uploaded, and for good where that failed. */
  readonly isUploaded: boolean
  /** Lower-case hex; undefined for assets older than this field of the API, and on older servers. */
  readonly sha256: string | undefined
}

/**
 * Reads the API's description of an asset.
 *
 * @throws PublishError `GITHUB` where it is none
 */
export function assetRecord(data: object): AssetRecord {
  const { id, name, size, state, digest } = data as Readonly<Record<string, unknown>>
  const isAsset =
    isCount(id) && typeof name === 'string' && name !== '' && isCount(size) && typeof state === 'string'
  if (!isAsset) {
    throw new PublishError(
      'GITHUB',
      'GitHub describes an asset without ID, name, size or state: see whether GITHUB_API_URL is its API.',
    )
  }
  const [, sha256] = typeof digest === 'string' ? (/^sha256:([0-9a-f]{64})$/i.exec(digest) ?? []) : []
  return { id, name, sizeBytes: size, isUploaded: state === 'uploaded', sha256: sha256?.toLowerCase() }
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0
}
