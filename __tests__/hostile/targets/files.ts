import { classify } from '../../../src/artifacts/artifact.ts'
import { readCandidate } from '../../../src/artifacts/companion.ts'
import { readLinks } from '../../../src/artifacts/elf.ts'
import { contentOf } from '../../../src/content.ts'
import { copyrightHolders } from '../../../src/deb/license-text.ts'
import { placeOf } from '../../../src/recipe/placement/place.ts'
import { armAttributes, elfFile, goBuild } from '../../artifacts/elf-file.ts'
import { linkedElf } from '../../artifacts/linked-elf.ts'
import { type Target, promised } from '../engine/target.ts'
import { byteMutations, wordMutation } from '../mutations/bytes.ts'
import { textMutations } from '../mutations/text.ts'

async function readElf(input: Buffer): Promise<void> {
  await classify({ source: 'dist/hello', fileName: 'hello', content: contentOf(input) })
  await readLinks(contentOf(input), 'dist/hello')
}

/** A file of a release: its path in the first line, then what it holds. */
async function readFile(input: Buffer): Promise<void> {
  const cut = Math.max(input.indexOf('\n'), 0)
  const [path, bytes] = [input.toString('utf8', 0, cut), input.subarray(cut + 1)]
  const { verdicts } = await readCandidate(path, bytes.subarray(0, 1_024), async () => bytes.subarray(1_024))
  for (const verdict of [verdicts.atTop, verdicts.below]) {
    if (verdict.kind === 'unplaced') continue
    for (const format of ['deb', 'rpm'] as const) {
      const place = placeOf(verdict, format, 'hello')
      if (place === undefined) continue
      promised(
        place.path.startsWith('/') && !place.path.split('/').includes('..') && !/\p{Cc}/u.test(place.path),
        `files of a release go to places of the system: ${place.path}`,
      )
    }
  }
  copyrightHolders([bytes.toString('utf8')])
}

const UNIT =
  '[Unit]\nDescription=x\n[Service]\nExecStart=-/usr/local/bin/hello --flag "a b" \\\n  more\nExecStartPre=@/bin/x y\nUser=hello\n[Install]\nWantedBy=multi-user.target\nAlias=hi.service\n'
const DESKTOP = '[Desktop Entry]\nType=Application\nName=Hello\nExec=hello %F\nIcon=hello\n'
const FILES = [
  ['systemd/hello@.service', UNIT],
  ['lib/systemd/system/hello.service.d/10-x.conf', UNIT],
  ['user/hello.timer', UNIT],
  ['sysusers.d/hello.conf', 'u hello - "Hello" /var/lib/hello\n'],
  ['hello.desktop', DESKTOP],
  ['share/icons/hicolor/48x48/apps/hello.png', '\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x000\0\0\x000\b\x06'],
  ['hello.svg', '<svg xmlns="http://www.w3.org/2000/svg" width="10"/>'],
  [
    'dbus-1/system-services/org.example.Hello.service',
    '[D-BUS Service]\nName=org.example.Hello\nExec=/usr/bin/hello\n',
  ],
  ['share/dbus-1/system.d/org.example.Hello.conf', '<!DOCTYPE busconfig PUBLIC "x" "y">\n<busconfig/>\n'],
  ['completions/hello.bash', '# bash completion for hello\ncomplete -F _hello hello\n'],
  ['autocomplete/_hello', '#compdef hello\n'],
  ['hello.fish', 'complete -c hello -s h\n'],
  ['man/de/man1/hello.1', '.TH HELLO 1\n.SH NAME\nhello\n'],
  ['doc/LICENSE-MIT.txt', 'MIT License\n\nCopyright (c) 2020 Jane Doe\n'],
  ['NOTICE', 'Copyright 2020 The Authors\n'],
  ['README.md', '# Hello\n'],
  ['etc/hello/hello.toml', 'a = 1\n'],
  ['CHANGELOG.md', '## 1.0\n'],
] as const

export const fileTargets: readonly Target[] = [
  {
    name: 'elf',
    files: /\/src\/artifacts\/(?:elf|elf-[a-z]+|arm|arm-attributes|go-build|artifact)\.ts$/,
    seeds: async () => [
      elfFile({
        code: 'hello',
        interpreter: '/lib64/ld-linux-x86-64.so.2',
        dynamic: [
          [1, 1],
          [0x6ffffffb, 0x08000000],
        ],
        noteOwner: 'GNU',
      }),
      elfFile({
        bits: 32,
        machine: 40,
        flags: 0x5000400,
        sections: [...(armAttributes(10, true) ?? []), ...(goBuild(['GOOS=linux', 'GOARM=7']) ?? [])],
      }),
      elfFile({ bits: 32, order: 'big', machine: 8, type: 3 }),
      linkedElf({
        interpreter: '/lib64/ld-linux-x86-64.so.2',
        needed: ['libc.so.6', 'libm.so.6'],
        needs: { 'libc.so.6': ['GLIBC_2.34', 'GLIBC_2.2.5'], 'libm.so.6': ['GLIBC_2.29'] },
        weak: ['GLIBC_2.2.5'],
      }),
      linkedElf({
        bits: 32,
        machine: 3,
        soname: 'libhello.so.1',
        definitions: ['libhello.so.1', 'HELLO_1'],
        tags: [
          [0x6ffffef5, 1],
          [21, 0],
        ],
      }),
    ],
    mutations: [
      ...byteMutations,
      ...byteMutations,
      wordMutation([
        '\x7fELF',
        '/lib/ld-musl-x86_64.so.1',
        'GLIBC_2.34',
        '.ARM.attributes\0',
        '.go.buildinfo\0',
        'aeabi\0',
      ]),
    ],
    read: readElf,
  },
  {
    name: 'release-file',
    files:
      /\/src\/(?:recipe\/placement\/(?:completions|configuration|dbus|desktop|documents|icon-size|man|place|recognise|release-file|systemd|unit)|artifacts\/companion|deb\/license-text)\.ts$/,
    seeds: async () => FILES.map(([path, text]) => Buffer.from(`${path}\n${text}`, 'latin1')),
    mutations: textMutations([
      ...FILES.map(([path]) => path),
      '[Service]\n',
      'ExecStart=',
      '\\\n',
      '%i',
      '@',
      '\\x2d',
      '.service',
      '.socket',
      '.d/',
      '../',
    ]),
    read: readFile,
  },
]
