import type { Fault } from './armor.ts'

/** Packet types of RFC 9580, 5: the ones that we meet by number. */
export const PACKET = { signature: 2, secretKey: 5, publicKey: 6 } as const

export interface Packet {
  readonly tag: number
  readonly body: Buffer
  /** Header and body, as they stood. */
  readonly bytes: Buffer
}

/** Cuts bytes into packets (RFC 9580, 4.2). Lengths that are open or in parts are for messages only, and refused. */
export function parsePackets(bytes: Buffer, fault: Fault): readonly Packet[] {
  const packets: Packet[] = []
  let offset = 0
  while (offset < bytes.length) {
    const { tag, start, length } = parseHeader(bytes, offset, fault)
    const end = start + length
    if (end > bytes.length) throw fault(`a packet of ${length} bytes is cut off`)
    packets.push({ tag, body: bytes.subarray(start, end), bytes: bytes.subarray(offset, end) })
    offset = end
  }
  return packets
}

function parseHeader(bytes: Buffer, offset: number, fault: Fault) {
  const first = bytes.readUInt8(offset)
  if ((first & 0x80) === 0) throw fault(`there is no OpenPGP packet at byte ${offset}`)
  const isNew = (first & 0x40) !== 0
  const field = isNew ? newLengthField(bytes[offset + 1] ?? 0) : oldLengthField(first & 3)
  if (field === undefined) throw fault(`the packet at byte ${offset} has no definite length`)
  const start = offset + 1 + field.skip + field.size
  if (start > bytes.length) throw fault(`the packet at byte ${offset} is cut off`)
  const length = bytes.readUIntBE(offset + 1 + field.skip, field.size) + field.add
  return { tag: isNew ? first & 0x3f : (first >> 2) & 0x0f, start, length }
}

interface LengthField {
  /** Bytes before the number, of the number, and what is added to it. */
  readonly skip: number
  readonly size: number
  readonly add: number
}

function newLengthField(first: number): LengthField | undefined {
  if (first < 192) return { skip: 0, size: 1, add: 0 }
  if (first < 224) return { skip: 0, size: 2, add: 192 - (192 << 8) }
  return first === 255 ? { skip: 1, size: 4, add: 0 } : undefined
}

function oldLengthField(lengthType: number): LengthField | undefined {
  return lengthType === 3 ? undefined : { skip: 0, size: 2 ** lengthType, add: 0 }
}

/** A packet with a header of the old form, which every reader since PGP 2 knows; tags up to 15. */
export function printPacket(tag: number, body: Uint8Array): Buffer {
  const isShort = body.length < 256
  const header = Buffer.alloc(isShort ? 2 : 3)
  header.writeUInt8(0x80 | (tag << 2) | (isShort ? 0 : 1))
  header.writeUIntBE(body.length, 1, header.length - 1)
  return Buffer.concat([header, body])
}
