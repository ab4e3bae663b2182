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

test('every definite length of RFC 9580 is read, and no other', () => {
  const body = Buffer.alloc(300, 7)
  for (const header of ['c2c06c', 'c2ff0000012c', '89012c', '8a0000012c']) {
    const [packet] = parsePackets(Buffer.concat([Buffer.from(header, 'hex'), body]), fault)
    expect(packet).toMatchObject({ tag: 2, body })
  }
  for (const [header, message] of [
    ['8b', /no definite length/],
    ['c2e1', /no definite length/],
    ['c2c1', /is cut off/],
    ['c2ff00', /is cut off/],
    ['8903', /is cut off/],
    ['880a01', /a packet of 10 bytes is cut off/],
    ['7f', /no OpenPGP packet at byte 0/],
  ] as const) {
    expect(() => parsePackets(Buffer.from(header, 'hex'), fault)).toThrow(message)
  }
})
