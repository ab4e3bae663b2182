import { afterEach, expect } from '@jest/globals'
import type { AnyPackage } from '../../src/package.ts'
import { deb, rpm } from '../support/publishing.ts'
import { type Follower, aptFollower, rpmFollower } from './killed-client.ts'
import { type Ending, type Place, killedPlace } from './killed-place.ts'
import { testInRoot } from './root.ts'
import { RPM_CLIENTS } from './rpm-client.ts'
import { keysOf } from './site.ts'

/** A publish of one package makes seventeen requests or more. */
const ENDINGS: readonly Ending[] = [2, 4, 6, 8, 10, 13, 16].flatMap((atRequest, position) => [
  { atRequest, signal: 'SIGKILL', isApplied: position % 2 === 0 },
  { atRequest: atRequest + 1, signal: 'SIGTERM', isApplied: true },
])

const open: Place[] = []
afterEach(async () => {
  for (const place of open.splice(0)) await place.stop()
})

async function place(): Promise<Place> {
  const it = await killedPlace()
  open.push(it)
  return it
}

/** Every run is ended once at one of its requests, and then run again; a client looks after each. */
async function story(
  it: Place,
  client: Follower,
  make: (version: string) => Promise<AnyPackage>,
): Promise<void> {
  const installed = async () => {
    await client.upgrade()
    return client.said()
  }
  const whole = async (version: string) =>
    expect(await it.publish(await make(version))).toMatchObject({ code: 0 })
  await whole('1.0')
  await client.follow()
  expect(await installed()).toBe('hello 1.0')
  for (const [position, ending] of ENDINGS.entries()) {
    const version = `1.${position + 1}`
    const { isTorn, isReached } = await it.publish(await make(version), ending)
    expect(isReached).toBe(true)
    if (!isTorn) expect([`hello 1.${position}`, `hello ${version}`]).toContain(await installed())
    await whole(version)
    expect(await installed()).toBe(`hello ${version}`)
  }
}

testInRoot(
  'trixie',
  'apt goes on when a publish is killed or cancelled, at any of its requests',
  async (root) => {
    const it = await place()
    await story(it, aptFollower(root, it), (version) => deb({ version }))
  },
  600_000,
)

for (const [release, client] of RPM_CLIENTS.filter(
  ([release, { program }]) => release === 'trixie' && program === 'dnf',
)) {
  testInRoot(
    release,
    'dnf goes on when a publish is killed or cancelled, at any of its requests',
    async (root) => {
      const [it, keys] = [await place(), await keysOf('rsa4096')]
      await story(it, rpmFollower(root, it, client), (version) => rpm(keys, { version }))
    },
    600_000,
  )
}
