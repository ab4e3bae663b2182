import { abreast } from '../abreast.ts'
import { LIMITS } from '../limits.ts'
import { copyKey, hashOf, stampOf } from '../repository/heads/copies.ts'
import type { Head, HeadCopy, Listing, OpenCopy, Repository } from '../repository/repository.ts'
import { idsInForce } from '../repository/heads/succession.ts'
import { reading } from './damage.ts'
import { type FileFault, faultyFiles } from './files.ts'
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
  /** The keys that they name; undefined where one cannot be read. */
  readonly named: readonly string[] | undefined
}

interface ReadCopy {
  readonly copy: HeadCopy
  readonly opened: OpenCopy | undefined
  readonly listing: Listing | undefined
  readonly findings: readonly Finding[]
}

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
  const read = await abreast(copies, LIMITS.parallelRequests, (copy) =>
    readCopy(repository, copy, head?.id, ground),
  )
  const opened = read.flatMap((it) => it.opened ?? [])
  const inForce = idsInForce(head, opened)
  const earlier = read.filter(({ copy }) => copy.id !== head?.id && inForce.has(copy.id))
  const usable = await abreast(earlier, LIMITS.parallelRequests, async ({ copy, listing }) =>
    listing !== undefined && (await areStored(listing, ground))
      ? [datedHead(copy.id, copy.stampSeconds)]
      : [],
  )
  const isEveryRead = read.every(({ listing }) => listing !== undefined)
  return {
    findings: [
      ...missingCopies(repository, head, copies, ground),
      ...setBack(repository, head, inForce),
      ...distinct(read.flatMap((it) => it.findings)),
    ],
    usable: usable.flat(),
    neverInForce: opened.map(({ id }) => id).filter((id) => !inForce.has(id)),
    named: isEveryRead ? read.flatMap(namedBy) : undefined,
  }
}

function namedBy({ opened, listing }: ReadCopy): readonly string[] {
  return [...(opened?.namedFiles ?? []), ...(listing?.namedPackages() ?? [])]
}

async function readCopy(
  repository: Repository,
  copy: HeadCopy,
  ownId: string | undefined,
  { objects }: Ground,
): Promise<ReadCopy> {
  const opening = await reading(() => repository.openCopy(copy.id))
  if (opening.kind === 'damaged') {
    const key = await damagedObject(repository, copy, objects)
    const finding = damagedCopy(repository, key, copy.id === ownId, opening.error.message)
    return { copy, opened: undefined, listing: undefined, findings: [finding] }
  }
  const opened = opening.value
  // The files of the head in force are checked with it.
  const faults = copy.id === ownId ? [] : await faultyFiles(opened.files, objects)
  const listing = await reading(() => opened.listing())
  const findings = faults
    .filter(({ kind }) => kind !== 'plain')
    .map((fault) => faultyFile(repository.title, copy, fault))
  if (listing.kind === 'read') return { copy, opened, listing: listing.value, findings }
  const isExplained = findings.length > 0 || copy.id === ownId
  const other = damagedCopy(repository, copyKey(repository.headKey, copy.id), false, listing.error.message)
  return { copy, opened, listing: undefined, findings: isExplained ? findings : [other] }
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

function damagedCopy(
  { title: repository }: Repository,
  key: string,
  isOfHead: boolean,
  seen: string,
): Finding {
  if (isOfHead) {
    const remedy = '`republish` writes a new head, with a new copy.'
    return { severity: 'error', repository, key, seen, remedy }
  }
  const remedy =
    'Put it back, or delete it: `rollback` cannot go back to it, and nothing is collected until its time is over.'
  return { severity: 'warning', repository, key, seen, remedy }
}

function faultyFile(repository: string, { id }: HeadCopy, { key, seen }: FileFault): Finding {
  return {
    severity: 'warning',
    repository,
    key,
    seen: `${seen} That is the earlier head ${id}.`,
    remedy:
      'Clients that still hold that head fail until they update; `rollback` cannot go back to it. Put the right file back, or leave it: it goes with its head.',
  }
}

/** What clients saw since is gone: a publish of ours never goes back in time. */
function setBack(
  { title: repository, headKey: key }: Repository,
  head: Head | undefined,
  inForce: ReadonlySet<string>,
): readonly Finding[] {
  const newest = [...inForce].sort((a, b) => stampOf(a) - stampOf(b)).at(-1)
  if (head === undefined || newest === undefined || stampOf(newest) <= head.stampSeconds) return []
  const seen = `${key} is older than the head ${newest}, which was in force: somebody or something put an earlier one back, and apt ignores it.`
  const remedy = `\`rollback\` with to: ${newest} brings that state back.`
  return [{ severity: 'error', repository, key, seen, remedy }]
}

/** The head's own copy, and that of the head before while its time is not over. */
function missingCopies(
  { title: repository, headKey }: Repository,
  head: Head | undefined,
  copies: readonly HeadCopy[],
  { graceSeconds, clock }: Ground,
): readonly Finding[] {
  if (head?.id === undefined) return []
  const has = (id: string) => copies.some((copy) => copy.id === id)
  const isOurs = copies.length > 0 || head.previous !== undefined
  const findings: Finding[] = []
  if (!has(head.id)) {
    findings.push({
      severity: isOurs ? 'warning' : 'notice',
      repository,
      key: copyKey(headKey, head.id),
      seen: isOurs
        ? 'The copy of the head in force is missing.'
        : 'The head has no copy: another tool wrote it, or its copy is lost.',
      remedy: 'The next `publish` that changes something writes one, and so does `republish`.',
    })
  }
  const { previous } = head
  const isRecent = head.stampSeconds * 1000 > clock.now() - graceSeconds * 1000
  // A foreign head that was taken over has no copy: nothing older has one either then.
  const isKept = previous !== undefined && copies.some((copy) => copy.stampSeconds < stampOf(previous))
  if (previous !== undefined && isRecent && isKept && !has(previous)) {
    findings.push({
      severity: 'warning',
      repository,
      key: copyKey(headKey, previous),
      seen: 'The copy of the head before is missing, although its time is not over.',
      remedy: 'No command can bring it back: `rollback` cannot go back to it.',
    })
  }
  return findings
}

/** `rollback` needs the files of all packages. */
async function areStored(listing: Listing, { objects }: Ground): Promise<boolean> {
  const stored = await abreast(listing.listed(), LIMITS.parallelRequests, async ({ key, content }) => {
    const details = await objects.details(key)
    return details?.sizeBytes === content.sizeBytes
  })
  return stored.every(Boolean)
}

/** Copies share indexes. */
function distinct(findings: readonly Finding[]): readonly Finding[] {
  return [...new Map(findings.map((it) => [it.key, it])).values()]
}
