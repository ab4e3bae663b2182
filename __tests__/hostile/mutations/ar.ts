import type { Chance } from '../../simulation/chance.ts'
import type { Mutation } from '../engine/target.ts'
import { changedList } from './list.ts'

const MAGIC = Buffer.from('!<arch>\n')
const HEADER_BYTES = 60
const NAME_BYTES = 16
const SIZE_START = 48

interface Part {
  readonly header: Buffer
  readonly body: Buffer
}

function partsOf(input: Buffer): readonly Part[] {
  const parts: Part[] = []
  for (let at = MAGIC.length; at + HEADER_BYTES <= input.length;) {
    const header = input.subarray(at, at + HEADER_BYTES)
    const said = Number.parseInt(header.toString('latin1', SIZE_START, SIZE_START + 10), 10)
    // Less than nothing would go back, and round and round.
    const sizeBytes = said > 0 ? said : 0
    const start = at + HEADER_BYTES
    parts.push({ header, body: input.subarray(start, start + sizeBytes) })
    at = start + sizeBytes + (sizeBytes % 2)
  }
  return parts
}

function archiveOf(parts: readonly Part[]): Buffer {
  return Buffer.concat([
    MAGIC,
    ...parts.flatMap(({ header, body }) => [header, body, Buffer.alloc(body.length % 2, '\n')]),
  ])
}

function withText(part: Part, start: number, sizeBytes: number, text: string): Part {
  const header = Buffer.from(part.header)
  header.write(text.slice(0, sizeBytes).padEnd(sizeBytes), start, 'latin1')
  return { ...part, header }
}

const sized = (part: Part) => withText(part, SIZE_START, 10, String(part.body.length))

const NAMES = [
  'debian-binary',
  'control.tar',
  'control.tar.gz',
  'control.tar.xz',
  'control.tar.zst',
  'data.tar',
  'data.tar.gz',
  '_x',
  '/',
  '//',
  '#1/20',
  '../evil',
  'x'.repeat(16),
  '',
]
const SIZES = ['0', '1', '-1', '9999999999', '4294967296', ' 1', '1 2', '0x10', '']

/** Changes members of an ar archive, whose sizes stay right but for when that is what changes. */
export function arMutation(bodies: readonly Mutation[]): Mutation {
  return (input, chance) => {
    const parts = partsOf(input)
    return parts.length === 0
      ? input
      : archiveOf(changedList(parts, (part) => changed(part, bodies, chance), chance))
  }
}

function changed(part: Part, bodies: readonly Mutation[], chance: Chance): Part {
  const kind = chance.below(10)
  if (kind === 0) return withText(part, 0, NAME_BYTES, chance.pick(NAMES))
  if (kind === 1) return withText(part, SIZE_START, 10, chance.pick(SIZES))
  return sized({ ...part, body: chance.pick(bodies)(part.body, chance) })
}
