import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdir, readFile, readdir, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { systemClock } from '../../src/clock.ts'
import { contentOf } from '../../src/content.ts'
import { directoryStore } from '../../src/store/directory.ts'
import { run, temporaryDirectory } from '../support/programs.ts'

const HEADERS = { contentType: 'text/plain', cacheControl: 'no-cache' }
const SCRIPT = join(import.meta.dirname, 'directory-process.ts')
const content = (text: string) => contentOf(Buffer.from(text))

/** Another process at its task; `ready` once it says so. */
function start(...args: string[]) {
  const child = spawn(process.execPath, [SCRIPT, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(child, 'exit')
  return {
    ready: once(child.stdout, 'data'),
    kill: async () => {
      child.kill('SIGKILL')
      await ended
    },
  }
}

test('several processes lose no update, and print no warning', async () => {
  const directory = await temporaryDirectory()
  const names = ['a', 'b', 'c', 'd']
  const results = await Promise.all(
    names.map((name) => run(process.execPath, [SCRIPT, 'add-lines', directory, name, '15'])),
  )
  expect(results.map(({ stderr }) => stderr)).toEqual(['', '', '', ''])
  const lines = (await readFile(join(directory, 'head'), 'utf8')).trimEnd().split('\n')
  const expected = names.flatMap((name) => Array.from({ length: 15 }, (_, line) => `${name}-${line}`))
  expect(lines.toSorted()).toEqual(expected.toSorted())
  expect(await readdir(join(directory, '.tmp'))).toEqual([])
})

test('a holder of the lock that is killed blocks nobody', async () => {
  const directory = await temporaryDirectory()
  const holder = start('hold-lock', directory)
  await holder.ready
  const store = directoryStore(directory, systemClock)
  let isStored = false
  const put = store.put('key', content('x'), HEADERS).then((outcome) => {
    isStored = true
    return outcome
  })
  await systemClock.sleep(300)
  expect(isStored).toBe(false)
  expect(await store.list('')).toEqual([])
  await holder.kill()
  expect(await put).toMatchObject({ kind: 'stored' })
})

test('a writer that is killed leaves no object, and its rest is removed after an hour', async () => {
  const directory = await temporaryDirectory()
  const writer = start('write-forever', directory)
  await writer.ready
  await writer.kill()
  const store = directoryStore(directory, systemClock)
  expect(await store.list('')).toEqual([])
  expect(await store.put('endless', content('ends'), HEADERS)).toMatchObject({ kind: 'stored' })
  expect(await readdir(join(directory, '.tmp'))).toHaveLength(1)
  const later = directoryStore(directory, { ...systemClock, now: () => Date.now() + 61 * 60 * 1_000 })
  await later.put('other', content('x'), HEADERS)
  expect(await readdir(join(directory, '.tmp'))).toEqual([])
})

test('publishers that are killed at any moment leave a head that is whole', async () => {
  const directory = await temporaryDirectory()
  const store = directoryStore(directory, systemClock)
  await store.put('head', content('first\n'), HEADERS)
  for (let round = 0; round < 6; round += 1) {
    const publisher = start('add-lines', directory, `killed${round}`, '100000')
    await systemClock.sleep(100 + Math.random() * 150)
    await publisher.kill()
    const { object } = await store.get('head', 10_000_000)
    expect(object?.bytes.toString()).toMatch(/^first\n(killed\d-\d+\n)*$/)
    const etag = object?.etag ?? ''
    const text = content(object?.bytes.toString() ?? '')
    expect(await store.swap('head', text, { etag }, HEADERS)).toMatchObject({ kind: 'stored' })
  }
})

test('times of a key go forward, whatever the clock of the file system does', async () => {
  const directory = await temporaryDirectory()
  const store = directoryStore(directory, systemClock)
  await store.put('head', content('1'), HEADERS)
  const ahead = Date.now() / 1_000 + 3_600
  await utimes(join(directory, 'head'), ahead, ahead)
  const seen = await store.head('head')
  const outcome = await store.swap('head', content('2'), { etag: seen?.etag ?? '' }, HEADERS)
  expect(outcome).toMatchObject({ kind: 'stored' })
  const now = await store.head('head')
  expect(now?.etag).not.toBe(seen?.etag)
  expect(now?.lastModified.getTime()).toBeGreaterThan(seen?.lastModified.getTime() ?? Infinity)
})

test('reading a directory that is not there makes none', async () => {
  const directory = join(await temporaryDirectory(), 'not', 'there')
  const store = directoryStore(directory, systemClock)
  expect(await store.list('')).toEqual([])
  expect((await store.get('key', 10)).object).toBeUndefined()
  await store.delete('key')
  await expect(stat(directory)).rejects.toThrow(/ENOENT/)
  await store.put('key', content('x'), HEADERS)
  expect(await readFile(join(directory, 'key'), 'utf8')).toBe('x')
})

test('folders come and go with the objects in them, and are none', async () => {
  const directory = await temporaryDirectory()
  const store = directoryStore(directory, systemClock)
  await store.put('a/b/c', content('x'), HEADERS)
  await store.put('a/d', content('x'), HEADERS)
  expect(await store.head('a/b')).toBeUndefined()
  expect((await store.get('a/b', 10)).object).toBeUndefined()
  await expect(store.put('a/b', content('x'), HEADERS)).rejects.toThrow(/is a folder/)
  await expect(store.put('a/d/e', content('x'), HEADERS)).rejects.toMatchObject({ code: 'STORE' })
  expect(await store.head('a/d/e')).toBeUndefined()
  await store.delete('a/b/c')
  expect(await readdir(join(directory, 'a'))).toEqual(['d'])
  expect(await store.put('a/b', content('now a file'), HEADERS)).toMatchObject({ kind: 'stored' })
})

test('links are followed, but not round in circles', async () => {
  const directory = await temporaryDirectory()
  const elsewhere = await temporaryDirectory()
  await mkdir(join(elsewhere, 'h'))
  await writeFile(join(elsewhere, 'h', 'hello.deb'), 'x')
  await symlink(elsewhere, join(directory, 'pool'))
  await symlink(directory, join(elsewhere, 'round'))
  await symlink(join(directory, 'nowhere'), join(directory, 'dangling'))
  const store = directoryStore(directory, systemClock)
  expect((await store.list('')).map(({ key }) => key)).toContain('pool/h/hello.deb')
  expect((await store.get('pool/h/hello.deb', 10)).object?.sizeBytes).toBe(1)
  expect(await store.put('dangling', content('x'), HEADERS)).toMatchObject({ kind: 'stored' })
})

test('its own files are no keys', async () => {
  const directory = await temporaryDirectory()
  const store = directoryStore(directory, systemClock)
  await store.put('key', content('x'), HEADERS)
  expect((await readdir(directory)).toSorted()).toEqual(['.lock', '.tmp', 'key'])
  expect((await store.list('')).map(({ key }) => key)).toEqual(['key'])
  for (const key of ['.lock', '.tmp/x', '.tmp']) {
    await expect(store.get(key, 10)).rejects.toMatchObject({ code: 'INPUT' })
  }
  expect(await store.put('sub/.lock', content('x'), HEADERS)).toMatchObject({ kind: 'stored' })
  expect((await store.list('sub/')).map(({ key }) => key)).toEqual(['sub/.lock'])
})

test('what the file system says is explained', async () => {
  const directory = await temporaryDirectory()
  const store = directoryStore(directory, systemClock)
  await expect(store.put('x'.repeat(300), content('x'), HEADERS)).rejects.toThrow(
    /takes no name of this length/,
  )
  await rm(join(directory, '.lock'))
  await mkdir(join(directory, '.lock'))
  await expect(store.put('key', content('x'), HEADERS)).rejects.toThrow(/\.lock cannot be locked/)
  if (process.getuid?.() === 0) return
  await chmod(directory, 0o500)
  await expect(store.put('new/key', content('x'), HEADERS)).rejects.toMatchObject({ code: 'DENIED' })
})
