import { PublishError } from '../errors.ts'
import type { Arrival } from '../run/arrival.ts'
import { counted } from '../words.ts'
import { plain, tableHead, tableRow } from './markdown.ts'

/** How what was published arrived at clients, as a part of a page in Markdown. */
export function arrivalSection(arrival: Arrival | undefined): readonly string[] {
  if (arrival === undefined) return []
  const { readBack, installations } = arrival
  const findings = readBack?.findings ?? []
  return [
    ...(readBack === undefined
      ? []
      : ['', '### Read back', '', ...readBack.confirmed.map((it) => `- ${plain(it)}`)]),
    ...(findings.length === 0
      ? []
      : [
          '',
          ...tableHead(['severity', 'URL', 'seen', 'what mends it']),
          ...findings.map(({ severity, url, seen, remedy }) => tableRow([severity, url, seen, remedy])),
        ]),
    ...(installations.length === 0
      ? []
      : [
          '',
          '### Installed in containers',
          '',
          ...tableHead(['image', 'state', 'seen']),
          ...installations.map(({ image, state, seen }) => tableRow([image, state, seen])),
        ]),
  ]
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
