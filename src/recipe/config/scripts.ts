import { LIMITS } from '../../limits.ts'
import type { DebDetails, RpmScripts, Scripts } from '../description.ts'
import type { Overridden } from './keys/configuration.ts'
import type { Placed } from './shape.ts'
import type { Sources } from './sources.ts'
import { textFile } from './text-file.ts'

const MOMENTS = {
  beforeInstall: 'preinstall',
  afterInstall: 'postinstall',
  beforeRemove: 'preremove',
  afterRemove: 'postremove',
} as const

const RPM_MOMENTS = {
  beforeTransaction: 'pretrans',
  afterTransaction: 'posttrans',
  verify: 'verify',
} as const

const DEB_FILES = { config: 'config', templates: 'templates', rules: 'rules' } as const

/** The scripts that both formats run. For an rpm, `rpm.interpreters` takes the place of their first lines. */
export function scriptsOf(
  { scripts, rpm }: Overridden,
  format: 'deb' | 'rpm',
  sources: Sources,
): Promise<Scripts | undefined> {
  const interpreters = format === 'rpm' ? rpm?.interpreters : undefined
  return texts(MOMENTS, scripts, 'scripts', sources, interpreters)
}

export function rpmScriptsOf({ rpm }: Overridden, sources: Sources): Promise<RpmScripts | undefined> {
  return texts(RPM_MOMENTS, rpm?.scripts, 'rpm.scripts', sources, rpm?.interpreters)
}

export async function debFilesOf(
  { deb }: Overridden,
  sources: Sources,
): Promise<Pick<DebDetails, keyof typeof DEB_FILES>> {
  return (await texts(DEB_FILES, deb?.scripts, 'deb.scripts', sources)) ?? {}
}

/** The files by the names that a description has for them; undefined where there is none. */
async function texts<N extends string, K extends string>(
  names: Readonly<Record<N, K>>,
  paths: { readonly [P in K]?: Placed<string> } | undefined,
  section: string,
  sources: Sources,
  interpreters: { readonly [P in K]?: Placed<string> } = {},
): Promise<{ readonly [P in N]?: string } | undefined> {
  const read: [string, string][] = []
  for (const [name, key] of Object.entries(names) as [N, K][]) {
    const path = paths?.[key]
    if (path === undefined) continue
    const text = await textFile(path, `${section}.${key}`, LIMITS.scriptBytes, sources)
    read.push([name, runBy(text, interpreters[key]?.value)])
  }
  return read.length === 0 ? undefined : (Object.fromEntries(read) as { [P in N]?: string })
}

function runBy(text: string, interpreter: string | undefined): string {
  return interpreter === undefined ? text : `#!${interpreter}\n${text.replace(/^#![^\n]*\n?/, '')}`
}
