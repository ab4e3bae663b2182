import type { CommandReport } from '../../src/commands/report.ts'
import type { SigningKeys } from '../../src/openpgp/signing-keys.ts'
import { trustOf } from '../../src/openpgp/trust.ts'
import type { AnyPackage } from '../../src/package.ts'
import type { Request } from '../../src/request/request.ts'
import { type CountingStore, countingStore } from '../../src/store/counting.ts'
import { type MemoryStore, memoryStore } from '../../src/store/memory.ts'
import type { Store } from '../../src/store/store.ts'
import { clientView } from '../support/client-view.ts'
import { fixtureKeys, publishAll, recordingLog, runCommand } from '../support/publishing.ts'
import { type VirtualClock, virtualClock } from '../support/virtual-clock.ts'

export const DAY_MS = 24 * 60 * 60 * 1000

type Inputs = Readonly<Record<string, string>>

/** A bucket, and commands that are run on it one after the other, some seconds apart. */
export interface CommandWorld {
  readonly clock: VirtualClock
  readonly memory: MemoryStore
  readonly store: CountingStore
  readonly keys: SigningKeys
  readonly log: ReturnType<typeof recordingLog>
  publish(packages: readonly AnyPackage[], inputs?: Inputs): Promise<CommandReport>
  run(command: Request['command'], inputs?: Inputs): Promise<CommandReport>
  /** The same bucket through another store, or with other keys. */
  as(changes: { readonly store?: Store; readonly keys?: SigningKeys }): CommandWorld
  /** The names of what clients can install: `deb hello 1.0`, `rpm stable/x86_64 hello 1.0`. */
  view(): Promise<readonly string[]>
  keysLike(form: RegExp): readonly string[]
  text(key: string): string
}

export async function commandWorld(inputs: Inputs = {}): Promise<CommandWorld> {
  const clock = virtualClock()
  const memory = memoryStore(clock)
  return worldOf(clock, memory, countingStore(memory), await fixtureKeys(), inputs)
}

function worldOf(
  clock: VirtualClock,
  memory: MemoryStore,
  store: CountingStore,
  keys: SigningKeys,
  inputs: Inputs,
): CommandWorld {
  const log = recordingLog()
  const options = { store, keys, clock, log, baseUrl: 'https://packages.example.com' }
  return {
    clock,
    memory,
    store,
    keys,
    log,
    publish: (packages, more = {}) => {
      clock.advance(5_000)
      return publishAll(packages, { ...options, inputs: { ...inputs, ...more } })
    },
    run: (command, more = {}) => {
      clock.advance(5_000)
      return runCommand(command, { ...inputs, ...more }, options)
    },
    as: (changes) =>
      worldOf(
        clock,
        memory,
        changes.store === undefined ? store : countingStore(changes.store),
        changes.keys ?? keys,
        inputs,
      ),
    view: async () => (await clientView(memory, trustOf(keys))).map(nameOf).sort(),
    keysLike: (form) => [...memory.objects.keys()].filter((key) => form.test(key)),
    text: (key) => memory.objects.get(key)?.bytes.toString() ?? '',
  }
}

/** Without the folders and the ID of a key of its own. */
function nameOf(line: string): string {
  const [format = '', path = ''] = line.split(' ')
  const file = path.slice(path.lastIndexOf('/') + 1)
  if (format === 'deb') return `deb ${file.replace(/\.deb$/, '').replaceAll('_', ' ')}`
  const folder = path.replace(/^rpm\//, '').replace(/\/(?:\d+-[0-9a-f]{16}\/)?[^/]*$/, '')
  return `rpm ${folder} ${file.replace(/\.rpm$/, '')}`
}
