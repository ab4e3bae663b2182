import type { PackageDescription, Scripts } from '../recipe/description.ts'
import { readScripts } from '../recipe/script.ts'

/** Maintainer scripts: Debian Policy 6.1, debconf-devel(7). */
const NAMES = {
  beforeInstall: 'preinst',
  afterInstall: 'postinst',
  beforeRemove: 'prerm',
  afterRemove: 'postrm',
  config: 'config',
} as const satisfies Readonly<Record<keyof Scripts | 'config', string>>

/**
 * The programs of the control archive by their names there; `rules` as it stands, with whatever it begins.
 *
 * @throws PublishError `PACKAGE` for a script that is none
 */
export function maintainerScripts({
  scripts,
  deb = {},
}: Pick<PackageDescription, 'scripts' | 'deb'>): Readonly<Record<string, string>> {
  const { config, rules = '' } = deb
  const given = { ...scripts, ...(config === undefined ? {} : { config }) }
  const all = readScripts(given, Object.keys(NAMES) as (keyof typeof NAMES)[])
  return { ...Object.fromEntries(all.map(({ moment, text }) => [NAMES[moment], text])), rules }
}
