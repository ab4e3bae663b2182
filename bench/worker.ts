import worker from '../src/worker/worker.ts'
import { contentOf } from '../src/content.ts'
import { memoryStore } from '../src/store/memory.ts'
import { systemClock } from '../src/clock.ts'
import { fixtureKeys, publishAll, rpm } from '../__tests__/support/publishing.ts'
import { machine } from './machine.ts'
import { spreadOf } from './measure.ts'
import { printTable, say } from './table.ts'

/**
 * The CPU time of one request in what the Worker itself does, with node's Request and Response and a bucket in memory:
 * of the 10 ms that Cloudflare's free plan gives (Workers documentation, Limits). The network and R2 do not count there.
 */
const FREE_PLAN_MS = 10
const ROUNDS = 7
const REQUESTS = 3_000

const FOLDER = 'rpm/stable/x86_64'
/** What a repository taken over from others may have at most. */
const LARGE_HEAD_BYTES = 1024 * 1024

async function published() {
  const store = memoryStore(systemClock)
  const keys = await fixtureKeys()
  await publishAll([await rpm(keys)], { store, keys, baseUrl: 'https://packages.example.com' })
  const large = Buffer.alloc(LARGE_HEAD_BYTES, '<revision>1</revision>')
  const headers = { contentType: 'application/xml', cacheControl: 'no-cache' }
  await store.put('large/repodata/repomd.xml', contentOf(large), headers)
  const calls = { count: 0 }
  const found = (key: string) => {
    calls.count += 1
    const object = store.objects.get(key)
    if (object === undefined) return null
    const { bytes, etag, lastModified, headers } = object
    return {
      size: bytes.length,
      httpEtag: etag.startsWith('"') ? etag : `"${etag}"`,
      uploaded: lastModified,
      httpMetadata: headers,
      body: new ReadableStream(),
      text: async () => bytes.toString(),
      arrayBuffer: async () => new Uint8Array(bytes).buffer,
    }
  }
  const BUCKET = { head: async (key: string) => found(key), get: async (key: string) => found(key) }
  return { environment: { BUCKET }, calls, keys: [...store.objects.keys()] }
}

async function bench(): Promise<void> {
  for (const line of await machine()) say(line)
  const { environment, calls, keys } = await published()
  const id = keys.map((key) => /heads\/([^/]+)\/repomd\.xml$/.exec(key)?.[1]).find(Boolean)
  const pkg = keys.find((key) => key.endsWith('.rpm')) ?? ''
  const kinds: readonly (readonly [string, string, Readonly<Record<string, string>>])[] = [
    ['a package', pkg, {}],
    ['a range of another state', pkg, { range: 'bytes=10-', 'if-range': '"x"' }],
    ['not modified', pkg, { 'if-modified-since': new Date().toUTCString() }],
    ['not found', 'rpm/nothing', {}],
    ['a snapshot', `${FOLDER}/@${id}/repodata/repomd.xml`, {}],
    ['a signature', `${FOLDER}/repodata/repomd.xml.asc`, {}],
    ['mirrorlist', `${FOLDER}/mirrorlist`, {}],
    ['.repo', 'demo.repo', {}],
    ['mirrorlist of a head of 1 MiB', 'large/mirrorlist', {}],
  ]
  const rows: string[][] = []
  for (const [name, path, headers] of kinds) {
    const requests = name.includes('MiB') ? REQUESTS / 30 : REQUESTS
    const ask = async () => worker.fetch(new Request(`https://a.example/${path}`, { headers }), environment)
    calls.count = 0
    const { status } = await ask()
    const asked = calls.count
    const taken: number[] = []
    for (let round = 0; round < ROUNDS; round += 1) {
      const before = process.cpuUsage()
      for (let turn = 0; turn < requests; turn += 1) await ask()
      const { user, system } = process.cpuUsage(before)
      taken.push((user + system) / 1000 / requests)
    }
    const { median, most } = spreadOf(taken)
    rows.push([name, String(status), String(asked), median.toFixed(3), most.toFixed(3)])
  }
  printTable(
    `The Worker, CPU ms a request; the free plan has ${FREE_PLAN_MS}`,
    ['', 'status', 'calls', 'median', 'most'],
    rows,
  )
}

await bench()
