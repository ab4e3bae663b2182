import { cp, readFile, rm, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { systemClock } from '../../src/clock.ts'
import { contentOf, memoryScratch } from '../../src/content.ts'
import { type SigningKeys, readSigningKeys } from '../../src/openpgp/signing-keys.ts'
import { trustOf } from '../../src/openpgp/trust.ts'
import { authenticated } from '../../src/rpm/authenticity.ts'
import type { RpmPackage } from '../../src/rpm/package.ts'
import { readRpm } from '../../src/rpm/read.ts'
import { directoryStore } from '../../src/store/directory.ts'
import { fixtureKey } from '../openpgp/gnupg.ts'
import { rpmbuild } from '../rpm/sample.ts'
import { temporaryDirectory } from '../support/programs.ts'
import { deb, publishAll, recordingLog, rpm } from '../support/publishing.ts'
import { serveDirectory } from '../support/web-server.ts'
import { data } from './packages.ts'

/** Keys of the fixtures. */
export const OLD = 'rsa4096'
export const NEW = 'rsa3072-other'

/** The schedule: gpg-private-key, and trusted-keys besides. */
export const STEPS = [
  { signing: [OLD], trusted: [] },
  { signing: [OLD, NEW], trusted: [] },
  { signing: [NEW, OLD], trusted: [] },
  { signing: [NEW], trusted: [OLD] },
  { signing: [NEW], trusted: [] },
] as const

/** A repository whose every state on the way is kept, at one URL. */
export interface RolloverSite {
  readonly url: string
  /** From now on clients see the state of that step. */
  show(step: number): Promise<void>
  download(path: string): Promise<Buffer>
  stop(): Promise<void>
}

const read = async (names: readonly string[]) =>
  readSigningKeys((await Promise.all(names.map(fixtureKey))).join('\n'), undefined, new Date())

/** Publishes once at each step: `hello` and `shell` in a version of the step, `hello-data` at the first alone. */
export async function rolloverSite(): Promise<RolloverSite> {
  const [root, kept] = [await temporaryDirectory(), await temporaryDirectory()]
  const shown = join(await temporaryDirectory(), 'shown')
  const server = await serveDirectory(shown)
  for (const [step, { signing, trusted }] of STEPS.entries()) {
    const keys = await read(signing)
    const trust = [...trustOf(keys), ...(trusted.length === 0 ? [] : trustOf(await read(trusted)))]
    const version = `1.${step}`
    const packages = [
      await deb({ version }),
      await rpm(keys, { version }),
      await shell(keys, version),
      ...(step === 0 ? [await deb(data()), await rpm(keys, data())] : []),
    ]
    const inputs = { 'keyring-package': 'true', maintainer: 'Jane Doe <jane@example.com>' }
    const store = directoryStore(root, systemClock)
    const log = recordingLog()
    await publishAll(packages, { store, keys, trust, baseUrl: server.url, inputs, log })
    const warnings = log.lines.filter((line) => /^(warning|notice|error):/.test(line))
    if (warnings.length > 0) throw new Error(warnings.join('\n'))
    await cp(root, join(kept, `${step}`), { recursive: true, preserveTimestamps: true })
  }
  const show = async (step: number) => {
    await rm(shown, { force: true })
    await symlink(join(kept, `${step}`), shown)
  }
  return {
    url: server.url,
    show,
    download: (path) => readFile(join(shown, path)),
    stop: () => server.stop(),
  }
}

const SHELL_SPEC = `Name: shell
Version: VERSION
Release: 1
Summary: What scripts of packages need
License: MIT
BuildArch: noarch
Provides: /bin/sh
%description
It has no files: the machine of the tests is of another kind, and has a shell that rpm does not know.
%files
`

async function shell(keys: SigningKeys, version: string): Promise<RpmPackage> {
  const { binary } = await rpmbuild(SHELL_SPEC.replace('VERSION', version))
  const pkg = await readRpm(contentOf(await readFile(binary)), binary)
  return authenticated(pkg, { keys, trust: trustOf(keys), signUnsigned: true, scratch: memoryScratch })
}
