import { PublishError } from '../../src/errors.ts'
import type { Operation } from '../../src/store/counting.ts'
import type { Chance } from './chance.ts'

/**
 * What becomes of a request.
 *
 * - `served`: it is applied and answered
 * - `conflict`: 409, another write to the key is under way; it is not applied
 * - `throttled`: 429, 500 or 503; it is not applied
 * - `lost`: it is applied, and the answer does not come
 * - `late`: no answer comes, and it is applied later
 * - `repeated`: it is applied, the answer is lost, and the store's client sends it again
 * - `doubled`: it is applied and answered, and applied once more later
 * - `failed`: it is not applied, however often it is sent
 * - `failed-lost`: it is applied, but no answer comes, however often it is sent
 * - `failed-late`: the same, and it is applied later
 */
export type Fate =
  | 'served'
  | 'conflict'
  | 'throttled'
  | 'lost'
  | 'late'
  | 'repeated'
  | 'doubled'
  | 'failed'
  | 'failed-lost'
  | 'failed-late'

type Odds = readonly (readonly [Fate, number])[]

/** A swap is sent once: whatever happens to it is the publisher's to find out. */
const SWAP: Odds = [
  ['conflict', 0.05],
  ['throttled', 0.05],
  ['lost', 0.05],
  ['late', 0.05],
]
/** Other writes are repeated by the store's client; that they fail for good ends the run. */
const WRITE: Odds = [
  ['repeated', 0.05],
  ['doubled', 0.02],
  ['failed', 0.001],
  ['failed-lost', 0.001],
  ['failed-late', 0.001],
]
const READ: Odds = [['failed', 0.0005]]

function oddsOf(operation: Operation): Odds {
  switch (operation) {
    case 'swap':
      return SWAP
    case 'put':
    case 'copy':
    case 'delete':
      return WRITE
    case 'get':
    case 'open':
    case 'head':
    case 'list':
      return READ
  }
}

/** @param badness 0 is a perfect store, 1 one that does to requests what is listed above */
export function fateOf(operation: Operation, chance: Chance, badness: number): Fate {
  if (badness === 0) return 'served'
  let left = chance.next() / badness
  for (const [fate, share] of oddsOf(operation)) {
    if (left < share) return fate
    left -= share
  }
  return 'served'
}

/** What a store throws that was asked again and again. */
export function exhausted(operation: Operation, key: string): PublishError {
  return new PublishError('STORE', `could not ${operation} ${key}: the store failed, for every try`)
}

/** Why nobody knows what became of a swap. */
export function unanswered(operation: Operation, key: string, fate: Fate): PublishError {
  return new PublishError('STORE', `no answer to ${operation} ${key}: ${fate}`)
}
