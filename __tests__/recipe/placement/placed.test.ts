import { gunzipSync } from 'node:zlib'
import { expect, test } from '@jest/globals'
import { bytesOf, contentOf } from '../../../src/content.ts'
import type { PackageDescription } from '../../../src/recipe/description.ts'
import type { KnownFile } from '../../../src/recipe/placement/kind.ts'
import { withPlacedFiles } from '../../../src/recipe/placement/placed.ts'
import { recognise } from '../../../src/recipe/placement/recognise.ts'
import { describe as described } from '../../support/publishing.ts'
import { CARGO_DIST_FILES } from './sample-release.ts'

const PLAIN = described({ name: 'greet' })

function known(files: Readonly<Record<string, string | Buffer>>): readonly KnownFile[] {
  return Object.entries(files).flatMap(([path, content]) => {
    const bytes = Buffer.from(content)
    const file = recognise(path, bytes)
    return file.kind === 'unplaced' ? [] : [{ file, content: contentOf(bytes) }]
  })
}

function lines({ entries }: PackageDescription): readonly string[] {
  return entries.slice(PLAIN.entries.length).map((entry) => {
    if (entry.type !== 'file') return `${entry.type} ${entry.path}`
    const { role = '-', language = '', mode, path } = entry
    return `${mode.toString(8)} ${role} ${path} ${language}`.trim()
  })
}

const COMMON = [
  '644 config /etc/greet/greet.conf',
  '644 - /usr/lib/systemd/system/greet-often.service',
  '644 - /usr/lib/systemd/system/greet-often.timer',
  '644 - /usr/lib/systemd/system/greet.service',
  '644 - /usr/lib/systemd/system/greet@.service',
  '644 - /usr/lib/systemd/user/greet-me.service',
  '644 - /usr/lib/sysusers.d/greet.conf',
  '644 - /usr/lib/tmpfiles.d/greet.conf',
  '644 - /usr/share/applications/greet.desktop',
  '644 - /usr/share/bash-completion/completions/greet',
]
const MORE = [
  '644 - /usr/share/fish/vendor_completions.d/greet.fish',
  '644 - /usr/share/icons/hicolor/48x48/apps/greet.png',
]
const PAGES = [
  '644 doc /usr/share/man/de/man1/greet.1.gz de',
  '644 doc /usr/share/man/man1/greet.1.gz',
  '644 - /usr/share/metainfo/com.example.greet.metainfo.xml',
]

test('each file goes where Debian has it', async () => {
  const description = await withPlacedFiles(PLAIN, known(CARGO_DIST_FILES), 'deb')
  expect(lines(description)).toEqual([
    ...COMMON,
    '644 doc /usr/share/doc/greet/NOTICE',
    '644 doc /usr/share/doc/greet/README.md',
    ...MORE,
    ...PAGES,
    '644 - /usr/share/zsh/vendor-completions/_greet',
  ])
  expect(description.deb?.licenseTexts).toEqual([expect.stringContaining('MIT License')])
  expect(Object.keys(description.scripts ?? {})).toEqual(['afterInstall', 'beforeRemove', 'afterRemove'])
  expect(description.scripts?.beforeRemove).toContain('deb-systemd-invoke stop')
  expect(description.depends).toEqual(['systemd | systemd-standalone-sysusers | systemd-sysusers'])
})

test('each file goes where rpm distributions have it, with the folders that are its own', async () => {
  const description = await withPlacedFiles(PLAIN, known(CARGO_DIST_FILES), 'rpm')
  expect(lines(description)).toEqual([
    ...COMMON,
    '644 doc /usr/share/doc/greet/README.md',
    ...MORE,
    '644 license /usr/share/licenses/greet/LICENSE-MIT',
    '644 license /usr/share/licenses/greet/NOTICE',
    ...PAGES,
    '644 - /usr/share/zsh/site-functions/_greet',
    'directory /etc/greet',
    'directory /usr/share/doc/greet',
    'directory /usr/share/licenses/greet',
  ])
  expect(description.depends).toEqual([])
  expect(description.scripts?.beforeRemove).toContain('systemd-update-helper remove-system-units')
})

test('folders in /etc that others share are not owned', async () => {
  const files = known({
    'etc/logrotate.d/greet': 'x',
    'etc/default/greet': 'x',
    'etc/greet/conf.d/a': 'x',
    'etc/greet.conf': 'x',
  })
  const { entries } = await withPlacedFiles(PLAIN, files, 'rpm')
  const folders = entries.flatMap(({ type, path }) => (type === 'directory' ? [path] : []))
  expect(folders).toEqual(['/etc/greet', '/etc/greet/conf.d'])
})

test('what runs a script of cron is known', async () => {
  const files = known({ 'etc/cron.daily/greet': '#!/bin/dash\n', 'etc/greet.conf': '# x\n' })
  const { entries } = await withPlacedFiles(PLAIN, files, 'rpm')
  expect(entries.slice(1)).toMatchObject([
    { path: '/etc/cron.daily/greet', mode: 0o755, interpreters: ['/bin/dash'] },
    { path: '/etc/greet.conf' },
  ])
  expect(entries[2]).not.toHaveProperty('interpreters')
})

test('manual pages are compressed, and documents in Debian that are not small', async () => {
  const page = '.TH GREET 1\n'
  const readme = (sizeBytes: number) => known({ 'README.md': 'x'.repeat(sizeBytes), 'greet.1': page })
  const placed = async (files: readonly KnownFile[], format: 'deb' | 'rpm') =>
    (await withPlacedFiles(PLAIN, files, format)).entries.slice(1)
  const paths = async (sizeBytes: number, format: 'deb' | 'rpm') =>
    (await placed(readme(sizeBytes), format)).map(({ path }) => path.replace('/usr/share/', ''))
  expect(await paths(4096, 'deb')).toEqual(['doc/greet/README.md', 'man/man1/greet.1.gz'])
  expect(await paths(4097, 'deb')).toEqual(['doc/greet/README.md.gz', 'man/man1/greet.1.gz'])
  expect(await paths(4097, 'rpm')).toEqual(['doc/greet/README.md', 'man/man1/greet.1.gz', 'doc/greet'])
  const entry = (await placed(readme(1), 'rpm')).find(({ path }) => path.endsWith('.1.gz'))
  const bytes = await bytesOf(entry?.type === 'file' ? entry.content : contentOf(Buffer.alloc(0)), 1e4, 'it')
  expect(gunzipSync(bytes).toString()).toBe(page)
  // RFC 1952: no name, no time, level 9, no system.
  expect(bytes.subarray(0, 10).toString('hex')).toBe('1f8b08000000000002ff')
})

test('a changelog does not take the place of the package’s own', async () => {
  const { entries } = await withPlacedFiles(PLAIN, known({ changelog: 'x' }), 'deb')
  expect(entries.map(({ path }) => path)).toContain('/usr/share/doc/greet/changelog.upstream')
})

test('in a .deb with a revision the makers’ changelog has the name that Policy gives it', async () => {
  const files = known({ CHANGES: 'old', 'CHANGELOG.md': '# x', NEWS: 'x' })
  const { entries } = await withPlacedFiles({ ...PLAIN, release: '1' }, files, 'deb')
  expect(entries.map(({ path }) => path).slice(1)).toEqual([
    '/usr/share/doc/greet/CHANGES',
    '/usr/share/doc/greet/NEWS',
    '/usr/share/doc/greet/changelog.gz',
  ])
})

test('in an rpm, which has no other changelog, the makers’ keeps its name', async () => {
  const { entries } = await withPlacedFiles({ ...PLAIN, release: '1' }, known({ CHANGELOG: 'x' }), 'rpm')
  expect(entries.map(({ path }) => path)).toContain('/usr/share/doc/greet/CHANGELOG')
})

test('without files nothing changes', async () => {
  expect(await withPlacedFiles(PLAIN, [], 'deb')).toBe(PLAIN)
  for (const format of ['deb', 'rpm'] as const) {
    const description = await withPlacedFiles(PLAIN, known({ 'README.md': 'x' }), format)
    expect(description).not.toHaveProperty('scripts')
    expect(description.depends).toEqual([])
    expect(description.deb ?? {}).toStrictEqual({})
  }
})

test('the words of a package’s own licenses come first, each once, in the order of their names', async () => {
  const licenses = {
    'licenses/cobra/LICENSE': 'cobra',
    'LICENSE-MIT': 'mit',
    'LICENSES/Zlib.txt': 'zlib',
    'LICENSE-APACHE': 'apache',
    COPYING: 'mit',
    'licenses/Beta/LICENSE': 'beta',
    NOTICE: 'x',
  }
  const files = known(licenses)
  for (const some of [files, files.toReversed()]) {
    const { deb } = await withPlacedFiles({ ...PLAIN, deb: { section: 'net' } }, some, 'deb')
    expect(deb).toEqual({ section: 'net', licenseTexts: ['mit', 'apache', 'zlib', 'beta', 'cobra'] })
  }
})

test('an rpm owns the folders in /etc that have its name or that of one of its programs, and no others', async () => {
  const own = ['Greet/conf.d/a', 'planet/planet.conf']
  const others = (
    'NetworkManager/dispatcher.d/50-greet libvirt/hooks/greet prometheus/rules.yml default/greet ' +
    'sysconfig/greet opt/greet/x xdg/autostart/greet.x X11/greet cron.d/greet'
  ).split(' ')
  const files = known(Object.fromEntries([...own, ...others].map((path) => [`etc/${path}`, 'x'])))
  expect(files).toHaveLength(own.length + others.length)
  const [greet] = PLAIN.entries
  if (greet === undefined) throw new Error('greet has a program')
  const two = { ...PLAIN, entries: [greet, { ...greet, path: '/usr/bin/planet' }] }
  const foldersOf = ({ entries }: PackageDescription) =>
    entries.flatMap(({ type, path }) => (type === 'directory' ? [path] : []))
  expect(foldersOf(await withPlacedFiles(two, files, 'rpm'))).toEqual([
    '/etc/Greet',
    '/etc/Greet/conf.d',
    '/etc/planet',
  ])
  // A package may be called as a folder that all have.
  for (const name of ['default', 'sysconfig', 'xdg', 'x11', 'opt'])
    expect(foldersOf(await withPlacedFiles({ ...two, name }, files, 'rpm'))).toEqual([
      '/etc/Greet',
      '/etc/Greet/conf.d',
      '/etc/planet',
    ])
})

test('licenses of one name, and all that tell of changes, have names of their own', async () => {
  const files = known({
    LICENSE: 'License of greet\n',
    'licenses/cobra/LICENSE': 'License of cobra\n',
    'licenses/pflag/LICENSE': 'License of pflag\n',
    'licenses/copy/LICENSE': 'License of pflag\n',
    'licenses/pflag/NOTICE': 'x',
    CHANGELOG: 'x',
    CHANGES: 'y',
    'CHANGELOG.md': 'z',
  })
  const pathsOf = (description: PackageDescription) =>
    lines(description).flatMap((line) => /(?:license|doc) \/usr\/share\/(\S+)/.exec(line)?.[1] ?? [])
  const deb = await withPlacedFiles(PLAIN, files, 'deb')
  expect(pathsOf(deb)).toEqual([
    'doc/greet/CHANGELOG.md',
    'doc/greet/CHANGELOG.upstream',
    'doc/greet/CHANGES',
    'doc/greet/pflag/NOTICE',
  ])
  expect(deb.deb?.licenseTexts).toEqual(['License of greet\n', 'License of cobra\n', 'License of pflag\n'])
  const rpm = await withPlacedFiles(PLAIN, files, 'rpm')
  expect(pathsOf(rpm)).toEqual([
    'doc/greet/CHANGELOG',
    'doc/greet/CHANGELOG.md',
    'doc/greet/CHANGES',
    'licenses/greet/LICENSE',
    'licenses/greet/cobra/LICENSE',
    'licenses/greet/copy/LICENSE',
    'licenses/greet/pflag/LICENSE',
    'licenses/greet/pflag/NOTICE',
  ])
  expect(rpm.entries).toContainEqual({
    type: 'directory',
    path: '/usr/share/licenses/greet/cobra',
    mode: 0o755,
  })
})

test('drop-ins and what is for D-Bus go below systemd and dbus-1; an rpm owns the folders of drop-ins', async () => {
  const files = known({
    'systemd/greet.service.d/limits.conf': '[Service]\nLimitNOFILE=1\n',
    'dbus-1/system.d/org.example.Greet.conf': '<busconfig/>',
  })
  const paths = [
    '/usr/lib/systemd/system/greet.service.d/limits.conf',
    '/usr/share/dbus-1/system.d/org.example.Greet.conf',
  ].map((path) => `644 - ${path}`)
  expect(lines(await withPlacedFiles(PLAIN, files, 'deb'))).toEqual(paths)
  expect(lines(await withPlacedFiles(PLAIN, files, 'rpm'))).toEqual([
    ...paths,
    'directory /usr/lib/systemd/system/greet.service.d',
  ])
})
