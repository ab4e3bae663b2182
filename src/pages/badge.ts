import { catalogueOf, featured } from './index/catalogue.ts'
import type { PageContent } from './index/section.ts'

/**
 * The badge of a repository: the version of its main package in the channel that clients get first, in the form that
 * shields.io reads from a URL (shields.io/badges/endpoint-badge).
 *
 * @returns undefined where nothing is known of that channel
 */
export function badge(repositoryName: string, content: PageContent): string | undefined {
  const { defaults, sections } = content
  const channel = defaults.deb ?? defaults.rpm
  if (channel === undefined || sections.every((it) => it.channel !== channel)) return undefined
  const entries = (['deb', 'rpm'] as const).flatMap((format) => catalogueOf(content, channel, format).entries)
  const main = featured(entries, repositoryName)
  const state =
    main === undefined
      ? { message: 'no package', color: 'lightgrey' }
      : { message: `v${upstreamOf(main.version)}`, color: 'blue' }
  return `${JSON.stringify({ schemaVersion: 1, label: repositoryName, ...state })}\n`
}

/** As the project counts: without the epoch, and without what the packaging adds. */
function upstreamOf(version: string): string {
  return version
    .replace(/^\d+:/, '')
    .replace(/-[^-]*$/, '')
    .replaceAll('~', '-')
}
