import type {
  DebDetails,
  PackageCompression,
  Relations,
  RpmDetails,
  TriggerDirective,
} from '../description.ts'
import type { Contents } from './contents.ts'
import { LZMA, ZSTD_LEVELS } from './keys/compression.ts'
import type { Overridden } from './keys/configuration.ts'
import { debFilesOf, rpmScriptsOf } from './scripts.ts'
import type { Field, Placed } from './shape.ts'
import type { Sources } from './sources.ts'

const RELATIONS = ['recommends', 'suggests', 'conflicts', 'replaces', 'provides'] as const

export function relationsOf(configuration: Overridden): Omit<Relations, 'depends'> {
  return present(Object.fromEntries(RELATIONS.map((name) => [name, values(configuration[name])])))
}

export async function debDetails(configuration: Overridden, sources: Sources): Promise<DebDetails> {
  const { section, priority, deb } = configuration
  return present({
    architecture: deb?.arch?.value,
    architectureVariant: deb?.arch_variant?.value,
    section: section?.value,
    priority: priority?.value,
    breaks: values(deb?.breaks),
    preDepends: values(deb?.predepends),
    ...(await debFilesOf(configuration, sources)),
    triggers: triggersOf(deb?.triggers),
    fields: deb?.fields?.fields.map(({ name, value }: Field) => ({
      name: name.value,
      value: value.value.trim(),
    })),
    compression: compressionOf(deb?.compression),
  })
}

export async function rpmDetails(
  configuration: Overridden,
  ghosts: Contents['ghosts'],
  sources: Sources,
): Promise<RpmDetails> {
  const { vendor, rpm } = configuration
  return present({
    architecture: rpm?.arch?.value,
    buildHost: rpm?.buildhost?.value,
    group: rpm?.group?.value,
    summary: rpm?.summary?.value,
    vendor: vendor?.value,
    packager: rpm?.packager?.value,
    prefixes: values(rpm?.prefixes),
    requiresPost: values(rpm?.requires?.post),
    ghosts: ghosts.length === 0 ? undefined : ghosts,
    scripts: await rpmScriptsOf(configuration, sources),
    compression: compressionOf(rpm?.compression),
  })
}

type Triggers = NonNullable<NonNullable<Overridden['deb']>['triggers']>

/** As the configuration spells them, and as dpkg does: deb-triggers(5). */
const DIRECTIVES = {
  interest: 'interest',
  interest_await: 'interest-await',
  interest_noawait: 'interest-noawait',
  activate: 'activate',
  activate_await: 'activate-await',
  activate_noawait: 'activate-noawait',
} as const satisfies Readonly<Record<string, TriggerDirective>>

function triggersOf(triggers: Triggers | undefined): DebDetails['triggers'] {
  const given = (Object.keys(DIRECTIVES) as (keyof typeof DIRECTIVES)[]).flatMap((key) => {
    const names = values(triggers?.[key])
    return names === undefined ? [] : [[DIRECTIVES[key], names] as const]
  })
  return given.length === 0 ? undefined : Object.fromEntries(given)
}

/** `gzip:-1` is gzip's own default. */
function compressionOf(text: Placed<string> | undefined): PackageCompression | undefined {
  if (text === undefined) return undefined
  if (text.value === LZMA) return { name: 'xz' }
  const [name, level] = text.value.split(':') as [PackageCompression['name'], string?]
  const isDefault = level === undefined || level.startsWith('-')
  return isDefault ? { name } : { name, level: ZSTD_LEVELS[level] ?? Number(level) }
}

function values(items: readonly Placed<string>[] | undefined): readonly string[] | undefined {
  return items?.map(({ value }) => value)
}

/** Members that have a value. */
function present<T extends object>(members: { [K in keyof T]?: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as T
}
