import { PublishError } from '../errors.ts'
import type { DebDetails, TriggerDirective } from '../recipe/description.ts'

/** In the order in which they are written. */
const DIRECTIVES: readonly TriggerDirective[] = [
  'interest',
  'interest-await',
  'interest-noawait',
  'activate',
  'activate-await',
  'activate-noawait',
]
/** `trig_name_is_illegal` in dpkg's lib/dpkg/triglib.c. */
const NAME = /^[!-~]+$/

/**
 * The control file `triggers`: deb-triggers(5). Empty where there are none.
 *
 * @throws PublishError `PACKAGE` for a name that dpkg does not take, or one that is there twice in one sense
 */
export function triggersFile(triggers: DebDetails['triggers'] = {}): string {
  const lines = DIRECTIVES.flatMap((directive) =>
    (triggers[directive] ?? []).map((name) => ({ directive, name, verb: directive.split('-', 1)[0] ?? '' })),
  )
  const seen = new Set<string>()
  for (const { directive, name, verb } of lines) {
    if (!NAME.test(name)) throw refused(directive, name, 'is no name of a trigger: write a word or a path')
    if (seen.has(`${verb} ${name}`)) throw refused(directive, name, 'is there twice')
    seen.add(`${verb} ${name}`)
  }
  return lines.map(({ directive, name }) => `${directive} ${name}\n`).join('')
}

function refused(directive: TriggerDirective, name: string, fault: string): PublishError {
  return new PublishError('PACKAGE', `triggers: ${directive} ${JSON.stringify(name)} ${fault}`)
}
