import type { WrittenCompression } from '../compression/compress.ts'
import type { PackageDescription, PackagedEntry } from '../recipe/description.ts'
import { isaOf } from './architecture.ts'
import {
  type Dependency,
  dependencyTags,
  parseDependency,
  parseObsolete,
  rpmlibFeatures,
} from './dependency.ts'
import { desktopProvides } from './desktop-dependencies.ts'
import { elfDependencies } from './elf-dependencies.ts'
import { type Evr, printEvr } from './evr.ts'
import { SENSE } from './flags.ts'
import type { HeaderEntry } from './header.ts'
import type { Nvra } from './nevra.ts'
import { scriptDependencies } from './script-dependencies.ts'
import { interpretersOf, scriptlets } from './scripts.ts'

/** What the payload asks of rpm. */
export interface PayloadNeeds {
  readonly hasLargeFiles: boolean
  readonly compression: WrittenCompression['name']
}

/**
 * What the package provides and requires, what it goes with and what not; and what rpm must be able to do.
 *
 * @throws PublishError `PACKAGE` for what an rpm cannot say
 */
export async function relationTags(
  description: PackageDescription,
  nvra: Nvra & Evr,
  payload: PayloadNeeds,
): Promise<readonly HeaderEntry[]> {
  const { relations = {}, rpm = {} } = description
  const read = (name: keyof typeof relations) =>
    (relations[name] ?? []).map((text) => parseDependency(text, name))
  const run = scriptlets(description)
  const elf = elfDependencies(description.entries)
  const configuration = itsConfiguration(description.entries, nvra)
  const desktop = await desktopProvides(description.entries)
  const provides = [...itself(nvra), ...configuration, ...read('provides'), ...elf.provides, ...desktop]
  const required: readonly Dependency[] = [
    ...configuration,
    ...description.depends.map((text) => parseDependency(text)),
    ...(rpm.requiresPost ?? []).map(afterInstallation),
    ...interpretersOf(run),
    ...elf.requires,
    ...scriptDependencies(description.entries),
  ]
  const others = {
    recommend: read('recommends'),
    suggest: read('suggests'),
    conflict: read('conflicts'),
    obsolete: (relations.replaces ?? []).map(parseObsolete),
  } as const
  const features = rpmlibFeatures([...provides, ...required, ...Object.values(others).flat()], {
    ...payload,
    hasScriptArguments: run.some(({ interpreter }) => interpreter.length > 1),
  })
  return [
    ...dependencyTags('provide', provides),
    ...dependencyTags('require', [...required, ...features]),
    ...Object.entries(others).flatMap(([relation, items]) =>
      items.length === 0 ? [] : dependencyTags(relation as keyof typeof others, items),
    ),
  ]
}

/** Every package provides itself, and itself for its instruction set. */
function itself({ name, arch, ...evr }: Nvra & Evr): readonly Dependency[] {
  const isa = isaOf(arch)
  const names = isa === undefined ? [name] : [name, `${name}(${isa})`]
  return names.map((provided) => ({ name: provided, flags: SENSE.EQUAL, version: printEvr(evr) }))
}

/** What has configuration provides and requires that of its own version: `rpmfcGenerateDepends` in rpm's build/rpmfc.c. */
function itsConfiguration(
  entries: readonly PackagedEntry[],
  { name, ...evr }: Nvra & Evr,
): readonly Dependency[] {
  const isThere = entries.some((entry) => entry.type === 'file' && entry.role === 'config')
  const flags = SENSE.CONFIG | SENSE.EQUAL
  return isThere ? [{ name: `config(${name})`, flags, version: printEvr(evr) }] : []
}

/** `Requires(post)` */
function afterInstallation(text: string): Dependency {
  const dependency = parseDependency(text, 'requiresPost')
  return { ...dependency, flags: dependency.flags | SENSE.SCRIPT_POST }
}
