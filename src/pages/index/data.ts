import { LIMITS } from '../../limits.ts'
import { NO_CONTENT, type PageContent, isChannel, isRecord, pageSection } from './section.ts'

/** By this line a page is known to be ours: who wants his own to stay leaves it out. */
export const MARK = '<meta name="generator" content="R2 Package Repository">'

const START = '<script type="application/json" id="content">'
const END = '</script>'
const FORM = 1

/** Whether a published page is one that a publish of ours wrote. */
export function isOurPage(page: string): boolean {
  return page.includes(MARK)
}

/** The element that says what a page is made of. No markup can begin inside of it. */
export function printContent({ defaults, sections }: PageContent): string {
  const lines = sections.map((section) => JSON.stringify(section))
  const text = `{"form":${FORM},"defaults":${JSON.stringify(defaults)},"sections":[\n${lines.join(',\n')}\n]}`
  return `${START}\n${text.replaceAll(/[<>&\u2028\u2029]/g, escaped)}\n${END}`
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}

/**
 * Reads what a published page is made of. Whoever can write to the store can have written it: what is not as it should
 * be is left out, and of the rest only values of known forms come through.
 */
export function readContent(page: string): PageContent {
  const start = page.indexOf(START)
  const end = start < 0 ? -1 : page.indexOf(END, start)
  if (end < 0) return NO_CONTENT
  const value = parsed(page.slice(start + START.length, end))
  if (!isRecord(value) || value['form'] !== FORM || !Array.isArray(value['sections'])) return NO_CONTENT
  const sections = value['sections']
    .slice(0, LIMITS.pageSections)
    .map((section) => (isRecord(section) ? pageSection(section) : undefined))
    .filter((section) => section !== undefined)
  return { defaults: readDefaults(value['defaults']), sections }
}

function readDefaults(value: unknown): PageContent['defaults'] {
  if (!isRecord(value)) return {}
  const { deb, rpm } = value
  return { ...(isChannel(deb) ? { deb } : {}), ...(isChannel(rpm) ? { rpm } : {}) }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
