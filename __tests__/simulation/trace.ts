/** What happened, in order, for people who look into a seed that fails. */
export interface Trace {
  at(nowMs: number): void
  say(who: string, what: string): void
  /** The last lines, oldest first. */
  last(count: number): string
}

export function traceOf(startMs: number): Trace {
  const events: (readonly [number, string, string])[] = []
  let now = startMs
  return {
    at: (nowMs) => {
      now = nowMs
    },
    say: (who, what) => void events.push([now, who, what]),
    last: (count) =>
      events
        .slice(-count)
        .map(
          ([ms, who, what]) =>
            `${((ms - startMs) / 1000).toFixed(3).padStart(10)} s  ${who.padEnd(6)} ${what}`,
        )
        .join('\n'),
  }
}
