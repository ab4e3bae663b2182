import { readFileSync } from 'node:fs'
import type { Releases } from '../../src/artifacts/release-assets.ts'
import { type Clock, systemClock } from '../../src/clock.ts'
import { carryOut } from '../../src/commands/command.ts'
import { publishPackages } from '../../src/commands/publish.ts'
import type { CommandReport } from '../../src/commands/report.ts'
import { contentOf, memoryScratch, sha256 } from '../../src/content.ts'
import { buildDeb } from '../../src/deb/build.ts'
import type { DebPackage } from '../../src/deb/package.ts'
import { readDeb } from '../../src/deb/read.ts'
import { type InputTexts, readInputs } from '../../src/inputs.ts'
import { type SigningKeys, readSigningKeys } from '../../src/openpgp/signing-keys.ts'
import { type TrustedKey, readTrustedKeys, trustOf } from '../../src/openpgp/trust.ts'
import type { AnyPackage } from '../../src/package.ts'
import type { Project } from '../../src/recipe/project.ts'
import type { PackageDescription } from '../../src/recipe/description.ts'
import { newJournal } from '../../src/report/journal.ts'
import { LINE_PACE, type Log } from '../../src/report/log.ts'
import { type Request, publishRequest, readRequest } from '../../src/request/request.ts'
import { authenticated } from '../../src/rpm/authenticity.ts'
import { buildRpm } from '../../src/rpm/build.ts'
import type { RpmPackage } from '../../src/rpm/package.ts'
import { readRpm } from '../../src/rpm/read.ts'
import { checkConditions } from '../../src/store/conditions.ts'
import type { Store } from '../../src/store/store.ts'
import type { PublishingWorld } from '../../src/world.ts'

/** A throw-away key of the fixtures: `rsa4096`, `rsa3072-other`, `ed25519`. */
export function fixtureKeys(name = 'rsa4096'): Promise<SigningKeys> {
  return readSigningKeys(readFileSync(`__tests__/fixtures/keys/${name}.asc`, 'utf8'), undefined, new Date())
}

const SAMPLE_SECONDS = 1_750_000_000

/** A package of one shell script that says its version. */
export function describe(changes: Partial<PackageDescription> = {}): PackageDescription {
  const { name = 'hello', version = '1.0' } = changes
  const script = `#!/bin/sh\necho ${name} ${version}\n`
  return {
    name,
    version,
    arch: 'amd64',
    maintainer: 'Jane Doe <jane@example.com>',
    description: `A test package\nIt says that it is ${name}.`,
    homepage: 'https://example.com/',
    license: 'MIT',
    depends: [],
    entries: [
      { type: 'file', path: `/usr/bin/${name}`, mode: 0o755, content: contentOf(Buffer.from(script)) },
    ],
    timeSeconds: SAMPLE_SECONDS,
    ...changes,
  }
}

/** The changes that make another package of the same version. */
export const OTHER = {
  entries: [
    {
      type: 'file',
      path: '/usr/bin/hello',
      mode: 0o755,
      content: contentOf(Buffer.from('#!/bin/sh\necho other\n')),
    },
  ],
} as const

export async function deb(changes: Partial<PackageDescription> = {}): Promise<DebPackage> {
  return readDeb(await buildDeb(describe(changes), memoryScratch), `${changes.name ?? 'hello'}.deb`)
}

/** An rpm, signed by these keys. */
export async function rpm(keys: SigningKeys, changes: Partial<PackageDescription> = {}): Promise<RpmPackage> {
  const built = await readRpm(
    await buildRpm(describe(changes), memoryScratch),
    `${changes.name ?? 'hello'}.rpm`,
  )
  return authenticated(built, { keys, trust: trustOf(keys), signUnsigned: true, scratch: memoryScratch })
}

/** Packages that differ in name and bytes; what their files hold nobody looks at. */
export function variants<P extends AnyPackage>(base: P, count: number): readonly P[] {
  return Array.from({ length: count }, (_, index) => {
    const name = `package-${index}`
    const content = contentOf(Buffer.from(`${base.format} ${name}`))
    const variant = { ...base, name, content, sha256: sha256(`${base.format} ${name}`) }
    return 'control' in base
      ? {
          ...variant,
          control: base.control.map((it) => (it.name === 'Package' ? { ...it, value: name } : it)),
        }
      : variant
  })
}

/** Lines of a run, to be looked at: all of them, and those of each step. */
export interface RecordingLog extends Log {
  readonly lines: string[]
  readonly steps: Map<string, readonly string[]>
}

export function recordingLog(): RecordingLog {
  const lines: string[] = []
  const steps = new Map<string, readonly string[]>()
  const say = (kind: string) => (message: string) => void lines.push(`${kind}: ${message}`)
  return {
    lines,
    steps,
    info: say('info'),
    notice: say('notice'),
    warning: say('warning'),
    error: say('error'),
    progress: say('progress'),
    pace: LINE_PACE,
    async group(title, work) {
      const start = lines.length
      try {
        return await work()
      } finally {
        steps.set(title, lines.slice(start))
      }
    },
  }
}

/** For runs without release-tag, which ask for none. */
export const noReleases: Releases = {
  assets: () => Promise.reject(new Error('a release was asked for')),
  commitSeconds: () => Promise.reject(new Error('a tag was asked for')),
}

/** A project that says nothing of itself. */
export const silentProject: Project = () => Promise.resolve({})

export interface RunOptions {
  readonly store: Store
  readonly keys: SigningKeys
  /** Our own by default. */
  readonly trust?: readonly TrustedKey[]
  /** Inputs by name, such as `{ channels: 'stable, testing' }`. */
  readonly inputs?: Readonly<Record<string, string>>
  /** Where clients find the root of the store. */
  readonly baseUrl?: string
  readonly clock?: Clock
  readonly log?: Log
  readonly signal?: AbortSignal
}

/** Publishes packages as a run does that has built them. */
export async function publishAll(
  packages: readonly AnyPackage[],
  options: RunOptions,
): Promise<CommandReport> {
  const texts = textsOf({ artifacts: '*', ...options.inputs })
  const request = publishRequest(texts, { isPullRequestFromFork: false })
  const ready = {
    debs: packages.filter((pkg) => pkg.format === 'deb' && 'control' in pkg),
    rpms: packages.filter((pkg) => pkg.format === 'rpm' && 'header' in pkg),
    made: new Set(packages),
    skipped: [],
  }
  return publishPackages(ready, request, await worldOf(texts, options))
}

/** Runs a command as a run does that has read its inputs. */
export async function runCommand(
  command: Request['command'],
  inputs: Readonly<Record<string, string>>,
  options: RunOptions,
): Promise<CommandReport> {
  const texts = textsOf({ command, ...options.inputs, ...inputs })
  const world = await worldOf(texts, options)
  return carryOut(readRequest(texts, { isPullRequestFromFork: false }), world, world)
}

function textsOf(inputs: Readonly<Record<string, string>>): InputTexts {
  const given = Object.entries({ 'repository-name': 'demo', ...inputs })
  return readInputs(
    [],
    Object.fromEntries(given.map(([name, text]) => [`INPUT_${name.toUpperCase()}`, text])),
  )
}

async function worldOf(texts: InputTexts, options: RunOptions): Promise<PublishingWorld> {
  const { store, keys, clock = systemClock, log = recordingLog(), baseUrl } = options
  const trusted = await readTrustedKeys(texts['trusted-keys'], new Date(clock.now()))
  return {
    store,
    keys,
    trust: options.trust ?? [...trustOf(keys), ...trusted],
    clock,
    log,
    journal: newJournal(),
    cwd: '.',
    env: {},
    scratch: memoryScratch,
    releases: noReleases,
    project: silentProject,
    timeSeconds: SAMPLE_SECONDS,
    baseUrl,
    keepsMetadata: true,
    signal: options.signal ?? new AbortController().signal,
    checkStore: () => checkConditions(store, Math.random().toString(36).slice(2), clock),
  }
}
