import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from '@jest/globals'
import { projectEvent } from '../src/event.ts'
import { isSigned } from '../src/rpm/sign.ts'
import { elfFile } from './artifacts/elf-file.ts'
import { temporaryDirectory } from './support/programs.ts'
import { RSA_KEY, runIn } from './support/running.ts'

/** What becomes of a run: it publishes, it builds and publishes nothing, or it is an error that the key is missing. */
type Fate = 'publishes' | 'builds' | 'refuses'

/** An event as GitHub sends it, as far as it matters, and what becomes of runs for it. */
interface EventFixture {
  readonly env: Readonly<Record<string, string>>
  readonly payload: object
  readonly with: Fate
  readonly without: Fate
}

const FOLDER = '__tests__/fixtures/events'
const EVENTS = readdirSync(FOLDER).map((file) => {
  const fixture = JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as EventFixture
  return [file.replace('.json', ''), fixture] as const
})

let artifacts: string
beforeAll(async () => {
  artifacts = await temporaryDirectory()
  await mkdir(join(artifacts, 'dist'))
  await writeFile(join(artifacts, 'dist', 'engine'), elfFile({ code: 'engine' }))
})

async function started({ env, payload }: EventFixture, inputs: Readonly<Record<string, string>>) {
  const repository = join(await temporaryDirectory(), 'repository')
  const given = { artifacts: 'dist/*', version: '1.2.3', repository, ...inputs }
  const run = runIn(artifacts, given, env, projectEvent(env, payload))
  return { run, repository }
}

async function fate(fixture: EventFixture, inputs: Readonly<Record<string, string>>): Promise<Fate> {
  const { run, repository } = await started(fixture, inputs)
  try {
    const report = await run
    if (existsSync(repository)) return 'publishes'
    expect(report.packages?.debs).toHaveLength(1)
    expect(report.packages?.rpms.some(isSigned)).toBe(false)
    expect(report.lines.filter((line) => line.startsWith('notice: Nothing is published: '))).toHaveLength(1)
    return 'builds'
  } catch (error) {
    expect(error).toMatchObject({ message: expect.stringContaining('gpg-private-key is required') })
    expect(existsSync(repository)).toBe(false)
    return 'refuses'
  }
}

describe.each(EVENTS)('%s', (_, fixture) => {
  test(`without a key ${fixture.without}`, async () => {
    expect(await fate(fixture, { 'gpg-private-key': '' })).toBe(fixture.without)
  })

  test(`with a key ${fixture.with}`, async () => {
    expect(await fate(fixture, { 'gpg-private-key': RSA_KEY })).toBe(fixture.with)
  })
})

const fixtureOf = (name: string) => EVENTS.find(([it]) => it === name)?.[1] as EventFixture

test.each(['remove', 'promote', 'republish', 'rollback'])(
  'a pull request from a fork with secrets does not %s either',
  async (command) => {
    const inputs = { command, packages: 'hello', 'from-channel': 'testing' }
    const { run, repository } = await started(fixtureOf('pull-request-target-fork'), inputs)
    const { lines, counts } = await run
    expect(lines).toEqual(['notice: Nothing is published: a pull request from a fork must not publish.'])
    expect(counts.requests).toMatchObject({ get: 0, put: 0, swap: 0 })
    expect(existsSync(repository)).toBe(false)
  },
)

test('a pull request from a fork may plan, where it has the secrets to read with', async () => {
  const { run, repository } = await started(fixtureOf('pull-request-target-fork'), { 'dry-run': 'true' })
  const { planned, entries } = await run
  expect(entries.map(({ status }) => status)).toEqual(['added', 'added'])
  expect(planned.length).toBeGreaterThan(5)
  expect(existsSync(repository)).toBe(false)
})

test('nothing is written beside the artifacts', async () => {
  expect(await readdir(artifacts)).toEqual(['dist'])
})
