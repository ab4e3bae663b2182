import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { abreast } from '../../src/abreast.ts'
import { bytesOf } from '../../src/content.ts'
import { ARCHITECTURES } from '../../src/recipe/architecture.ts'
import { systemClock } from '../../src/clock.ts'
import { directoryStore } from '../../src/store/directory.ts'
import { type LocalR2, startR2 } from '../support/miniflare.ts'
import { listedPackages } from '../support/listed.ts'
import { run, temporaryDirectory } from '../support/programs.ts'
import { deb, fixtureKeys, rpm } from '../support/publishing.ts'
import { scaled } from '../support/scale.ts'
import { readFileSync } from 'node:fs'

const ROUNDS = Number(process.env['RACE_ROUNDS'] ?? scaled(20, 200))
/** Rounds that run at the same moment, each in a repository of its own: a round is mostly waiting for its turn. */
const ROUNDS_AT_ONCE = 4
const PUBLISHERS = ARCHITECTURES.filter((arch) => arch !== 'all' && arch !== 'arm6').slice(0, 8)

let r2: LocalR2
let folder: string
beforeAll(async () => {
  r2 = await startR2()
  folder = await temporaryDirectory()
  const keys = await fixtureKeys()
  for (const arch of PUBLISHERS) {
    await mkdir(join(folder, arch))
    for (const [name, of] of [
      ['own', arch],
      ['same', 'amd64'],
    ] as const) {
      const description = { name: name === 'own' ? 'hello' : `hello-${arch}`, arch: of }
      for (const pkg of [await deb(description), await rpm(keys, description)]) {
        const bytes = await bytesOf(pkg.content, 2 ** 20, 'it')
        await writeFile(join(folder, arch, `${name}-${pkg.name}.${pkg.format}`), bytes)
      }
    }
  }
})
afterAll(() => r2.stop())

/** A job of its own, as a runner starts it. */
async function publisher(kind: 'own' | 'same', arch: string, repository: string): Promise<void> {
  const flags = [
    '--artifacts',
    `${folder}/${arch}/${kind}-*`,
    '--repository',
    repository,
    '--repository-name',
    'demo',
  ]
  await run(process.execPath, ['dist/main.js', ...flags], {
    env: {
      GPG_PRIVATE_KEY: readFileSync('__tests__/fixtures/keys/rsa4096.asc', 'utf8'),
      GITHUB_ACTIONS: undefined,
      INPUT_ENDPOINT: r2.endpoint,
      AWS_ACCESS_KEY_ID: r2.credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: r2.credentials.secretAccessKey,
    },
  })
}

test.each(['own', 'same'] as const)(
  `eight processes publish %s architecture at the same moment, ${ROUNDS} rounds, and everything is in the index`,
  async (kind) => {
    const prefixes = Array.from({ length: ROUNDS }, (_, round) => `${kind}-${round}`)
    await abreast(prefixes, ROUNDS_AT_ONCE, async (prefix) => {
      await Promise.all(PUBLISHERS.map((arch) => publisher(kind, arch, `s3://${r2.bucketName}/${prefix}`)))
      const found = await listedPackages(r2.store({ prefix }))
      expect(found.filter((name) => name.endsWith('.deb'))).toHaveLength(8)
      expect(found.filter((name) => name.endsWith('.rpm'))).toHaveLength(8)
    })
  },
  scaled(20, 120) * 60_000,
)

test('eight processes publish into one directory, and everything is in the index', async () => {
  const path = await temporaryDirectory()
  await Promise.all(PUBLISHERS.map((arch) => publisher('same', arch, path)))
  const found = await listedPackages(directoryStore(path, systemClock))
  expect(found).toHaveLength(16)
}, 300_000)
