import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { type Scratch, contentOf, digestOf, memoryScratch } from '../../src/content.ts'
import { readInputs } from '../../src/inputs.ts'
import { readyPackages } from '../../src/packaging/ready.ts'
import { LINE_PACE } from '../../src/report/log.ts'
import { progress } from '../../src/report/progress.ts'
import { watchedUploads } from '../../src/report/uploads.ts'
import { publishRequest } from '../../src/request/request.ts'
import { elfFile } from '../artifacts/elf-file.ts'
import { temporaryDirectory } from '../support/programs.ts'
import { deb, noReleases, recordingLog, silentProject } from '../support/publishing.ts'
import { virtualClock } from '../support/virtual-clock.ts'

const MIB = 1024 * 1024

function watch(count: number, sizeBytes?: number) {
  const [log, clock] = [recordingLog(), virtualClock()]
  const work = { title: 'Storing packages', count, ...(sizeBytes === undefined ? {} : { sizeBytes }) }
  return { clock, lines: log.lines, said: progress(work, log, clock) }
}

describe('progress', () => {
  test('of what is done quickly is not said', () => {
    const { clock, lines, said } = watch(2, 10)
    for (const _ of [1, 2]) {
      clock.advance(LINE_PACE.firstMs / 2 - 1)
      said.moved(5)
      said.finished()
    }
    expect(lines).toEqual([])
  })

  test('is said after a while, then now and then, and at the end', () => {
    const { clock, lines, said } = watch(3, 300 * MIB)
    for (let second = 1; second <= 30; second += 1) {
      clock.advance(1_000)
      said.moved(10 * MIB)
      if (second % 10 === 0) said.finished()
    }
    expect(lines).toEqual([
      'progress: Storing packages: 0 of 3, 50.0 MiB of 300.0 MiB, 10.0 MiB/s',
      'progress: Storing packages: 1 of 3, 150.0 MiB of 300.0 MiB, 10.0 MiB/s',
      'progress: Storing packages: 2 of 3, 250.0 MiB of 300.0 MiB, 10.0 MiB/s',
      'progress: Storing packages: 3 of 3, 300.0 MiB of 300.0 MiB, 10.0 MiB/s',
    ])
  })

  test('without bytes counts things alone, and without a size names none', () => {
    const { clock, lines, said } = watch(2)
    clock.advance(6_000)
    said.finished()
    clock.advance(12_000)
    said.moved(MIB)
    expect(lines).toEqual([
      'progress: Storing packages: 1 of 2',
      'progress: Storing packages: 1 of 2, 1.0 MiB, 56.9 KiB/s',
    ])
  })

  test('what is done again or need not be done does not count', () => {
    const { clock, lines, said } = watch(4, 40)
    said.moved(10)
    said.moved(-10)
    said.spared(20)
    clock.advance(5_000)
    said.moved(10)
    expect(lines).toEqual(['progress: Storing packages: 0 of 4, 10 bytes of 20 bytes, 2 bytes/s'])
  })
})

describe('uploads', () => {
  async function started() {
    const [log, clock] = [recordingLog(), virtualClock()]
    const first = await deb()
    const second = { ...(await deb({ version: '2.0' })), content: contentOf(Buffer.alloc(500)) }
    const small = { ...first, content: contentOf(Buffer.alloc(1_000)) }
    return { log, clock, small, second, uploads: watchedUploads([small, small, second], log, clock) }
  }

  test('count a package of several channels once, and a try again from its beginning', async () => {
    const { log, clock, small, uploads } = await started()
    await digestOf(uploads.contentOf(small), 'md5')
    clock.advance(10_000)
    await digestOf(uploads.contentOf(small), 'md5')
    uploads.placed(small)
    uploads.placed(small)
    clock.advance(10_000)
    uploads.placed(small)
    expect(log.lines).toEqual(['progress: Storing packages: 0 of 2, 1000 bytes of 1.5 KiB, 100 bytes/s'])
  })

  test('that others had done already make the work less', async () => {
    const { log, clock, small, second, uploads } = await started()
    uploads.placed(second)
    clock.advance(5_000)
    await digestOf(uploads.contentOf(small), 'md5')
    uploads.placed(small)
    expect(log.lines).toEqual([
      'progress: Storing packages: 1 of 2, 1000 bytes of 1000 bytes, 200 bytes/s',
      'progress: Storing packages: 2 of 2, 1000 bytes of 1000 bytes, 200 bytes/s',
    ])
  })

  test('give the bytes as they are, in part too; what nobody expects goes by unseen', async () => {
    const { log, clock, small, uploads } = await started()
    const parts = await Array.fromAsync(uploads.contentOf(small).read(10, 12))
    expect(Buffer.concat(parts)).toEqual(Buffer.alloc(2))
    clock.advance(60_000)
    const other = { ...small, sha256: 'another' }
    expect(uploads.contentOf(other)).toBe(other.content)
    uploads.placed(other)
    expect(log.lines).toEqual([])
  })
})

test('packages that take long to build say how far they have come', async () => {
  const [log, clock, cwd] = [recordingLog(), virtualClock(), await temporaryDirectory()]
  await writeFile(join(cwd, 'hello'), elfFile({ code: 'hello' }))
  const inputs = { ARTIFACTS: 'hello', NAME: 'hello', VERSION: '1.0', MAINTAINER: 'Jane <jane@example.com>' }
  const env = Object.fromEntries(Object.entries(inputs).map(([name, text]) => [`INPUT_${name}`, text]))
  const slow: Scratch = (chunks) => {
    clock.advance(6_000)
    return memoryScratch(chunks)
  }
  await readyPackages(publishRequest(readInputs([], env), { isPullRequestFromFork: false }), {
    cwd,
    env: {},
    scratch: slow,
    releases: noReleases,
    keys: undefined,
    trust: [],
    timeSeconds: 0,
    project: silentProject,
    log,
    clock,
  })
  const lines = log.lines.filter((line) => line.startsWith('progress: '))
  expect(lines[0]).toMatch(/^progress: Building packages: 0 of 2, \d.*, \d.*\/s$/)
  expect(lines.at(-1)).toMatch(/^progress: Building packages: 2 of 2, \d.*, \d.*\/s$/)
})
