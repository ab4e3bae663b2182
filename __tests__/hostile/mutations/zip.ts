import { crc32, deflateRawSync, inflateRawSync } from 'node:zlib'
import type { Chance } from '../../simulation/chance.ts'
import type { Mutation } from '../engine/target.ts'
import { byteMutations } from './bytes.ts'
import { HOSTILE_TEXTS } from './hostile-text.ts'
import { changedList } from './list.ts'

/** PKWARE APPNOTE.TXT, 4.3.12, without the name. */
const ENTRY_BYTES = 46
const LOCAL_BYTES = 30
const END_BYTES = 22
const DEFLATED = 8
/** Of all members, which may share their data. */
const MOST_DATA_BYTES = 2 ** 20

interface Part {
  readonly entry: Buffer
  readonly name: Buffer
  readonly localName: Buffer
  readonly data: Buffer
}

function partsOf(zip: Buffer): readonly Part[] {
  const end = zip.lastIndexOf('PK\x05\x06', undefined, 'latin1')
  if (end < 0 || end + END_BYTES > zip.length) return []
  const parts: Part[] = []
  let dataBytes = 0
  for (let at = zip.readUInt32LE(end + 16); at + ENTRY_BYTES <= end && dataBytes <= MOST_DATA_BYTES;) {
    const entry = zip.subarray(at, at + ENTRY_BYTES)
    const nameEnd = at + ENTRY_BYTES + entry.readUInt16LE(28)
    const name = zip.subarray(at + ENTRY_BYTES, nameEnd)
    const local = entry.readUInt32LE(42)
    if (local + LOCAL_BYTES > zip.length) return parts
    const start = local + LOCAL_BYTES + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28)
    const data = zip.subarray(start, start + entry.readUInt32LE(20))
    parts.push({ entry, name, localName: name, data })
    dataBytes += data.length
    at = nameEnd + entry.readUInt16LE(30) + entry.readUInt16LE(32)
  }
  return parts
}

function zipOf(parts: readonly Part[]): Buffer {
  const locals: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const { entry: old, name, localName, data } of parts) {
    const entry = Buffer.from(old)
    entry.writeUInt16LE(name.length, 28)
    entry.fill(0, 30, 34)
    if (entry.readUInt32LE(42) < 2 ** 31) entry.writeUInt32LE(offset, 42)
    const local = Buffer.alloc(LOCAL_BYTES)
    local.write('PK\x03\x04', 'latin1')
    entry.copy(local, 4, 6, 28)
    local.writeUInt16LE(localName.length, 26)
    locals.push(local, localName, data)
    directory.push(entry, name)
    offset += LOCAL_BYTES + localName.length + data.length
  }
  return joinedZip(locals, directory, parts.length)
}

/** The members, their directory, and its end: PKWARE APPNOTE.TXT, 4.3.16. */
export function joinedZip(
  locals: readonly Uint8Array[],
  directory: readonly Uint8Array[],
  members: number,
): Buffer {
  const [files, entries] = [Buffer.concat(locals), Buffer.concat(directory)]
  const end = Buffer.alloc(END_BYTES)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(members, 8)
  end.writeUInt16LE(members, 10)
  end.writeUInt32LE(entries.length, 12)
  end.writeUInt32LE(files.length, 16)
  return Buffer.concat([files, entries, end])
}

const NAMES = ['..', '../evil', '/etc/evil', 'C:\\evil', 'a\\..\\..\\evil', 'a//b', './a', 'a/', 'hello', '']
/** Method, flags, CRC, sizes, external attributes, offset. */
const WORDS = [4, 6, 8, 10, 38, 40]
const LONG_WORDS = [16, 20, 24, 38, 42]
const VALUES = [0, 1, 3, 8, 12, 99, 0x800, 0xa1ff, 0x41ed, 0x81a4, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff]

/** Changes members of a zip; sizes, checksums and places stay right, but for when they are what changes. */
export const zipMutation: Mutation = (input, chance) => {
  const parts = partsOf(input)
  return parts.length === 0 ? input : zipOf(changedList(parts, (part) => changed(part, chance), chance))
}

function changed(part: Part, chance: Chance): Part {
  const entry = Buffer.from(part.entry)
  switch (chance.below(6)) {
    case 0: {
      const name = Buffer.from(chance.pick([...NAMES, ...HOSTILE_TEXTS]))
      return { ...part, name, localName: chance.isTrue(0.9) ? name : part.name }
    }
    case 1:
      entry.writeUInt16LE(chance.pick(VALUES) & 0xffff, chance.pick(WORDS))
      return { ...part, entry }
    case 2:
      entry.writeUInt32LE(chance.pick(VALUES), chance.pick(LONG_WORDS))
      return { ...part, entry }
    case 3:
      return { ...part, data: chance.pick(byteMutations)(part.data, chance) }
    default:
      return withContent(part, entry, chance)
  }
}

/** Other content, packed and described as it should be. */
function withContent(part: Part, entry: Buffer, chance: Chance): Part {
  const isDeflated = entry.readUInt16LE(10) === DEFLATED
  const content = chance.pick(byteMutations)(isDeflated ? inflated(part.data) : part.data, chance)
  const data = isDeflated ? deflateRawSync(content, { level: 1 }) : content
  entry.writeUInt32LE(crc32(content), 16)
  entry.writeUInt32LE(data.length, 20)
  entry.writeUInt32LE(content.length, 24)
  return { ...part, entry, data }
}

function inflated(data: Buffer): Buffer {
  try {
    return inflateRawSync(data, { maxOutputLength: 2 ** 20 })
  } catch {
    return data
  }
}
