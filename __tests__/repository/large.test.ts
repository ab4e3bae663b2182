import { expect, test } from '@jest/globals'
import { countingStore } from '../../src/store/counting.ts'
import { memoryStore } from '../../src/store/memory.ts'
import { faultyStore } from '../support/faulty-store.ts'
import { deb, fixtureKeys, publishAll, rpm, variants } from '../support/publishing.ts'
import { virtualClock } from '../support/virtual-clock.ts'

const OTHERS = 5000

test('a new version beside 5,000 other packages downloads no package, and uploads what changes', async () => {
  const keys = await fixtureKeys()
  const clock = virtualClock()
  const memory = memoryStore(clock)
  await publishAll([...variants(await deb(), OTHERS), ...variants(await rpm(keys), OTHERS)], {
    store: memory,
    keys,
    clock,
  })
  await publishAll([await deb(), await rpm(keys)], { store: memory, keys, clock })
  clock.advance(5000)
  const touched: string[] = []
  const watched = faultyStore(memory, {
    before: ({ operation, key }) => void touched.push(`${operation} ${key}`),
  })
  const store = countingStore(watched)
  await publishAll([await deb({ version: '1.1' }), await rpm(keys, { version: '1.1' })], {
    store,
    keys,
    clock,
  })
  const packages = touched.filter((call) => /\.(deb|rpm)$/.test(call))
  expect(packages.sort()).toEqual([
    'head apt/pool/main/h/hello/hello_1.1_amd64.deb',
    'head rpm/stable/x86_64/hello-1.1-1.x86_64.rpm',
    'put apt/pool/main/h/hello/hello_1.1_amd64.deb',
    'put rpm/stable/x86_64/hello-1.1-1.x86_64.rpm',
  ])
  const { uploadedObjects } = store.counts()
  const inSuite = ['package', 'index', 'copy', 'head', 'Packages.gz', 'Release', 'Release.gpg']
  const inRpmRepository = [
    'package',
    'primary',
    'filelists',
    'other',
    'copy',
    'its signature',
    'head',
    'signature',
  ]
  expect(uploadedObjects).toBe(inSuite.length + inRpmRepository.length)
})
