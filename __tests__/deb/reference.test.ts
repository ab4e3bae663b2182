import { copyFile, mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from '@jest/globals'
import { contentOf } from '../../src/content.ts'
import { documentationOf } from '../../src/deb/documentation.ts'
import { readDeb } from '../../src/deb/read.ts'
import { field } from '../../src/deb/stanza.ts'
import type { PackageDescription, PackagedEntry } from '../../src/recipe/description.ts'
import { isInstalled, run, temporaryDirectory, testUnlessMissing, testWith } from '../support/programs.ts'
import { type ControlFile, dpkgDeb, dpkgView } from './reference.ts'
import { SAMPLE_TIME, build, file, onDisk, sample } from './sample.ts'

/** What the test says of a package to dpkg-deb, in the words of its own formats. */
interface Reference {
  readonly title: string
  readonly description: Partial<PackageDescription>
  /** Fields of the control file besides those of the sample, or in place of them. */
  readonly fields?: Readonly<Record<string, string>>
  readonly control?: Readonly<Record<string, ControlFile>>
  readonly options?: readonly string[]
}

const script = (text: string): ControlFile => ({ text, mode: 0o755 })
const plain = (text: string): ControlFile => ({ text, mode: 0o644 })
const config = (path: string, text: string): PackagedEntry => ({
  type: 'file',
  path,
  mode: 0o640,
  content: contentOf(Buffer.from(text)),
  role: 'config',
})

const RELATIONS: readonly Reference[] = [
  {
    title: 'every relation',
    description: {
      depends: ['libc6 (>= 2.36)', 'aa | bb >= 2'],
      relations: {
        recommends: ['bash-completion', 'cc | dd'],
        suggests: ['ee > 1:2-3'],
        conflicts: ['hello-old (<< 1)'],
        replaces: ['hello-old'],
        provides: ['greeter', 'greeting (= 1.2)'],
      },
      deb: { breaks: ['ff < 3'], preDepends: ['dpkg >= 1.17.14'], enhances: ['gg'] },
    },
    fields: {
      'Pre-Depends': 'dpkg (>= 1.17.14)',
      Depends: 'libc6 (>= 2.36), aa | bb (>= 2)',
      Recommends: 'bash-completion, cc | dd',
      Suggests: 'ee (>> 1:2-3)',
      Enhances: 'gg',
      Conflicts: 'hello-old (<< 1)',
      Breaks: 'ff (<< 3)',
      Replaces: 'hello-old',
      Provides: 'greeter, greeting (= 1.2)',
    },
  },
  {
    title: 'section, priority, architecture and fields of its own',
    description: {
      deb: {
        architecture: 'riscv64',
        architectureVariant: 'rva23',
        section: 'contrib/net',
        priority: 'extra',
        fields: [
          { name: 'Multi-Arch', value: 'foreign' },
          { name: 'XB-Colour', value: 'blue\n and red' },
          { name: 'Bugs', value: ' ' },
        ],
      },
    },
    fields: {
      Architecture: 'riscv64',
      'Architecture-Variant': 'rva23',
      Section: 'contrib/net',
      Priority: 'extra',
      'Multi-Arch': 'foreign',
      'XB-Colour': 'blue\n and red',
    },
  },
]

const SCRIPTS: readonly Reference[] = [
  {
    title: 'scripts, debconf and rules',
    description: {
      scripts: {
        beforeInstall: 'true',
        afterInstall: '#!/bin/sh -e\n. /usr/share/debconf/confmodule\n',
        beforeRemove: '#!/usr/bin/perl\nexit 0\n',
        afterRemove: 'exit 0\n',
      },
      deb: {
        config: '#!/bin/sh\n. /usr/share/debconf/confmodule\n',
        templates: 'Template: hello/name\nType: string\nDescription: Who?\n',
        rules: '#!/usr/bin/make -f\n%:\n\tdh $@\n',
      },
    },
    control: {
      preinst: script('#!/bin/sh\ntrue\n'),
      postinst: script('#!/bin/sh -e\n. /usr/share/debconf/confmodule\n'),
      prerm: script('#!/usr/bin/perl\nexit 0\n'),
      postrm: script('#!/bin/sh\nexit 0\n'),
      config: script('#!/bin/sh\n. /usr/share/debconf/confmodule\n'),
      templates: plain('Template: hello/name\nType: string\nDescription: Who?\n'),
      rules: script('#!/usr/bin/make -f\n%:\n\tdh $@\n'),
    },
  },
  {
    title: 'triggers of all six kinds',
    description: {
      deb: {
        triggers: {
          'activate-noawait': ['ldconfig'],
          'activate-await': ['/usr/lib/await'],
          activate: ['a', 'b'],
          'interest-noawait': ['/usr/share/hello/plugins'],
          'interest-await': ['hello-await'],
          interest: ['hello-plugins'],
        },
      },
    },
    control: {
      triggers: plain(
        'interest hello-plugins\ninterest-await hello-await\ninterest-noawait /usr/share/hello/plugins\n' +
          'activate a\nactivate b\nactivate-await /usr/lib/await\nactivate-noawait ldconfig\n',
      ),
    },
  },
  {
    title: 'configuration of every policy',
    description: {
      entries: [
        config('/srv/hello/a b.conf', 'a\n'),
        {
          ...config('/etc/hello/b.conf', 'b\n'),
          policy: { noReplace: false, missingOk: false },
        } as PackagedEntry,
        {
          ...config('/etc/hello/c.conf', 'c\n'),
          policy: { noReplace: true, missingOk: true },
        } as PackagedEntry,
        file('/etc/hello/plain', 'd\n'),
      ],
    },
    control: {
      conffiles: plain('/etc/hello/b.conf\n/etc/hello/c.conf\n/etc/hello/plain\n/srv/hello/a b.conf\n'),
    },
  },
]

const MANY_FILES = '10,000 files'
const ROLES = ['doc', 'license', 'readme'] as const
const FILES: readonly Reference[] = [
  { title: 'no files at all', description: { entries: [] } },
  {
    title: 'roles and languages',
    description: {
      entries: ROLES.map((role) => ({ ...file(`/usr/share/doc/hello/${role}`, role), role, language: 'de' })),
    },
  },
  {
    title: 'set-user-ID, set-group-ID, sticky and closed modes',
    description: {
      entries: [
        file('/usr/bin/as-root', 'x', 0o4755),
        file('/usr/bin/as-group', 'x', 0o2755),
        file('/usr/bin/both', 'x', 0o6711),
        file('/usr/share/hello/secret', 'x', 0o600),
        { type: 'directory', path: '/var/lib/hello', mode: 0o2775 },
        { type: 'directory', path: '/var/lib/hello/shared', mode: 0o1777 },
        { type: 'directory', path: '/var/lib/hello/closed', mode: 0o700 },
      ],
    },
  },
  {
    title: 'hard paths',
    description: {
      entries: [
        file(`/opt/${'long/'.repeat(60)}${'n'.repeat(200)}`, 'far'),
        file(`/opt/${'ü'.repeat(127)}/日本語 と空白 \u{1f980}`, 'text'),
        file('/opt/ leading and trailing ', ''),
        file(`/opt/a'b"c$(d)\\e*`, 'quotes'),
        { type: 'symlink', path: '/opt/absolute', target: '/etc/passwd' },
        { type: 'symlink', path: '/opt/dangling', target: '../'.repeat(90) },
      ],
    },
  },
  {
    title: MANY_FILES,
    description: {
      entries: Array.from({ length: 10_000 }, (_, at) =>
        file(`/opt/${Math.floor(at / 100)}/${at}`, at % 3 === 0 ? '' : String(at)),
      ),
    },
  },
  {
    title: 'times of their own',
    description: {
      entries: [
        { ...file('/usr/bin/old', 'x'), modifiedSeconds: 0 },
        { ...file('/usr/bin/newer', 'x'), modifiedSeconds: SAMPLE_TIME - 1 },
        { ...file('/usr/bin/of-tomorrow', 'x'), modifiedSeconds: SAMPLE_TIME + 86_400 },
        {
          type: 'symlink',
          path: '/usr/bin/link-of-tomorrow',
          target: 'old',
          modifiedSeconds: SAMPLE_TIME + 1,
        },
        { type: 'directory', path: '/opt/tomorrow', mode: 0o755, modifiedSeconds: SAMPLE_TIME + 86_400 },
        { type: 'symlink', path: '/usr/bin/link', target: 'old', modifiedSeconds: 1_000_000_000 },
        { type: 'directory', path: '/opt/hello', mode: 0o755, modifiedSeconds: 1_234_567_890 },
      ],
    },
  },
]

/** Of the data alone: a control archive in gzip is what every tool reads. */
const COMPRESSION: readonly Reference[] = [
  {
    title: 'zstd',
    description: { deb: { compression: { name: 'zstd', level: 19 } } },
    options: ['--no-uniform-compression', '-Zzstd'],
  },
  {
    title: 'xz',
    description: { deb: { compression: { name: 'xz' } } },
    options: ['--no-uniform-compression', '-Zxz'],
  },
  {
    title: 'no compression',
    description: { deb: { compression: { name: 'none' } } },
    options: ['--no-uniform-compression', '-Znone'],
  },
  {
    title: 'gzip -9',
    description: { deb: { compression: { name: 'gzip', level: 9 } } },
    options: ['--no-uniform-compression', '-Zgzip'],
  },
]

const SAMPLE_FIELDS = {
  Package: 'hello',
  Version: '1.2.3',
  Architecture: 'all',
  Maintainer: 'Jane Doe <jane@example.org>',
  Section: 'utils',
  Priority: 'optional',
  Homepage: 'https://example.org/hello',
  Description: 'Greets whoever asks\n It says hello to the world, and to nobody else.',
}

/** Both packages, as files. */
async function bothDebs(
  { description, fields = {}, control = {}, options = ['-Zgzip'] }: Reference,
  name = 'hello',
) {
  const described = { ...description, name }
  const deb = await build(described)
  const entries = sample(described).entries
  const all = [...entries, ...(await documentationOf(sample(described)))]
  const size = field((await readDeb(contentOf(deb), 'ours')).control, 'Installed-Size') ?? ''
  const text = Object.entries({ ...SAMPLE_FIELDS, Package: name, 'Installed-Size': size, ...fields })
    .map(([field, value]) => `${field}: ${value}\n`)
    .join('')
  const theirs = await dpkgDeb(all, { control: plain(text), ...control }, SAMPLE_TIME, options)
  return { ours: await onDisk(deb), theirs }
}

async function compare(reference: Reference): Promise<void> {
  const { ours, theirs } = await bothDebs(reference)
  const view = await dpkgView(theirs)
  expect(view.data.length).toBeGreaterThan(sample(reference.description).entries.length)
  expect(await dpkgView(ours)).toEqual(view)
}

for (const reference of [...RELATIONS, ...SCRIPTS, ...FILES, ...COMPRESSION]) {
  testWith(
    ['dpkg-deb', 'tar'],
    `as dpkg-deb builds it: ${reference.title}`,
    () => compare(reference),
    120_000,
  )
}

const OWNED: readonly PackagedEntry[] = [
  { ...file('/usr/bin/play', 'x', 0o2755), owner: 'root', group: 'games' },
  { ...config('/etc/hello.conf', 'x'), owner: 'daemon', group: 'www-data' },
  { type: 'symlink', path: '/usr/bin/link', target: 'play', owner: 'games', group: 'games' },
  { type: 'directory', path: '/var/lib/hello', mode: 0o1750, owner: 'daemon', group: 'daemon' },
]

testUnlessMissing(
  [
    ...['dpkg-deb', 'tar', 'chown'].filter((program) => !isInstalled(program)),
    // Nobody else may give a file to somebody.
    ...(process.getuid?.() === 0 ? [] : ['the rights of root']),
  ],
  'as dpkg-deb builds it: owners and groups',
  () =>
    compare({
      title: 'owners',
      description: { entries: OWNED },
      control: { conffiles: plain('/etc/hello.conf\n') },
    }),
)

/** Both kinds of packages in a folder each, under the same names. */
async function folders(references: readonly Reference[]) {
  const top = await temporaryDirectory()
  for (const kind of ['ours', 'theirs']) await mkdir(join(top, kind))
  for (const [at, reference] of references.entries()) {
    const both = await bothDebs(reference, `hello${at}`)
    const arch = reference.fields?.['Architecture'] ?? 'all'
    for (const kind of ['ours', 'theirs'] as const) {
      await copyFile(both[kind], join(top, kind, `hello${at}_1.2.3_${arch}.deb`))
    }
  }
  return { ours: join(top, 'ours'), theirs: join(top, 'theirs') }
}

const JUDGED = [...RELATIONS, ...SCRIPTS, ...FILES, ...COMPRESSION].filter(
  ({ title }) => title !== MANY_FILES,
)

testWith(
  ['dpkg-deb', 'lintian', 'apt-ftparchive'],
  'lintian and apt-ftparchive say the same of ours and of what dpkg-deb builds',
  async () => {
    const { ours, theirs } = await folders(JUDGED)
    const lintian = async (folder: string) => {
      const files = (await readdir(folder)).map((name) => join(folder, name))
      // Small as they are, their installed sizes say nothing.
      const options = ['--allow-root', '--no-cfg', '--pedantic', '--display-info', '--display-experimental']
      const { stdout } = await run('lintian', [...options, ...files], { allowFailure: true })
      return stdout.trim().split('\n').sort()
    }
    const packages = async (folder: string) => {
      const { stdout } = await run('apt-ftparchive', ['packages', '.'], { cwd: folder })
      const bytes = /^(Size|MD5sum|SHA1|SHA256|SHA512): .*\n/gm
      return stdout
        .replaceAll(bytes, '')
        .trim()
        .split('\n\n')
        .map((stanza) => stanza.split('\n').sort().join('\n'))
        .sort()
    }
    const expected = await lintian(theirs)
    expect(expected.length).toBeGreaterThan(JUDGED.length)
    expect(await lintian(ours)).toEqual(expected)
    expect(await packages(theirs)).toHaveLength(JUDGED.length)
    expect(await packages(ours)).toEqual(await packages(theirs))
  },
  300_000,
)
