import { LIMITS } from '../../limits.ts'

/** A package on the page: the newest version of a name in one index, for one architecture. */
export interface PageRow {
  readonly name: string
  readonly version: string
  readonly arch: string
  /** Of its file, relative to the root of the store. */
  readonly key: string
  readonly sizeBytes: number
  /** How many older versions the index has. */
  readonly older: number
  /** When a publish first showed it, in seconds since 1970. */
  readonly publishedSeconds: number
}

/** The part of the page that is about one index: a publish writes those that it opened, and keeps the others. */
export interface PageSection {
  readonly format: 'deb' | 'rpm'
  readonly channel: string
  /** Empty where an rpm repository is meant. */
  readonly component: string
  /** Empty where one rpm repository has all architectures. */
  readonly arch: string
  /** Of the head that the rows come from: it tells which of two publishers saw more. */
  readonly stampSeconds: number
  /** How many names the index has, also those that are not shown. */
  readonly names: number
  readonly rows: readonly PageRow[]
}

/** What the page is made of, besides the settings of the run. */
export interface PageContent {
  /** The channel that the published .sources is for, and the one that the .repo enables. */
  readonly defaults: { readonly deb?: string; readonly rpm?: string }
  readonly sections: readonly PageSection[]
}

export const NO_CONTENT: PageContent = { defaults: {}, sections: [] }

const WORD = /^[A-Za-z0-9][A-Za-z0-9.~_-]*$/
const COMPONENT = /^[A-Za-z0-9][A-Za-z0-9._/-]*$/
const PACKAGE = /^[A-Za-z0-9_][A-Za-z0-9+._-]*$/
const VERSION = /^[A-Za-z0-9][A-Za-z0-9.+~^:_-]*$/
const KEY_SEGMENT = /^[A-Za-z0-9._+~@^%:=,-]+$/
/** The last second that a date of four digits can say. */
const LAST_SECOND = 253_402_300_799

/**
 * A row of these values; undefined where one of them is not what it should be. The page lies where others may write,
 * and foreign indexes say anything: nothing else gets onto it.
 */
function pageRow(value: Readonly<Record<string, unknown>>): PageRow | undefined {
  const { name, version, arch, key, sizeBytes, older, publishedSeconds } = value
  const isRow =
    isText(name, PACKAGE, LIMITS.packageNameBytes) &&
    isText(version, VERSION, LIMITS.packageVersionBytes) &&
    isText(arch, WORD, 64) &&
    isKey(key) &&
    isCount(sizeBytes) &&
    isCount(older) &&
    isSecond(publishedSeconds)
  return isRow ? { name, version, arch, key, sizeBytes, older, publishedSeconds } : undefined
}

/** The same of a section, without those of its rows that are none. */
export function pageSection(value: Readonly<Record<string, unknown>>): PageSection | undefined {
  const { format, channel, component, arch, stampSeconds, names, rows } = value
  const isSection =
    (format === 'deb' || format === 'rpm') &&
    isChannel(channel) &&
    (component === '' || isText(component, COMPONENT, 128)) &&
    (arch === '' || isText(arch, WORD, 64)) &&
    isSecond(stampSeconds) &&
    isCount(names) &&
    Array.isArray(rows) &&
    rows.length <= LIMITS.pageRows
  if (!isSection) return undefined
  const valid = rows
    .map((row) => (isRecord(row) ? pageRow(row) : undefined))
    .filter((row) => row !== undefined)
  return { format, channel, component, arch, stampSeconds, names, rows: valid }
}

export function isChannel(value: unknown): value is string {
  return isText(value, WORD, 128)
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isText(value: unknown, pattern: RegExp, mostCharacters: number): value is string {
  return typeof value === 'string' && value.length <= mostCharacters && pattern.test(value)
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0
}

function isSecond(value: unknown): value is number {
  return isCount(value) && value <= LAST_SECOND
}

function isKey(value: unknown): value is string {
  if (typeof value !== 'string' || value.length > LIMITS.pageKeyBytes) return false
  return value.split('/').every((part) => KEY_SEGMENT.test(part) && part !== '.' && part !== '..')
}
