import type { PackageFile, Rendering } from '../repository.ts'
import type { Head } from './head.ts'

/** A head in force, and what a run brought with it. */
export interface PublishedHead {
  readonly id: string
  readonly stampSeconds: number
  /** The immutable objects that were written for it, packages apart; none where it was in force already. */
  readonly objects: readonly PackageFile[]
}

export function publishedHead({ id, objects }: Rendering, stampSeconds: number): PublishedHead {
  return {
    id,
    stampSeconds,
    objects: objects.map(({ key, bytes, sha256 }) => ({ key, sha256, sizeBytes: bytes.length })),
  }
}

/** The head that a run found, and left as it was; a foreign suite may have another object in its place. */
export function foundHead(head: Head | undefined): PublishedHead | undefined {
  if (head?.id === undefined || !('etag' in head.condition)) return undefined
  return { id: head.id, stampSeconds: head.stampSeconds, objects: [] }
}
