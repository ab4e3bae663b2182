/** The same numbers for the same seed: mulberry32. */
export interface Random {
  /** From 0 up to, not including, `limit`. */
  below(limit: number): number
  /** One of several. */
  of<T>(choices: readonly T[]): T
  bytes(sizeBytes: number): Buffer
}

export function randomFrom(seed: number): Random {
  let state = seed >>> 0
  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return (mixed ^ (mixed >>> 14)) >>> 0
  }
  const below = (limit: number) => next() % limit
  return {
    below,
    of: <T>(choices: readonly T[]) => choices[below(choices.length)] as T,
    bytes: (sizeBytes) => Buffer.from(Uint32Array.from({ length: sizeBytes / 4 }, next).buffer),
  }
}
