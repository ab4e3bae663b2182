/** The clock of a store: it runs as every clock does, and can be put forward. */
export interface StoreClock {
  /** Milliseconds since 1970. */
  now(): number
  advance(milliseconds: number): void
}

export function storeClock(startMs: number): StoreClock {
  let aheadMs = startMs - Date.now()
  return {
    now: () => Date.now() + aheadMs,
    advance: (milliseconds) => {
      aheadMs += milliseconds
    },
  }
}
