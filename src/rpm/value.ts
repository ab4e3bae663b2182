import type { ValueType } from './tags.ts'

type Value = string | readonly string[] | readonly number[] | Uint8Array

const WIDTHS: Partial<Record<ValueType, 1 | 2 | 4 | 8>> = { char: 1, int8: 1, int16: 2, int32: 4, int64: 8 }

/**
 * How many bytes a value of a header takes: `dataLength` in rpm's lib/header.cc.
 *
 * @param data begins with the value, and may go on after it
 * @returns undefined where `data` end before it does
 */
export function valueLength(type: ValueType, count: number, data: Buffer): number | undefined {
  const length = type === 'binary' ? count : fixedOrTextLength(type, count, data)
  return length === undefined || length > data.length ? undefined : length
}

/** The strings of a value, or undefined where it has none. */
export function decodeStrings(type: ValueType, data: Uint8Array): readonly string[] | undefined {
  if (type !== 'string' && type !== 'stringArray' && type !== 'i18nString') return undefined
  return decodeText(data.subarray(0, -1)).split('\0')
}

/** The unsigned integers of a value, or undefined where it has none, or one over 2^53. */
export function decodeNumbers(type: ValueType, data: Uint8Array): readonly number[] | undefined {
  const width = WIDTHS[type]
  if (width === undefined) return undefined
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength)
  const values = Array.from({ length: data.length / width }, (_, position) =>
    width === 8 ? Number(bytes.readBigUInt64BE(position * 8)) : bytes.readUIntBE(position * width, width),
  )
  return values.every((value) => Number.isSafeInteger(value)) ? values : undefined
}

/** Prints a value of a header; numbers are unsigned, strings must not contain NUL. */
export function valueBytes(type: ValueType, value: Value): Buffer {
  if (typeof value === 'string') return Buffer.from(`${value}\0`)
  if (value instanceof Uint8Array) return Buffer.from(value)
  const width = WIDTHS[type] ?? 1
  const data = Buffer.alloc(value.length * width)
  for (const [position, element] of value.entries()) {
    if (typeof element === 'string') return Buffer.from(`${value.join('\0')}\0`)
    if (width === 8) data.writeBigUInt64BE(BigInt(element), position * 8)
    else data.writeUIntBE(element, position * width, width)
  }
  return data
}

function fixedOrTextLength(type: ValueType, count: number, data: Buffer): number | undefined {
  const width = WIDTHS[type]
  if (width !== undefined) return width * count
  let end = 0
  for (let left = count; left > 0; left -= 1) {
    const terminator = data.indexOf(0, end)
    if (terminator < 0) return undefined
    end = terminator + 1
  }
  return end
}

/**
 * Old packages hold Latin-1, without saying so; what is no UTF-8 is read as that, as createrepo_c does
 * (`cr_latin1_to_utf8` in its src/xml_dump.c). Names and versions are checked apart, and are ASCII.
 */
function decodeText(data: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(data)
  } catch {
    return Buffer.from(data).toString('latin1')
  }
}
