import { readdirSync } from 'node:fs'
import { chmod, copyFile, mkdir, readFile, readdir, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { beforeAll, describe, expect, test } from '@jest/globals'
import { bytesOf } from '../src/content.ts'
import { readDeb } from '../src/deb/read.ts'
import { field } from '../src/deb/stanza.ts'
import { fileContent } from '../src/files.ts'
import { readRpm } from '../src/rpm/read.ts'
import { isSigned } from '../src/rpm/sign.ts'
import { run, temporaryDirectory, testWith } from './support/programs.ts'
import { deb, fixtureKeys, rpm } from './support/publishing.ts'
import { runIn } from './support/running.ts'
import { elfFile } from './artifacts/elf-file.ts'

const PACKAGES = join(process.env['CLIENT_ROOTS'] ?? '/var/cache/r2-package-repository', 'packages')
const ARCHITECTURES: Readonly<Record<string, string>> = {
  amd64: 'x86_64',
  arm64: 'aarch64',
  armhf: 'armv7hl',
  i386: 'i386',
  ppc64el: 'ppc64le',
  s390x: 's390x',
  riscv64: 'riscv64',
}
const INPUTS = {
  artifacts: 'dist/*',
  name: 'hello',
  version: 'v1.2.3',
  maintainer: 'Jane Doe <jane@example.com>',
}

async function folder(): Promise<string> {
  const cwd = await temporaryDirectory()
  await mkdir(join(cwd, 'dist'))
  return cwd
}

async function files(cwd: string): Promise<readonly string[]> {
  const entries = await readdir(join(cwd, 'repository'), { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
}

function debianPackages(): readonly string[] {
  try {
    return readdirSync(PACKAGES).filter((name) => name.endsWith('.deb'))
  } catch {
    return []
  }
}

/** A test on executables of real packages, which `roots.sh` fetches. */
function testOnPackages(title: string, body: () => Promise<void>): void {
  if (debianPackages().length > 0) testWith(['dpkg-deb', 'tar', 'xz', 'zip', 'zstd'], title, body)
  else if (process.env['REQUIRE_CLIENTS'] === '1') {
    test(title, () => {
      throw new Error(`there are no packages in ${PACKAGES}: run __tests__/clients/roots.sh`)
    })
  } else test.skip(`${title} (run __tests__/clients/roots.sh)`, body)
}

/** An executable out of a Debian package; its mode is gone, as upload-artifact drops it. */
async function executable(name: 'hello' | 'busybox', arch: string, target: string): Promise<void> {
  const source = name === 'hello' ? 'hello' : 'busybox-static'
  const file = debianPackages().find((it) => it.startsWith(`${source}_`) && it.endsWith(`_${arch}.deb`)) ?? ''
  const root = await temporaryDirectory()
  await run('dpkg-deb', ['-x', join(PACKAGES, file), root])
  const paths = name === 'hello' ? ['usr/bin/hello'] : ['bin/busybox', 'usr/bin/busybox']
  for (const path of paths) await copyFile(join(root, path), target).catch(() => undefined)
  await chmod(target, 0o644)
}

describe('real executables', () => {
  testOnPackages('of seven architectures, dynamic and static, become a deb and an rpm each', async () => {
    const cwd = await folder()
    for (const arch of Object.keys(ARCHITECTURES)) {
      await executable('hello', arch, join(cwd, 'dist', `hello-${arch}`))
      await executable('busybox', arch, join(cwd, 'dist', `busybox_v1.2.3_linux_${arch}`))
    }
    const report = await runIn(cwd, { ...INPUTS, name: 'tools' })
    const archs = (format: string) =>
      report.entries.filter((it) => it.format === format).map(({ arch }) => arch)
    expect(archs('deb').sort()).toEqual(Object.keys(ARCHITECTURES).sort())
    expect(archs('rpm').sort()).toEqual(Object.values(ARCHITECTURES).sort())
    const amd64 = report.entries.find(({ arch }) => arch === 'amd64')
    const list = await run('dpkg-deb', ['-c', join(cwd, 'repository', amd64?.key ?? '')])
    expect(list.stdout).toMatch(/^-rwxr-xr-x root\/root .* \.\/usr\/bin\/busybox$/m)
    expect(list.stdout).toMatch(/^-rwxr-xr-x root\/root .* \.\/usr\/bin\/hello$/m)
  })

  testOnPackages('in every kind of archive', async () => {
    const cwd = await folder()
    const inside = await temporaryDirectory()
    const kinds: readonly (readonly [string, string, readonly string[]])[] = [
      ['amd64', 'tar', ['tar', '-cf']],
      ['arm64', 'tar.gz', ['tar', '-czf']],
      ['i386', 'tgz', ['tar', '-czf']],
      ['ppc64el', 'tar.xz', ['tar', '-cJf']],
      ['s390x', 'tar.zst', ['tar', '--zstd', '-cf']],
      ['riscv64', 'zip', ['zip', '-qr']],
    ]
    for (const [arch, ending, [program = '', ...flags]] of kinds) {
      const top = join(inside, arch, `hello-1.2.3-${arch}`)
      await mkdir(top, { recursive: true })
      await executable('hello', arch, join(top, 'hello'))
      await writeFile(join(top, 'README.md'), '# hello\n')
      await run(program, [...flags, join(cwd, 'dist', `hello-1.2.3-${arch}.${ending}`), basename(top)], {
        cwd: join(inside, arch),
      })
    }
    const report = await runIn(cwd, { ...INPUTS, formats: 'deb' })
    expect(report.entries.map(({ arch }) => arch).sort()).toEqual(kinds.map(([arch]) => arch).sort())
    expect(report.packages?.skipped).toEqual([])
    for (const { key } of report.entries) {
      const { stdout } = await run('dpkg-deb', ['-c', join(cwd, 'repository', key)])
      expect(stdout).toMatch(/^-rw-r--r-- root\/root .* \.\/usr\/share\/doc\/hello\/README\.md$/m)
    }
    for (const { arch, control } of report.packages?.debs ?? []) {
      const own = debianPackages().find((it) => it.startsWith('hello_') && it.endsWith(`_${arch}.deb`)) ?? ''
      const { stdout } = await run('dpkg-deb', ['-f', join(PACKAGES, own), 'Depends'])
      expect({ arch, depends: field(control, 'Depends') }).toEqual({ arch, depends: stdout.trim() })
    }
  })

  testOnPackages(
    "Debian's own packages, with xz, zstd and uncompressed members, are published as they are",
    async () => {
      const cwd = await folder()
      for (const name of debianPackages()) await copyFile(join(PACKAGES, name), join(cwd, 'dist', name))
      const tree = await temporaryDirectory()
      const hello = debianPackages().find((name) => /^hello_.*_amd64/.test(name)) ?? ''
      await run('dpkg-deb', ['-R', join(PACKAGES, hello), tree])
      const control = await readFile(join(tree, 'DEBIAN', 'control'), 'utf8')
      for (const form of ['zstd', 'none', 'gzip', 'xz']) {
        await writeFile(
          join(tree, 'DEBIAN', 'control'),
          control.replace(/^Version: (.*)$/m, `Version: $1+${form}`),
        )
        await run('dpkg-deb', [
          '--root-owner-group',
          `-Z${form}`,
          '-b',
          tree,
          join(cwd, 'dist', `${form}.deb`),
        ])
      }
      const report = await runIn(cwd, { artifacts: 'dist/*.deb' })
      expect(report.entries).toHaveLength(debianPackages().length + 4)
      for (const { key, sha256: digest } of report.entries) {
        const stored = await readDeb(await fileContent(join(cwd, 'repository', key)), key)
        expect(stored.sha256).toBe(digest)
      }
    },
  )
})

describe('a run', () => {
  let cwd: string
  beforeAll(async () => {
    cwd = await folder()
    await writeFile(join(cwd, 'dist', 'hello-linux-amd64'), elfFile({ code: 'hello' }))
    await writeFile(join(cwd, 'dist', 'notes.txt'), 'not for publishing\n')
  })

  test('takes the version from the tag, and lists what it left out', async () => {
    const event = { isPullRequestFromFork: false, tag: 'v2.0.0-rc.1', owner: 'ada', repository: 'engine' }
    const report = await runIn(cwd, { artifacts: 'dist/*', repository: 'tagged' }, {}, event)
    expect(report.entries.map(({ name, version }) => [name, version])).toEqual([
      ['engine', '2.0.0~rc.1'],
      ['engine', '2.0.0~rc.1-1'],
    ])
    expect(report.packages?.skipped).toMatchObject([{ path: expect.stringContaining('notes.txt') }])
  })

  test('again writes nothing, and says so', async () => {
    await runIn(cwd, INPUTS)
    const before = await files(cwd)
    const again = await runIn(cwd, INPUTS)
    expect(again.counts).toMatchObject({ uploadedObjects: 0, uploadedBytes: 0, copiedObjects: 0 })
    expect(again.entries.map(({ status }) => status)).toEqual(['unchanged', 'unchanged'])
    expect(await files(cwd)).toEqual(before)
  })

  test('builds the same bytes twice, dated by SOURCE_DATE_EPOCH', async () => {
    const build = async (repository: string, env: Readonly<Record<string, string>>) => {
      const report = await runIn(cwd, { ...INPUTS, repository }, env)
      return report.entries.map(({ sha256: digest }) => digest)
    }
    const first = await build('first', { SOURCE_DATE_EPOCH: '1700000000' })
    expect(await build('second', { SOURCE_DATE_EPOCH: '1700000000' })).toEqual(first)
    expect(await build('third', {})).not.toEqual(first)
  })

  test('dry: plans the same and writes nothing', async () => {
    const planned = await runIn(cwd, { ...INPUTS, repository: 'dry', 'dry-run': 'true' })
    expect(await readdir(cwd)).not.toContain('dry')
    const real = await runIn(cwd, { ...INPUTS, repository: 'dry' })
    expect(planned.entries).toEqual(real.entries)
    expect(planned.counts.uploadedObjects).toBe(real.counts.uploadedObjects)
  })

  test('of a pull request from a fork builds, checks, publishes nothing, and succeeds', async () => {
    const inputs = {
      ...INPUTS,
      version: '',
      'gpg-private-key': '',
      repository: 'r2://bucket',
      'account-id': '',
    }
    const report = await runIn(cwd, inputs, {}, { isPullRequestFromFork: true })
    expect(report.packages?.debs).toHaveLength(1)
    expect(report.lines).toContainEqual(
      expect.stringMatching(/notice: Nothing is published: a pull request from a fork/),
    )
  })

  test.each([
    { command: 'remove', packages: 'hello' },
    { command: 'promote', 'from-channel': 'testing' },
    { command: 'republish' },
    { command: 'rollback' },
  ])('without a key: $command plans nothing in a dry run, and is an error else', async (command) => {
    const inputs = { ...INPUTS, ...command, 'gpg-private-key': '', repository: 'keyless' }
    const { entries, lines } = await runIn(cwd, { ...inputs, 'dry-run': 'true' })
    expect([entries, lines]).toEqual([
      [],
      [expect.stringMatching(/notice: Nothing is published: .* dry run/)],
    ])
    await expect(runIn(cwd, inputs)).rejects.toThrow(`gpg-private-key is required to ${command.command}`)
    await runIn(cwd, inputs, {}, { isPullRequestFromFork: true })
  })

  test('takes an architecture that is given over the one that was detected', async () => {
    const report = await runIn(cwd, { ...INPUTS, arch: 'arm64', repository: 'arm' })
    expect(report.entries.map(({ arch }) => arch)).toEqual(['arm64', 'aarch64'])
  })

  test('packages what formats says, and publishes prebuilt packages whatever it says', async () => {
    const mixed = await folder()
    await writeFile(join(mixed, 'dist', 'tool'), elfFile({ code: 'tool' }))
    const prebuilt = await rpm(await fixtureKeys(), { name: 'prebuilt' })
    await writeFile(join(mixed, 'dist', 'prebuilt.rpm'), await bytesOf(prebuilt.content, 2 ** 20, 'it'))
    const report = await runIn(mixed, { ...INPUTS, formats: 'deb' })
    expect(report.entries.map(({ format, name }) => [format, name])).toEqual([
      ['deb', 'hello'],
      ['rpm', 'prebuilt'],
    ])
  })

  test('fills the fields of the packages', async () => {
    const inputs = {
      ...INPUTS,
      repository: 'fields',
      release: '3',
      description: 'Greets the world\nIn many ways.',
      homepage: 'https://example.com/hello',
      license: 'Apache-2.0',
      depends: 'libc6 (>= 2.36)\nbash',
      component: 'contrib',
      origin: 'Example',
      label: 'Tools',
      'apt-path': 'debian',
      'rpm-path': 'yum/{channel}',
      channels: 'stable, testing',
    }
    const report = await runIn(cwd, inputs)
    const paths = report.entries.map(({ channel, key }) => [channel, key])
    expect(paths).toEqual([
      ['stable', 'debian/pool/contrib/h/hello/hello_1.2.3-3_amd64.deb'],
      ['testing', 'debian/pool/contrib/h/hello/hello_1.2.3-3_amd64.deb'],
      ['stable', 'yum/stable/hello-1.2.3-3.x86_64.rpm'],
      ['testing', 'yum/testing/hello-1.2.3-3.x86_64.rpm'],
    ])
    const { control } = await readDeb(await fileContent(join(cwd, 'fields', paths[0]?.[1] ?? '')), 'it')
    expect(field(control, 'Depends')).toBe('libc6 (>= 2.36), bash')
    expect(field(control, 'Homepage')).toBe('https://example.com/hello')
    expect(await readFile(join(cwd, 'fields', 'debian/dists/stable/Release'), 'utf8')).toMatch(
      /^Origin: Example\nLabel: Tools\n/,
    )
  })

  test('leaves rpms unsigned where asked', async () => {
    const inputs = { ...INPUTS, formats: 'rpm', repository: 'unsigned', 'sign-packages': 'false' }
    const [entry] = (await runIn(cwd, inputs)).entries
    const stored = await readRpm(await fileContent(join(cwd, 'unsigned', entry?.key ?? '')), 'it')
    expect(isSigned(stored)).toBe(false)
  })

  test('signs prebuilt rpms that are unsigned', async () => {
    const source = await folder()
    const [entry] = (
      await runIn(cwd, { ...INPUTS, formats: 'rpm', repository: 'unsigned', 'sign-packages': 'false' })
    ).entries
    await copyFile(join(cwd, 'unsigned', entry?.key ?? ''), join(source, 'dist', 'a.rpm'))
    await runIn(source, { artifacts: 'dist/a.rpm' })
    const stored = await readRpm(await fileContent(join(source, 'repository', entry?.key ?? '')), 'it')
    expect(isSigned(stored)).toBe(true)
  })

  test('publishes a deb beside packages that it built', async () => {
    const mixed = await folder()
    await writeFile(join(mixed, 'dist', 'hello'), elfFile({ code: 'tool' }))
    const prebuilt = await deb({ name: 'prebuilt' })
    await writeFile(join(mixed, 'dist', 'prebuilt.deb'), await bytesOf(prebuilt.content, 2 ** 20, 'it'))
    const report = await runIn(mixed, INPUTS)
    expect(report.entries.map(({ name }) => name).sort()).toEqual(['hello', 'hello', 'prebuilt'])
  })
})
