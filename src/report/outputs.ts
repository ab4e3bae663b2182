import { LIMITS } from '../limits.ts'
import { counted } from '../words.ts'
import type { Entry } from './entries.ts'
import type { Log } from './log.ts'

/** What changed comes first: where not all entries fit, those go that say that nothing happened. */
const RANK: Readonly<Record<Entry['status'], number>> = {
  added: 0,
  replaced: 0,
  removed: 0,
  skipped: 1,
  unchanged: 2,
}

/** The output `packages`, in JSON; in the order of the run, unless there are too many for an output. */
export function packagesOutput(entries: readonly Entry[], log: Pick<Log, 'warning'>): string {
  const whole = JSON.stringify(entries)
  if (whole.length <= LIMITS.outputLength) return whole
  const texts = entries
    .toSorted((left, right) => RANK[left.status] - RANK[right.status])
    .map((entry) => JSON.stringify(entry))
  return `[${fitting('packages', texts, log).join(',')}]`
}

/** The output `package-paths`, a path a line. */
export function pathsOutput(paths: readonly string[], log: Pick<Log, 'warning'>): string {
  return fitting('package-paths', paths, log).join('\n')
}

function fitting(name: string, texts: readonly string[], log: Pick<Log, 'warning'>): readonly string[] {
  let length = 0
  const end = texts.findIndex((text) => (length += text.length + 1) > LIMITS.outputLength)
  if (end < 0) return texts
  log.warning(
    `The output ${name} lacks ${counted(texts.length - end, 'item')}: ` +
      'GitHub takes 1 MiB of outputs from a job. Publish in several steps, or read the checksums file.',
  )
  return texts.slice(0, end)
}
