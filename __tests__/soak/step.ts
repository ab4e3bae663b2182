import type { RunReport } from '../../src/run/run.ts'
import type { Act } from './acts.ts'
import { type Objects, assertAliases, headsIn, objectsOf } from './bucket-view.ts'
import type { Sample } from './curve.ts'
import { type Model, differenceOf } from './model.ts'
import type { Killing } from './runs.ts'
import type { World } from './world.ts'

/** The shortest grace time that there is. */
const GRACE_DAYS = '1'

const inputsOf = ({ inputs }: Act) => ({ ...inputs, 'grace-days': GRACE_DAYS })

/**
 * An act by a process that is killed: in each repository it was done, or it was not.
 *
 * @returns whether it came to the request at which it was to be killed
 */
export async function killedStep(it: World, act: Act, killing: Killing): Promise<boolean> {
  const { isReached } = await it.runs.killed(inputsOf(act), killing)
  await look(it, [it.model, act.after])
  return isReached
}

/** An act as a whole, and what it took. */
export async function wholeStep(it: World, act: Act, isAgain: boolean): Promise<Sample> {
  const [before, beganMs] = [it.bucket.requests(), performance.now()]
  assertGood(await it.runs.here(inputsOf(act)))
  const ms = performance.now() - beganMs
  const { all, deletes } = it.bucket.requests()
  it.model = act.after
  await look(it, [it.model])
  await assertAliases(it.objects, it.trust)
  const taken = { ms, requests: all - before.all, collects: deletes > before.deletes }
  const isPlain = act.isPlain === true && !isAgain
  const publish = isPlain ? taken : undefined
  return { requests: taken.requests, publish, objects: it.objects.size, bytes: bytesIn(it.objects) }
}

function assertGood({ warnings, verification }: RunReport): void {
  if (warnings.length > 0) throw new Error(`it warns: ${warnings.join('; ')}`)
  const worse = verification?.findings.filter(({ severity }) => severity !== 'notice') ?? []
  if (worse.length > 0) throw new Error(worse.map(({ key, seen }) => `${key}: ${seen}`).join('; '))
}

/** @param models each head is to be what one of them says */
async function look(it: World, models: readonly Model[]): Promise<void> {
  it.objects = await objectsOf(it.store, it.objects)
  const heads = await headsIn(it.objects, it.trust, it.heads)
  for (const key of new Set(models.flatMap((model) => [...model.keys()]))) {
    const listing = heads.get(key)?.listing ?? new Map<string, string>()
    const differences = models.map((model) => differenceOf(listing, model.get(key) ?? new Map()))
    if (!differences.includes('')) throw new Error(`${key}: ${differences.join('; or ')}`)
  }
  for (const [key, before] of it.heads) {
    const seen = heads.get(key)
    if (seen === undefined) throw new Error(`${key} is gone`)
    if (before.id === seen.id) continue
    if (seen.view.stampSeconds <= before.view.stampSeconds) throw new Error(`${key} went back in time`)
    it.previous.set(key, { id: before.id, listing: before.listing })
  }
  it.heads = heads
}

/**
 * Real clients, each with what it remembers from the last time.
 *
 * @returns how many of them looked
 */
export async function clientsLook({ clients, model, chance }: World): Promise<number> {
  // apt compares whole seconds of Last-Modified: what it reads now must be of an earlier one than what is written next.
  if (clients.length > 0) await new Promise((resolve) => setTimeout(resolve, 1000 - (Date.now() % 1000)))
  for (const client of clients) await client.look(model, chance)
  return clients.length
}

export function bytesIn(objects: Objects): number {
  return [...objects.values()].reduce((sum, { bytes }) => sum + bytes.length, 0)
}
