import type { Skipped } from './skipped.ts'

/** As many names as fit into a line that is still read. */
const NAMES_SHOWN = 20

/** What an archive holds and no package gets, by reason, in one line each: there can be thousands. */
export function leftOutByReason(
  archive: string,
  members: readonly { readonly member: string; readonly reason: string }[],
): readonly Skipped[] {
  const byReason = [...Map.groupBy(members, ({ reason }) => reason)]
  return byReason.map(([reason, all]) => {
    const names = all.map(({ member }) => member)
    const rest = names.length > NAMES_SHOWN ? ` and ${names.length - NAMES_SHOWN} more` : ''
    return { path: archive, reason: `${reason}: ${names.slice(0, NAMES_SHOWN).join(', ')}${rest}` }
  })
}
