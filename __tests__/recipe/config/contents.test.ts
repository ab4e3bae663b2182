import { describe, expect, test } from '@jest/globals'
import type { PackagedEntry, PackageDescription } from '../../../src/recipe/description.ts'
import { type Files, both, faultsOf, read, textOf } from './describing.ts'

const FILES: Files = {
  'dist/hello': { text: 'hello', mode: 0o775 },
  'dist/lost': { text: 'lost', mode: 0o664 },
  LICENSE: 'mit',
  'etc/app.conf': 'a=1',
  'etc/conf.d/x.conf': 'x=1',
  'etc/link': { target: 'app.conf' },
  'man/a.1': '.TH a',
  'man/b.1': '.TH b',
  'man/c.5': '.TH c',
  'tree/usr/share/app/data': { text: 'd', mode: 0o600 },
  'tree/usr/share/app/private': { folder: true, mode: 0o750 },
  'tree/opt/x-common/y': 'y',
  'odd/[x].txt': 'x',
  'log/app-1': '',
  'log/app-2': '',
  'log/app/x': '',
  'lot/app-1': '',
  'ma/x': '',
  'mb/x': '',
}

const items = (...lines: readonly string[]) => `contents:\n${lines.map((line) => `  - ${line}\n`).join('')}`

/** An entry as a line: type, mode, path. */
function line(entry: PackagedEntry): string {
  if (entry.type === 'symlink') return `link ${entry.path} -> ${entry.target}`
  return `${entry.type === 'file' ? 'file' : 'dir'} ${entry.mode.toString(8)} ${entry.path}`
}
const lines = ({ entries }: PackageDescription) => entries.map(line)

describe('types', () => {
  test.each([
    ['file', 'file 755 /usr/bin/hello', {}],
    ['config', 'file 755 /usr/bin/hello', { role: 'config', policy: { noReplace: false, missingOk: false } }],
    [
      'config|noreplace',
      'file 755 /usr/bin/hello',
      { role: 'config', policy: { noReplace: true, missingOk: false } },
    ],
    [
      'config|missingok',
      'file 755 /usr/bin/hello',
      { role: 'config', policy: { noReplace: false, missingOk: true } },
    ],
    ['doc', 'file 755 /usr/bin/hello', { role: 'doc' }],
    ['license', 'file 755 /usr/bin/hello', { role: 'license' }],
    ['licence', 'file 755 /usr/bin/hello', { role: 'license' }],
    ['readme', 'file 755 /usr/bin/hello', { role: 'readme' }],
    ['symlink', 'link /usr/bin/hello -> dist/hello', {}],
  ])('%s', async (type, expected, meaning) => {
    const { deb, rpm } = await both(items(`{src: dist/hello, dst: /usr/bin/hello, type: "${type}"}`), FILES)
    for (const description of [deb, rpm]) {
      expect(lines(description)).toEqual([expected])
      const { role, policy } = description.entries[0] as { role?: string; policy?: object }
      expect({ ...(role && { role }), ...(policy && { policy }) }).toEqual(meaning)
    }
  })

  test('dir', async () => {
    const { deb } = await both(
      items(
        '{dst: /var/lib/app/, type: dir}',
        '{dst: /var/lib/app/own, type: dir, file_info: {mode: 0700, owner: app, group: adm}}',
        '{src: tree/usr/share/app/private, dst: /srv/p, type: dir}',
        '{dst: /var/lib/app/user, type: dir, file_info: {owner: app}}',
      ),
      FILES,
    )
    expect(lines(deb)).toEqual([
      'dir 750 /srv/p',
      'dir 755 /var/lib/app',
      'dir 700 /var/lib/app/own',
      'dir 755 /var/lib/app/user',
    ])
    expect(deb.entries[2]).toMatchObject({ owner: 'app', group: 'adm' })
  })

  test('ghost: of the rpm alone', async () => {
    const { deb, rpm } = await both(
      items(
        '{dst: /var/log/a.log, type: ghost}',
        '{dst: /var/log/b.log, type: ghost, file_info: {mode: 0600, owner: app}}',
        '{dst: /var/log/c.log, type: ghost, file_info: {owner: app}}',
      ),
    )
    expect(deb.entries).toEqual([])
    expect(rpm.entries).toEqual([])
    expect(rpm.rpm?.ghosts).toEqual([
      { path: '/var/log/a.log', mode: 0o644 },
      { path: '/var/log/b.log', mode: 0o600, owner: 'app' },
      { path: '/var/log/c.log', mode: 0o644, owner: 'app' },
    ])
  })

  test('tree: folders of the system are nobody’s, others are the package’s', async () => {
    const { deb, rpm } = await both(items('{src: tree, dst: /, type: tree}'), FILES)
    const expected = [
      'dir 755 /opt/x-common',
      'file 644 /opt/x-common/y',
      'dir 755 /usr/share/app',
      'file 600 /usr/share/app/data',
      'dir 750 /usr/share/app/private',
    ]
    expect(lines(deb)).toEqual(expected)
    expect(lines(rpm)).toEqual(expected)
  })

  test('tree: disown_subtree takes folders out, and not what is in them', async () => {
    const { rpm } = await both(
      items('{src: tree/opt, dst: /srv/opt, type: tree, disown_subtree: [/srv/opt, /srv/opt/*-common]}'),
      FILES,
    )
    expect(lines(rpm)).toEqual(['file 644 /srv/opt/x-common/y'])
  })

  test('tree: disown_subtree takes a folder with its slash, or without the first one', async () => {
    for (const glob of ['/srv/opt/', 'srv/opt', 'srv/*/'])
      expect(
        lines(
          (
            await both(
              items(`{src: tree/opt, dst: /srv/opt, type: tree, disown_subtree: ["${glob}"]}`),
              FILES,
            )
          ).rpm,
        ),
      ).toEqual(['dir 755 /srv/opt/x-common', 'file 644 /srv/opt/x-common/y'])
    const { rpm } = await both(
      items('{src: tree/opt, dst: /srv/opt, type: tree, disown_subtree: [/]}'),
      FILES,
    )
    expect(lines(rpm)[0]).toBe('dir 755 /srv/opt')
  })

  test('tree: whose it is may be said without a mode', async () => {
    const { rpm } = await both(
      items('{src: tree/opt, dst: /srv, type: tree, file_info: {owner: app}}'),
      FILES,
    )
    expect(lines(rpm)).toEqual(['dir 755 /srv/x-common', 'file 644 /srv/x-common/y'])
    expect(rpm.entries.map((entry) => entry.owner)).toEqual(['app', 'app'])
  })

  test('tree: a mode is for all, and folders can be entered', async () => {
    const { rpm } = await both(
      items('{src: tree/opt, dst: /srv, type: tree, file_info: {mode: 0640, owner: app}}'),
      FILES,
    )
    expect(lines(rpm)).toEqual(['dir 750 /srv/x-common', 'file 640 /srv/x-common/y'])
    expect(rpm.entries[0]).toMatchObject({ owner: 'app' })
  })

  test.each([
    ['config|tree', { noReplace: false, missingOk: false }],
    ['config|noreplace|tree', { noReplace: true, missingOk: false }],
    ['config|missingok|tree', { noReplace: false, missingOk: true }],
  ])('%s: each file is one of configuration, links and folders are not', async (type, policy) => {
    const { rpm } = await both(items(`{src: etc, dst: /etc/app, type: "${type}"}`), FILES)
    expect(lines(rpm)).toEqual([
      'dir 755 /etc/app',
      'file 644 /etc/app/app.conf',
      'dir 755 /etc/app/conf.d',
      'file 644 /etc/app/conf.d/x.conf',
      'link /etc/app/link -> app.conf',
    ])
    expect(rpm.entries.filter((it) => it.type === 'file').map((it) => [it.role, it.policy])).toEqual([
      ['config', policy],
      ['config', policy],
    ])
    expect(rpm.entries.filter((it) => 'role' in it)).toHaveLength(2)
  })

  test('two trees may share folders', async () => {
    const files = { 'a/app/x': '', 'b/app/y': '' }
    const { rpm } = await both(
      items('{src: a, dst: /opt, type: tree}', '{src: b, dst: /opt, type: tree}'),
      files,
    )
    expect(lines(rpm)).toEqual(['dir 755 /opt/app', 'file 644 /opt/app/x', 'file 644 /opt/app/y'])
  })
})

describe('paths', () => {
  test.each([
    ['a file', '{src: LICENSE, dst: /x/y}', ['/x/y']],
    ['a file into a folder', '{src: LICENSE, dst: /x/}', ['/x/LICENSE']],
    ['a path without its slash, not normal', '{src: LICENSE, dst: x//./z/../y}', ['/x/y']],
    ['above the root', '{src: LICENSE, dst: ../../x}', ['/x']],
    ['a folder', '{src: etc/, dst: /x}', ['/x/app.conf', '/x/conf.d/x.conf', '/x/link']],
    ['a folder, flat', '{src: etc, dst: /x/}', ['/x/app.conf', '/x/link', '/x/x.conf']],
    ['a pattern', '{src: "man/*.1", dst: /m}', ['/m/a.1', '/m/b.1']],
    ['a pattern of one file', '{src: "./man/*.5", dst: /m}', ['/m/c.5']],
    ['letters', '{src: "man/[a-b].1", dst: /m}', ['/m/a.1', '/m/b.1']],
    ['other letters', '{src: "man/[!a].1", dst: /m}', ['/m/b.1']],
    ['one letter', '{src: "man/?.5", dst: /m}', ['/m/c.5']],
    ['choices', '{src: "man/{a,c}.*", dst: /m}', ['/m/a.1', '/m/c.5']],
    ['any depth', '{src: "etc/**/*.conf", dst: /m}', ['/m/app.conf', '/m/conf.d/x.conf']],
    ['files whose names begin alike', '{src: "log/app-*", dst: /m}', ['/m/app-1', '/m/app-2']],
    ['one whose name begins as a folder’s', '{src: "log/*", dst: /m}', ['/m/app-1', '/m/app-2', '/m/app/x']],
    [
      'files of folders whose names begin alike',
      '{src: "lo?*/*-1", dst: /m}',
      ['/m/log/app-1', '/m/lot/app-1'],
    ],
    ['folders of one letter that differs', '{src: "m?/x", dst: /m}', ['/m/ma/x', '/m/mb/x']],
    ['files at the top', '{src: "[Lx]*", dst: /m}', ['/m/LICENSE']],
    ['slashes behind a folder', '{src: LICENSE, dst: /x///}', ['/x/LICENSE']],
    ['a pattern of folders', '{src: "et*", dst: /m}', ['/m/app.conf', '/m/conf.d/x.conf', '/m/link']],
    ['folders of a pattern', '{src: "*/*.1", dst: /m/}', ['/m/a.1', '/m/b.1']],
    ['an escaped pattern', '{src: "odd/\\\\[x\\\\].txt", dst: /m}', ['/m/[x].txt']],
  ])('%s', async (_, item, paths) => {
    const { deb, rpm } = await both(items(item), FILES)
    expect(deb.entries.map(({ path }) => path)).toEqual(paths)
    expect(rpm.entries.map(({ path }) => path)).toEqual(paths)
  })

  test('slashes behind a path are none of it', async () => {
    const { rpm } = await both(
      items(
        '{dst: /a///, type: dir}',
        '{dst: /b//, type: ghost}',
        '{src: x, dst: /c//, type: symlink}',
        '{dst: ///, type: dir}',
      ),
    )
    expect(rpm.entries.map(({ path }) => path)).toEqual(['/', '/a', '/c'])
    expect(rpm.rpm?.ghosts?.map(({ path }) => path)).toEqual(['/b'])
  })

  test('variables lose the blanks around them', async () => {
    const text = items('{src: " $F ", dst: " $D ", expand: true}', '{dst: /d, type: dir, expand: true}')
    const { deb } = await both(text, FILES, { env: { F: ' LICENSE', D: '/x ' } })
    expect(deb.entries.map(({ path }) => path)).toEqual(['/d', '/x'])
  })

  test('without globbing a name is a name', async () => {
    const { deb } = await both(`disable_globbing: true\n${items('{src: "odd/[x].txt", dst: /x}')}`, FILES)
    expect(await textOf(deb, '/x')).toBe('x')
  })

  test('variables, where the item asks for them', async () => {
    const env = { NAME: 'hello', DIR: '/usr/bin' }
    const text = items(
      '{src: "dist/${NAME}", dst: "$DIR/${NAME}", expand: true}',
      '{src: LICENSE, dst: "/doc/${NAME}"}',
    )
    const { deb } = await both(text, FILES, { env })
    expect(deb.entries.map(({ path }) => path)).toEqual(['/doc/${NAME}', '/usr/bin/hello'])
  })
})

describe('attributes', () => {
  test('modes come from the source, less what the group and others may write', async () => {
    const { deb } = await both(items('{src: "dist/*", dst: /opt}'), FILES)
    expect(lines(deb)).toEqual(['file 755 /opt/hello', 'file 644 /opt/lost'])
  })

  test('a command can be run, though its source lost that', async () => {
    const { deb } = await both(
      items('{src: dist/lost, dst: /usr/bin/}', '{src: dist/lost, dst: /usr/local/sbin/}'),
      FILES,
    )
    expect(lines(deb)).toEqual(['file 755 /usr/bin/lost', 'file 755 /usr/local/sbin/lost'])
  })

  test.each([
    ['0644', 0o644],
    ['0o4755', 0o4755],
    ['"0600"', 0o600],
    ['420', 0o644],
    ['493', 0o755],
  ])('mode %s', async (mode, expected) => {
    const { deb } = await both(items(`{src: LICENSE, dst: /x, file_info: {mode: ${mode}}}`), FILES)
    expect(deb.entries[0]).toMatchObject({ mode: expected })
  })

  test('a mode that is given is not masked', async () => {
    const { deb } = await both(
      `umask: 0077\n${items('{src: LICENSE, dst: /x, file_info: {mode: 0666}}')}`,
      FILES,
    )
    expect(deb.entries[0]).toMatchObject({ mode: 0o666 })
  })

  test('owner, group, time and language', async () => {
    const info = 'owner: app, group: adm, mtime: 2008-01-02T15:04:05Z, lang: de'
    const { rpm } = await both(items(`{src: LICENSE, dst: /x, file_info: {${info}}}`), FILES)
    expect(rpm.entries[0]).toMatchObject({
      owner: 'app',
      group: 'adm',
      modifiedSeconds: 1_199_286_245,
      language: 'de',
    })
  })
})

describe('formats', () => {
  test('an item of another format is left out', async () => {
    const text = items(
      '{src: LICENSE, dst: /x, packager: deb}',
      '{src: etc/app.conf, dst: /x, packager: rpm}',
      '{src: nothing, dst: /x, packager: apk}',
    )
    const { deb, rpm } = await both(text, FILES)
    expect(await textOf(deb, '/x')).toBe('mit')
    expect(await textOf(rpm, '/x')).toBe('a=1')
  })

  test.each(['doc', 'license', 'licence', 'readme'])('a %s gives way in a deb alone', async (type) => {
    const text = items(`{src: LICENSE, dst: /x, type: ${type}}`, '{src: etc/app.conf, dst: /x}')
    const { packages } = await read(text, FILES, { formats: ['deb'] })
    expect(await textOf(packages[0]!.description, '/x')).toBe('a=1')
    expect(await faultsOf(text, FILES, { formats: ['rpm'] })).toEqual([
      expect.stringMatching(/^nfpm\.yaml:3:\d+: \/x is in the package already, from nfpm\.yaml:2:25$/),
    ])
  })

  test('a file of a tree and a file want one path', async () => {
    const text = items('{src: a, dst: /opt, type: tree}', '{src: b, dst: /opt, type: tree}')
    expect(await faultsOf(text, { 'a/x': '', 'b/x': '' }, { formats: ['deb'] })).toEqual([
      'nfpm.yaml:3:19: /opt/x is in the package already, from nfpm.yaml:2:19',
    ])
  })

  test('a document gives way in a deb, where nFPM leaves it out', async () => {
    const text = items('{src: LICENSE, dst: /x, type: doc}', '{src: etc/app.conf, dst: /x, packager: deb}')
    const { deb, rpm } = await both(text, FILES)
    expect(await textOf(deb, '/x')).toBe('a=1')
    expect(await textOf(rpm, '/x')).toBe('mit')
  })
})

test.each<readonly [string, string, string]>([
  ['no dst', '{src: LICENSE}', 'nfpm.yaml:2:5: dst is needed: the path in the package'],
  ['no src', '{dst: /x}', 'nfpm.yaml:2:5: src is needed: the file to package'],
  ['no target', '{dst: /x, type: symlink}', 'nfpm.yaml:2:5: src is needed: what the link points to'],
  ['no file', '{src: none, dst: /x}', 'nfpm.yaml:2:11: src: there is no file none'],
  [
    'no expand',
    '{src: "dist/${ARCH}", dst: /x}',
    'nfpm.yaml:2:11: src: dist/${ARCH} matches no file; variables are put in where the item has expand: true',
  ],
  ['expanded', '{src: "none/$A*", dst: /x, expand: true}', 'nfpm.yaml:2:11: src: none/* matches no file'],
  [
    'no expand of a name',
    '{src: "dist/$ARCH", dst: /x}',
    'nfpm.yaml:2:11: src: there is no file dist/$ARCH; variables are put in where the item has expand: true',
  ],
  [
    'a variable of a variable',
    '{src: "no/$D", dst: /x, expand: true}',
    'nfpm.yaml:2:11: src: there is no file no/$X',
  ],
  ['a dollar', '{src: "dist/$1", dst: /x}', 'nfpm.yaml:2:11: src: there is no file dist/$1'],
  ['no src of a tree', '{dst: /x, type: tree}', 'nfpm.yaml:2:5: src is needed: the file to package'],
  [
    'no folder at all',
    '{src: none, dst: /x, type: tree}',
    'nfpm.yaml:2:11: src: none is not there; a tree needs a folder',
  ],
  [
    'a link for a folder',
    '{src: etc/link, dst: /x, type: tree}',
    'nfpm.yaml:2:11: src: etc/link is a symlink; a tree needs a folder',
  ],
  [
    'nothing to take a mode from',
    '{src: none, dst: /x, type: dir}',
    'nfpm.yaml:2:11: src: none is no folder to take the mode from',
  ],
  [
    'an empty src',
    '{src: "$NONE", dst: /x, expand: true}',
    'nfpm.yaml:2:11: src is needed: the file to package',
  ],
  [
    'an empty dst',
    '{src: LICENSE, dst: "$NONE", expand: true}',
    'nfpm.yaml:2:25: dst is needed: the path in the package',
  ],
  ['no match', '{src: "none/*", dst: /x}', 'nfpm.yaml:2:11: src: none/* matches no file'],
  [
    'no pattern',
    '{src: "man/[z-a]", dst: /x}',
    'nfpm.yaml:2:5: "[z-a]" is no pattern: its ranges run backwards',
  ],
  [
    'no tree',
    '{src: LICENSE, dst: /x, type: tree}',
    'nfpm.yaml:2:11: src: LICENSE is a file; a tree needs a folder',
  ],
  [
    'no folder',
    '{src: LICENSE, dst: /x, type: dir}',
    'nfpm.yaml:2:11: src: LICENSE is no folder to take the mode from',
  ],
  [
    'empty folder',
    '{src: tree/usr/share/app/private, dst: /x}',
    'nfpm.yaml:2:11: src: the folder tree/usr/share/app/private holds no file',
  ],
])('%s', async (_, item, message) => {
  expect(await faultsOf(items(item), FILES, { env: { D: '$X' } })).toEqual([message])
})

test('a variable that is not set is told of with the key that it is in', async () => {
  const { notes } = await read(items('{src: "LICENSE$NONE", dst: "/x$NO", expand: true}'), FILES)
  expect(notes.map(({ message }) => message)).toEqual([
    'src: the variable NONE is not set, and stands for nothing',
    'dst: the variable NO is not set, and stands for nothing',
  ])
})

test('a ghost wants a path that is taken', async () => {
  const text = items('{src: LICENSE, dst: /x}', '{type: ghost, dst: /x}')
  expect(await faultsOf(text, FILES, { formats: ['rpm'] })).toEqual([
    'nfpm.yaml:3:24: /x is in the package already, from nfpm.yaml:2:25',
  ])
})

test('a deb has no ghosts, and another file at their path', async () => {
  const text = items('{dst: /x, type: ghost}', '{src: LICENSE, dst: /x}')
  const { packages } = await read(text, FILES, { formats: ['deb'] })
  expect(lines(packages[0]!.description)).toEqual(['file 644 /x'])
})

test.each([
  ['{src: LICENSE, dst: /y/../x}'],
  ['{src: LICENSE, dst: /x, type: ghost}'],
  ['{dst: /x, type: dir}'],
])('a path can be had once: %s', async (second) => {
  const messages = await faultsOf(items('{src: LICENSE, dst: /x}', second), FILES, { formats: ['rpm'] })
  expect(messages).toEqual([
    expect.stringMatching(/^nfpm\.yaml:3:\d+: \/x is in the package already, from nfpm\.yaml:2:25$/),
  ])
})

test('two documents want one path of a deb', async () => {
  const item = '{src: LICENSE, dst: /x, type: doc}'
  expect(await faultsOf(items(item, item), FILES, { formats: ['deb'] })).toHaveLength(1)
})
