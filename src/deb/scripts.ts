import type { Scripts } from '../recipe/description.ts'
import { type Moment, readScripts } from '../recipe/script.ts'

/** Maintainer scripts: Debian Policy 6.1. */
const NAMES: Readonly<Record<Moment, string>> = {
  beforeInstall: 'preinst',
  afterInstall: 'postinst',
  beforeRemove: 'prerm',
  afterRemove: 'postrm',
}

/** The scripts by their names in the control archive. */
export function maintainerScripts(scripts: Scripts = {}): Readonly<Record<string, string>> {
  const all = readScripts(scripts, Object.keys(NAMES) as Moment[])
  return Object.fromEntries(all.map(({ moment, text }) => [NAMES[moment], text]))
}
