import { createHash } from 'node:crypto'
import { channelsOf } from './catalogue.ts'
import { MARK, printContent } from './data.ts'
import { dayOf } from './date.ts'
import { type Html, NOTHING, markup, trustedMarkup } from './html.ts'
import { channelPanel } from './panel.ts'
import { SCRIPT } from './script.ts'
import type { PageContent } from './section.ts'
import type { PageSite } from './site.ts'
import { styleOf } from './style.ts'

/** A box. */
const ICON =
  "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'>" +
  "<path d='M16 3l12 6v14l-12 6-12-6V9z' fill='%230a5a8c'/><path d='M4 9l12 6 12-6M16 15v14' stroke='%23fff' stroke-width='2' fill='none'/></svg>"

/**
 * The page of a repository: how to install, what is published, who signs. It loads nothing, and its policy lets nothing
 * but its own style and script run.
 */
export function indexPage(site: PageSite, content: PageContent): string {
  const channels = channelsOf(content)
  const style = styleOf(channels.length)
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policyOf(style)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
${trustedMarkup(MARK)}
<meta name="referrer" content="no-referrer">
<title>${site.repositoryName}: packages for Linux</title>
<link rel="icon" href="${ICON}">
<style>${trustedMarkup(style)}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the instructions</a>
<header>
<h1>${site.repositoryName}</h1>
<p class="lead">${lead(content)}</p>
</header>
<main id="main" tabindex="-1">
${channelSwitch(channels)}${channels.map((channel, at) => channelPanel(site, content, channel, at, channels.length === 1))}${signingKeys(site)}
</main>
<footer>
<p>${lastChange(content)}This page is written by every publish.</p>
</footer>
${trustedMarkup(printContent(content))}
<script>${trustedMarkup(SCRIPT)}</script>
</body>
</html>
`.markup
}

function policyOf(style: string): string {
  const [styles, scripts] = [style, SCRIPT].map(hashOf)
  return `default-src 'none'; style-src '${styles}'; script-src '${scripts}'; img-src data:; base-uri 'none'; form-action 'none'`
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`
}

function lead({ sections }: PageContent): string {
  const has = (format: string) => sections.some((it) => it.format === format && it.rows.length > 0)
  const systems = [
    ...(has('deb') ? ['Debian, Ubuntu'] : []),
    ...(has('rpm') ? ['Fedora, RHEL, openSUSE'] : []),
  ]
  if (systems.length === 0) return 'Signed packages for Linux. Nothing is published yet.'
  return `Signed packages for ${systems.join(', ')} and their relatives. Once set up, updates arrive with those of the system.`
}

/** Radio buttons: they switch without a script. */
function channelSwitch(channels: readonly string[]): Html {
  if (channels.length < 2) return NOTHING
  return markup`<fieldset class="switch">
<legend>Channel</legend>
${channels.map(channelChoice)}</fieldset>
`
}

function channelChoice(channel: string, at: number): Html {
  const checked = trustedMarkup(at === 0 ? ' checked' : '')
  return markup`<label><input type="radio" name="channel" id="channel-${at}" autocomplete="off"${checked}> ${channel}</label>
`
}

function signingKeys({ repositoryName, fingerprints }: PageSite): Html {
  const [title, which] =
    fingerprints.length > 1
      ? ['Signing keys', 'These are the fingerprints of the OpenPGP keys; compare them']
      : ['Signing key', 'This is the fingerprint of the OpenPGP key; compare it']
  return markup`<section aria-labelledby="key">
<h2 id="key">${title}</h2>
<p>Every list of packages is signed, and has the digest of every package in it. ${which} with what the project says elsewhere.</p>
${fingerprints.map((fingerprint) => markup`<p class="fingerprint">${grouped(fingerprint)}</p>\n`)}<p><a href="./${repositoryName}.asc">${repositoryName}.asc</a> <span class="soft">armored</span> &nbsp; <a href="./${repositoryName}.gpg">${repositoryName}.gpg</a> <span class="soft">binary</span></p>
</section>`
}

/** In fours, as people compare it. */
function grouped(fingerprint: string): string {
  return fingerprint.replaceAll(/(.{4})(?=.)/g, '$1 ')
}

function lastChange({ sections }: PageContent): Html {
  const latest = Math.max(0, ...sections.map(({ stampSeconds }) => stampSeconds))
  return latest === 0 ? NOTHING : markup`Last change: ${dayOf(latest)}. `
}
