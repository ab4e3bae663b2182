import { test } from '@jest/globals'
import { deb, rpm, fixtureKeys, publishAll } from '../support/publishing.ts'
import { directoryStore } from '../../src/store/directory.ts'
import { systemClock } from '../../src/clock.ts'
test('x', async () => {
  const keys = await fixtureKeys()
  const store = directoryStore('/tmp/zzrepo', systemClock)
  const t = Date.now()
  const r = await publishAll([await deb(), await rpm(keys)], { store, keys, baseUrl: 'http://127.0.0.1:1', inputs: {} })
  console.log(Date.now() - t, JSON.stringify(r.entries, null, 1))
})
