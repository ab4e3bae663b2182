import { expect, test } from '@jest/globals'
import { indexStanza, movedStanza } from '../../src/deb/index-stanza.ts'

test('what a control file says of its own place and size counts for nothing', () => {
  const own = ['filename', 'Size', 'MD5sum', 'SHA1', 'sha256', 'SHA512'].map((name) => ({
    name,
    value: 'own',
  }))
  const control = [
    ...own,
    { name: 'Package', value: 'a' },
    ...['Homepage', 'Description', 'Description-md5', 'Tag', 'Task'].map((name) => ({ name, value: 'b' })),
    { name: 'Version', value: '1' },
  ]
  expect(indexStanza(control, 'pool/a.deb', 7, 'c'.repeat(64)).toString().split('\n')).toEqual([
    'Package: a',
    'Version: 1',
    'Filename: pool/a.deb',
    'Size: 7',
    `SHA256: ${'c'.repeat(64)}`,
    'Homepage: b',
    'Description: b',
    'Description-md5: b',
    'Tag: b',
    'Task: b',
    '',
  ])
})

test('a stanza is moved byte for byte but for its place', () => {
  const stanza = (place: string) =>
    Buffer.concat([
      Buffer.from(`Package: a\nX-Filename: pool/a.deb\n${place}\nDescription: `),
      Buffer.from([0xe9, 0xff]),
      Buffer.from('\n Filename: pool/a.deb\n'),
    ])
  expect(movedStanza(stanza('filename:\tpool/a.deb '), 'q/$&.deb')).toEqual(stanza('filename:\tq/$&.deb'))
  expect(movedStanza(stanza('Filename:pool/a.deb'), 'b')).toEqual(stanza('Filename:b'))
})
