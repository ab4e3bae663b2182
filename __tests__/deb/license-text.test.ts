import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { expect, test } from '@jest/globals'
import { commonLicense, copyrightHolders } from '../../src/deb/license-text.ts'
import { isInstalled, testUnlessMissing, testWith, run } from '../support/programs.ts'
import { build, onDisk } from './sample.ts'

const FOLDER = '/usr/share/common-licenses'
const NAMES = [
  'Apache-2.0',
  'CC0-1.0',
  'GPL-1',
  'GPL-2',
  'GPL-3',
  'LGPL-2',
  'LGPL-2.1',
  'LGPL-3',
  'MPL-1.1',
  'MPL-2.0',
]
const MIT =
  'MIT License\n\nCopyright (c) 2023-2024 Jane Doe\n(c) 2001 nobody\n\nDo as you like, and as everybody else does, who likes it.\n.\n'

for (const name of NAMES) {
  const missing = existsSync(`${FOLDER}/${name}`) ? [] : [`${FOLDER}/${name}`]
  testUnlessMissing(missing, `${name} is known by its words`, async () => {
    const text = await readFile(`${FOLDER}/${name}`, 'utf8')
    expect(commonLicense(text)).toBe(name)
    expect(commonLicense(`# License\r\n\r\n${text.replaceAll('\n', '\r\n')}`)).toBe(name)
    expect(commonLicense(text.slice(0, text.length / 2))).toBeUndefined()
    // Words of another license, before or behind, would be lost.
    expect(commonLicense(`${MIT}\n${text}`)).toBeUndefined()
    expect(commonLicense(`${text}\n${'Do as you like. '.repeat(40)}`)).toBeUndefined()
    expect(copyrightHolders([text])).toEqual([])
  })
}

test('who holds the rights', () => {
  const lines = [
    'Copyright (c) 2024 Jane Doe',
    '  Copyright © 2020 The Greeters, Inc. ',
    '// Copyright: 2019, 2021 John',
    'Copyright (C) 2024 Jane Doe',
    'Copyright [yyyy] [name of copyright owner]',
    'Copyright (C) 2007 Free Software Foundation, Inc. <https://fsf.org/>',
    'the above copyright notice 2024',
  ]
  expect(copyrightHolders([MIT, lines.join('\r\n')])).toEqual([
    '2023-2024 Jane Doe',
    '2024 Jane Doe',
    '2020 The Greeters, Inc.',
    '2019, 2021 John',
  ])
})

async function copyright(licenseTexts: readonly string[], license: string): Promise<string> {
  const path = await onDisk(await build({ license, deb: { licenseTexts } }))
  const { stdout } = await run('sh', [
    '-c',
    'dpkg-deb --fsys-tarfile "$1" | tar -xO ./usr/share/doc/hello/copyright',
    'sh',
    path,
  ])
  return stdout
}

testWith(
  ['dpkg-deb', 'tar'],
  'the words of a license are in the copyright file, as its fields have lines',
  async () => {
    expect(await copyright([MIT], 'MIT')).toMatch(
      /\nCopyright: 2023-2024 Jane Doe\nLicense: MIT\n MIT License\n \.\n Copyright \(c\) 2023-2024 Jane Doe\n \(c\) 2001 nobody\n \.\n Do as you like, and as everybody else does, who likes it\.\n \.\n$/,
    )
    const odd = await copyright(['\ufeff\n \t\nA\f\n\0B\n\tC\n   \nD'], 'x')
    expect(odd).toMatch(/\nLicense: x\n A\n B\n \tC\n \.\n D\n$/)
    expect(await copyright(['A\n', 'B'], 'x')).toMatch(/\nLicense: x\n A\n \.\n B\n$/)
  },
)

testUnlessMissing(
  [...(existsSync(`${FOLDER}/Apache-2.0`) ? [] : [FOLDER]), ...(isInstalled('dpkg-deb') ? [] : ['dpkg-deb'])],
  'what Debian has is named, and not repeated',
  async () => {
    const apache = await readFile(`${FOLDER}/Apache-2.0`, 'utf8')
    const text = await copyright([apache, MIT], 'MIT OR Apache-2.0')
    expect(text).toMatch(
      /License: MIT or Apache-2\.0\n MIT License\n[^]*\n \.\n This is what [^]*\n {2}\/usr\/share\/common-licenses\/Apache-2\.0\n$/,
    )
    expect(text).not.toContain('TERMS AND CONDITIONS')
  },
)

test('a license of any length is read in a time that grows with it', () => {
  const slow = [
    `Copyright${' '.repeat(300_000)}x`,
    '\n'.repeat(300_000),
    `Copyright 2024 ${'*'.repeat(300_000)}x`,
  ]
  expect(copyrightHolders(slow)).toHaveLength(1)
})
