import { mkdir, readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { gunzipSync } from 'node:zlib'
import { type Measurement, interleaved } from './measure.ts'
import { ourRepository, patternsOf } from './ours.ts'
import { writePackages } from './packages.ts'
import type { Program } from './program.ts'
import { MEASURED_HEADER, measuredRow, mebibytes, printTable, say } from './table.ts'
import { theirRepository } from './theirs.ts'
import { writtenBytes } from './written.ts'

/** Two heads are never of the same second, and who publishes again at once waits for the next; that is not measured. */
const PAUSE_MS = 1100

/** One deb and one rpm more, into repositories of a size, ours beside reprepro and createrepo_c. */
export async function benchPublishing(
  program: Program,
  scratch: string,
  size: number,
  repetitions: number,
): Promise<void> {
  const directory = join(scratch, `publishing-${size}`)
  const [packages, additions] = [join(directory, 'packages'), join(directory, 'additions')]
  for (const folder of [packages, additions]) await mkdir(folder, { recursive: true })
  const first = await writePackages(packages, 0, size)
  const more = await writePackages(additions, size, size + repetitions + 1)
  const ours = ourRepository(program, directory, join(directory, 'ours'))
  const theirs = await theirRepository(program, directory, join(directory, 'theirs'))
  try {
    const filling = await ours.publish([`${packages}/*.deb`, `${packages}/*.rpm`])
    await theirs.fill(
      first.map(({ deb }) => deb),
      ours.rpmFolder,
    )
    const publishOurs = async (position: number): Promise<Measurement> => {
      await sleep(PAUSE_MS)
      return ours.publish(patternsOf(more[position] ?? { deb: '', rpm: '' }))
    }
    const publishTheirs = (position: number) => theirs.publish(more[position] ?? { deb: '', rpm: '' })
    const written = {
      ours: await writtenBytes(ours.directory, () => publishOurs(0)),
      theirs: await writtenBytes(theirs.directory, () => publishTheirs(0)),
    }
    const taken = await interleaved(repetitions, {
      ours: (repetition) => publishOurs(repetition + 1),
      theirs: (repetition) => publishTheirs(repetition + 1),
    })
    await assertSame(ours.directory, theirs.directory, size + repetitions + 1)
    printTable(
      `One deb and one rpm more, into repositories of ${size} packages (${repetitions} times each, in turn)`,
      [...MEASURED_HEADER, 'index MiB written'],
      [
        [...measuredRow('ours, one process', taken.ours), mebibytes(written.ours)],
        [
          ...measuredRow('reprepro, rpmsign, createrepo_c, gpg', taken.theirs, taken.ours),
          mebibytes(written.theirs),
        ],
      ],
    )
    say(
      'theirs: reprepro includedeb, rpmsign, createrepo_c --update --skip-stat (gzip, no sqlite), gpg with an agent',
    )
    say(
      '        that runs already and is counted. All sign with one key of RSA-4096: suite, rpm and repomd.xml.',
    )
    say(
      `ours:   all ${2 * size} packages at once, before this, took ${(filling.cpuMs / 1000).toFixed(1)} s of CPU and ${mebibytes(filling.peakBytes)} MiB.`,
    )
  } finally {
    await theirs.close()
  }
}

/** That everybody really published everything. */
async function assertSame(ours: string, theirs: string, size: number): Promise<void> {
  const index = 'dists/stable/main/binary-amd64/Packages.gz'
  const counts = [
    countOf(await readFile(join(ours, 'apt', index)), /^Package: /gm),
    countOf(await readFile(join(theirs, index)), /^Package: /gm),
    countOf(await primaryOf(join(ours, 'rpm/stable/x86_64/repodata')), /<package /g),
    countOf(await primaryOf(join(theirs, 'rpm/repodata')), /<package /g),
  ]
  if (counts.some((count) => count !== size))
    throw new Error(`${size} packages were published, and the indexes list ${counts.join(', ')}`)
}

async function primaryOf(repodata: string): Promise<Buffer> {
  const repomd = await readFile(join(repodata, 'repomd.xml'), 'utf8')
  const [, name = ''] = /repodata\/([0-9a-f]+-primary\.xml\.gz)/.exec(repomd) ?? []
  if (!(await readdir(repodata)).includes(name)) throw new Error(`${repodata} has no ${name}`)
  return readFile(join(repodata, name))
}

function countOf(gzipped: Buffer, pattern: RegExp): number {
  return gunzipSync(gzipped).toString('utf8').match(pattern)?.length ?? 0
}
