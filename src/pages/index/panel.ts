import { type Catalogue, catalogueOf, featured } from './catalogue.ts'
import { type Html, NOTHING, markup } from './html.ts'
import {
  type Installation,
  type Instructions,
  aptInstructions,
  dnfInstructions,
  oneLine,
  zypperInstructions,
} from './instructions.ts'
import { packageTable } from './package-table.ts'
import type { PageSite } from './site.ts'
import type { PageContent } from './section.ts'

/**
 * All about one channel: how to install from it, and what it has.
 *
 * @param at its place among the channels
 * @param isOnly whether there is no other: then nothing needs its name
 */
export function channelPanel(
  site: PageSite,
  content: PageContent,
  channel: string,
  at: number,
  isOnly: boolean,
): Html {
  const debs = catalogueOf(content, channel, 'deb')
  const rpms = catalogueOf(content, channel, 'rpm')
  const [install, packages] = isOnly
    ? ['Install', 'Packages']
    : [`Install from ${channel}`, `Packages in ${channel}`]
  return markup`<div class="panel" id="panel-${at}">
<section aria-labelledby="install-${at}">
<h2 id="install-${at}">${install}</h2>
${installation(site, content, channel, debs, rpms)}</section>
<section aria-labelledby="packages-${at}">
<h2 id="packages-${at}">${packages}</h2>
${packageTable('For Debian, Ubuntu and their derivatives (.deb)', debs)}${packageTable('For Fedora, RHEL, SUSE and their relatives (.rpm)', rpms)}</section>
</div>
`
}

function installation(
  { repositoryName, baseUrl }: PageSite,
  { defaults }: PageContent,
  channel: string,
  debs: Catalogue,
  rpms: Catalogue,
): Html {
  const of = (catalogue: Catalogue, format: 'deb' | 'rpm'): Installation => ({
    repositoryName,
    baseUrl,
    channel,
    isDefault: (defaults[format] ?? channel) === channel,
    packageName: featured(catalogue.entries, repositoryName)?.name ?? repositoryName,
  })
  const apt = debs.entries.length > 0 ? [of(debs, 'deb')] : []
  const rpm = rpms.entries.length > 0 ? [of(rpms, 'rpm')] : []
  const [first] = [...apt, ...rpm]
  if (first === undefined) return NOTHING
  const any = { ...first, isDefault: [...apt, ...rpm].every(({ isDefault }) => isDefault) }
  const ways = [
    ...apt.map(aptInstructions),
    ...rpm.flatMap((it) => [dnfInstructions(it), zypperInstructions(it)]),
  ]
  const names = new Set([...debs.entries, ...rpms.entries].map(({ name }) => name))
  return markup`${command('on any system', [oneLine(any)])}
<p>The script finds out what your system is, checks the fingerprint of the signing key, sets the repository up and installs <code>${any.packageName}</code>. <a href="./install.sh">Read it first</a>, or do the same by hand:</p>
${ways.map(way)}${names.size > 1 ? others(any.packageName) : NOTHING}`
}

function others(name: string): Html {
  return markup`<p class="soft">Any other package of the list takes the place of <code>${name}</code>.</p>
`
}

function way({ systems, lines }: Instructions): Html {
  return markup`<h3>${systems}</h3>
${command(`for ${systems}`, lines)}
`
}

/** Lines of a shell, with a button that a script brings to life. */
function command(use: string, lines: readonly string[]): Html {
  const code = lines.map((line) => markup`<span>${line}\n</span>`)
  return markup`<div class="command">
<pre><code>${code}</code></pre>
<button type="button" hidden aria-label="Copy the commands ${use}">Copy</button>
<span role="status" class="status"></span>
</div>`
}
