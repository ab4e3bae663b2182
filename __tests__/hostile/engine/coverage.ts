import { Session } from 'node:inspector'
import type { Profiler } from 'node:inspector'
import { readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { fileURLToPath } from 'node:url'

const SOURCE = /^file:.*\/src\/.*\.ts$/

/** What of each file ran: a byte for each UTF-16 unit of its text, 1 where it did. */
export type Places = Map<string, Uint8Array>

/** How much of some files ran. */
export interface Figures {
  readonly functions: Share
  readonly lines: Share
}

interface Share {
  readonly covered: number
  readonly all: number
}

/** V8's own coverage by blocks, of what is loaded after it began. */
export class Profile {
  readonly #session = new Session()
  readonly #functions = new Map<string, Map<string, Profiler.CoverageRange>>()

  constructor() {
    this.#session.connect()
    this.#session.post('Profiler.enable')
    this.#session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true })
  }

  /** What ran since this was asked before. */
  ran(): Places {
    const places: Places = new Map()
    for (const { url, functions } of this.#take()) {
      if (!SOURCE.test(url)) continue
      this.#note(url, functions)
      places.set(url, painted(functions))
    }
    return places
  }

  /** How much of the functions of some files is in `places`, by functions and by lines. */
  figures(places: Places, files: RegExp): Figures {
    const total = { functions: { covered: 0, all: 0 }, lines: { covered: 0, all: 0 } }
    for (const [url, functions] of this.#functions) {
      if (!files.test(url)) continue
      const ran = places.get(url) ?? new Uint8Array()
      const ranges = [...functions.values()]
      for (const { startOffset } of ranges) count(total.functions, ran[startOffset] === 1)
      for (const start of lineStarts(url)) {
        const isInside = ranges.some((range) => range.startOffset < start && start < range.endOffset)
        if (isInside) count(total.lines, ran[start] === 1)
      }
    }
    return total
  }

  stop(): void {
    this.#session.disconnect()
  }

  #take(): readonly Profiler.ScriptCoverage[] {
    let taken: readonly Profiler.ScriptCoverage[] = []
    // In one process the answer comes before the call returns.
    this.#session.post('Profiler.takePreciseCoverage', (_, answer) => {
      taken = answer.result
    })
    return taken
  }

  /** The first function of a file is the file. */
  #note(url: string, functions: readonly Profiler.FunctionCoverage[]): void {
    let known = this.#functions.get(url)
    if (known === undefined) this.#functions.set(url, (known = new Map()))
    for (const { functionName, ranges } of functions) {
      const [range] = ranges
      if (range === undefined || (functionName === '' && range.startOffset === 0)) continue
      known.set(`${range.startOffset}-${range.endOffset}`, range)
    }
  }
}

function count(share: { covered: number; all: number }, isCovered: boolean): void {
  share.all += 1
  if (isCovered) share.covered += 1
}

/** V8 names outer functions and blocks before inner ones: what is said last of a place holds. */
function painted(functions: readonly Profiler.FunctionCoverage[]): Uint8Array {
  const ranges = functions.flatMap((it) => it.ranges)
  const ran = new Uint8Array(ranges.reduce((most, { endOffset }) => Math.max(most, endOffset), 0))
  for (const { startOffset, endOffset, count } of ranges) ran.fill(count > 0 ? 1 : 0, startOffset, endOffset)
  return ran
}

/** Where the code of each line begins; lines of comments, types and brackets alone have none. */
function lineStarts(url: string): readonly number[] {
  const text = stripTypeScriptTypes(readFileSync(fileURLToPath(url), 'utf8'))
  const starts: number[] = []
  let at = 0
  let isComment = false
  for (const line of text.split('\n')) {
    const code = line.trimStart()
    if (code.startsWith('/*')) isComment = true
    if (!isComment && /[\w$]/.test(code) && !code.startsWith('//'))
      starts.push(at + line.length - code.length)
    if (code.includes('*/')) isComment = false
    at += line.length + 1
  }
  return starts
}

/** What a target reached so far. */
export class Reach {
  readonly places: Places = new Map()

  /** Takes in what ran, and gives what is new of it; undefined where nothing is. */
  add(ran: Places): Places | undefined {
    const fresh: Places = new Map()
    for (const [url, now] of ran) {
      const before = this.#of(url, now.length)
      let news: Uint8Array | undefined
      for (let at = 0; at < now.length; at += 1) {
        if (now[at] !== 1 || before[at] === 1) continue
        news ??= new Uint8Array(now.length)
        news[at] = 1
        before[at] = 1
      }
      if (news !== undefined) fresh.set(url, news)
    }
    return fresh.size === 0 ? undefined : fresh
  }

  #of(url: string, length: number): Uint8Array {
    const known = this.places.get(url)
    if (known !== undefined && known.length >= length) return known
    const grown = new Uint8Array(length)
    if (known !== undefined) grown.set(known)
    this.places.set(url, grown)
    return grown
  }
}

/** Whether something that is wanted ran. */
export function touches(wanted: Places, ran: Places): boolean {
  for (const [url, places] of wanted) {
    const now = ran.get(url)
    if (now?.some((it, at) => it === 1 && places[at] === 1) === true) return true
  }
  return false
}

/** What ran is wanted no longer. */
export function claim(wanted: Places, ran: Places): void {
  for (const [url, places] of wanted) {
    for (const [at, it] of (ran.get(url) ?? []).entries()) if (it === 1 && at < places.length) places[at] = 0
  }
}
