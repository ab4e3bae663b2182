import type { PackageDescription, RpmScripts, Scripts } from '../recipe/description.ts'
import { type Script, readScripts } from '../recipe/script.ts'
import type { Dependency } from './dependency.ts'
import { SENSE } from './flags.ts'
import { entryOf } from './header.ts'
import type { HeaderEntry } from './header.ts'
import { TAGS } from './tags.ts'

/** Where a header has a script and its interpreter, and when rpm needs that: `scriptTypes` in rpm's lib/rpmscript.c. */
const SCRIPTLETS = {
  beforeInstall: { body: TAGS.PREIN, program: TAGS.PREINPROG, sense: SENSE.SCRIPT_PRE },
  afterInstall: { body: TAGS.POSTIN, program: TAGS.POSTINPROG, sense: SENSE.SCRIPT_POST },
  beforeRemove: { body: TAGS.PREUN, program: TAGS.PREUNPROG, sense: SENSE.SCRIPT_PREUN },
  afterRemove: { body: TAGS.POSTUN, program: TAGS.POSTUNPROG, sense: SENSE.SCRIPT_POSTUN },
  beforeTransaction: { body: TAGS.PRETRANS, program: TAGS.PRETRANSPROG, sense: SENSE.PRETRANS },
  afterTransaction: { body: TAGS.POSTTRANS, program: TAGS.POSTTRANSPROG, sense: SENSE.POSTTRANS },
  verify: { body: TAGS.VERIFYSCRIPT, program: TAGS.VERIFYSCRIPTPROG, sense: SENSE.SCRIPT_VERIFY },
} as const satisfies Readonly<Record<keyof Scripts | keyof RpmScripts, unknown>>
type RpmMoment = keyof typeof SCRIPTLETS

/**
 * `%pre`, `%post`, `%preun`, `%postun`, `%pretrans`, `%posttrans`, `%verifyscript`.
 *
 * @throws PublishError `PACKAGE` for one that is no script
 */
export function scriptlets({
  scripts,
  rpm,
}: Pick<PackageDescription, 'scripts' | 'rpm'>): readonly Script<RpmMoment>[] {
  return readScripts({ ...scripts, ...rpm?.scripts }, Object.keys(SCRIPTLETS) as RpmMoment[])
}

/** One word is a string and not an array: `addTriggerIndex` and its like in rpm's build/parseScript.c. */
export function scriptletTags(scripts: readonly Script<RpmMoment>[]): readonly HeaderEntry[] {
  return scripts.flatMap(({ moment, text, interpreter }) => {
    const { body, program } = SCRIPTLETS[moment]
    const [word] = interpreter
    const isWord = interpreter.length === 1
    return [
      entryOf(body, text),
      isWord ? entryOf({ ...program, type: 'string' }, word) : entryOf(program, interpreter),
    ]
  })
}

/** The programs that run the scripts. */
export function interpretersOf(scripts: readonly Script<RpmMoment>[]): readonly Dependency[] {
  return scripts.map(({ moment, interpreter: [program] }) => ({
    name: program,
    flags: SENSE.INTERP | SCRIPTLETS[moment].sense,
    version: '',
  }))
}
