import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { type Clock, systemClock } from '../../src/clock.ts'
import { checkInstalls } from '../../src/check-install/check.ts'
import { findEngine } from '../../src/check-install/engine.ts'
import type { InstallOrder } from '../../src/check-install/order.ts'
import { installScript } from '../../src/check-install/script.ts'
import { temporaryDirectory } from '../support/programs.ts'
import { recordingLog } from '../support/publishing.ts'
import { standInEngine } from './stand-in-engine.ts'

const ORDER: InstallOrder = {
  repositoryName: 'demo',
  keys: 'keys\n',
  apt: { uri: 'https://x/apt', components: ['main'], channels: ['stable'], packages: [] },
  rpm: { baseUrls: new Map(), packages: [] },
}

interface Options {
  readonly images?: readonly string[]
  readonly baseUrl?: string
  readonly clock?: Clock
  readonly signal?: AbortSignal
  readonly program?: string
}

/** Checks with an engine that does this for each container. */
async function checking(onRun: string, options: Options = {}) {
  const { images = ['debian:13'], baseUrl = 'https://x', clock = systemClock, program } = options
  const { signal = new AbortController().signal } = options
  const stand = await standInEngine(onRun, program)
  const env = {
    PATH: stand.folder,
    HOME: '/root',
    'INPUT_GPG-PRIVATE-KEY': 'canary',
    AWS_SECRET_ACCESS_KEY: 'canary',
  }
  const log = recordingLog()
  const ground = { engine: await findEngine(env), env, clock, signal, log, baseUrl }
  return { ...stand, log, done: checkInstalls(images, ORDER, ground) }
}

/** A clock whose long sleeps end at once: the time is up. */
const impatient: Clock = {
  ...systemClock,
  sleep: (milliseconds, signal) =>
    systemClock.sleep(milliseconds > 10_000 ? 20 : Math.min(milliseconds, 20), signal),
}

const UNTIL_KILLED = 'while [ ! -e "$killed" ]; do /bin/sleep 0.02; done; exit 137'

describe('how an engine is called', () => {
  test('one container for each image, thrown away, with the script on its input and no secret around it', async () => {
    const { done, calls, input, environments } = await checking('echo "Installed with $image"', {
      images: ['debian:13', 'registry.example.com:5000/fedora@sha256:0123'],
    })
    expect(await done).toEqual([
      { image: 'debian:13', state: 'installed', seen: 'Installed with debian:13' },
      expect.objectContaining({ image: 'registry.example.com:5000/fedora@sha256:0123', state: 'installed' }),
    ])
    const made = await calls()
    const names = made.map((args) => args[4] ?? '')
    expect(made.map((args) => args.toSpliced(4, 1))).toEqual(
      expect.arrayContaining([
        ['run', '--rm', '--interactive', '--name', 'debian:13', 'sh', '-s'],
        [
          'run',
          '--rm',
          '--interactive',
          '--name',
          'registry.example.com:5000/fedora@sha256:0123',
          'sh',
          '-s',
        ],
      ]),
    )
    expect(new Set(names).size).toBe(2)
    for (const name of names) expect(name).toMatch(/^r2-package-repository-[a-z0-9-]+$/)
    expect(await input(names[0] ?? '')).toBe(installScript(ORDER))
    expect(await environments()).not.toContain('canary')
    expect(await environments()).toContain('HOME=/root')
  })

  test('a directory is mounted, read-only, where its URL says', async () => {
    const { done, calls } = await checking('exit 0', { baseUrl: 'file:///srv/my%20packages' })
    await done
    expect((await calls())[0]?.slice(5, 7)).toEqual([
      '--mount',
      'type=bind,source=/srv/my packages,target=/srv/my packages,readonly',
    ])
  })

  test('podman, where there is no docker', async () => {
    const { done, log } = await checking('echo done', { program: 'podman' })
    expect(await done).toEqual([expect.objectContaining({ state: 'installed' })])
    expect(log.lines[0]).toBe('info: Installing from https://x in 1 image with podman: debian:13')
  })

  test('not more at once than the bound', async () => {
    const images = Array.from({ length: 9 }, (_, at) => `image:${at}`)
    const noting = 'echo 1 >>"$notes/alive"; /bin/sleep 0.1; echo -1 >>"$notes/alive"'
    const { done, folder } = await checking(noting, { images })
    expect((await done).map(({ image }) => image)).toEqual(images)
    const steps = (await readFile(join(folder, 'notes/alive'), 'utf8')).trim().split('\n').map(Number)
    const alive = steps.map((_, at) => steps.slice(0, at + 1).reduce((sum, step) => sum + step, 0))
    expect(Math.max(...alive)).toBe(4)
  })
})

describe('no engine', () => {
  test('an error says so, and what to do', async () => {
    const error = await findEngine({ PATH: await temporaryDirectory() }).catch((error: unknown) => error)
    expect(error).toMatchObject({
      code: 'INPUT',
      message: expect.stringMatching(/neither docker nor podman .*ubuntu-latest/),
    })
    await expect(findEngine({})).rejects.toMatchObject({ code: 'INPUT' })
  })

  test('a file that cannot be executed is none', async () => {
    const folder = await temporaryDirectory()
    await writeFile(join(folder, 'docker'), '', { mode: 0o644 })
    await expect(findEngine({ PATH: folder })).rejects.toMatchObject({ code: 'INPUT' })
  })
})

describe('what goes wrong', () => {
  test('an image that cannot be pulled', async () => {
    const { done } = await checking(
      'echo "docker: Error response from daemon: manifest for debian:99 not found" >&2; exit 125',
    )
    expect(await done).toEqual([
      {
        image: 'debian:13',
        state: 'failed',
        seen: expect.stringMatching(
          /^docker could not run the image \(exit code 125\): look at its name.*manifest for debian:99 not found$/,
        ),
      },
    ])
  })

  test('installing that fails, with the end of its log', async () => {
    const { done, log } = await checking(
      'for line in 1 2 3 4 5; do echo "line $line"; done; echo "E: Unable to locate" >&2; exit 100',
      {
        images: ['debian:13', 'debian:12'],
      },
    )
    const [first, second] = await done
    expect(first).toMatchObject({
      state: 'failed',
      seen: expect.stringMatching(/^Installing failed with exit code 100\. The end of its log: .*line 5/),
    })
    expect(first?.seen).toContain('E: Unable to locate')
    expect(first?.seen).not.toContain('line 1')
    expect(second).toMatchObject({ image: 'debian:12', state: 'failed' })
    expect(log.lines).toContain('info: line 1')
  })

  test('an engine that does not start', async () => {
    const { done, folder } = await checking('exit 0')
    await done
    const engine = { name: 'docker', path: join(folder, 'gone') } as const
    const log = recordingLog()
    const { signal } = new AbortController()
    const ground = { engine, env: {}, clock: systemClock, signal, log, baseUrl: 'https://x' }
    expect(await checkInstalls(['debian:13'], ORDER, ground)).toEqual([
      expect.objectContaining({
        state: 'failed',
        seen: expect.stringMatching(/^docker could not run the image.*gone/),
      }),
    ])
  })

  test('an image without a shell', async () => {
    const { done } = await checking('exit 127')
    expect((await done)[0]?.seen).toBe(
      'Installing failed with exit code 127, perhaps because it has no sh. It said nothing.',
    )
  })

  test('nothing that fits is no failure', async () => {
    const { done } = await checking('echo "Of this run no .deb fits this image."; exit 77')
    expect(await done).toEqual([
      { image: 'debian:13', state: 'skipped', seen: 'Of this run no .deb fits this image.' },
    ])
  })

  test('lines cannot speak to the runner, and there can be any number of them', async () => {
    const { done, log } = await checking(
      `printf '\\033[31mred\\033[0m\\r\\n'; /usr/bin/yes 'a long line of a log' | /usr/bin/head -n 50000`,
    )
    await done
    expect(log.lines.length).toBeGreaterThan(10_000)
    expect(log.lines.length).toBeLessThan(20_000)
    const short = await checking(`printf '\\033[31mred\\033[0m\\r\\n'`)
    await short.done
    expect(short.log.lines.at(-1)).toBe('info: red')
  })

  test('a container that takes too long is killed', async () => {
    const { done, calls } = await checking(UNTIL_KILLED, { clock: impatient })
    expect(await done).toEqual([
      {
        image: 'debian:13',
        state: 'failed',
        seen: 'It took more than 15 minutes and was killed. It said nothing.',
      },
    ])
    const made = await calls()
    const [run] = made
    expect(made.slice(1).map(([command, name]) => [command, name])).toContainEqual(['kill', run?.[4]])
  })

  test('a cancelled run kills what runs, begins nothing more, and says why', async () => {
    const controller = new AbortController()
    const images = Array.from({ length: 6 }, (_, at) => `image:${at}`)
    const { done, calls } = await checking(UNTIL_KILLED, {
      images,
      signal: controller.signal,
      clock: { ...systemClock, sleep: (ms, signal) => systemClock.sleep(ms > 10_000 ? ms : 20, signal) },
    })
    const ended = done.catch((error: unknown) => error)
    const running = async () => (await calls()).filter(([command]) => command === 'run').length
    while ((await running()) < 4) await systemClock.sleep(20)
    const reason = new Error('cancelled')
    controller.abort(reason)
    expect(await ended).toBe(reason)
    const made = await calls()
    const started = made.filter(([command]) => command === 'run').map((args) => args[4])
    expect(started).toHaveLength(4)
    const killed = made.filter(([command]) => command === 'kill').map(([, name]) => name)
    expect(new Set(killed)).toEqual(new Set(started))
  })
})
