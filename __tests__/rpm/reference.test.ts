import { copyFile, mkdir, readFile, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { expect } from '@jest/globals'
import { abreast } from '../../src/abreast.ts'
import { contentOf } from '../../src/content.ts'
import type { PackageDescription, PackagedEntry, PackagedFile } from '../../src/recipe/description.ts'
import { linkedEntries } from '../../src/artifacts/linked-entries.ts'
import { elfFile } from '../artifacts/elf-file.ts'
import { run, temporaryDirectory, testWith } from '../support/programs.ts'
import { type Spec, referenceRpm, rpmView } from './reference.ts'
import { SAMPLE_TIME, build, file, onDisk, sample } from './sample.ts'

/** What the test says of a package to rpmbuild, in the words of spec files, beside what it says to us. */
interface Reference {
  readonly title: string
  readonly description: Partial<PackageDescription>
  /** Lines of the preamble besides those of the sample, or in place of those of the same name. */
  readonly preamble?: Readonly<Record<string, string>>
  readonly more?: string
  readonly directives?: Readonly<Record<string, string>>
  readonly ghosts?: string
  readonly sections?: string
  readonly changelog?: string
  readonly payload?: string
  readonly text?: string
  readonly findsDependencies?: true
}

const RELATIONS: readonly Reference[] = [
  {
    title: 'every relation',
    description: {
      depends: ['bash >= 5', '/bin/sh', 'libc.so.6(GLIBC_2.4)(64bit)'],
      relations: {
        recommends: ['bash-completion'],
        suggests: ['ee (>> 1:2-3)'],
        conflicts: ['hello-old < 1~rc1'],
        replaces: ['hello-older (<= 1.0-2)', 'hello-oldest'],
        provides: ['greeter', 'greeting = 1.2', 'bundled(json) = 3^git'],
      },
      rpm: { requiresPost: ['coreutils', 'systemd >= 250'] },
    },
    more: `Requires: bash >= 5
Requires: /bin/sh
Requires: libc.so.6(GLIBC_2.4)(64bit)
Requires(post): coreutils
Requires(post): systemd >= 250
Recommends: bash-completion
Suggests: ee > 1:2-3
Conflicts: hello-old < 1~rc1
Obsoletes: hello-older <= 1.0-2
Obsoletes: hello-oldest
Provides: greeter
Provides: greeting = 1.2
Provides: bundled(json) = 3^git`,
  },
  {
    title: 'vendor, packager, group, summary, build host, prefixes',
    description: {
      rpm: {
        vendor: 'Acme',
        packager: 'Acme Builds <builds@example.org>',
        group: 'Applications/Text',
        summary: 'Greets in short',
        buildHost: 'builder.example.org',
        prefixes: ['/usr', '/opt/hello'],
      },
    },
    preamble: {
      Packager: 'Acme Builds <builds@example.org>',
      Group: 'Applications/Text',
      Summary: 'Greets in short',
    },
    more: `Vendor: Acme
Prefix: /usr
Prefix: /opt/hello
%global _buildhost builder.example.org`,
    text: 'Greets whoever asks\n\nIt says hello to the world, and to nobody else.',
  },
  { title: 'no architecture', description: { arch: 'all' }, more: 'BuildArch: noarch' },
  {
    title: 'an architecture of its own',
    description: { rpm: { architecture: 'noarch' } },
    more: 'BuildArch: noarch',
  },
]

const SCRIPTS: readonly Reference[] = [
  {
    title: 'every script',
    description: {
      scripts: {
        beforeInstall: 'echo pre',
        afterInstall: '#!/bin/sh -e\necho post\n',
        beforeRemove: '#!/bin/bash\necho preun',
        afterRemove: 'echo postun\n',
      },
      rpm: {
        scripts: {
          beforeTransaction: '#!/bin/bash\necho pretrans',
          afterTransaction: 'echo posttrans',
          verify: 'echo verify >&2',
        },
      },
    },
    sections: `%pre
#!/bin/sh
echo pre
%post -p "/bin/sh -e"
#!/bin/sh -e
echo post
%preun -p /bin/bash
#!/bin/bash
echo preun
%postun
#!/bin/sh
echo postun
%pretrans -p /bin/bash
#!/bin/bash
echo pretrans
%posttrans
#!/bin/sh
echo posttrans
%verifyscript
#!/bin/sh
echo verify >&2`,
  },
]

const MANY_FILES = '10,000 files'
const policy = (path: string, noReplace: boolean, missingOk: boolean) =>
  ({ ...file(path, path, 0o640, 'config'), policy: { noReplace, missingOk } }) as PackagedEntry

const ELF = { machine: 62, bits: 64, order: 'little', type: 2 } as const
type ElfForm = Parameters<typeof elfFile>[0]
const bytes = (path: string, content: Uint8Array): PackagedFile => ({
  type: 'file',
  path,
  mode: 0o755,
  content: contentOf(content),
})
const executable = (path: string, form: ElfForm) => bytes(path, elfFile(form))
const cut = (path: string, form: ElfForm, length: number) => bytes(path, elfFile(form).subarray(0, length))
const changed = (path: string, at: number, byte: number) => bytes(path, elfFile(ELF).fill(byte, at, at + 1))

const FILES: readonly Reference[] = [
  { title: 'no files at all', description: { entries: [] } },
  {
    title: 'configuration of every policy',
    findsDependencies: true,
    description: {
      entries: [
        file('/etc/a', 'a', 0o600, 'config'),
        policy('/etc/b', false, false),
        policy('/etc/c', true, false),
        policy('/etc/d', false, true),
        policy('/srv/e f', true, true),
        file('/etc/plain', 'no configuration'),
      ],
    },
    directives: {
      '/etc/a': '%config(noreplace)',
      '/etc/b': '%config',
      '/etc/c': '%config(noreplace)',
      '/etc/d': '%config(missingok)',
      '/srv/e f': '%config(noreplace, missingok)',
    },
  },
  {
    title: 'roles, languages, owners, times and modes',
    findsDependencies: true,
    description: {
      entries: [
        { ...file('/usr/share/doc/hello/NEWS', 'a', 0o644, 'doc'), language: 'de' } as PackagedEntry,
        file('/usr/share/doc/hello/README', 'b', 0o644, 'readme'),
        file('/usr/share/licenses/hello/LICENSE', 'c', 0o644, 'license'),
        file('/opt/hello/README', 'b', 0o644, 'readme'),
        file('/usr/share/doc/hello/COPYING', 'c', 0o644, 'license'),
        file('/usr/share/doc/hello/default.conf', 'c', 0o644, 'config'),
        file('/usr/share/man/man1/hello.1.gz', 'no role'),
        file('/usr/share/documents', 'no document'),
        { type: 'directory', path: '/usr/share/man/man2', mode: 0o755 },
        { type: 'symlink', path: '/usr/share/man/man1/hi.1.gz', target: 'hello.1.gz' },
        { ...file('/usr/share/locale/pt_BR/hello.mo', 'd'), language: 'pt_BR' } as PackagedEntry,
        { ...file('/usr/bin/play', 'e', 0o2755), group: 'games' },
        { ...file('/usr/bin/as-daemon', 'f', 0o4711), owner: 'daemon', group: 'daemon' },
        { ...file('/usr/bin/old', 'g'), modifiedSeconds: 0 },
        { ...file('/usr/bin/of-tomorrow', 'h'), modifiedSeconds: SAMPLE_TIME + 86_400 },
        {
          type: 'symlink',
          path: '/usr/bin/link-of-tomorrow',
          target: 'old',
          modifiedSeconds: SAMPLE_TIME + 1,
        },
        { type: 'directory', path: '/opt/tomorrow', mode: 0o755, modifiedSeconds: SAMPLE_TIME + 86_400 },
        {
          type: 'directory',
          path: '/var/lib/hello',
          mode: 0o1777,
          owner: 'nobody',
          modifiedSeconds: 1_234_567_890,
        },
        {
          type: 'symlink',
          path: '/usr/bin/link',
          target: 'play',
          group: 'games',
          modifiedSeconds: 1_000_000_000,
        },
      ],
    },
    directives: {
      '/usr/share/doc/hello/NEWS': '%doc %lang(de)',
      '/usr/share/doc/hello/README': '%readme',
      '/opt/hello/README': '%readme',
      '/usr/share/doc/hello/COPYING': '%license',
      '/usr/share/doc/hello/default.conf': '%config(noreplace)',
      '/usr/share/licenses/hello/LICENSE': '%license',
      '/usr/share/locale/pt_BR/hello.mo': '%lang(pt_BR)',
    },
  },
  {
    title: 'configuration of a version with epoch, prerelease and release',
    findsDependencies: true,
    description: {
      version: '1.2.3-rc.1',
      epoch: 2,
      release: '3',
      entries: [file('/etc/a', 'a', 0o600, 'config')],
    },
    preamble: { Epoch: '2', Version: '1.2.3~rc.1', Release: '3' },
    directives: { '/etc/a': '%config(noreplace)' },
    changelog: '* Sat Nov 21 2026 Jane Doe <jane@example.org> - 2:1.2.3~rc.1-3\n- Version 1.2.3-rc.1',
  },
  {
    title: 'programs of 32 and 64 bits, and what looks like one',
    description: {
      entries: [
        executable('/usr/bin/64', ELF),
        executable('/usr/bin/64-big', { ...ELF, order: 'big', machine: 22 }),
        executable('/usr/bin/32', { ...ELF, bits: 32, machine: 3 }),
        executable('/usr/bin/mips', { ...ELF, machine: 8 }),
        { ...executable('/usr/lib64/cannot-be-run.so', ELF), mode: 0o644 },
        { ...executable('/usr/bin/others-run', ELF), mode: 0o645 },
        ...[
          [4, 3],
          [5, 0],
          [5, 3],
          [6, 0],
        ].map(([at = 0, byte = 0]) => changed(`/usr/bin/byte${at}-${byte}`, at, byte)),
        ...[5, 51, 52, 63, 64].map((length) => cut(`/usr/bin/first-${length}`, { ...ELF, bits: 32 }, length)),
        ...[52, 63, 64].map((length) => cut(`/usr/bin/first-${length}-of-64`, ELF, length)),
        file('/usr/bin/script', '#!/bin/true\n', 0o755),
      ],
    },
    directives: {},
  },
  {
    title: 'scripts and the programs that run them',
    findsDependencies: true,
    description: {
      scripts: { afterInstall: 'echo post\n' },
      entries: [
        ...Object.entries({
          shell: '#!/bin/sh\n',
          blanks: '#! \t/bin/bash -e\n',
          env: '#!/usr/bin/env python3\n',
          'env-path': '#!/usr/bin/env /opt/hello/foo\n',
          'env-options': '#!/usr/bin/env -S deno run\n',
          windows: '#!/usr/bin/cr\r\necho\r\n',
          unfinished: '#!/usr/bin/unfinished',
          binary: '#!/usr/bin/binary\n\0\x01\xff',
          awk: '#!/usr/bin/awk -f\n',
          relative: '#!bin/relative\n',
          empty: '#!\n',
          text: 'echo\n#!/bin/second\n',
        }).map(([name, text]) => file(`/usr/bin/by-${name}`, text, 0o755)),
        file('/usr/bin/cannot-be-run', '#!/usr/bin/cannot-be-run\n'),
        file('/usr/bin/others-run', '#!/usr/bin/others\n', 0o645),
      ],
    },
    directives: {},
    sections: '%post\n#!/bin/sh\necho post',
  },
  {
    title: 'what a desktop asks for',
    findsDependencies: true,
    description: {
      entries: [
        file(
          '/usr/share/applications/hello.desktop',
          '[Desktop Entry]\nType = Application\nMimeType=text/plain;text/html;x-scheme-handler/hi;\n',
        ),
        file('/usr/share/applications/sub/Hi.desktop', '[Desktop Entry]\nExec=hi\nMimeType=\n', 0o755),
        file('/usr/share/applications/link.desktop', '[Desktop Entry]\nType=Link\nMimeType=text/x;\n'),
        file('/usr/share/applications/mimeinfo.cache', 'Exec=x\n'),
        file('/usr/share/metainfo/org.hello.metainfo.xml', '<component/>\n'),
        file('/usr/share/appdata/org.hello.appdata.xml', '<component/>\n'),
        file('/usr/share/metainfo/other.xml', '<component/>\n'),
      ],
    },
    directives: {},
  },
  {
    title: 'ghosts',
    description: {
      entries: [file('/usr/bin/hello', 'a', 0o755), file('/var/log/zzz', 'after')],
      rpm: {
        ghosts: [
          { path: '/var/log/hello.log', mode: 0o640, owner: 'daemon', group: 'adm' },
          { path: '/aaa/ghost', mode: 0o4600 },
          { path: '/usr/share/doc/hello/made', mode: 0o644 },
        ],
      },
    },
    ghosts:
      '%ghost %attr(640, daemon, adm) /var/log/hello.log\n%ghost %attr(4600, root, root) /aaa/ghost\n%ghost %attr(644, root, root) /usr/share/doc/hello/made',
  },
  {
    title: 'hard paths',
    description: {
      entries: [
        file(`/opt/${'long/'.repeat(60)}${'n'.repeat(200)}`, 'far'),
        file(`/opt/${'ü'.repeat(127)}/日本語 と空白 \u{1f980}`, 'text'),
        file(`/opt/a'b$(c)&;`, 'quotes'),
        file('/opt/hundred%', ''),
        { type: 'symlink', path: '/opt/absolute', target: '/etc/passwd' },
        { type: 'symlink', path: '/opt/dangling', target: '../'.repeat(90) },
        { type: 'directory', path: '/opt/owned', mode: 0o755 },
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
]

const COMPRESSION: readonly Reference[] = [
  {
    title: 'zstd',
    description: { rpm: { compression: { name: 'zstd', level: 19 } } },
    payload: 'w19.zstdio',
  },
  {
    title: 'xz',
    description: { rpm: { compression: { name: 'xz', level: 2 } } },
    payload: 'w2.xzdio',
  },
  {
    title: 'gzip -9',
    description: { rpm: { compression: { name: 'gzip', level: 9 } } },
    payload: 'w9.gzdio',
  },
  { title: 'no compression', description: { rpm: { compression: { name: 'none' } } }, payload: 'w.ufdio' },
]

const CHANGELOG: Reference = {
  title: 'changelog',
  description: {
    changelog: [
      {
        version: '1.2.3',
        author: 'Jane Doe <jane@example.org>',
        timeSeconds: SAMPLE_TIME,
        changes: ['Greets politely.', 'Takes a name:\n\n  hello NAME\n'],
      },
      {
        version: '1.2.3-rc.1',
        author: 'Zoë',
        timeSeconds: SAMPLE_TIME - 86_400,
        changes: ['A first try of 100 %.'],
      },
    ],
  },
  changelog: `* Sat Nov 21 2026 Jane Doe <jane@example.org> - 1.2.3-1
- Greets politely.
- Takes a name:

    hello NAME
* Fri Nov 20 2026 Zoë - 1.2.3~rc.1-1
- A first try of 100 %%.`,
}

const SAMPLE_PREAMBLE = {
  Name: 'hello',
  Version: '1.2.3',
  Release: '1',
  Summary: 'Greets whoever asks',
  License: 'MIT',
  URL: 'https://example.org/hello',
  Packager: 'Jane Doe <jane@example.org>',
}
const SAMPLE_CHANGELOG = '* Sat Nov 21 2026 Jane Doe <jane@example.org> - 1.2.3-1\n- Version 1.2.3'
const SAMPLE_DIRECTIVES = {
  '/usr/share/licenses/hello/LICENSE': '%license',
  '/usr/share/doc/hello/README': '%doc',
}

function specOf(reference: Reference, name = 'hello'): Spec {
  const preamble = Object.entries({ ...SAMPLE_PREAMBLE, ...reference.preamble, Name: name })
  return {
    preamble: [...preamble.map(([name, value]) => `${name}: ${value}`), reference.more ?? ''].join('\n'),
    description: reference.text ?? 'It says hello to the world, and to nobody else.',
    entries: sample(reference.description).entries,
    directives: reference.directives ?? SAMPLE_DIRECTIVES,
    ghosts: reference.ghosts ?? '',
    sections: `${reference.sections ?? ''}\n%changelog\n${reference.changelog ?? SAMPLE_CHANGELOG}`,
    timeSeconds: SAMPLE_TIME,
    findsDependencies: reference.findsDependencies ?? false,
    payload: reference.payload ?? 'w6.gzdio',
  }
}

/** With what its files need. */
async function linkedReference(reference: Reference): Promise<Reference> {
  const { entries } = await linkedEntries(sample(reference.description).entries)
  return { ...reference, description: { ...reference.description, entries } }
}

/** Both packages, as files. */
async function bothRpms(given: Reference, name = 'hello') {
  const reference = given.findsDependencies === undefined ? given : await linkedReference(given)

  // rpmbuild's own architecture is that of this machine.
  const arch = process.arch === 'arm64' ? 'arm64' : 'amd64'
  const ours = await onDisk(await build({ arch, ...reference.description, name }))
  return { ours, theirs: await referenceRpm(specOf(reference, name)) }
}

const ALL = [...RELATIONS, ...SCRIPTS, ...FILES, ...COMPRESSION, CHANGELOG]

for (const reference of ALL) {
  testWith(
    ['rpm', 'rpmbuild', 'rpm2cpio', 'cpio'],
    `as rpmbuild builds it: ${reference.title}`,
    async () => {
      const { ours, theirs } = await bothRpms(reference)
      const view = await rpmView(theirs)
      expect(view.tags).toContain('NAME=hello')
      expect(await rpmView(ours)).toEqual(view)
    },
    120_000,
  )
}

/** Both kinds of packages in a folder each, under the same names. */
async function folders(references: readonly Reference[]) {
  const top = await temporaryDirectory()
  for (const kind of ['ours', 'theirs']) await mkdir(join(top, kind))
  for (const [at, reference] of references.entries()) {
    const both = await bothRpms(reference, `hello${at}`)
    const arch = (await run('rpm', ['-qp', '--qf', '%{ARCH}', both.theirs])).stdout
    for (const kind of ['ours', 'theirs'] as const)
      await copyFile(both[kind], join(top, kind, `hello${at}-1.2.3-1.${arch}.rpm`))
  }
  return { ours: join(top, 'ours'), theirs: join(top, 'theirs'), config: join(top, 'rpmlint.toml') }
}

/** Of a package's bytes, which differ. */
const OF_BYTES = [
  /<checksum .*<\/checksum>/g,
  /pkgid="[0-9a-f]*"/g,
  /<time file="[0-9]+"/g,
  /<size package="[0-9]+" installed="(?<installed>[0-9]+)" archive="[0-9]+"\/>/g,
  /<rpm:header-range .*\/>/g,
]

testWith(
  ['rpm', 'rpmbuild', 'rpmlint', 'createrepo_c'],
  'rpmlint and createrepo_c say the same of ours and of what rpmbuild builds',
  async () => {
    const { ours, theirs, config } = await folders(ALL.filter(({ title }) => title !== MANY_FILES))
    // Not signed yet.
    await writeFile(config, 'Filters = ["no-signature"]\n')
    // One at a time: it ends at a package that it cannot read.
    const rpmlint = async (folder: string) => {
      const files = (await readdir(folder)).filter((name) => name.endsWith('.rpm')).sort()
      const said = await abreast(files, 2, async (file) => {
        const { stdout, stderr } = await run('rpmlint', ['-c', config, file], {
          cwd: folder,
          allowFailure: true,
        })
        return `${stdout}${stderr}`
          .replaceAll(/\S*\/rpmlint\.[^/]*/g, '')
          .split('\n')
          .filter((line) => / [EWI]: /.test(line))
      })
      return said.flat().sort()
    }
    const metadata = async (folder: string, kind: string) => {
      const xml = gunzipSync(await readFile(join(folder, `repodata/${kind}.xml.gz`))).toString()
      const plain = OF_BYTES.reduce((text, pattern) => text.replaceAll(pattern, '$<installed>'), xml)
      return plain.split('<package ').sort()
    }
    const expected = await rpmlint(theirs)
    expect(expected.length).toBeGreaterThan(ALL.length)
    expect(await rpmlint(ours)).toEqual(expected)
    for (const folder of [ours, theirs]) {
      const options = ['--quiet', '--no-database', '--simple-md-filenames', '--general-compress-type=gz']
      await run('createrepo_c', [...options, folder])
    }
    for (const kind of ['primary', 'filelists', 'other'])
      expect(await metadata(ours, kind)).toEqual(await metadata(theirs, kind))
  },
  300_000,
)
