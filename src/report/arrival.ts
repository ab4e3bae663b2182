import { PublishError } from '../errors.ts'
import type { Arrival } from '../run/arrival.ts'
import { counted } from '../words.ts'
import { plain, tableHead, tableRow } from './markdown.ts'
import { type Section, paragraph } from './page.ts'

/** How what was published arrived at clients, as parts of a page. */
export function arrivalSections(arrival: Arrival | undefined): readonly Section[] {
  const { readBack, installations = [] } = arrival ?? {}
  return [
    ...(readBack === undefined
      ? []
      : [paragraph('### Read back'), paragraph(...readBack.confirmed.map((it) => `- ${plain(it)}`))]),
    ...table(
      ['severity', 'URL', 'seen', 'what mends it'],
      (readBack?.findings ?? []).map(({ severity, url, seen, remedy }) => [severity, url, seen, remedy]),
    ),
    ...(installations.length === 0 ? [] : [paragraph('### Installed in containers')]),
    ...table(
      ['image', 'state', 'seen'],
      installations.map(({ image, state, seen }) => [image, state, seen]),
    ),
  ]
}

function table(titles: readonly string[], rows: readonly (readonly string[])[]): readonly Section[] {
  return rows.length === 0 ? [] : [{ before: tableHead(titles), rows: rows.map(tableRow), after: [] }]
}

/** What came of the containers, in lines. */
export function installationLines({ installations }: Arrival): readonly string[] {
  return installations.map(({ image, state, seen }) => `check-install ${image}: ${state}. ${seen}`)
}

/** Why the step is to fail although everything is published; undefined where clients get it. */
export function arrivalFailure(arrival: Arrival | undefined): PublishError | undefined {
  const errors = (arrival?.readBack?.findings ?? []).filter(({ severity }) => severity === 'error')
  const failed = (arrival?.installations ?? []).filter(({ state }) => state === 'failed')
  const parts = [
    ...errors
      .slice(0, 1)
      .map(
        ({ url, seen, remedy }) =>
          `Of ${counted(errors.length, 'error')} the first: ${url}: ${seen} ${remedy}`,
      ),
    ...failed.map(({ image, seen }) => `check-install ${image}: ${seen}`),
  ]
  if (parts.length === 0) return undefined
  return new PublishError(
    'CLIENT',
    `Everything is published, and stays so, but clients do not get it as they should. ${parts.join(' ')} Run the step again to look again; it publishes nothing twice.`,
  )
}
