import { PublishError } from '../../../src/errors.ts'
import {
  type ConfiguredBy,
  type ConfiguredPackages,
  configuredPackages,
} from '../../../src/recipe/config/configured.ts'
import type { PackageDescription } from '../../../src/recipe/description.ts'
import { silentProject } from '../../support/publishing.ts'
import { type GivenFile, memorySources } from './memory-sources.ts'

export type Files = Readonly<Record<string, GivenFile | string>>

export const TIME = 1_750_000_000

interface Options extends Partial<Omit<ConfiguredBy, 'variables'>> {
  readonly env?: Readonly<Record<string, string>>
  readonly asked?: Readonly<Record<string, string>>
  readonly known?: Readonly<Record<string, string>>
}

export function read(text: string, files: Files = {}, options: Options = {}): Promise<ConfiguredPackages> {
  const { env = {}, asked = {}, known = {}, ...by } = options
  const defaults = {
    name: 'engine',
    version: '1.2.3',
    release: undefined,
    maintainer: 'Ada <ada@example.com>',
    description: undefined,
    homepage: undefined,
    license: undefined,
    depends: [],
  }
  const all = {
    formats: ['deb', 'rpm'] as const,
    architectures: ['amd64'] as const,
    askedVersion: undefined,
    timeSeconds: TIME,
    defaults,
    project: silentProject,
    variables: { asked, environment: (name: string) => env[name], known },
    ...by,
  }
  return configuredPackages(text, 'nfpm.yaml', all, memorySources(files))
}

export interface Both {
  readonly deb: PackageDescription
  readonly rpm: PackageDescription
}

/** The one deb and the one rpm of a configuration. */
export async function both(text: string, files: Files = {}, options: Options = {}): Promise<Both> {
  const { packages } = await read(text, files, options)
  const [deb, rpm] = (['deb', 'rpm'] as const).map((format) => packages.filter((it) => it.format === format))
  if (deb?.length !== 1 || rpm?.length !== 1) throw new Error('not one of each')
  return { deb: deb[0]!.description, rpm: rpm[0]!.description }
}

/** The lines of the error that a configuration is. */
export async function faultsOf(
  text: string,
  files: Files = {},
  options: Options = {},
): Promise<readonly string[]> {
  const error: unknown = await read(text, files, options).then(
    () => undefined,
    (error: unknown) => error,
  )
  if (error instanceof PublishError) return error.message.split('\n')
  throw error instanceof Error ? error : new Error('it was read')
}

/** A line of text of each file that an entry holds. */
export async function textOf({ entries }: PackageDescription, path: string): Promise<string | undefined> {
  const entry = entries.find((it) => it.path === path)
  if (entry?.type !== 'file') return undefined
  return Buffer.concat(await Array.fromAsync(entry.content.read())).toString()
}
