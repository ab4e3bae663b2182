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

function commandsOf(packages: Awaited<ReturnType<typeof gather>>['packages']): readonly string[] {
  return packages.flatMap(({ entries }) =>
    entries.map((entry) => (entry.type === 'symlink' ? `${entry.path} -> ${entry.target}` : entry.path)),
  )
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

test('two contents for one place: documents of the second archive go below its name', async () => {
  const { companions, skipped, packages } = await gather({
    'dist/hello-1.2.3-linux-amd64.tgz': archiveOf({
      'README.md': 'one',
      LICENSE: 'one',
      'a/x.1': MAN,
      hello: amd64,
    }),
    'dist/hellod_v1.2.3_x86_64.tar.gz': archiveOf({
      'README.md': 'two',
      LICENSE: 'two',
      'a/x.1': `${MAN}two`,
      hellod: elfFile({ code: 'd' }),
    }),
    'dist/hellox.zip.tgz': archiveOf({ 'README.md': 'one', LICENSE: 'two', hellox: elfFile({ code: 'x' }) }),
  })
  expect(companions).toHaveLength(6)
  expect(packages[0]?.companions.map(({ file }) => ('name' in file ? file.name : file.kind))).toEqual([
    'README.md',
    'LICENSE',
    'man',
    'hellod/README.md',
    'hellod/LICENSE',
    'hellox.zip/LICENSE',
  ])
  expect(skipped).toEqual([
    'dist/hellod_v1.2.3_x86_64.tar.gz: a/x.1: of other content than dist/hello-1.2.3-linux-amd64.tgz: a/x.1, which goes to the same place',
  ])
})

test('two contents for one place, of files of their own: the first is packaged, the second is told of', async () => {
  const { companions, skipped } = await gather(
    { 'dist/README.md': 'one', 'dist/doc/README.md': 'two', 'dist/hello': amd64 },
    ['dist/**'],
  )
  expect(companions).toEqual(['amd64 document dist/README.md'])
  expect(skipped).toEqual([
    'dist/doc/README.md: of other content than dist/README.md, which goes to the same place',
  ])
})

test('a unit that names a program of the package elsewhere is packaged with where the package has it', async () => {
  const local = `# caf\xe9: /usr/local/bin/hello.conf, /usr/local/bin/hellos, /x/usr/local/bin/hello
[Unit]
ConditionPathExists=/usr/local/bin/hello
[Service]
ExecStart=-/usr/local/bin/hello serve --with "/usr/sbin/hellod"
ExecReload=/bin/sh -c '/sbin/hello reload; /usr/local/bin/other'
`
  const { companions, skipped, packages } = await gather({
    'dist/a.tgz': archiveOf({
      hello: amd64,
      hellod: elfFile({ code: 'd' }),
      'hello.service': Buffer.from(local, 'latin1'),
      'hello.service.d/a.conf': '[Service]\nExecStart=\nExecStart=/usr/local/sbin/hello\n',
      'org.x.Hello.service': '[D-BUS Service]\nName=org.x.Hello\nExec=/usr/local/bin/hello\n',
      'etc/hello.conf': 'program = /usr/local/bin/hello\n',
    }),
  })
  expect(companions).toHaveLength(4)
  expect(skipped).toEqual([])
  const texts = await Promise.all(
    (packages[0]?.companions ?? []).map(async ({ content }) =>
      (await bytesOf(content, 1e4, 'it')).toString('latin1'),
    ),
  )
  expect(texts).toEqual([
    `# caf\xe9: /usr/local/bin/hello.conf, /usr/local/bin/hellos, /x/usr/local/bin/hello
[Unit]
ConditionPathExists=/usr/bin/hello
[Service]
ExecStart=-/usr/bin/hello serve --with "/usr/bin/hellod"
ExecReload=/bin/sh -c '/usr/bin/hello reload; /usr/local/bin/other'
`,
    '[Service]\nExecStart=\nExecStart=/usr/bin/hello\n',
    '[D-BUS Service]\nName=org.x.Hello\nExec=/usr/bin/hello\n',
    'program = /usr/local/bin/hello\n',
  ])
  expect(packages[0]?.companions[0]?.moved).toEqual([
    { from: '/usr/local/bin/hello', to: '/usr/bin/hello' },
    { from: '/sbin/hello', to: '/usr/bin/hello' },
    { from: '/usr/sbin/hellod', to: '/usr/bin/hellod' },
  ])
})

test('a completion of a command, and a unit of a program, that the package does not have', async () => {
  const { companions, skipped } = await gather({
    'dist/a.tgz': archiveOf({
      hello: amd64,
      'completions/hello.bash': BASH,
      'completions/other.bash': BASH,
      'hello.service': unit('/usr/bin/hello'),
      'local.service': unit('-/opt/bin/hello'),
      'shell.service': unit('/bin/sh'),
      'org.x.Hello.service': '[D-BUS Service]\nName=org.x.Hello\nExec=/opt/hello\n',
    }),
  })
  expect(companions).toEqual([
    'amd64 completion dist/a.tgz: completions/hello.bash',
    'amd64 unit dist/a.tgz: hello.service',
    'amd64 unit dist/a.tgz: shell.service',
  ])
  expect(skipped).toEqual([
    'dist/a.tgz: completions/other.bash: a completion of other, which the package does not have',
    'dist/a.tgz: local.service: a unit that runs /opt/bin/hello; the package has it as /usr/bin/hello',
    'dist/a.tgz: org.x.Hello.service: a service of D-Bus that runs /opt/hello; the package has it as /usr/bin/hello',
  ])
})

test('a lone executable is called as the package, and as its documents call it too', async () => {
  const evidence = {
    'greet.1': MAN,
    'completions/greet.bash': BASH,
    'greet.service': unit('/usr/bin/greet'),
  }
  const { companions, skipped, packages } = await gather({
    'dist/a.tgz': archiveOf({ greet: amd64, ...evidence }),
  })
  expect(companions).toEqual([
    'amd64 man dist/a.tgz: greet.1',
    'amd64 completion dist/a.tgz: completions/greet.bash',
    'amd64 unit dist/a.tgz: greet.service',
  ])
  expect(skipped).toEqual([])
  expect(commandsOf(packages)).toEqual(['/usr/bin/hello', '/usr/bin/greet -> hello'])
  for (const [path, text] of Object.entries(evidence)) {
    const one = await gather({ 'dist/a.tgz': archiveOf({ greet: amd64, [path]: text }) })
    expect([path, commandsOf(one.packages)]).toEqual([path, ['/usr/bin/hello', '/usr/bin/greet -> hello']])
  }
})

test('the name of a lone executable’s file is no command of itself', async () => {
  const files = { 'hello.1': MAN, 'main.5': MAN, 'main.service': unit('/usr/local/bin/main') }
  const { skipped, packages } = await gather({ 'dist/a.tgz': archiveOf({ main: amd64, ...files }) })
  expect(commandsOf(packages)).toEqual(['/usr/bin/hello'])
  expect(skipped).toEqual([])
  expect(packages[0]?.companions.at(-1)?.moved).toEqual([
    { from: '/usr/local/bin/main', to: '/usr/bin/hello' },
  ])
})

const link = (target: string) => ({ linkTo: target })

test('links to executables are links in /usr/bin, other links are what they lead to', async () => {
  const { companions, skipped, packages } = await gather({
    'dist/a.tgz': archiveOf({
      'lib/greet/greet-1.2.3': amd64,
      'lib/greet/greetd': elfFile({ code: 'd' }),
      'bin/greet': link('../lib/greet/greet-1.2.3'),
      'bin/hi': link('hey'),
      'bin/hey': link('../lib/greet/../greet/greet-1.2.3'),
      'bin/greetd': link('../lib/greet/greet-1.2.3'),
      'bin/a b': link('greet'),
      'man/greet.1.gz': gzipSync(MAN),
      'man/hi.1.gz': link('greet.1.gz'),
      'completions/_greet': '#compdef greet\n',
      'completions/_hi': link('_greet'),
      'share/x': link('nothing'),
      'share/passwd': link('/etc/passwd'),
      'bin/ho': link('/lib/greet/greet-1.2.3'),
      'share/y': link('../lib'),
      'share/a': link('b'),
      'share/b': link('a'),
    }),
  })
  expect(commandsOf(packages)).toEqual([
    '/usr/bin/greet',
    '/usr/bin/greetd',
    '/usr/bin/hi -> greet',
    '/usr/bin/hey -> greet',
    '/usr/bin/ho -> greet',
  ])
  expect(companions).toEqual([
    'amd64 man dist/a.tgz: man/greet.1.gz',
    'amd64 completion dist/a.tgz: completions/_greet',
    'amd64 man dist/a.tgz: man/hi.1.gz',
    'amd64 completion dist/a.tgz: completions/_hi',
  ])
  expect(skipped).toEqual([
    'dist/a.tgz: a link to what is not packaged: share/x, share/passwd, share/y, share/a, share/b',
    'dist/a.tgz: bin/greetd: a link that has the name of the other command greetd',
    'dist/a.tgz: bin/a b: a link of a name that no command has',
  ])
  const page = packages[0]?.companions.find(({ path }) => path.endsWith('hi.1.gz'))
  expect((await bytesOf(page?.content ?? contentOf(new Uint8Array()), 99, 'hi')).toString()).toBe(MAN)
})

test('a link beside the folder around an archive leaves it the top', async () => {
  const { companions, skipped } = await gather({
    'dist/a.tgz': archiveOf({
      'hello-1.2.3/hello': amd64,
      'hello-1.2.3/README.md': 'x',
      latest: link('hello-1.2.3'),
      LICENSE: link('hello-1.2.3/README.md'),
    }),
  })
  expect(companions).toEqual([
    'amd64 document dist/a.tgz: hello-1.2.3/README.md',
    'amd64 license dist/a.tgz: LICENSE',
  ])
  expect(skipped).toEqual(['dist/a.tgz: a link to what is not packaged: latest'])
})

test('a link to a lone executable has its own name, the executable that of the package', async () => {
  const { packages } = await gather({
    'dist/a.tgz': archiveOf({ 'lib/greet/greet-bin': amd64, 'bin/greet': link('../lib/greet/greet-bin') }),
    'dist/b.tgz': archiveOf({ hello: arm64, hello2: link('hello') }),
  })
  expect(packages.map((it) => commandsOf([it]))).toEqual([
    ['/usr/bin/hello', '/usr/bin/greet -> hello'],
    ['/usr/bin/hello', '/usr/bin/hello2 -> hello'],
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
