import { contentOf } from '../../src/content.ts'
import type { ErrorCode } from '../../src/errors.ts'
import type { SigningKeys } from '../../src/openpgp/signing-keys.ts'
import type { AnyPackage } from '../../src/package.ts'
import type { Request } from '../../src/request/request.ts'
import { type RunOptions, deb, publishAll, rpm, runCommand } from '../support/publishing.ts'

/** A command with its inputs, run in a world. */
export type Command = (world: RunOptions) => Promise<unknown>

/** Packages that scenarios publish, a deb and an rpm each. */
export type Made = Readonly<
  Record<'hello' | 'newer' | 'newest' | 'other' | 'arm' | 'data' | 'rival', readonly AnyPackage[]>
>

/** What a command does to what is published. */
export interface Scenario {
  readonly name: string
  /** What was done before, one after the other. */
  readonly before: (made: Made) => readonly Command[]
  readonly command: (made: Made) => Command
  /** How long what was done before is ago. */
  readonly agoMs?: number
  /** A run again does its work again: it is asked for that. */
  readonly repeats?: boolean
  /** How a run again ends that finds nothing left to do. */
  readonly nothingLeft?: ErrorCode
}

type Inputs = Readonly<Record<string, string>>
const DAY_MS = 24 * 60 * 60 * 1000

export async function madePackages(keys: SigningKeys): Promise<Made> {
  type Changes = Parameters<typeof deb>[0]
  const both = async (changes: Changes) => [await deb(changes), await rpm(keys, changes)]
  const content = contentOf(Buffer.from('#!/bin/sh\necho other\n'))
  return {
    hello: await both({}),
    newer: await both({ version: '1.1' }),
    newest: await both({ version: '1.2' }),
    other: await both({ entries: [{ type: 'file', path: '/usr/bin/hello', mode: 0o755, content }] }),
    arm: await both({ arch: 'arm64' }),
    data: await both({ name: 'data', arch: 'all' }),
    rival: await both({ name: 'rival' }),
  }
}

/** Somebody else, who publishes into the same heads at the worst moment. */
export const rival = ({ rival: packages }: Made): Command => publish(packages)

function publish(packages: readonly AnyPackage[], inputs: Inputs = {}): Command {
  return (world) => publishAll(packages, { ...world, inputs })
}

function run(command: Request['command'], inputs: Inputs = {}): Command {
  return (world) => runCommand(command, inputs, world)
}

/** Back to the first head of each repository, which stays the first however often this is done. */
const rollbackToFirst: Command = async (world) => {
  const copies = (await world.store.list('')).flatMap(({ key }) => {
    const [, folder, id] = /^(.*\/heads\/)([^/]+)\/(?:InRelease|repomd\.xml)$/.exec(key) ?? []
    return folder === undefined || id === undefined ? [] : [{ folder, id }]
  })
  const first = new Map(copies.toReversed().map(({ folder, id }) => [folder, id]))
  return runCommand('rollback', { to: [...first.values()].join(', ') }, world)
}

/** Every command, in every situation that makes it write other things. */
export const SCENARIOS: readonly Scenario[] = [
  { name: 'a first publish', before: () => [], command: ({ hello }) => publish(hello) },
  {
    name: 'a newer version',
    before: ({ hello }) => [publish(hello)],
    command: ({ newer }) => publish(newer),
  },
  {
    name: 'other content of a version',
    before: ({ hello }) => [publish(hello)],
    command: ({ other }) => publish(other, { 'if-exists': 'replace' }),
  },
  {
    name: 'noarch packages into two architectures',
    before: ({ hello, arm }) => [publish([...hello, ...arm])],
    command: ({ data }) => publish(data),
  },
  {
    name: 'an architecture into a channel with noarch packages',
    before: ({ hello, data }) => [publish([...hello, ...data])],
    command: ({ arm }) => publish(arm),
  },
  {
    name: 'a second channel',
    before: ({ hello, data }) => [publish([...hello, ...data])],
    command: ({ hello, data }) => publish([...hello, ...data], { channels: 'stable, testing' }),
  },
  {
    name: 'a newer version in the place of two',
    before: ({ hello, newer }) => [publish(hello), publish(newer)],
    command: ({ newest }) => publish(newest, { 'keep-versions': '1' }),
  },
  {
    name: 'a removal',
    before: ({ hello, newer, data }) => [publish([...hello, ...data]), publish(newer)],
    command: () => run('remove', { packages: 'hello=1.0*, data' }),
    nothingLeft: 'INPUT',
  },
  {
    name: 'a promotion',
    before: ({ hello, data }) => [publish([...hello, ...data], { channels: 'testing' })],
    command: () => run('promote', { 'from-channel': 'testing' }),
  },
  {
    name: 'a rollback',
    before: ({ hello, newer }) => [publish(hello), publish(newer)],
    command: () => rollbackToFirst,
  },
  {
    name: 'every index anew',
    before: ({ hello, data }) => [publish([...hello, ...data])],
    command: () => run('republish'),
    repeats: true,
  },
  {
    name: 'a collection after a publish',
    before: ({ hello, newer, newest }) => [
      publish(hello),
      publish(newer),
      publish(newest),
      run('remove', { packages: 'hello=1.0*' }),
    ],
    agoMs: 9 * DAY_MS,
    command: ({ data }) => publish(data),
  },
  {
    name: 'a collection of everything that no head names',
    before: ({ hello, newer }) => [publish(hello), publish(newer), run('remove', { packages: 'hello=1.0*' })],
    agoMs: 30 * DAY_MS,
    command: () => run('republish'),
    repeats: true,
  },
]
