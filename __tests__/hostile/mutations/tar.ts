import type { Chance } from '../../simulation/chance.ts'
import type { Mutation } from '../engine/target.ts'
import { byteMutations } from './bytes.ts'
import { HOSTILE_TEXTS } from './hostile-text.ts'
import { changedList } from './list.ts'

const BLOCK_BYTES = 512

interface Part {
  readonly header: Buffer
  readonly body: Buffer
}

/** POSIX.1, "ustar Interchange Format". */
const FIELDS = {
  name: [0, 100],
  mode: [100, 8],
  size: [124, 12],
  mtime: [136, 12],
  linkName: [157, 100],
  magic: [257, 8],
  prefix: [345, 155],
} as const
const TYPE_AT = 156
const CHECKSUM = [148, 8] as const

function partsOf(input: Buffer): readonly Part[] {
  const parts: Part[] = []
  for (let at = 0; at + BLOCK_BYTES <= input.length;) {
    const header = input.subarray(at, at + BLOCK_BYTES)
    if (header[0] === 0) break
    const said = Number.parseInt(header.toString('latin1', 124, 136), 8)
    // Less than nothing would go back, and round and round.
    const sizeBytes = said > 0 ? said : 0
    const start = at + BLOCK_BYTES
    parts.push({ header, body: input.subarray(start, start + sizeBytes) })
    at = start + Math.ceil(sizeBytes / BLOCK_BYTES) * BLOCK_BYTES
  }
  return parts
}

function archiveOf(parts: readonly Part[]): Buffer {
  const blocks = parts.flatMap(({ header, body }) => [
    header,
    body,
    Buffer.alloc(-body.length & (BLOCK_BYTES - 1)),
  ])
  return Buffer.concat([...blocks, Buffer.alloc(2 * BLOCK_BYTES)])
}

function checked(header: Buffer): Buffer {
  const [start, sizeBytes] = CHECKSUM
  header.fill(0x20, start, start + sizeBytes)
  const sum = header.reduce((total, byte) => total + byte, 0)
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, start, 'latin1')
  return header
}

function put(header: Buffer, field: keyof typeof FIELDS, text: Uint8Array): void {
  const [start, sizeBytes] = FIELDS[field]
  header.fill(0, start, start + sizeBytes)
  Buffer.from(text).copy(header, start, 0, sizeBytes)
}

const TYPES = Buffer.from('\x000123457LKxgSD')

const NAMES = [
  'control',
  './control',
  './',
  '/',
  '..',
  '../evil',
  '/etc/evil',
  '././@LongLink',
  'a/'.repeat(60),
  './usr/bin/hello',
  'GNUSparseFile.0/x',
  '',
]
const SIZES = ['0', '77777777777', '1', '-1', '', '9', ' 17 ', '00000000017\0']

/** Changes entries of a tar archive; checksums stay right, and sizes but for when they are what changes. */
export function tarMutation(bodies: readonly Mutation[] = byteMutations): Mutation {
  return (input, chance) => {
    const parts = partsOf(input)
    return parts.length === 0
      ? input
      : archiveOf(changedList(parts, (part) => changed(part, bodies, chance), chance))
  }
}

function changed({ header: old, body }: Part, bodies: readonly Mutation[], chance: Chance): Part {
  const header = Buffer.from(old)
  switch (chance.below(8)) {
    case 0:
      put(
        header,
        chance.pick(['name', 'linkName', 'prefix']),
        Buffer.from(chance.pick([...NAMES, ...HOSTILE_TEXTS])),
      )
      return { header: checked(header), body }
    case 1:
      header[TYPE_AT] = TYPES[chance.below(TYPES.length)] ?? 0
      return { header: checked(header), body }
    case 2:
      put(header, chance.pick(['size', 'mode', 'mtime']), Buffer.from(chance.pick(SIZES)))
      return { header: checked(header), body }
    case 3: {
      const large = Buffer.from('800000000000000000000000', 'hex')
      large[chance.below(12)] = chance.below(256)
      put(header, 'size', large)
      return { header: checked(header), body }
    }
    case 4: {
      const at = chance.below(BLOCK_BYTES)
      header[at] = chance.below(256)
      return { header: chance.isTrue(0.1) ? header : checked(header), body }
    }
    default: {
      const next = chance.pick(bodies)(body, chance)
      put(header, 'size', Buffer.from(`${next.length.toString(8).padStart(11, '0')}\0`))
      return { header: checked(header), body: next }
    }
  }
}
