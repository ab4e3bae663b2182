import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from '@jest/globals'
import { systemClock } from '../../src/clock.ts'
import { gatherArtifacts } from '../../src/artifacts/gather.ts'
import { bytesOf, contentOf, memoryScratch } from '../../src/content.ts'
import { LIMITS } from '../../src/limits.ts'
import { CARGO_DIST_FILES, archiveOf } from '../recipe/placement/sample-release.ts'
import { temporaryDirectory } from '../support/programs.ts'
import { noReleases, recordingLog } from '../support/publishing.ts'
import { elfFile } from './elf-file.ts'

type Files = Readonly<Record<string, Uint8Array | string>>

/** What is packaged beside executables, as `ARCHITECTURE KIND SOURCE`, and what is left out. */
async function gather(files: Files, artifacts: readonly string[] = ['dist/*'], releaseTag?: string) {
  const cwd = await temporaryDirectory()
  for (const [path, bytes] of Object.entries(files)) {
    await mkdir(dirname(join(cwd, path)), { recursive: true })
    await writeFile(join(cwd, path), bytes)
  }
  const { packages, skipped } = await gatherArtifacts(
    { artifacts, releaseTag, name: 'hello', version: '1.2.3', arch: undefined },
    { cwd, scratch: memoryScratch, releases: noReleases, log: recordingLog(), clock: systemClock },
  )
  const companions = packages.flatMap(({ arch, companions }) =>
    companions.map(({ file, path }) => `${arch} ${file.kind} ${path}`),
  )
  return { companions, skipped: skipped.map(({ path, reason }) => `${path}: ${reason}`), packages }
}

const amd64 = elfFile({ code: 'a' })
const arm64 = elfFile({ code: 'b', machine: 183 })
const MAN = '.TH HELLO 1\n'
const BASH = 'complete -F _hello hello\n'
const unit = (program: string) => `[Unit]\nDescription=x\n[Service]\nExecStart=${program} serve\n`

test('what an archive has goes with its executables, once for each architecture', async () => {
  const files = { LICENSE: 'x', 'man/hello.1': MAN, 'completions/hello.bash': BASH }
  const { companions, skipped } = await gather({
    'dist/a.tgz': archiveOf({ ...files, hello: amd64 }),
    'dist/b.tgz': archiveOf({ ...files, hello: arm64 }, 'hello-1.2.3/'),
    'dist/c.tgz': archiveOf({ ...files, hellod: elfFile({ code: 'c' }) }, 'hello-1.2.3/'),
  })
  expect(companions).toEqual([
    'amd64 license dist/a.tgz: LICENSE',
    'amd64 man dist/a.tgz: man/hello.1',
    'amd64 completion dist/a.tgz: completions/hello.bash',
    'arm64 license dist/b.tgz: hello-1.2.3/LICENSE',
    'arm64 man dist/b.tgz: hello-1.2.3/man/hello.1',
    'arm64 completion dist/b.tgz: hello-1.2.3/completions/hello.bash',
  ])
  expect(skipped).toEqual([])
})

test('one archive for two architectures gives its documents to both', async () => {
  const { companions } = await gather({
    'dist/a.tgz': archiveOf({ 'README.md': 'x', 'hello-amd64': amd64, 'hello-arm64': arm64 }),
  })
  expect(companions).toEqual(['amd64 document dist/a.tgz: README.md', 'arm64 document dist/a.tgz: README.md'])
})

test('two contents for one place: the first is packaged, the second is told of', async () => {
  const { companions, skipped } = await gather({
    'dist/a.tgz': archiveOf({ 'README.md': 'one', hello: amd64 }),
    'dist/b.tgz': archiveOf({ 'README.md': 'two', hellod: elfFile({ code: 'd' }) }),
  })
  expect(companions).toEqual(['amd64 document dist/a.tgz: README.md'])
  expect(skipped).toEqual([
    'dist/b.tgz: README.md: of other content than dist/a.tgz: README.md, which goes to the same place',
  ])
})

test('a completion of a command, and a unit of a program, that the package does not have', async () => {
  const { companions, skipped } = await gather({
    'dist/a.tgz': archiveOf({
      hello: amd64,
      'completions/hello.bash': BASH,
      'completions/other.bash': BASH,
      'hello.service': unit('/usr/bin/hello'),
      'local.service': unit('-/usr/local/bin/hello'),
      'shell.service': unit('/bin/sh'),
    }),
  })
  expect(companions).toEqual([
    'amd64 completion dist/a.tgz: completions/hello.bash',
    'amd64 unit dist/a.tgz: hello.service',
    'amd64 unit dist/a.tgz: shell.service',
  ])
  expect(skipped).toEqual([
    'dist/a.tgz: completions/other.bash: a completion of other, which the package does not have',
    'dist/a.tgz: local.service: a unit that runs /usr/local/bin/hello; the package has it as /usr/bin/hello',
  ])
})

test('a lone executable is called as the package, whatever its documents call it', async () => {
  const { companions, skipped } = await gather({
    'dist/a.tgz': archiveOf({
      greet: amd64,
      'greet.1': MAN,
      'completions/greet.bash': BASH,
      'greet.service': unit('/usr/bin/greet'),
    }),
  })
  expect(companions).toEqual(['amd64 man dist/a.tgz: greet.1'])
  expect(skipped).toEqual([
    'dist/a.tgz: completions/greet.bash: a completion of greet, which the package does not have; the package has it as /usr/bin/hello',
    'dist/a.tgz: greet.service: a unit that runs /usr/bin/greet; the package has it as /usr/bin/hello',
  ])
})

test('what is not recognised is listed by its reason', async () => {
  const files = Object.fromEntries(Array.from({ length: 25 }, (_, index) => [`data/${index}`, 'x']))
  const { companions, skipped } = await gather({
    'dist/a.tgz': archiveOf({ hello: amd64, 'examples/hello.1': MAN, ...files }),
  })
  expect(companions).toEqual([])
  expect(skipped).toEqual([
    'dist/a.tgz: in a folder of examples, tests or sources: examples/hello.1',
    expect.stringMatching(
      /^dist\/a\.tgz: a file of no kind that is installed: data\/0, .*, data\/19 and 5 more$/,
    ),
  ])
})

test('files of one folder, without an archive', async () => {
  const { companions, skipped } = await gather({
    'dist/hello': amd64,
    'dist/hello-arm64': arm64,
    'dist/LICENSE': 'x',
    'dist/hello.1.gz': gzipSync(MAN),
    'dist/checksums.txt': 'x',
  })
  expect(companions).toEqual(
    ['amd64', 'arm64'].flatMap((arch) => [`${arch} license dist/LICENSE`, `${arch} man dist/hello.1.gz`]),
  )
  expect(skipped).toEqual(['dist/checksums.txt: a text'])
})

test('a tree of folders: its top is that of all artifacts', async () => {
  const files = {
    'out/x/bin/hello': amd64,
    'out/x/etc/hello.conf': 'x',
    'out/x/README.md': 'x',
    'out/x/lib/README.md': 'x',
  }
  const { companions, skipped } = await gather(files, ['out/**'])
  expect(companions).toEqual(['amd64 document out/x/README.md', 'amd64 configuration out/x/etc/hello.conf'])
  expect(skipped).toEqual(['out/x/lib/README.md: a text'])
})

test('a file that is named itself is looked for wherever it lies', async () => {
  const files = {
    'target/release/hello': amd64,
    'packaging/etc/hello.conf': 'x',
    'examples/hello.service': unit('/usr/bin/hello'),
    LICENSE: 'x',
    'packaging/odd': 'x',
  }
  const named = ['target/release/hello', 'packaging/etc/hello.conf', 'examples/hello.service', 'LICENSE']
  const { companions } = await gather(files, named)
  expect(companions).toEqual([
    'amd64 license LICENSE',
    'amd64 unit examples/hello.service',
    'amd64 configuration packaging/etc/hello.conf',
  ])
  await expect(gather(files, [...named, 'packaging/odd'])).rejects.toThrow(/^packaging\/odd is a text\./)
})

test('documents alone are no package', async () => {
  await expect(gather({ 'dist/README.md': 'x' })).rejects.toThrow(/caught nothing that can be published/)
  await expect(gather({ LICENSE: 'x' }, ['LICENSE'])).rejects.toThrow(/^LICENSE is a text\./)
})

test('compressed files are what they are decompressed, and damage is no document', async () => {
  const gz = gzipSync(MAN)
  const { companions, skipped, packages } = await gather({
    'dist/a.tgz': archiveOf({
      hello: amd64,
      'man/hello.1.gz': gz,
      'man/cut.1.gz': gz.subarray(0, 12),
      'man/plain.1.gz': MAN,
      'data.gz': gzipSync('x'),
    }),
  })
  expect(companions).toEqual(['amd64 man dist/a.tgz: man/hello.1.gz'])
  const [page] = packages[0]?.companions ?? []
  expect(page?.file).toMatchObject({ page: 'hello.1' })
  expect((await bytesOf(page?.content ?? contentOf(Buffer.alloc(0)), 100, 'it')).toString()).toBe(MAN)
  expect(skipped).toEqual([
    'dist/a.tgz: a file of no kind that is installed: man/cut.1.gz, man/plain.1.gz, data.gz',
  ])
})

test('a document of the limit, and of a byte more, compressed too', async () => {
  const page = (sizeBytes: number) =>
    Buffer.concat([Buffer.from(MAN), Buffer.alloc(sizeBytes - MAN.length, 'x')])
  const { companions, skipped } = await gather({
    'dist/a.tgz': archiveOf({
      hello: amd64,
      'a.1': page(LIMITS.documentBytes),
      'b.1': page(LIMITS.documentBytes + 1),
      'c.1.gz': gzipSync(page(LIMITS.documentBytes)),
      'd.1.gz': gzipSync(page(LIMITS.documentBytes + 1)),
    }),
  })
  expect(companions).toEqual(['amd64 man dist/a.tgz: a.1', 'amd64 man dist/a.tgz: c.1.gz'])
  expect(skipped).toEqual([`dist/a.tgz: a file of more than ${LIMITS.documentBytes} bytes: b.1, d.1.gz`])
})

test('a whole release, in a folder of its name', async () => {
  const { companions, skipped } = await gather({
    'dist/a.tgz': archiveOf({ ...CARGO_DIST_FILES, hello: amd64 }, 'greet-1.2.3-x86_64/'),
  })
  // Completions are for a command that this package does not have.
  expect(companions).toHaveLength(Object.keys(CARGO_DIST_FILES).length - 6)
  expect(skipped).toHaveLength(6)
})
