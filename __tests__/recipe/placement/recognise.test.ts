import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { FileKind } from '../../../src/recipe/placement/kind.ts'
import { recognise } from '../../../src/recipe/placement/recognise.ts'
import { png } from './sample-release.ts'

/** What is found, in one line. */
function told(path: string, content: string | Buffer): string {
  const found = recognise(path, Buffer.from(content))
  return found.kind === 'unplaced' ? `- ${found.reason}` : line(found)
}

function line(found: FileKind): string {
  switch (found.kind) {
    case 'man':
      return `man ${found.section} ${found.language ?? ''}${found.language === undefined ? '' : ' '}${found.page}`
    case 'completion':
      return `${found.shell} ${found.command}`
    case 'unit': {
      const { manager, isInstallable, isTemplate, programs } = found.unit
      const marks = `${isInstallable ? ' install' : ''}${isTemplate ? ' template' : ''}`
      return `${manager} unit ${found.name}${marks} ${programs.join(' ')}`.trim()
    }
    case 'dropIn':
      return `${found.manager} ${found.kind} ${found.unit} ${found.name} ${found.programs.join(' ')}`.trim()
    case 'dbus':
      return `dbus ${found.path} ${found.programs.join(' ')}`.trim()
    case 'configuration':
      return `configuration ${found.mode.toString(8)} ${found.path}`
    case 'desktop':
      return `${found.kind} ${found.path}`
    case 'license':
    case 'notice':
    case 'document':
    case 'sysusers':
    case 'tmpfiles':
      return `${found.kind} ${found.name}`
  }
}

const MAN = '.\\" written by hand\n.TH HELLO 1\n.SH NAME\nhello \\- greets\n'
const MDOC = '.Dd January 1, 2024\n.Dt HELLO 1\n'
const BASH = '_hello() { :; }\ncomplete -F _hello hello\n'
const ZSH = '#compdef hello\n_hello() { _arguments }\n'
const FISH = 'complete -c hello -l help\n'
const UNIT = '[Unit]\nDescription=x\n[Service]\nExecStart=/usr/bin/hello serve\n'
const INSTALLED = `${UNIT}[Install]\nWantedBy=multi-user.target\n`
const MIT = 'MIT License\n\nCopyright (c) 2024 Jane Doe\n'
const UNKNOWN = '- a file of no kind that is installed'
const ELSEWHERE = '- in a folder of examples, tests or sources'

const TABLE: readonly (readonly [path: string, content: string | Buffer, told: string])[] = [
  // Manual pages, as cargo-dist, GoReleaser, gh, ripgrep, zoxide and others have them.
  ['hello.1', MAN, 'man 1 hello.1'],
  ['doc/rg.1', MAN, 'man 1 rg.1'],
  ['manpages/hello-sub.1', MAN, 'man 1 hello-sub.1'],
  ['share/man/man1/gh.1', MAN, 'man 1 gh.1'],
  ['usr/share/man/man5/hello.conf.5', MDOC, 'man 5 hello.conf.5'],
  ['man/man1/hi.1', '.so man1/hello.1\n', 'man 1 hi.1'],
  ['man/man3/Hello::World.3pm', `${'.de Sp\n..\n'.repeat(900)}.TH x 3\n`, 'man 3 Hello::World.3pm'],
  ['man/de/man1/hello.1', MAN, 'man 1 de hello.1'],
  ['share/man/pt_BR/man1/hello.1', MAN, 'man 1 pt_BR hello.1'],
  ['man/zh_CN.UTF-8/hello.1', MAN, 'man 1 zh_CN.UTF-8 hello.1'],
  ['bin/man1/hello.1', MAN, 'man 1 hello.1'],
  ['hello-1.2.3', MAN.replace('.TH', 'TH'), UNKNOWN],
  ['man/hello.1', 'Hello.\n', '- no manual page, as it begins with neither .TH nor .Dd'],
  ['hello.1', '\0.TH x 1\n', UNKNOWN],
  ['hello.1', '', UNKNOWN],
  // Completions.
  ['completions/hello.bash', BASH, 'bash hello'],
  ['complete/rg.bash', BASH, 'bash rg'],
  ['autocomplete/bat.zsh', ZSH, 'zsh bat'],
  ['autocomplete/_fd', ZSH, 'zsh fd'],
  ['completions/_zoxide', ZSH, 'zsh zoxide'],
  ['completions/hello.fish', FISH, 'fish hello'],
  ['completions/eza', BASH, 'bash eza'],
  ['contrib/completion/bash/docker', BASH, 'bash docker'],
  ['contrib/completion/zsh/_docker', ZSH, 'zsh docker'],
  ['share/bash-completion/completions/hello', BASH, 'bash hello'],
  ['share/zsh/site-functions/_hello', ZSH, 'zsh hello'],
  ['share/fish/vendor_completions.d/hello.fish', FISH, 'fish hello'],
  ['etc/bash_completion.d/hello', BASH, 'bash hello'],
  ['shell_completions/hello-completion.bash', BASH, 'bash hello'],
  ['completions/hello.bash-completion', BASH, 'bash hello'],
  ['hello.fish', FISH, 'fish hello'],
  ['hello.bash', BASH, 'bash hello'],
  ['_hello', ZSH, 'zsh hello'],
  ['completions/hello.bash', `# long\r\n${'# x\r\n'.repeat(9_000)}${BASH}`, 'bash hello'],
  ['hello.bash', 'echo hello\n', UNKNOWN],
  ['hello.fish', 'echo hello\n', UNKNOWN],
  ['_config.yml', 'title: x\n', UNKNOWN],
  ['completions/hello.bash', 'echo\n', '- no completion of bash, as it has no command complete'],
  [
    'completions/hello.zsh',
    'compdef _hello hello\n',
    '- no completion that zsh loads by itself, as it does not begin with #compdef',
  ],
  ['complete/_rg.ps1', 'using\n', '- a completion of a shell for which packages have no place'],
  ['completions/hello.elv', 'x\n', '- a completion of a shell for which packages have no place'],
  // Licenses and documents.
  ['LICENSE', MIT, 'license LICENSE'],
  ['LICENCE.txt', MIT, 'license LICENCE.txt'],
  ['LICENSE-MIT', MIT, 'license LICENSE-MIT'],
  ['LICENSE-APACHE-2.0', MIT, 'license LICENSE-APACHE-2.0'],
  ['MIT-LICENSE', MIT, 'license MIT-LICENSE'],
  ['UNLICENSE', MIT, 'license UNLICENSE'],
  ['COPYING', MIT, 'license COPYING'],
  ['COPYING.LESSER', MIT, 'license COPYING.LESSER'],
  ['LICENSES/MIT.txt', MIT, 'license MIT.txt'],
  ['share/doc/hello/LICENSE', MIT, 'license LICENSE'],
  ['licenses/cobra/LICENSE', MIT, 'license cobra/LICENSE'],
  ['licenses/github.com/spf13/cobra/LICENSE.txt', MIT, 'license github.com/spf13/cobra/LICENSE.txt'],
  ['licenses/cobra/NOTICE', 'x', 'notice cobra/NOTICE'],
  ['licenses/cobra/cobra.go', 'x', UNKNOWN],
  ['usr/share/licenses/hello/LICENSE', MIT, 'license LICENSE'],
  ['usr/share/licenses/hello/cobra/LICENSE', MIT, 'license cobra/LICENSE'],
  ['NOTICE', 'x', 'notice NOTICE'],
  ['THIRD-PARTY-LICENSES.md', 'x', 'notice THIRD-PARTY-LICENSES.md'],
  ['README.md', '# x', 'document README.md'],
  ['README', '# x', 'document README'],
  ['README.de.md', '# x', 'document README.de.md'],
  ['README_zh-CN.md', '# x', 'document README_zh-CN.md'],
  ['CHANGELOG.md', '# x', 'document CHANGELOG.md'],
  ['NEWS', 'x', 'document NEWS'],
  ['AUTHORS', 'x', 'document AUTHORS'],
  ['doc/GUIDE.md', '# x', 'document GUIDE.md'],
  ['share/doc/hello/README.md', '# x', 'document README.md'],
  ['lib/hello/README.md', '# x', UNKNOWN],
  ['lib/hello/LICENSE', MIT, UNKNOWN],
  ['license.go', 'package x', UNKNOWN],
  ['CONTRIBUTING.md', '# x', '- for developers, and not for who has the package'],
  ['README.md', '', UNKNOWN],
  ['README.html', '<p>x', UNKNOWN],
  // Configuration.
  ['etc/hello.conf', 'x = 1\n', 'configuration 644 hello.conf'],
  ['etc/hello/hello.yaml', 'x: 1\n', 'configuration 644 hello/hello.yaml'],
  ['usr/local/etc/hello/x', 'x: 1\n', 'configuration 644 hello/x'],
  ['etc/logrotate.d/hello', '/var/log/x {}\n', 'configuration 644 logrotate.d/hello'],
  ['etc/hello/empty', '', 'configuration 644 hello/empty'],
  ['etc/cron.daily/hello', '#!/bin/sh\n', 'configuration 755 cron.daily/hello'],
  ['etc/sudoers.d/hello', 'hello ALL\n', 'configuration 440 sudoers.d/hello'],
  ['share/etc/hello.conf', 'x = 1\n', UNKNOWN],
  ['etc/freebsd-rc/syncthing', 'x', '- for one system, in a folder that /etc has not'],
  ['etc/passwd', 'x', '- a file of the system itself, which no package may bring'],
  ['etc/init.d/hello', 'x', '- a script of another init system than systemd'],
  ['etc/hello/.git', 'x', '- a hidden file'],
  ['._LICENSE', MIT, '- a hidden file'],
  ['etc/hello/a b', 'x', '- a hidden file, a backup or of a name with blanks, and so no configuration'],
  // Units of systemd, and the folders beside them.
  ['a\\x2db.service', UNIT, 'system unit a\\x2db.service /usr/bin/hello'],
  ['a\\b.service', UNIT, '- of a name with .. or unreadable characters'],
  ['hello.service', INSTALLED, 'system unit hello.service install /usr/bin/hello'],
  ['systemd/hello.socket', '[Socket]\nListenStream=1\n', 'system unit hello.socket'],
  [
    'lib/systemd/system/hello@.service',
    INSTALLED,
    'system unit hello@.service install template /usr/bin/hello',
  ],
  [
    'etc/linux-systemd/system/syncthing@.service',
    UNIT,
    'system unit syncthing@.service template /usr/bin/hello',
  ],
  ['etc/linux-systemd/user/syncthing.service', UNIT, 'user unit syncthing.service /usr/bin/hello'],
  ['user/hello.timer', '[Timer]\nOnBootSec=1\n[Install]\n', 'user unit hello.timer install'],
  ['hello.path', '[Path]\n', 'system unit hello.path'],
  ['hello.target', '[Unit]\n', 'system unit hello.target'],
  [
    'hello.service',
    '[Service]\nExecStartPre=-"/usr/bin/a b" x\nExecStart=@/usr/bin/hello \\\n  hello\nExecStop=true\n',
    'system unit hello.service /usr/bin/a b /usr/bin/hello',
  ],
  ['-Hhost.service', INSTALLED, UNKNOWN],
  ['hello.service', 'hello\n', '- no unit of systemd, as it has no section [Unit]'],
  [
    'systemd/hello.service.d/limits.conf',
    '[Service]\nLimitNOFILE=1\n',
    'system dropIn hello.service limits.conf',
  ],
  [
    'lib/systemd/user/docker.socket.d/10-hello.conf',
    '[Service]\nExecStart=/usr/bin/hello\n',
    'user dropIn docker.socket 10-hello.conf /usr/bin/hello',
  ],
  ['hello.service.d/README', 'x', UNKNOWN],
  ['conf.d/hello.conf', 'x', UNKNOWN],
  // D-Bus.
  [
    'dbus/org.example.Hello.service',
    '[D-BUS Service]\nName=org.example.Hello\nExec=/usr/bin/hello --bus\nUser = root\n',
    'dbus system-services/org.example.Hello.service /usr/bin/hello',
  ],
  [
    'share/dbus-1/services/org.example.Hello.service',
    '[D-BUS Service]\nName=org.example.Hello\nExec=/usr/bin/hello\n',
    'dbus services/org.example.Hello.service /usr/bin/hello',
  ],
  [
    'hello.service',
    '[D-BUS Service]\nName=org.example.Hello\n',
    '- a service of D-Bus that has not the name that its file says',
  ],
  [
    'etc/dbus-1/system.d/org.example.Hello.conf',
    '<!DOCTYPE busconfig>\n<busconfig/>',
    'dbus system.d/org.example.Hello.conf',
  ],
  ['dbus/session.d/hello.conf', '<busconfig>', 'dbus session.d/hello.conf'],
  ['share/dbus-1/interfaces/org.example.Hello.xml', '<node/>', 'dbus interfaces/org.example.Hello.xml'],
  ['dbus/hello.xml', '<node/>', UNKNOWN],
  ['examples/hello.service', INSTALLED, ELSEWHERE],
  ['src/man/hello.1', MAN, ELSEWHERE],
  ['.github/README.md', '# x', ELSEWHERE],
  ['sysusers.d/hello.conf', 'u hello -\n', 'sysusers hello.conf'],
  ['usr/lib/tmpfiles.d/hello.conf', 'd /run/hello\n', 'tmpfiles hello.conf'],
  ['tmpfiles.d/README', 'x', '- no file of tmpfiles.d, which ends in .conf'],
  // The desktop.
  ['hello.desktop', '[Desktop Entry]\nName=x\n', 'desktop applications/hello.desktop'],
  [
    'share/applications/org.x.Hello.desktop',
    '# x\n[Desktop Entry]\n',
    'desktop applications/org.x.Hello.desktop',
  ],
  ['hello.desktop', 'x', '- no desktop entry, as it has no [Desktop Entry]'],
  [
    'share/metainfo/org.x.Hello.metainfo.xml',
    '<?xml?><component type="x">',
    'desktop metainfo/org.x.Hello.metainfo.xml',
  ],
  ['x.appdata.xml', '<x/>', '- no AppStream metainfo, as it has no <component>'],
  ['share/icons/hicolor/128x128/apps/hello.png', png(128), 'desktop icons/hicolor/128x128/apps/hello.png'],
  ['icons/hello.png', png(48), 'desktop icons/hicolor/48x48/apps/hello.png'],
  ['icons/hello.svg', '<svg/>', 'desktop icons/hicolor/scalable/apps/hello.svg'],
  ['icons/hello.png', png(100), '- an icon of a size for which the theme hicolor has no folder'],
  ['icons/hello.png', png(48, 64), '- an icon of a size for which the theme hicolor has no folder'],
  ['share/icons/hicolor/hello.png', png(48), UNKNOWN],
  ['screenshot.png', png(48), UNKNOWN],
  // What releases have besides.
  ['Makefile', 'all:\n', UNKNOWN],
  ['install.sh', '#!/bin/sh\n', UNKNOWN],
  ['lib/hello/plugin.lua', 'x', UNKNOWN],
  ['hello.exe.config', 'x', UNKNOWN],
]

test.each(TABLE)('%s', (path, content, expected) => {
  expect(told(path, content)).toBe(expected)
})

test('any path and any bytes give a kind or a reason, and nothing leaves the folder that it goes to', () => {
  const part = fc.constantFrom(
    '..',
    '.',
    'etc',
    'man',
    'man1',
    'de',
    'systemd',
    'user',
    'completions',
    'icons',
    'hicolor',
    'doc',
    'x',
  )
  const name = fc.oneof(
    fc.constantFrom(
      'hello.1',
      '_hello',
      'hello.fish',
      'hello.service',
      'LICENSE',
      '..',
      '.1',
      'a/../b.1',
      'x.desktop',
    ),
    fc.string({ maxLength: 12, unit: 'binary' }),
  )
  const content = fc.oneof(
    fc.constantFrom(MAN, BASH, ZSH, FISH, INSTALLED, '[Desktop Entry]\n').map((it) => Buffer.from(it)),
    fc.uint8Array(),
  )
  fc.assert(
    fc.property(fc.array(part, { maxLength: 4 }), name, content, (folders, name, bytes) => {
      const found = recognise([...folders, name].join('/'), Buffer.from(bytes))
      const segments = segmentsOf(found)
      for (const segment of segments) expect(['', '.', '..']).not.toContain(segment)
    }),
    { numRuns: 5_000 },
  )
})

function segmentsOf(found: ReturnType<typeof recognise>): readonly string[] {
  if (found.kind === 'unplaced') return [found.reason]
  if (found.kind === 'man') return [found.page, found.section, found.language ?? 'C']
  if (found.kind === 'completion') return [found.command]
  return ('path' in found ? found.path : found.name).split('/')
}
