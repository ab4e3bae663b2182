import type { Provision, Relations, Requirement } from '../../relation.ts'
import { compareVersions, parseEvr } from '../evr.ts'
import { type Element, parseDocument } from './element.ts'

const OPERATORS: Readonly<Record<string, Requirement['operator']>> = {
  LT: '<',
  LE: '<=',
  EQ: '=',
  GE: '>=',
  GT: '>',
}

/**
 * What an entry of primary says that its package needs, and what it provides: its files among it.
 *
 * @throws PublishError `INTEGRITY` where it is no entry
 */
export function relationsInEntry(entry: Buffer, source: string): Relations {
  const format = parseDocument(entry.toString('utf8').trimEnd(), source).children.find(
    ({ name }) => name === 'format',
  )
  const children = format?.children ?? []
  const entries = (kind: string) => children.find(({ name }) => name === kind)?.children ?? []
  const files = children.filter(({ name }) => name === 'file').map(({ text }) => text)
  return {
    provides: [
      ...entries('rpm:provides').map(provision),
      ...files.map((name) => ({ name, version: undefined })),
    ],
    requires: entries('rpm:requires').map((element) => [requirement(element)]),
  }
}

/** Compares as dependencies do: an epoch that is not written is 0, releases count only where both have one. */
export function compareRelationVersions(a: string, b: string): number {
  const [left, right] = [parseEvr(a), parseEvr(b)]
  const order = (left.epoch ?? 0) - (right.epoch ?? 0) || compareVersions(left.version, right.version)
  if (order !== 0 || left.release === undefined || right.release === undefined) return order
  return compareVersions(left.release, right.release)
}

function requirement({ attributes }: Element): Requirement {
  return {
    name: attributes.get('name') ?? '',
    operator: OPERATORS[attributes.get('flags') ?? ''],
    version: versionIn(attributes),
  }
}

function provision({ attributes }: Element): Provision {
  return { name: attributes.get('name') ?? '', version: versionIn(attributes) || undefined }
}

function versionIn(attributes: Element['attributes']): string {
  const release = attributes.get('rel')
  const text = (attributes.get('ver') ?? '') + (release === undefined ? '' : `-${release}`)
  return text === '' ? '' : `${attributes.get('epoch') ?? '0'}:${text}`
}
