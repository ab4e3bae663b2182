import type { Signer } from '../openpgp/verify.ts'
import type { ListedPackage } from '../package.ts'
import type { InspectedHead } from '../repository/heads/inspection.ts'
import type { HeadCopy } from '../repository/heads/head.ts'
import type { Listing } from '../repository/listing.ts'
import type { Repository } from '../repository/repository.ts'
import { aliasFindings } from './aliases.ts'
import { type ExaminedCopies, examineCopies } from './copies.ts'
import { reading } from './damage.ts'
import type { Finding } from './finding.ts'
import type { Ground } from './ground.ts'
import { damagedHead, damagedIndexes, headFindings } from './head.ts'
import { indexFindings } from './indexes.ts'
import { packageFindings } from './packages.ts'
import { rpmSignatureFindings } from './rpm-signatures.ts'
import { MOST_ROUNDS, afterPause, isMoving, isQuiet } from './rounds.ts'
import { type RepositoryVerdict, datedHead } from './verdict.ts'

/** A repository, what was found in it, and what later checks need to know of it. */
export interface Examined {
  readonly repository: Repository
  /** Of the head, before it was read; undefined where there was none. */
  readonly etag: string | undefined
  readonly verdict: RepositoryVerdict
  readonly findings: readonly Finding[]
  readonly signers: readonly Signer[]
  /** Whether publishes of ours wrote to it. */
  readonly isOurs: boolean
  /** The keys that the head and its copies name; undefined where something of them cannot be read. */
  readonly named: ReadonlySet<string> | undefined
  /** Empty where the indexes cannot be read. */
  readonly listed: readonly ListedPackage[]
}

/**
 * Checks one repository, from its head to its packages. A publish that runs meanwhile replaces the head, or has not
 * written the aliases of a new one yet: what is found then is looked at again.
 */
export async function examine(repository: Repository, ground: Ground): Promise<Examined> {
  for (let round = 1; ; round += 1) {
    const before = await ground.store.head(repository.headKey)
    const examined = { ...(await examineOnce(repository, ground)), etag: before?.etag }
    if (round === MOST_ROUNDS || isQuiet(examined.findings)) return examined
    if (!(await isMoving(examined, ground))) return examined
    ground = await afterPause(ground)
  }
}

async function examineOnce(repository: Repository, ground: Ground): Promise<Omit<Examined, 'etag'>> {
  const stored = await repository.copies()
  const inspecting = await reading(() => repository.inspect())
  if (inspecting.kind === 'damaged') {
    const copies = await examineCopies(repository, undefined, stored, ground)
    const { isRecoverable } = copies
    const known = { isRecoverable, isOurs: stored.length > 0 }
    return unreadable(repository, stored, copies, damagedHead(repository, inspecting.error, known))
  }
  const inspected = inspecting.value
  const copies = await examineCopies(repository, inspected.head, stored, ground)
  const { findings, listing } = await examineHead(repository, inspected, copies, ground)
  const listed = listing?.listed() ?? []
  return {
    repository,
    verdict: await verdictOf(repository, inspected, listed, copies, ground),
    findings: withCopies(findings, copies),
    signers: inspected.signers,
    isOurs: stored.length > 0 || inspected.head?.previous !== undefined,
    named: namedBy(inspected, listing, copies),
    listed,
  }
}

/** The head and all that it names; the listing is undefined where its indexes cannot be read. */
async function examineHead(
  repository: Repository,
  inspected: InspectedHead,
  copies: ExaminedCopies,
  ground: Ground,
) {
  const { title } = repository
  const ofFiles = await indexFindings(title, inspected.files, ground.objects, copies)
  const listing = await reading(() => inspected.listing())
  const isExplained = ofFiles.some(({ severity }) => severity === 'error')
  const listed = listing.kind === 'read' ? listing.value.listed() : []
  const findings = [
    ...headFindings(repository, inspected, copies),
    ...ofFiles,
    ...(listing.kind === 'damaged' && !isExplained
      ? [damagedIndexes(repository, listing.error, copies)]
      : []),
    ...(await packageFindings(title, listed, ground)),
    ...(await rpmSignatureFindings(title, listed, ground)),
    ...(await aliasFindings(title, inspected)),
  ]
  return { findings, listing: listing.kind === 'read' ? listing.value : undefined }
}

/** What is wrong with a file of the head is not said again of a copy that names it too. */
function withCopies(findings: readonly Finding[], copies: ExaminedCopies): readonly Finding[] {
  const known = new Set(findings.map(({ key }) => key))
  return [...findings, ...copies.findings.filter(({ key }) => !known.has(key))]
}

function namedBy(
  { files }: InspectedHead,
  listing: Listing | undefined,
  { named }: ExaminedCopies,
): ReadonlySet<string> | undefined {
  if (listing === undefined || named === undefined) return undefined
  const plain = files.flatMap(({ key, plainKey }) => [key, ...(plainKey === undefined ? [] : [plainKey])])
  return new Set([...plain, ...listing.namedPackages(), ...named])
}

async function verdictOf(
  { title, channel, format, headKey: key }: Repository,
  { head, signers, files }: InspectedHead,
  listed: readonly ListedPackage[],
  { usable, neverInForce }: ExaminedCopies,
  { objects }: Ground,
): Promise<RepositoryVerdict> {
  const keys = new Set([...files, ...listed].map((it) => it.key))
  const found = await Promise.all([...keys].map((it) => objects.details(it)))
  const present = found.filter((details) => details !== undefined)
  const signedBy = [...new Set(signers.map(({ fingerprint }) => fingerprint))]
  return {
    title,
    channel,
    format,
    head: head?.id === undefined ? undefined : { ...datedHead(head.id, head.stampSeconds), key, signedBy },
    packages: listed.length,
    objects: present.length,
    bytes: present.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    copies: usable,
    neverInForce,
  }
}

function unreadable(
  repository: Repository,
  stored: readonly HeadCopy[],
  { usable, neverInForce, findings }: ExaminedCopies,
  finding: Finding,
): Omit<Examined, 'etag'> {
  const { title, channel, format } = repository
  const verdict = { title, channel, format, head: undefined, packages: 0, objects: 0, bytes: 0 }
  return {
    repository,
    verdict: { ...verdict, copies: usable, neverInForce },
    findings: [finding, ...findings],
    signers: [],
    isOurs: stored.length > 0,
    named: undefined,
    listed: [],
  }
}
