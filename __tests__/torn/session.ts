import { setTimeout as sleep } from 'node:timers/promises'
import { randomFrom } from '../../bench/random.ts'
import { abreast } from '../../src/abreast.ts'
import type { Reader, RefreshOptions } from './reader.ts'
import type { Writer, Written } from './writer.ts'

/** Before each refresh, so that readers do not fall into step with the writer. */
const MOST_PAUSE_MS = 200
/** How often a reader that was refused tries again. */
const RETRIES = 5

/** What readers of one kind met. */
export interface Row {
  readonly title: string
  readonly refreshes: number
  readonly failures: readonly Failure[]
  /** Of packages that the state just read names. */
  readonly downloads: number
  readonly downloadFailures: readonly Failure[]
  /** Refreshes after which the client knew less than what had been published before them. */
  readonly stale: number
}

export interface Failure {
  readonly release: string
  readonly text: string
  /** Whether trying again helped. */
  readonly isMended: boolean
}

export interface SessionOptions extends RefreshOptions {
  /** In all, of each row. */
  readonly refreshes: number
  /** Clients that run at a moment. */
  readonly atOnce: number
  readonly seed: number
}

/** Refreshes by real clients while a writer writes: each row's share of its readers, in turn. */
export async function session(
  writer: Writer,
  readers: readonly Reader[],
  options: SessionOptions,
): Promise<{ readonly rows: readonly Row[]; readonly written: Written; readonly seconds: number }> {
  const start = performance.now()
  const before = writer.written()
  const random = randomFrom(options.seed)
  const titles = [...new Set(readers.map(({ row }) => row))]
  const rows = new Map(titles.map((title) => [title, emptyRow(title)]))
  const turns = turnsOf(readers, options.refreshes)
  const busy = new Map<Reader, Promise<unknown>>()
  await abreast(turns, options.atOnce, async (reader) => {
    const turn = (busy.get(reader) ?? Promise.resolve()).then(async () => {
      await sleep(random.below(MOST_PAUSE_MS))
      const met = await oneRefresh(writer, reader, options)
      rows.set(reader.row, sum(rows.get(reader.row) ?? emptyRow(reader.row), met))
    })
    busy.set(reader, turn)
    await turn
  })
  const { changes, objects, uploadMs } = writer.written()
  const written = {
    changes: changes - before.changes,
    objects: objects - before.objects,
    uploadMs: uploadMs - before.uploadMs,
  }
  return { rows: [...rows.values()], written, seconds: (performance.now() - start) / 1000 }
}

function emptyRow(title: string): Row {
  return { title, refreshes: 0, failures: [], downloads: 0, downloadFailures: [], stale: 0 }
}

/** Readers in turn, until each row has had its refreshes. */
function turnsOf(readers: readonly Reader[], refreshes: number): readonly Reader[] {
  const byRow = Map.groupBy(readers, ({ row }) => row)
  return Array.from({ length: refreshes }, (_, turn) =>
    [...byRow.values()].map((its) => its[turn % its.length] as Reader),
  ).flat()
}

async function oneRefresh(writer: Writer, reader: Reader, options: RefreshOptions): Promise<Row> {
  const known = writer.acknowledged()
  const { failure, downloadFailure, version } = await reader.refresh(options)
  const failed = async (text: string | undefined) =>
    text === undefined ? [] : [{ release: reader.release, text, isMended: await mended(reader, options) }]
  return {
    title: reader.row,
    refreshes: 1,
    failures: await failed(failure),
    downloads: options.download && failure === undefined ? 1 : 0,
    downloadFailures: await failed(downloadFailure),
    stale: version !== undefined && version < known ? 1 : 0,
  }
}

async function mended(reader: Reader, options: RefreshOptions): Promise<boolean> {
  for (let tries = 0; tries < RETRIES; tries += 1) {
    const { failure, downloadFailure } = await reader.refresh(options)
    if (failure === undefined && downloadFailure === undefined) return true
  }
  return false
}

function sum(row: Row, more: Row): Row {
  return {
    title: row.title,
    refreshes: row.refreshes + more.refreshes,
    failures: [...row.failures, ...more.failures],
    downloads: row.downloads + more.downloads,
    downloadFailures: [...row.downloadFailures, ...more.downloadFailures],
    stale: row.stale + more.stale,
  }
}
