import { numbers } from './elf-file.ts'

/** A small dynamic ELF file for tests, all of it in one segment. */
export interface LinkedElfParts {
  readonly bits?: 32 | 64
  readonly order?: 'little' | 'big'
  readonly machine?: number
  /** Undefined: a library. */
  readonly interpreter?: string | undefined
  readonly soname?: string
  readonly needed?: readonly string[]
  /** By library. */
  readonly needs?: Readonly<Record<string, readonly string[]>>
  /** Of these versions nothing is said but that they would be nice. */
  readonly weak?: readonly string[]
  /** The first is the base: the name of the library. */
  readonly definitions?: readonly string[]
  /** In place of what `needs` gives. */
  readonly needsTable?: Buffer
  readonly tags?: readonly (readonly [tag: number, value: number])[]
}

const ADDRESS = 0x400000
const [PT_LOAD, PT_DYNAMIC, PT_INTERP] = [1, 2, 3]

export function linkedElf(parts: LinkedElfParts = {}): Buffer {
  const is64 = (parts.bits ?? 64) === 64
  const { u16, u32, word } = numbers(is64, parts.order !== 'big')
  const strings = stringTable()
  const needed = (parts.needed ?? []).map(strings.at)
  const soname = parts.soname === undefined ? [] : [[14, strings.at(parts.soname)] as const]
  const needs = Object.entries(parts.needs ?? {})
  const versionNeeds =
    parts.needsTable ??
    Buffer.concat(
      needs.flatMap(([library, versions], index) => [
        u16(1),
        u16(versions.length),
        u32(strings.at(library)),
        u32(16),
        u32(index === needs.length - 1 ? 0 : 16 * (versions.length + 1)),
        ...versions.flatMap((version, position) => [
          u32(0),
          u16(parts.weak?.includes(version) === true ? 2 : 0),
          u16(2),
          u32(strings.at(version)),
          u32(position === versions.length - 1 ? 0 : 16),
        ]),
      ]),
    )
  const definitions = parts.definitions ?? []
  const versionDefinitions = Buffer.concat(
    definitions.flatMap((version, index) => [
      ...[1, index === 0 ? 1 : 0, index + 1, 1].map(u16),
      ...[0, 20, index === definitions.length - 1 ? 0 : 28, strings.at(version), 0].map(u32),
    ]),
  )
  const interpreter = Buffer.from(parts.interpreter === undefined ? '' : `${parts.interpreter}\0`)
  const headerBytes = is64 ? 64 : 52
  const segmentBytes = is64 ? 56 : 32
  const segmentCount = parts.interpreter === undefined ? 2 : 3
  const pieces = [strings.bytes(), versionNeeds, versionDefinitions, interpreter]
  const starts = offsetsOf(pieces, headerBytes + segmentCount * segmentBytes)
  const [stringsAt = 0, needsAt = 0, definitionsAt = 0, interpreterAt = 0, dynamicAt = 0] = starts
  const dynamic = Buffer.concat(
    [
      ...needed.map((at) => [1, at] as const),
      ...soname,
      [5, ADDRESS + stringsAt] as const,
      [10, strings.bytes().length] as const,
      ...(needs.length === 0
        ? []
        : ([
            [0x6ffffffe, ADDRESS + needsAt],
            [0x6fffffff, needs.length],
          ] as const)),
      ...(definitions.length === 0
        ? []
        : ([
            [0x6ffffffc, ADDRESS + definitionsAt],
            [0x6ffffffd, definitions.length],
          ] as const)),
      ...(parts.tags ?? []),
      [0, 0] as const,
    ]
      .flat()
      .map(word),
  )
  const sizeBytes = dynamicAt + dynamic.length
  const segment = (type: number, flags: number, offset: number, bytes: number) => {
    const [a, b, c] = [offset, ADDRESS + offset, bytes].map(word) as [Buffer, Buffer, Buffer]
    return is64
      ? Buffer.concat([u32(type), u32(flags), a, b, b, c, c, word(8)])
      : Buffer.concat([u32(type), a, b, b, c, c, u32(flags), u32(8)])
  }
  return Buffer.concat([
    Buffer.from([0x7f, 0x45, 0x4c, 0x46, is64 ? 2 : 1, parts.order === 'big' ? 2 : 1, 1, 0]),
    Buffer.alloc(8),
    u16(3),
    u16(parts.machine ?? 62),
    u32(1),
    ...[ADDRESS, headerBytes, 0].map(word),
    u32(0),
    ...[headerBytes, segmentBytes, segmentCount, is64 ? 64 : 40, 0, 0].map(u16),
    segment(PT_LOAD, 5, 0, sizeBytes),
    segment(PT_DYNAMIC, 6, dynamicAt, dynamic.length),
    ...(parts.interpreter === undefined ? [] : [segment(PT_INTERP, 4, interpreterAt, interpreter.length)]),
    ...pieces,
    dynamic,
  ])
}

/** Where pieces begin that lie one behind the other, and where the last ends. */
function offsetsOf(pieces: readonly Buffer[], start: number): readonly number[] {
  let at = start
  return [start, ...pieces.map(({ length }) => (at += length))]
}

function stringTable() {
  let text = '\0'
  return {
    at: (name: string) => {
      text += `${name}\0`
      return Buffer.byteLength(text) - Buffer.byteLength(name) - 1
    },
    bytes: () => Buffer.from(text),
  }
}
