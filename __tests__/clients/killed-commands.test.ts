import { afterEach, expect } from '@jest/globals'
import type { AnyPackage } from '../../src/package.ts'
import { deb, rpm } from '../support/publishing.ts'
import { scaled } from '../support/scale.ts'
import { type Follower, aptFollower, rpmFollower } from './killed-client.ts'
import { type Ending, type Place, closePlaces, killedPlace } from './killed-place.ts'
import { testInRoot } from './root.ts'
import { RPM_CLIENTS } from './rpm-client.ts'
import { keysOf } from './site.ts'

/** At which request of each command a run ends: in CI at two, in the long run at each. */
const AT_REQUESTS = Array.from({ length: scaled(2, 60) }, (_, position) =>
  scaled(9 + 14 * position, 1 + position),
)
const TIME_LIMIT_MS = scaled(15, 120) * 60_000

afterEach(closePlaces)

type Make = (version: string) => Promise<AnyPackage>

/** A command that is ended, what clients are offered before and after it, and how it is finished. */
interface Act {
  readonly inputs: Readonly<Record<string, string>>
  readonly before: string
  readonly after: string
}

/** What becomes of a version that is promoted, signed again, removed, brought back by a rollback, and removed again. */
function actsOf(version: string): readonly Act[] {
  const [old, fresh] = ['hello 1.0', `hello ${version}`]
  return [
    {
      inputs: { command: 'promote', 'from-channel': 'testing', packages: `hello=${version}` },
      before: old,
      after: fresh,
    },
    { inputs: { command: 'republish' }, before: fresh, after: fresh },
    { inputs: { command: 'remove', packages: `hello=${version}` }, before: fresh, after: old },
    { inputs: { command: 'rollback', to: 'previous' }, before: old, after: fresh },
    { inputs: { command: 'remove', packages: `hello=${version}` }, before: fresh, after: old },
  ]
}

/** Each command is ended at one of its requests, and run again where clients do not see yet what it was to do. */
async function story(it: Place, client: Follower, make: Make): Promise<void> {
  const offered = async () => {
    await client.reinstall()
    return client.said()
  }
  const whole = async (ended: ReturnType<Place['run']>) => expect(await ended).toMatchObject({ code: 0 })
  await whole(it.publish(await make('1.0')))
  await client.follow()
  await client.upgrade()
  for (const atRequest of AT_REQUESTS) {
    const version = `1.${atRequest}`
    await whole(it.publish(await make(version), undefined, { channels: 'testing' }))
    for (const [position, { inputs, before, after }] of actsOf(version).entries()) {
      const ended = await it.run(inputs, endingOf(atRequest, position))
      const seen = ended.isTorn ? before : await offered()
      expect([inputs, ended, seen]).toEqual([inputs, ended, seen === before ? before : after])
      // A head that came into force without its signature gets that from the next publish, of whatever.
      if (ended.isTorn) await whole(it.publish(await make('1.0')))
      else if (seen === before) await whole(it.run(inputs))
      expect([inputs, ended, await offered()]).toEqual([inputs, ended, after])
    }
  }
}

function endingOf(atRequest: number, position: number): Ending {
  const turn = atRequest + position
  return { atRequest, signal: turn % 3 === 0 ? 'SIGTERM' : 'SIGKILL', isApplied: turn % 2 === 0 }
}

testInRoot(
  'trixie',
  'apt goes on when a command is killed or cancelled',
  async (root) => {
    const it = await killedPlace()
    await story(it, aptFollower(root, it), (version) => deb({ version }))
  },
  TIME_LIMIT_MS,
)

for (const [release, client] of RPM_CLIENTS.filter(
  ([release, { program }]) => release === 'trixie' && program === 'dnf',
)) {
  testInRoot(
    release,
    'dnf goes on when a command is killed or cancelled',
    async (root) => {
      const [it, keys] = [await killedPlace(), await keysOf('rsa4096')]
      await story(it, rpmFollower(root, it, client), (version) => rpm(keys, { version }))
    },
    TIME_LIMIT_MS,
  )
}
