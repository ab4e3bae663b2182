import { sha256 } from '../../content.ts'
import { type RenderedSuite, type SuiteIndex, renderSuite, signRelease } from '../../deb/suite.ts'
import type { SigningKeys } from '../../openpgp/signing-keys.ts'
import { replacedId } from '../heads/head.ts'
import { identifier } from '../heads/id.ts'
import { mutable } from '../object-headers.ts'
import { forever } from '../rendering.ts'
import type { Alias, Change, ObjectWrite, Rendering } from '../repository.ts'
import { suiteContents } from './contents.ts'
import { foreignIndexes, isForeign } from './indexes.ts'
import { type IndexGround, byHashPath, staleIndexes } from './stored-index.ts'
import type { OpenedSuite } from './opened.ts'

/** A suite with changed indexes, to be dated and signed. */
export function renderChange(opened: OpenedSuite, changed: readonly SuiteIndex[]): Change {
  return {
    contents: () => suiteContents(opened, changed),
    render: (stampSeconds, keys) => render(opened, changed, stampSeconds, keys),
  }
}

async function render(
  opened: OpenedSuite,
  changed: readonly SuiteIndex[],
  stampSeconds: number,
  keys: SigningKeys,
): Promise<Rendering> {
  const { ground, head, options, suite } = opened
  const order = { stampSeconds, previous: replacedId(head.version) }
  const rendered = await renderSuite(suite, changed, options.identity, order, keys)
  const hash = sha256(rendered.inRelease)
  const id = identifier(stampSeconds, hash)
  const copy = `${ground.folder}heads/${id}/InRelease`
  const indexes = rendered.indexes.map(({ path, stored, sha256: hash }) =>
    forever(`${ground.folder}${byHashPath(path, hash)}`, stored, hash),
  )
  const repaired = isOurs(opened) && head.aliasesAreStale ? await staleIndexAliases(ground) : []
  const own = indexAliases(opened, rendered)
  return {
    objects: [...foreignIndexes(ground, changed), ...indexes, forever(copy, rendered.inRelease, hash)],
    id,
    head: changeable(`${ground.folder}InRelease`, rendered.inRelease),
    aliases: [
      [...own, ...repaired.filter(({ key }) => !own.some((alias) => alias.key === key))],
      releaseAliases(opened, rendered),
    ],
  }
}

/** Whether the head is one that a publish of ours wrote, and its aliases ours to keep. */
function isOurs({ head, copies }: OpenedSuite): boolean {
  return copies.some(({ id }) => id === head.version?.id)
}

/** Clients that hold a foreign head may still read its plain indexes: the publish that changes one leaves them. */
function indexAliases(
  { ground, indexes }: OpenedSuite,
  { indexes: written }: RenderedSuite,
): readonly Alias[] {
  return written.flatMap(({ path, stored }) => {
    const index = indexes.find((it) => it.path === path)
    if (index !== undefined && isForeign(index)) return []
    return [{ ...changeable(`${ground.folder}${path}.gz`, stored), noted: index?.alias }]
  })
}

function releaseAliases(
  { ground, head }: OpenedSuite,
  { release, signature }: Pick<RenderedSuite, 'release' | 'signature'>,
): readonly Alias[] {
  return [
    { ...changeable(`${ground.folder}Release`, release), noted: head.releaseAlias },
    { ...changeable(`${ground.folder}Release.gpg`, signature), noted: head.signatureAlias },
  ]
}

/** Aliases that are not what the head says, with what they should hold. */
export async function staleAliases(
  opened: OpenedSuite,
  keys: SigningKeys,
): Promise<readonly (readonly Alias[])[]> {
  const { ground, head } = opened
  if (head.version === undefined || !isOurs(opened)) return []
  if (!head.aliasesAreStale && opened.indexes.every((index) => !index.aliasIsStale)) return []
  const indexes = await staleIndexAliases(ground)
  if (!head.aliasesAreStale) return [indexes]
  const signed = await signRelease(head.releaseText, head.version.stampSeconds, keys)
  return [indexes, releaseAliases(opened, signed)]
}

async function staleIndexAliases(ground: IndexGround): Promise<readonly Alias[]> {
  const stale = await staleIndexes(ground)
  return stale.map(({ path, bytes, alias }) => ({ ...changeable(ground.folder + path, bytes), noted: alias }))
}

function changeable(key: string, bytes: Uint8Array): ObjectWrite {
  return { key, bytes, headers: mutable(key) }
}
