import { expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { PublishError } from '../../src/errors.ts'
import { parseArmor, printArmor } from '../../src/openpgp/armor.ts'
import { parsePackets, printPacket } from '../../src/openpgp/packet.ts'

const fault = (seen: string) => new PublishError('SIGNATURE', seen)
const LABEL = 'PGP SIGNATURE'

test('armor reads back as it was printed, several blocks too', () => {
  const some = fc.uint8Array({ minLength: 1, maxLength: 300 })
  fc.assert(
    fc.property(fc.array(some), (all) => {
      const text = all.map((bytes) => printArmor(LABEL, bytes)).join('')
      expect(parseArmor(text, fault)).toEqual(
        all.map((bytes) => ({ label: LABEL, bytes: Buffer.from(bytes) })),
      )
    }),
  )
})

test('armor is refused where it is damaged', () => {
  const text = printArmor(LABEL, Buffer.from('some bytes to be wrapped!'))
  for (const [damaged, message] of [
    [text.replace('c29t', 'c29s'), /checksum is wrong/],
    [text.replace('=\n', '\n'), /cut off in the middle|checksum/],
    [text.replace('c29t', '=29t'), /line 3 is not base64/],
    [text.replace(/END PGP SIGNATURE/, 'END PGP MESSAGE'), /has no end/],
    [printArmor(LABEL, Buffer.alloc(0)), /is empty/],
    [text.replace('-----\n\n', '-----\nno header\n\n'), /line 2 is no armor header/],
  ] as const) {
    expect(() => parseArmor(damaged, fault)).toThrow(message)
  }
})

/** The CRC-24 of RFC 9580, 6.1.1, of nothing and of the usual check text. */
test('the checksum is that of the registry', () => {
  const checksumOf = (bytes: Buffer) => /^=(.*)$/m.exec(printArmor(LABEL, bytes))?.[1]
  expect(checksumOf(Buffer.alloc(0))).toBe(Buffer.from('b704ce', 'hex').toString('base64'))
  expect(checksumOf(Buffer.from('123456789'))).toBe(Buffer.from('21cf02', 'hex').toString('base64'))
})

test('armor has lines of 64 characters', () => {
  expect(printArmor(LABEL, Buffer.alloc(49))).toBe(
    `-----BEGIN ${LABEL}-----\n\n${'A'.repeat(64)}\nAA==\n=2aSs\n-----END ${LABEL}-----\n`,
  )
})

const [BODY, FULL] = ['AAAA\nAA==', 'AAAA\nAAAA']
const armored = (inner: string) => `-----BEGIN ${LABEL}-----\n${inner}\n-----END ${LABEL}-----`

test.each([
  ['', BODY],
  ['Version: 1\nX-9:\nComment: any: thing', BODY],
  ['', `${BODY} \t`],
])('armor with the headers %j is read', (headers, body) => {
  const text = armored(`${headers === '' ? '' : `${headers}\n`}\n${body}`)
  for (const form of [text, `\n \n${text}\n\n`, `${text} `])
    expect(parseArmor(form, fault)).toEqual([{ label: LABEL, bytes: Buffer.alloc(4) }])
})

test.each([
  [`x\n${armored(`\n${BODY}`)}`, 'line 1 is outside of the armor (-----BEGIN PGP …-----)'],
  [`${armored(`\n${BODY}`)}\nx`, 'line 6 is outside of the armor (-----BEGIN PGP …-----)'],
  [` ${armored(`\n${BODY}`)}`, 'line 1 is outside of the armor (-----BEGIN PGP …-----)'],
  [`${armored(`\n${BODY}`)}x`, 'the armor that begins in line 1 has no end: it is cut off'],
  [`\n${armored(`\n${BODY}`).slice(0, -9)}`, 'the armor that begins in line 2 has no end: it is cut off'],
  [armored(BODY), "the blank line after the armor's headers is missing"],
  [`${armored(BODY)}\n\n`, "the blank line after the armor's headers is missing"],
  [armored(`Hash:x\n\n${BODY}`), 'line 2 is no armor header'],
  [armored(`A: b\n1: b\n\n${BODY}`), 'line 3 is no armor header'],
  [armored(`\nAA==\nAAAA`), 'line 3 is not base64'],
  [armored(`A: b\n\nAAAA\nAA?=`), 'line 5 is not base64'],
  [armored(`\n?AAAA`), 'line 3 is not base64'],
  [armored(`\nAAAA===`), 'line 3 is not base64'],
  [armored(`\n${FULL}\n=AAA`), 'line 5 is not base64'],
  [armored(`\n${FULL}\n=AAAAA`), 'line 5 is not base64'],
  [armored(`\n${FULL}\nx=AAAA`), 'line 5 is not base64'],
  [armored(`\n${BODY}\n=AAAA`), "the armor's checksum is wrong: it is damaged"],
  [armored(`\nAAAA\nA`), 'the armor is cut off in the middle of a group of base64'],
  [armored(`\nAAAA\nAAB=`), 'the armor is cut off in the middle of a group of base64'],
  [armored(''), 'the armor is empty'],
  [armored('\n=twTO'), 'the armor is empty'],
])('armor is refused by where it is wrong: %#', (text, why) => {
  expect(() => parseArmor(text, fault)).toThrow(new PublishError('SIGNATURE', why))
})

test('packets read back as they were printed', () => {
  const some = fc.record({ tag: fc.nat(15), body: fc.uint8Array({ maxLength: 600 }) })
  fc.assert(
    fc.property(fc.array(some), (all) => {
      const bytes = Buffer.concat(all.map(({ tag, body }) => printPacket(tag, body)))
      const read = parsePackets(bytes, fault)
      expect(read.map(({ tag, body }) => ({ tag, body: new Uint8Array(body) }))).toEqual(all)
      expect(Buffer.concat(read.map((packet) => packet.bytes))).toEqual(bytes)
    }),
  )
})

test('a packet is as short as its header can be', () => {
  expect(printPacket(2, Buffer.alloc(255)).subarray(0, 3).toString('hex')).toBe('88ff00')
  expect(printPacket(2, Buffer.alloc(256)).subarray(0, 4).toString('hex')).toBe('89010000')
})

test('lengths are told apart at their bounds', () => {
  for (const [header, length] of [
    ['c2bf', 191],
    ['c2c000', 192],
    ['c2dfff', 8383],
    ['c2ff00002000', 8192],
  ] as const) {
    const bytes = Buffer.concat([Buffer.from(header, 'hex'), Buffer.alloc(length, 1)])
    expect(parsePackets(bytes, fault)).toEqual([{ tag: 2, body: Buffer.alloc(length, 1), bytes }])
    expect(() => parsePackets(bytes.subarray(0, -1), fault)).toThrow(`a packet of ${length} bytes is cut off`)
  }
  expect(parsePackets(Buffer.of(0xff, 0), fault)).toMatchObject([{ tag: 63 }])
  expect(parsePackets(Buffer.of(0xbc, 0), fault)).toMatchObject([{ tag: 15 }])
})

test('every definite length of RFC 9580 is read, and no other', () => {
  const body = Buffer.alloc(300, 7)
  for (const header of ['c2c06c', 'c2ff0000012c', '89012c', '8a0000012c']) {
    const [packet] = parsePackets(Buffer.concat([Buffer.from(header, 'hex'), body]), fault)
    expect(packet).toMatchObject({ tag: 2, body })
  }
  for (const [header, message] of [
    ['8b', /no definite length/],
    ['c2e0', /no definite length/],
    ['c2e1', /no definite length/],
    ['c2fe', /no definite length/],
    ['c200c2e1', /the packet at byte 2 has no definite length/],
    ['c2007f', /there is no OpenPGP packet at byte 2/],
    ['c2', /the packet at byte 0 is cut off/],
    ['c2c1', /is cut off/],
    ['c2ff00', /is cut off/],
    ['8903', /is cut off/],
    ['880a01', /a packet of 10 bytes is cut off/],
    ['7f', /no OpenPGP packet at byte 0/],
  ] as const) {
    expect(() => parsePackets(Buffer.from(header, 'hex'), fault)).toThrow(message)
  }
})
