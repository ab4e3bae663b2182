import { mkdir, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { poolKey } from '../src/deb/pool.ts'
import type { PackageDescription } from '../src/recipe/description.ts'
import { rpmKeyName } from '../src/rpm/layout.ts'
import { type Measurement, interleaved, run } from './measure.ts'
import { type OurPublish, ourPublish } from './ours.ts'
import { describeVersion, writePackage } from './packages.ts'
import { type Addition, type Peer, giveMetadata, peerRepositories } from './peers.ts'
import type { Program } from './program.ts'
import {
  type BenchBucket,
  type S3Server,
  type Traffic,
  copyBucket,
  fillBucket,
  startS3Server,
} from './s3-server.ts'
import { MEASURED_HEADER, measuredRow, mebibytes, printTable, say } from './table.ts'

const SUITE = 'dists/stable/main/binary-amd64/Packages.gz'
const OUR_RPMS = 'rpm/stable/x86_64/'
/** As many versions as some names have: of one that comes, the oldest goes. */
const KEEP = ['--keep-versions', '3']

/** How much of it is measured. */
export interface PublishingPlan {
  readonly size: number
  readonly repetitions: number
  /** Of those who take longest: aptly and createrepo_c. */
  readonly ofSlow: number
  /** Whether it is also shown what a publish costs beside indexes that it does not change. */
  readonly beside: boolean
}

/** A machine's part of the measurement. */
interface Ground {
  readonly directory: string
  readonly server: S3Server
  readonly publish: OurPublish
  /** What went to and from the bucket of each way, the last time. */
  readonly traffic: Map<string, Traffic>
}

/**
 * One deb and one rpm more, into repositories of a size: ours beside those who make apt repositories, each of them with
 * createrepo_c, signatures and the upload to the same server.
 */
export async function benchPublishing(
  program: Program,
  scratch: string,
  plan: PublishingPlan,
): Promise<void> {
  const { size } = plan
  const directory = join(scratch, `publishing-${size}`)
  const [peersDirectory, first] = [join(directory, 'peers'), join(directory, 'first')]
  await mkdir(directory)
  const series = ['--packages', String(size), '--into', first, '--peers', peersDirectory]
  await run(process.execPath, ['bench/generate.ts', ...series])
  await giveMetadata(join(first, OUR_RPMS, 'repodata'), peersDirectory)
  const server = await startS3Server()
  try {
    await fillBucket(server.bucket('ours'), first)
    for (const name of ['keeping', 'clients', 'own']) copyBucket(server.bucket('ours'), server.bucket(name))
    const publish = ourPublish(program, directory, server.endpoint)
    const ground = { directory, server, publish, traffic: new Map<string, Traffic>() }
    await benchBesidePeers(program, ground, peersDirectory, plan)
    if (plan.beside) await benchBesideIndexes(ground, plan)
  } finally {
    await server.stop()
    await rm(directory, { recursive: true })
  }
}

async function benchBesidePeers(
  program: Program,
  ground: Ground,
  peersDirectory: string,
  { size, repetitions, ofSlow }: PublishingPlan,
): Promise<void> {
  const { directory, server, publish } = ground
  const added: Addition[] = []
  const newer: Addition[] = []
  const middle = 10 * Math.floor(size / 20)
  for (let turn = 0; turn < repetitions; turn += 1) {
    added.push(await addition(directory, `added-${turn}`, describeVersion(size + turn, 0)))
    newer.push(await addition(directory, `newer-${turn}`, describeVersion(middle + 10 * turn, 3)))
  }
  const peers = await peerRepositories(program, directory, peersDirectory, server.endpoint)
  try {
    const ours = (bucket: string, from: readonly Addition[], options: readonly string[] = []) =>
      counted(ground, bucket, (turn) => publish(bucket, filesOf(from[turn]), options))
    const theirs = (peer: Peer) => counted(ground, peer, (turn) => peers.publish(peer, existing(added[turn])))
    const ways = {
      ours: ours('ours', added),
      keeping: ours('keeping', newer, KEEP),
      clients: ours('clients', added, ['--public-url', `${server.endpoint}/clients`]),
      reprepro: theirs('reprepro'),
      ftparchive: theirs('ftparchive'),
      createrepo: theirs('createrepo'),
      aptly: theirs('aptly'),
    }
    const taken = await interleaved(repetitions, ways, { aptly: ofSlow, createrepo: ofSlow })
    assertSame(server, size, added, { repetitions, ofSlow: taken.aptly.length })
    printBesidePeers(ground, size, repetitions, taken)
  } finally {
    await peers.close()
  }
}

type Taken = Readonly<Record<Peer | 'ours' | 'keeping' | 'clients', readonly Measurement[]>>

function printBesidePeers({ traffic }: Ground, size: number, repetitions: number, taken: Taken): void {
  const wire = (...names: readonly string[]) => wireCells(names.map((name) => traffic.get(name)))
  const both = (peer: Peer) =>
    taken[peer].flatMap((deb, turn) => {
      const rpm = taken.createrepo[turn % taken.createrepo.length]
      return rpm === undefined ? [] : [inTurn(deb, rpm)]
    })
  const theirs = (title: string, peer: Peer) => [
    ...measuredRow(title, both(peer), taken.ours),
    ...wire(peer, 'createrepo'),
  ]
  const part = (title: string, peer: Peer) => [...measuredRow(title, taken[peer]), ...wire(peer)]
  const ours = (title: string, name: 'ours' | 'keeping' | 'clients') => [
    ...measuredRow(title, taken[name]),
    ...wire(name),
  ]
  const slow = taken.aptly.length === repetitions ? '' : ` (${taken.aptly.length} time)`
  printTable(
    `One deb and one rpm more, into repositories of ${size} of each, in a bucket (${repetitions} times each, in turn)`,
    [...MEASURED_HEADER, ...WIRE_HEADER],
    [
      ours('ours, one process', 'ours'),
      theirs('reprepro, then createrepo_c', 'reprepro'),
      theirs(`aptly, then createrepo_c${slow}`, 'aptly'),
      theirs('apt-ftparchive, then createrepo_c', 'ftparchive'),
      ours('ours, an older version of it goes', 'keeping'),
      ours('ours, with a page, read back as clients do', 'clients'),
      part('reprepro alone', 'reprepro'),
      part(`aptly alone${slow}`, 'aptly'),
      part('apt-ftparchive alone', 'ftparchive'),
      part(`createrepo_c alone${slow}`, 'createrepo'),
    ],
  )
  for (const line of NOTES) say(line)
  const peakBytes = Math.max(
    ...[taken.ours, taken.keeping, taken.clients].flat().map((each) => each.peakBytes),
  )
  say(`memory: at most ${mebibytes(peakBytes)} MiB of ours, beside ${size} packages of each format.`)
}

const NOTES = [
  'everybody: all signatures (suite, rpm, repomd.xml) with one key of RSA-4096, and every changed file sent to one S3',
  '        server on this machine, which costs all of them as little as it can: what a network takes comes on top, for',
  '        the MiB stated. We read the published indexes from there, and send with conditions; theirs lie on the disk,',
  '        and are sent by curl, unsigned, all at once, without a look at what the bucket has.',
  'theirs: gzip alone, no sqlite, no Contents; apt-ftparchive with its cache and SHA256 alone, createrepo_c --update',
  '        --skip-stat; the agent of gpg runs already and is counted. reprepro keeps one version of a name: its older',
  '        versions are packages of other names. createrepo_c 0.17 sorts names by the square of their number',
  '        (rpm-software-management/createrepo_c#323): at 100,000 that is nearly all of its time.',
]

const WIRE_HEADER = ['files', 'MiB up', 'MiB down']

function wireCells(traffic: readonly (Traffic | undefined)[]): readonly string[] {
  const sum = (key: keyof Traffic) => traffic.reduce((total, it) => total + (it?.[key] ?? 0), 0)
  return [String(sum('writes')), mebibytes(sum('sentBytes')), mebibytes(sum('receivedBytes'))]
}

function inTurn(first: Measurement, second: Measurement): Measurement {
  return {
    wallMs: first.wallMs + second.wallMs,
    cpuMs: first.cpuMs + second.cpuMs,
    peakBytes: Math.max(first.peakBytes, second.peakBytes),
  }
}

/** A way, and what it sends to its bucket and gets from there. */
function counted(
  { server, traffic }: Ground,
  bucket: string,
  work: (turn: number) => Promise<Measurement>,
): (turn: number) => Promise<Measurement> {
  const now = server.bucket(bucket).traffic
  return async (turn) => {
    const before = { ...now }
    const taken = await work(turn)
    traffic.set(bucket, {
      requests: now.requests - before.requests,
      writes: now.writes - before.writes,
      sentBytes: now.sentBytes - before.sentBytes,
      receivedBytes: now.receivedBytes - before.receivedBytes,
    })
    return taken
  }
}

async function addition(directory: string, turn: string, description: PackageDescription): Promise<Addition> {
  const { name, version, release = '1', arch } = description
  const rpm = { name, version, release, arch: arch === 'amd64' ? 'x86_64' : 'aarch64' }
  const pool = poolKey({ name, version: `${version}-${release}`, arch }, 'main')
  const folder = join(directory, 'more', turn)
  await mkdir(folder, { recursive: true })
  // aptly keeps the name of the file.
  const paths = await writePackage(join(folder, basename(pool, '.deb')), description)
  return { ...paths, name, pool, href: rpmKeyName(rpm) }
}

function existing(addition: Addition | undefined): Addition {
  if (addition === undefined) throw new Error('there are fewer packages than repetitions')
  return addition
}

function filesOf(addition: Addition | undefined): readonly string[] {
  const { deb, rpm } = existing(addition)
  return [deb, rpm]
}

/**
 * What a publish costs beside so many packages in indexes that it does not change: of another architecture, of another
 * channel.
 */
async function benchBesideIndexes(ground: Ground, { size, repetitions }: PublishingPlan): Promise<void> {
  const { directory, server, publish, traffic } = ground
  for (const name of ['architecture', 'channel']) copyBucket(server.bucket('own'), server.bucket(name))
  const [own, other]: [Addition[], Addition[]] = [[], []]
  // The first of each makes the indexes; that is not measured.
  for (let turn = 0; turn <= repetitions; turn += 1) {
    own.push(await addition(directory, `own-${turn}`, describeVersion(size + turn, 0)))
    other.push(await addition(directory, `other-${turn}`, describeVersion(size + turn, 0, { arch: 'arm64' })))
  }
  const way = (bucket: string, from: readonly Addition[], options: readonly string[] = []) =>
    counted(ground, bucket, (turn) => publish(bucket, filesOf(from[turn]), options))
  const ways = {
    nothing: way('nothing', own),
    channel: way('channel', own, ['--channels', 'testing']),
    architecture: way('architecture', other),
    own: way('own', own),
  }
  for (const first of Object.values(ways)) await first(0)
  const later = Object.fromEntries(
    Object.entries(ways).map(([name, work]) => [name, (turn: number) => work(turn + 1)]),
  ) as typeof ways
  const taken = await interleaved(repetitions, later)
  const row = (title: string, name: keyof typeof ways) => [
    ...measuredRow(title, taken[name], name === 'nothing' ? undefined : taken.nothing),
    ...wireCells([traffic.get(name)]),
  ]
  printTable(
    `One deb and one rpm more, of ours, beside ${size} of each (${repetitions} times each, in turn; ratios: to the first row)`,
    [...MEASURED_HEADER, ...WIRE_HEADER],
    [
      row('there is nothing else', 'nothing'),
      row('they are in another channel', 'channel'),
      row('they are of another architecture', 'architecture'),
      row('they are in the same indexes', 'own'),
    ],
  )
}

/** That everybody really published everything, and sent it. */
function assertSame(
  server: S3Server,
  size: number,
  added: readonly Addition[],
  { repetitions, ofSlow }: { readonly repetitions: number; readonly ofSlow: number },
): void {
  const suites: readonly (readonly [string, string, number])[] = [
    ['ours', `apt/${SUITE}`, size + repetitions],
    ['clients', `apt/${SUITE}`, size + repetitions],
    ['keeping', `apt/${SUITE}`, size],
    ['reprepro', SUITE, size + repetitions],
    ['ftparchive', SUITE, size + repetitions],
    ['aptly', SUITE, size + ofSlow],
  ]
  const repodata: typeof suites = [
    ['ours', OUR_RPMS, size + repetitions],
    ['clients', OUR_RPMS, size + repetitions],
    ['keeping', OUR_RPMS, size],
    ['createrepo', '', size + ofSlow],
  ]
  for (const [name, key, count] of suites)
    assertLists(name, textAt(server.bucket(name), key), /^Package: (.*)$/gm, count, added)
  for (const [name, folder, count] of repodata)
    assertLists(name, primaryIn(server.bucket(name), folder), /^ {2}<name>(.*)<\/name>$/gm, count, added)
}

function assertLists(
  bucket: string,
  index: string,
  names: RegExp,
  count: number,
  added: readonly Addition[],
): void {
  const listed = [...index.matchAll(names)].map(([, name]) => name)
  const isThere = bucket === 'keeping' || listed.includes(added[0]?.name)
  if (listed.length === count && isThere) return
  throw new Error(`an index in the bucket ${bucket} lists ${listed.length} packages instead of ${count}`)
}

function textAt({ objects }: BenchBucket, key: string): string {
  const object = objects.get(key)
  if (object === undefined) throw new Error(`${key} was not uploaded`)
  return key.endsWith('.gz') ? gunzipSync(object.bytes).toString() : object.bytes.toString()
}

function primaryIn(bucket: BenchBucket, folder: string): string {
  const repomd = textAt(bucket, `${folder}repodata/repomd.xml`)
  const [href = 'nothing'] = /repodata\/[0-9a-f]+-primary\.xml\.gz/.exec(repomd) ?? []
  return textAt(bucket, folder + href)
}
