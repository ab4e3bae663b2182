import { afterEach, expect } from '@jest/globals'
import type { AnyPackage } from '../../src/package.ts'
import { deb, rpm } from '../support/publishing.ts'
import { type Follower, aptFollower, rpmFollower } from './killed-client.ts'
import { type Ending, type Place, closePlaces, killedPlace } from './killed-place.ts'
import { testInRoot } from './root.ts'
import { RPM_CLIENTS } from './rpm-client.ts'
import { keysOf } from './site.ts'

/** Killed before the request arrives, and after; cancelled, which a runner does by SIGTERM, at every second one. */
function endingsAt(atRequest: number): readonly Ending[] {
  const killed = [false, true].map((isApplied) => ({ atRequest, signal: 'SIGKILL', isApplied }) as const)
  return atRequest % 2 === 0 ? killed : [...killed, { atRequest, signal: 'SIGTERM', isApplied: true }]
}

afterEach(closePlaces)

/** A run for each of its requests is ended there, and then run again; a client looks in between. */
async function story(
  it: Place,
  client: Follower,
  make: (version: string) => Promise<AnyPackage>,
): Promise<void> {
  const whole = async (version: string) =>
    expect(await it.publish(await make(version))).toMatchObject({ code: 0 })
  const installed = async () => {
    await client.upgrade()
    return client.said()
  }
  await whole('1.0')
  await client.follow()
  let [last, isOver] = ['1.0', false]
  for (let atRequest = 1; !isOver; atRequest += 1) {
    for (const [position, ending] of endingsAt(atRequest).entries()) {
      const version = `1.${atRequest}.${position}`
      const { isTorn, isReached } = await it.publish(await make(version), ending)
      if (!isTorn) expect([`hello ${last}`, `hello ${version}`]).toContain(await installed())
      await whole(version)
      ;[last, isOver] = [version, !isReached]
    }
  }
  expect(await installed()).toBe(`hello ${last}`)
}

testInRoot(
  'trixie',
  'apt goes on when a publish is killed or cancelled, at any of its requests',
  async (root) => {
    const it = await killedPlace()
    await story(it, aptFollower(root, it), (version) => deb({ version }))
  },
  1_200_000,
)

for (const [release, client] of RPM_CLIENTS.filter(
  ([release, { program }]) => release === 'trixie' && program === 'dnf',
)) {
  testInRoot(
    release,
    'dnf goes on when a publish is killed or cancelled, at any of its requests',
    async (root) => {
      const [it, keys] = [await killedPlace(), await keysOf('rsa4096')]
      await story(it, rpmFollower(root, it, client), (version) => rpm(keys, { version }))
    },
    1_200_000,
  )
}
