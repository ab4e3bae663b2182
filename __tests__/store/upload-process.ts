// Uploads SIZE bytes and reads them back: `node upload-process.ts SIZE`. Prints by how many bytes its memory grew.
import { startR2 } from '../support/miniflare.ts'

const sizeBytes = Number(process.argv[2])
const block = Buffer.alloc(1 << 20, 7)
const content = {
  sizeBytes,
  async *read(start = 0, end = sizeBytes) {
    for (let offset = start; offset < end; offset += block.length)
      yield block.subarray(0, Math.min(block.length, end - offset))
  },
}
const headers = { contentType: 'application/x-rpm', cacheControl: 'no-cache' }
const r2 = await startR2()
const store = r2.store()
await store.put(
  'warm-up',
  { ...content, sizeBytes: 20 << 20, read: () => content.read(0, 20 << 20) },
  headers,
)
const before = process.memoryUsage().rss
let most = before
const watch = setInterval(() => {
  most = Math.max(most, process.memoryUsage().rss)
}, 10)
await store.put('large', content, headers)
let readBytes = 0
for await (const chunk of (await store.open('large'))?.read() ?? []) readBytes += chunk.length
clearInterval(watch)
await r2.stop()
console.log(JSON.stringify({ readBytes, grownBytes: most - before }))
