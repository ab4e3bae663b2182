import { crc32, deflateSync, gzipSync } from 'node:zlib'
import { type TarMember, tarOf } from '../../support/tar.ts'

/** A PNG of one colour. */
export function png(width: number, height = width): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([1, 0, 0, 0, 0], 8)
  const rows = Buffer.alloc(height * (1 + Math.ceil(width / 8)))
  const parts = [chunk('IHDR', header), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), ...parts])
}

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const [size, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  size.writeUInt32BE(data.length)
  sum.writeUInt32BE(crc32(named))
  return Buffer.concat([size, named, sum])
}

export const MANUAL = `.\\" Written by hand.
.TH GREET 1 2024-02-03 "greet 1.2.3" "User Commands"
.SH NAME
greet \\- greet whoever asks
.SH SYNOPSIS
.B greet
.RI [ NAME ]
.SH DESCRIPTION
It greets, and ends.
`
const GERMAN = MANUAL.replace('greet whoever asks', 'grüßt jeden, der fragt')

const MIT = `MIT License

Copyright (c) 2023-2024 Jane Doe <jane@example.com>
Copyright (c) 2024 The Greeters

Permission is hereby granted, free of charge, to any person obtaining a copy
of this software and associated documentation files (the "Software"), to deal
in the Software without restriction.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND.
`

const SERVICE = `[Unit]
Description=Greets for as long as the machine runs
Documentation=man:greet(1)

[Service]
Type=oneshot
RemainAfterExit=yes
User=greeter
ExecStart=/usr/bin/greet %%s hello

[Install]
WantedBy=multi-user.target
`

/** What a project has beside its program, in the places where GoReleaser's archives often have it. */
export const GORELEASER_FILES: Readonly<Record<string, string | Buffer>> = {
  LICENSE: MIT,
  'README.md': `# greet\n\n${'It greets whoever asks.\n'.repeat(300)}`,
  'CHANGELOG.md': '# 1.2.3\n\n- Greets.\n',
  'manpages/greet.1.gz': gzipSync(MANUAL),
  'completions/greet.bash': '_greet() {\n  COMPREPLY=(hello)\n}\ncomplete -F _greet greet\n',
  'completions/greet.zsh': '#compdef greet\n_arguments "1:name:(hello)"\n',
  'completions/greet.fish': "complete -c greet -a 'hello'\n",
}

/** The same of cargo-dist's, with a folder around it, and what a service and a desktop want. */
export const CARGO_DIST_FILES: Readonly<Record<string, string | Buffer>> = {
  'LICENSE-MIT': MIT,
  'README.md': '# greet\n',
  NOTICE: 'This product has words in it.\n',
  'man/man1/greet.1': MANUAL,
  'man/de/man1/greet.1': GERMAN,
  'complete/greet.bash': '_greet() {\n  COMPREPLY=(hello)\n}\ncomplete -F _greet greet\n',
  'complete/_greet': '#compdef greet\n_arguments "1:name:(hello)"\n',
  'complete/greet.fish': "complete -c greet -a 'hello'\n",
  'complete/_greet.ps1': 'Register-ArgumentCompleter\n',
  'etc/greet/greet.conf': '# Whom to greet.\nname = world\n',
  'systemd/greet.service': SERVICE,
  'systemd/greet-often.timer':
    '[Unit]\nDescription=Greets often\n\n[Timer]\nOnCalendar=daily\n\n[Install]\nWantedBy=timers.target\n',
  'systemd/greet-often.service':
    '[Unit]\nDescription=Greets once\nDocumentation=man:greet(1)\n\n[Service]\nType=oneshot\nExecStart=/usr/bin/greet %%s hello\n',
  'systemd/greet@.service': SERVICE.replace('machine', 'instance %i'),
  'systemd/user/greet-me.service': SERVICE.replace('User=greeter\n', '').replace('multi-user', 'default'),
  'sysusers.d/greet.conf': 'u greeter - "Greeter" /var/lib/greet\n',
  'tmpfiles.d/greet.conf': 'd /var/lib/greet 0755 greeter greeter -\n',
  'share/applications/greet.desktop':
    '[Desktop Entry]\nType=Application\nName=Greet\nComment=Greet whoever asks\nExec=greet hello\nIcon=greet\nTerminal=true\nCategories=Utility;\nKeywords=hello;\n',
  'share/icons/hicolor/48x48/apps/greet.png': png(48),
  'share/metainfo/com.example.greet.metainfo.xml': `<?xml version="1.0" encoding="UTF-8"?>
<component type="console-application">
  <id>com.example.greet</id>
  <metadata_license>CC0-1.0</metadata_license>
  <project_license>MIT</project_license>
  <name>greet</name>
  <summary>Greet whoever asks</summary>
  <description><p>It greets whoever asks, and ends when it has.</p></description>
  <url type="homepage">https://example.com/greet</url>
  <provides><binary>greet</binary></provides>
</component>
`,
  'examples/greet.conf': 'name = nobody\n',
  'install.sh': '#!/bin/sh\ncp greet /usr/local/bin\n',
}

/** A file of an archive: what it holds, or where it links to. */
export type ArchiveFile = string | Uint8Array | { readonly linkTo: string }

/** A .tar.gz of these files, and links, as projects publish it. */
export function archiveOf(files: Readonly<Record<string, ArchiveFile>>, folder = ''): Buffer {
  const members = Object.entries(files).map(([name, content]): TarMember => {
    const member = { name: folder + name, mode: 0o644 }
    return typeof content === 'object' && 'linkTo' in content
      ? { ...member, type: '2', linkName: content.linkTo }
      : { ...member, bytes: Buffer.from(content) }
  })
  return gzipSync(tarOf(...members))
}
