import { contentOf } from '../../src/content.ts'
import type { SigningKeys } from '../../src/openpgp/signing-keys.ts'
import type { AnyPackage } from '../../src/package.ts'
import { type RunOptions, deb, publishAll, rpm } from '../support/publishing.ts'

/** A command with its inputs, run in a world. */
export type Command = (world: RunOptions) => Promise<unknown>

/** What a command does to what is published. */
export interface Scenario {
  readonly name: string
  /** What was done before, one after the other. */
  readonly before: readonly Command[]
  readonly command: Command
}

/** Somebody else, who publishes at the worst moment. */
export interface Rival {
  readonly command: Command
  /** Every package is named so. */
  readonly name: string
}

type Inputs = Readonly<Record<string, string>>

function publish(packages: readonly AnyPackage[], inputs: Inputs = {}): Command {
  return (world) => publishAll(packages, { ...world, inputs })
}

/** Every command in every situation that makes it write other things. */
export async function scenarios(keys: SigningKeys): Promise<readonly Scenario[]> {
  type Changes = Parameters<typeof deb>[0]
  const both = async (changes: Changes) => [await deb(changes), await rpm(keys, changes)]
  const content = contentOf(Buffer.from('#!/bin/sh\necho other\n'))
  const other = [{ type: 'file', path: '/usr/bin/hello', mode: 0o755, content }] as const

  const hello = await both({})
  const newer = await both({ version: '1.1' })
  const replacing = await both({ entries: other })
  const arm = await both({ arch: 'arm64' })
  const data = await both({ name: 'data', arch: 'all' })
  return [
    { name: 'a first publish', before: [], command: publish(hello) },
    { name: 'a newer version', before: [publish(hello)], command: publish(newer) },
    {
      name: 'other content of a version',
      before: [publish(hello)],
      command: publish(replacing, { 'if-exists': 'replace' }),
    },
    {
      name: 'noarch packages into two architectures',
      before: [publish([...hello, ...arm])],
      command: publish(data),
    },
    {
      name: 'an architecture into a channel with noarch packages',
      before: [publish([...hello, ...data])],
      command: publish(arm),
    },
    {
      name: 'a second channel',
      before: [publish([...hello, ...data])],
      command: publish([...hello, ...data], { channels: 'stable, testing' }),
    },
  ]
}

/** Publishes into the same heads. */
export async function rival(keys: SigningKeys): Promise<Rival> {
  const packages = [await deb({ name: 'rival' }), await rpm(keys, { name: 'rival' })]
  return { command: publish(packages), name: 'rival' }
}
