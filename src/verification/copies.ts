import { abreast } from '../abreast.ts'
import { LIMITS } from '../limits.ts'
import { mayLieElsewhere } from '../package.ts'
import { agedCopies } from '../repository/collection/expiry.ts'
import { markedKeys } from '../repository/collection/marks.ts'
import { copyKey, hashOf } from '../repository/heads/id.ts'
import type { Head, HeadCopy } from '../repository/heads/head.ts'
import type { Listing } from '../repository/listing.ts'
import type { OpenCopy, Repository } from '../repository/repository.ts'
import { idsInForce } from '../repository/heads/succession.ts'
import { damagedCopy, faultyFile, ownCopyMissing, previousCopyMissing, setBack } from './copy-findings.ts'
import { reading } from './damage.ts'
import { faultyFiles } from './files.ts'
import type { Finding } from './finding.ts'
import type { Ground } from './ground.ts'
import type { StoredObjects } from './stored-objects.ts'
import { type DatedHead, datedHead } from './verdict.ts'

/** The copies of heads of one repository. */
export interface ExaminedCopies {
  readonly findings: readonly Finding[]
  /** Those that `rollback` can go back to. */
  readonly usable: readonly DatedHead[]
  readonly neverInForce: readonly string[]
  /** Whether `republish` can go on from one, where the head cannot be used. */
  readonly isRecoverable: boolean
  /** The keys that they name; undefined where one cannot be read. */
  readonly named: ReadonlySet<string> | undefined
}

interface ReadCopy {
  readonly copy: HeadCopy
  readonly opened: OpenCopy | undefined
  /** Whether its indexes could be read, and all of their packages are there. */
  readonly isListed: boolean
  readonly isStored: boolean
  readonly findings: readonly Finding[]
}

/** An index in memory can be large, and copies many. */
const COPIES_AT_ONCE = 2

/**
 * Reads every copy of a head: the worker serves that of the head in force to dnf and zypper, `rollback` goes back to the
 * others.
 */
export async function examineCopies(
  repository: Repository,
  head: Head | undefined,
  copies: readonly HeadCopy[],
  ground: Ground,
): Promise<ExaminedCopies> {
  const named = new Set<string>()
  const read = await abreast(copies, COPIES_AT_ONCE, (copy) =>
    readCopy(repository, copy, head?.id, named, ground),
  )
  const opened = read.flatMap((it) => it.opened ?? [])
  const ofCopies = await notCollected(repository, copies, read, ground)
  const inForce = idsInForce(head, opened)
  const usable = read.filter(({ copy, isStored }) => isStored && copy.id !== head?.id && inForce.has(copy.id))
  return {
    findings: [
      ...ownCopyMissing(repository, head, copies),
      ...previousCopyMissing(repository, head, copies, ground),
      ...setBack(repository, head, inForce),
      ...ofCopies,
    ],
    usable: usable.map(({ copy }) => datedHead(copy.id, copy.stampSeconds)),
    neverInForce: opened.map(({ id }) => id).filter((id) => !inForce.has(id)),
    isRecoverable: read.some(({ isListed }) => isListed),
    named: read.every(({ isListed }) => isListed) ? named : undefined,
  }
}

/** @param named takes the keys that it names */
async function readCopy(
  repository: Repository,
  copy: HeadCopy,
  ownId: string | undefined,
  named: Set<string>,
  ground: Ground,
): Promise<ReadCopy> {
  const { objects } = ground
  const isOfHead = copy.id === ownId
  const opening = await reading(() => repository.openCopy(copy.id))
  if (opening.kind === 'damaged') {
    const key = await damagedObject(repository, copy, objects)
    const finding = damagedCopy(repository, key, isOfHead, opening.error)
    return { copy, opened: undefined, isListed: false, isStored: false, findings: [finding] }
  }
  const opened = opening.value
  // The files of the head in force are checked with it.
  const faults = isOfHead ? [] : await faultyFiles(opened.files, objects)
  const ofFiles = faults
    .filter(({ kind }) => kind !== 'plain')
    .map((fault) => faultyFile(repository.title, copy, fault))
  const listing = await reading(() => opened.listing())
  if (listing.kind === 'read') {
    for (const key of [...opened.namedFiles, ...listing.value.namedPackages()]) named.add(key)
    const isStored = await areStored(listing.value, ground)
    return { copy, opened, isListed: true, isStored, findings: ofFiles }
  }
  const isExplained = ofFiles.length > 0 || isOfHead
  const other = damagedCopy(repository, copyKey(repository.headKey, copy.id), false, listing.error)
  return { copy, opened, isListed: false, isStored: false, findings: isExplained ? ofFiles : [other] }
}

/** Of an rpm repository the signature is an object of its own; which of the two is damaged, the ID of the copy tells. */
async function damagedObject(
  { format, headKey }: Repository,
  { id }: HeadCopy,
  objects: StoredObjects,
): Promise<string> {
  const key = copyKey(headKey, id)
  if (format === 'deb') return key
  const digest = await objects.digest(key, 'sha256')
  return digest?.startsWith(hashOf(id)) === true ? `${key}.asc` : key
}

/** `rollback` needs the files of all packages. */
async function areStored(listing: Listing, { objects }: Ground): Promise<boolean> {
  const stored = await abreast(listing.listed(), LIMITS.parallelRequests, async (pkg) => {
    const details = await objects.details(pkg.key)
    if (details === undefined) return mayLieElsewhere(pkg)
    return details.sizeBytes === pkg.content.sizeBytes
  })
  return stored.every(Boolean)
}

/**
 * The findings but for those of copies whose time is over, about what a collector said that it deletes, and did: it may
 * not have come to the copies themselves yet.
 */
async function notCollected(
  { tree }: Repository,
  copies: readonly HeadCopy[],
  read: readonly ReadCopy[],
  { store, objects, clock, graceSeconds }: Ground,
): Promise<readonly Finding[]> {
  const aged = new Set(agedCopies(copies, graceSeconds, clock.now() / 1000).map(({ id }) => id))
  const findingsOf = (isAged: boolean) =>
    read.filter(({ copy }) => aged.has(copy.id) === isAged).flatMap((it) => it.findings)
  const [old, recent] = [findingsOf(true), findingsOf(false)]
  if (old.length === 0) return distinct(recent)
  const marked = await markedKeys(store, tree)
  const isGone = await Promise.all(old.map(async ({ key }) => (await objects.details(key)) === undefined))
  return distinct([...old.filter(({ key }, at) => !(marked.has(key) && isGone[at] === true)), ...recent])
}

/** Copies share indexes. */
function distinct(findings: readonly Finding[]): readonly Finding[] {
  return [...new Map(findings.map((it) => [it.key, it])).values()]
}
