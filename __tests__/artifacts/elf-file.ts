/** A small ELF file for tests: headers, one code segment, and what is asked for. */
export interface ElfParts {
  readonly bits?: 32 | 64
  readonly order?: 'little' | 'big'
  readonly machine?: number
  /** 2 executable, 3 dynamic, 1 object. */
  readonly type?: number
  readonly flags?: number
  readonly osAbi?: number
  readonly interpreter?: string
  readonly dynamic?: readonly (readonly [tag: number, value: number])[]
  readonly noteOwner?: string
  readonly sections?: readonly { readonly name: string; readonly type: number; readonly bytes: Buffer }[]
  /** Behind everything: makes files of one kind differ. */
  readonly code?: string
  readonly hasCode?: boolean
}

const CODE_ADDRESS = 0x10000

export function elfFile(parts: ElfParts = {}): Buffer {
  const is64 = (parts.bits ?? 64) === 64
  const number = numbers(is64, parts.order !== 'big')
  const code = Buffer.from(parts.code ?? 'code')
  const segments: { type: number; flags: number; address: number; bytes: Buffer }[] = [
    { type: 1, flags: 5, address: CODE_ADDRESS, bytes: parts.hasCode === false ? Buffer.alloc(0) : code },
  ]
  const add = (type: number, bytes: Buffer) => segments.push({ type, flags: 4, address: 0, bytes })
  if (parts.interpreter !== undefined) add(3, Buffer.from(`${parts.interpreter}\0`))
  if (parts.dynamic !== undefined) {
    add(2, Buffer.concat([...parts.dynamic, [0, 0] as const].flat().map(number.word)))
  }
  if (parts.noteOwner !== undefined) {
    const owner = Buffer.from(`${parts.noteOwner}\0`)
    const padding = Buffer.alloc(-owner.length & 3)
    add(
      4,
      Buffer.concat([
        number.u32(owner.length),
        number.u32(4),
        number.u32(1),
        owner,
        padding,
        Buffer.alloc(4),
      ]),
    )
  }
  const sections = parts.sections ?? []
  const names = Buffer.from(['', ...sections.map(({ name }) => name), '.shstrtab', ''].join('\0'))
  const tables = [...sections, { name: '.shstrtab', type: 3, bytes: names }]
  const headerBytes = is64 ? 64 : 52
  const segmentsAt = headerBytes
  const dataAt = segmentsAt + segments.length * (is64 ? 56 : 32)
  const data = Buffer.concat([...segments, ...tables].map(({ bytes }) => bytes))
  let at = dataAt
  const place = ({ length }: Buffer) => (at += length) - length
  const segmentTable = segments.map(({ type, flags, address, bytes }) => {
    const offset = place(bytes)
    const [a, b, c] = [offset, address, bytes.length].map(number.word) as [Buffer, Buffer, Buffer]
    const rest = [c, number.word(1)]
    return is64
      ? Buffer.concat([number.u32(type), number.u32(flags), a, b, b, c, ...rest])
      : Buffer.concat([number.u32(type), a, b, b, c, c, number.u32(flags), number.u32(1)])
  })
  const sectionTable = tables.map(({ name, type, bytes }) => {
    const words = [0, 0, place(bytes), bytes.length].map(number.word)
    const tail = [number.u32(0), number.u32(0), number.word(1), number.word(0)]
    return Buffer.concat([number.u32(names.indexOf(`${name}\0`)), number.u32(type), ...words, ...tail])
  })
  const empty = Buffer.alloc(is64 ? 64 : 40)
  const header = Buffer.concat([
    Buffer.from([0x7f, 0x45, 0x4c, 0x46, is64 ? 2 : 1, parts.order === 'big' ? 2 : 1, 1, parts.osAbi ?? 0]),
    Buffer.alloc(8),
    number.u16(parts.type ?? 2),
    number.u16(parts.machine ?? 62),
    number.u32(1),
    ...[CODE_ADDRESS, segmentsAt, dataAt + data.length].map(number.word),
    number.u32(parts.flags ?? 0),
    ...[headerBytes, is64 ? 56 : 32, segments.length, is64 ? 64 : 40, tables.length + 1, tables.length].map(
      number.u16,
    ),
  ])
  return Buffer.concat([header, ...segmentTable, data, empty, ...sectionTable])
}

/** Writes numbers in the order and width of an ELF file. */
export function numbers(is64: boolean, isLittle: boolean) {
  const made = (sizeBytes: number) => (value: number) => {
    const little = Buffer.alloc(8)
    little.writeBigUInt64LE(BigInt(value))
    const bytes = little.subarray(0, sizeBytes)
    return isLittle ? bytes : bytes.reverse()
  }
  return { u16: made(2), u32: made(4), word: made(is64 ? 8 : 4) }
}

/** `.ARM.attributes` as binutils writes it. */
export function armAttributes(cpuArch: number, usesHardFloat: boolean): ElfParts['sections'] {
  const attributes = Buffer.from([5, ...Buffer.from('7-A\0'), 6, cpuArch, ...(usesHardFloat ? [28, 1] : [])])
  const file = Buffer.concat([Buffer.from([1]), size(attributes.length + 5), attributes])
  const vendor = Buffer.concat([size(file.length + 10), Buffer.from('aeabi\0'), file])
  return [{ name: '.ARM.attributes', type: 0x70000003, bytes: Buffer.concat([Buffer.from('A'), vendor]) }]
}

function size(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}

/** `.go.buildinfo` of Go 1.18 and later. */
export function goBuild(settings: readonly string[]): ElfParts['sections'] {
  const head = Buffer.concat([Buffer.from('\xff Go buildinf:\x08\x02', 'latin1'), Buffer.alloc(16)])
  const lines = settings.map((setting) => `build\t${setting}\n`).join('')
  return [
    {
      name: '.go.buildinfo',
      type: 1,
      bytes: Buffer.concat([head, Buffer.from(`\x08go1.22.1\x40path\tx\n${lines}`)]),
    },
  ]
}
