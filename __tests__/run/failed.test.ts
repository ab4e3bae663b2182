import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from '@jest/globals'
import { elfFile } from '../artifacts/elf-file.ts'
import { LIMITS } from '../../src/limits.ts'
import { faultProxy } from '../support/fault-proxy.ts'
import { startR2 } from '../support/miniflare.ts'
import { temporaryDirectory } from '../support/programs.ts'
import { runIn } from '../support/running.ts'

test('after an error nothing more is asked of the store', async () => {
  const cwd = await temporaryDirectory()
  await mkdir(join(cwd, 'dist'))
  await writeFile(join(cwd, 'dist', 'hello'), elfFile({ code: 'hello' }))
  const r2 = await startR2()
  const proxy = await faultProxy(r2.endpoint, {
    decide: ({ path }) => ({
      kind: 'answer',
      ...(path.includes('/rpm/') ? { status: 403, code: 'AccessDenied' } : { status: 503, code: 'SlowDown' }),
    }),
  })
  const run = runIn(cwd, {
    artifacts: 'dist/*',
    name: 'hello',
    version: '1.0',
    maintainer: 'Jane <jane@example.com>',
    repository: `r2://${r2.bucketName}/linux`,
    endpoint: proxy.endpoint,
    'access-key-id': r2.credentials.accessKeyId,
    'secret-access-key': r2.credentials.secretAccessKey,
  })
  await expect(run).rejects.toThrow(/Nothing was written/)
  // What was sent at the same moment still arrives.
  await sleep(LIMITS.retryFloorMs / 2)
  const asked = proxy.log.length
  expect(proxy.log.some(({ outcome }) => outcome === 'SlowDown')).toBe(true)
  // Until a second try would have come, and a third.
  await sleep(4 * LIMITS.retryFloorMs)
  expect(proxy.log.slice(asked).map(({ path }) => path)).toEqual([])
  await Promise.all([proxy.stop(), r2.stop()])
})
