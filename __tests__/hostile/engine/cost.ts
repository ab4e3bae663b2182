import { writeFileSync } from 'node:fs'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** What one input may cost. */
export interface CostLimits {
  readonly cpuMs: number
  readonly growthBytes: number
}

export const COST_LIMITS: CostLimits = {
  /** Some hundred times what inputs of this size need. */
  cpuMs: 3_000,
  /** What PROMISES allows a package, and what the collector leaves. */
  growthBytes: 512 * 2 ** 20,
}

/** Of the whole process: by how much it grew at its largest, which may be over by now. */
export interface Cost {
  readonly cpuMs: number
  readonly growthBytes: number
}

/** Begins to measure; what it gives ends it. */
export function beginCost(): () => Cost {
  // Before the peak is forgotten: what the collector's threads give back in between would be growth.
  const rssBytes = process.memoryUsage.rss()
  const knowsPeak = forgetPeak()
  const cpu = process.cpuUsage()
  return () => {
    const { user, system } = process.cpuUsage(cpu)
    const mostBytes = knowsPeak ? process.resourceUsage().maxRSS * 1_024 : process.memoryUsage.rss()
    return { cpuMs: (user + system) / 1_000, growthBytes: mostBytes - rssBytes }
  }
}

/** Linux, proc(5): the peak begins again at what is there; elsewhere only what is left can be seen. */
function forgetPeak(): boolean {
  try {
    writeFileSync('/proc/self/clear_refs', '5')
    return true
  } catch {
    return false
  }
}

/** What earlier inputs left would be counted, or would go meanwhile and hide what came. */
export function collectGarbage(): void {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  collect()
}
