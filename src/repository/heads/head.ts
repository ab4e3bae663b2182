import type { Condition } from '../../store/store.ts'

/** The head of a repository as it was read: the one object that a publish replaces. */
export interface Head {
  /** What the swap demands: its ETag, or absence where another object was read in its place. */
  readonly condition: Condition
  readonly stampSeconds: number
  /** When the store wrote it, by the store's clock. */
  readonly writtenSeconds: number
  /** `STAMP-HASH16`, under which its copy is stored; undefined for something that could not be read. */
  readonly id: string | undefined
  /** The ID of the head that it replaced; undefined for a first one, and for those of other tools. */
  readonly previous: string | undefined
  /** A copy of a first publish, which perhaps was never in force. */
  readonly isUncertain?: boolean
}

/** The ID that the next head says it replaced. */
export function replacedId(head: Head | undefined): string | undefined {
  return head?.isUncertain === true ? undefined : head?.id
}

/** A stored copy of a head that was in force, or was to be. */
export interface HeadCopy {
  readonly id: string
  readonly stampSeconds: number
  /** Of the copy, and of its signature where that is an object of its own. */
  readonly keys: readonly string[]
}
