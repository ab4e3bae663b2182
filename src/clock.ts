import { setTimeout as sleep } from 'node:timers/promises'

/** Time and chance, as parameters: tests bring their own. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number
  /** Ends early where the signal is aborted. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>
  /** From 0 up to, not including, 1. */
  random(): number
}

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: async (milliseconds, signal) => {
    await sleep(milliseconds, undefined, { ...(signal && { signal }) }).catch(() => undefined)
  },
  random: () => Math.random(),
}
