import { LIMITS } from '../limits.ts'
import type { SigningKeys } from '../openpgp/signing-keys.ts'
import { trustOf } from '../openpgp/trust.ts'
import type { Committed } from '../repository/commit/commit.ts'
import { counted } from '../words.ts'
import { readAbsence } from './absence.ts'
import type { ReadBack, ReadBackFinding, Trouble } from './finding.ts'
import { type ExpectedHead, type HeadGround, readHead } from './heads.ts'
import { readKeyFile } from './key-file.ts'
import { type ExpectedPackage, readIndex, readPackage } from './objects.ts'
import { type Look, type Patience, lookPatiently } from './rounds.ts'

export interface ReadBackGround extends HeadGround {
  readonly keys: SigningKeys
  /** The key of the file of public keys; undefined where the run does not write it. */
  readonly keyFile: string | undefined
  readonly patience: Omit<Patience, 'endMs' | 'lastMs'>
}

/**
 * Reads back, as a client of `public-url`, what a run published or found published: heads and their signatures, indexes,
 * the beginning of packages, the keys, and whether what is not there is missing.
 */
export async function readBack(committed: readonly Committed[], ground: ReadBackGround): Promise<ReadBack> {
  const heads = expectedHeads(committed)
  const { clock } = ground.patience
  const beginMs = clock.now()
  const patience = {
    ...ground.patience,
    endMs: beginMs + LIMITS.readBackMs,
    lastMs: beginMs + LIMITS.readBackAllMs,
  }
  const read = await lookPatiently(
    heads.map((it) => () => readHead(it, ground)),
    patience,
  )
  const troubles = read.flatMap((it) => it.troubles)
  const confirmed = read.flatMap((it) => (it.confirmed === undefined ? [] : [it.confirmed]))
  // Where no head is to be had, everything else fails for the same reason.
  if (heads.length > 0 && !read.some(({ isUsable }) => isUsable))
    return { findings: distinct(troubles), confirmed }
  const looks = looksAt(heads, committed, ground)
  const others = await lookPatiently(looks.slice(0, LIMITS.readBackObjects), patience)
  return {
    findings: distinct([...troubles, ...others.flatMap((it) => it.troubles)]),
    confirmed: [...confirmed, restOf(others, looks.length + heads.length - read.length)],
  }
}

function restOf(read: readonly Seen[], all: number): string {
  const sound = read.filter(({ troubles }) => troubles.length === 0).length
  const left = all - read.length
  return `${sound} of ${counted(read.length, 'other URL')} read as published${left === 0 ? '' : `; ${left} more were not read`}.`
}

/** The last one of each repository: noarch packages may have made another one. */
function expectedHeads(committed: readonly Committed[]): readonly ExpectedHead[] {
  const heads = committed.flatMap(({ repository, head }) =>
    head === undefined ? [] : [{ repository, head }],
  )
  return [...new Map(heads.map((it) => [it.repository.headKey, it])).values()]
}

interface Seen {
  readonly troubles: readonly Trouble[]
}

function looksAt(
  heads: readonly ExpectedHead[],
  committed: readonly Committed[],
  { ask, place: { baseUrl }, keys, keyFile, patience: { clock } }: ReadBackGround,
): readonly Look<Seen>[] {
  const keyGround = { baseUrl, signing: trustOf(keys), nowMs: clock.now() }
  const looks = [
    ...(keyFile === undefined ? [] : [() => readKeyFile(keyFile, keyGround, ask)]),
    ...heads.slice(0, 1).map((it) => () => readAbsence(it, baseUrl, ask)),
    ...heads.flatMap(({ head }) => head.objects).map((file) => () => readIndex(file, baseUrl, ask)),
    ...expectedPackages(committed).map((it) => () => readPackage(it, baseUrl, ask)),
  ]
  return looks.map((look) => async () => ({ troubles: await look() }))
}

/** What is listed after the run, each file once. Where the published one stayed, its bytes are not ours to compare. */
function expectedPackages(committed: readonly Committed[]): readonly ExpectedPackage[] {
  const listed = committed.flatMap(({ outcomes }) => outcomes).filter(({ status }) => status !== 'removed')
  return [...new Map(listed.map(({ pkg, file }) => [file.key, { pkg, file }])).values()].map(
    ({ pkg, file }) => ({
      file,
      content: pkg.sha256 === file.sha256 ? pkg.content : undefined,
    }),
  )
}

/** The worst first, of several URLs with one remedy the first. */
function distinct(troubles: readonly Trouble[]): readonly ReadBackFinding[] {
  const groups = Map.groupBy(troubles, ({ severity, remedy }) => `${severity} ${remedy}`)
  return [...groups.values()]
    .map(([first, ...others]) => finding(first as Trouble, others.length))
    .toSorted((a, b) => Number(a.severity === 'warning') - Number(b.severity === 'warning'))
}

function finding({ severity, url, seen, remedy }: Trouble, others: number): ReadBackFinding {
  const more = others === 0 ? '' : ` So it is with ${counted(others, 'more URL')}.`
  return { severity, url, seen: `${seen}${more}`, remedy }
}
