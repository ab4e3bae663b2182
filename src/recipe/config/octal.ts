import type { OctalUse } from './shape.ts'

const LIMIT = 0o7777

/**
 * Reads permission bits: octal with a leading `0` or `0o`. A decimal number, which is what `644` is to YAML and nFPM, is
 * taken only where it cannot be one with its zero forgotten: `420`, as programs write 0644.
 *
 * @returns the bits, or the reason why there are none
 */
export function octal(text: string, use: OctalUse): number | string {
  if (/^(?:0o?[0-7]+|[0-7])$/.test(text)) return bounded(Number.parseInt(text.replace(/^0o/, ''), 8), text)
  if (!/^[1-9]\d*$/.test(text)) return expected(use)
  const decimal = Number(text)
  const isForgotten =
    /^[0-7]+$/.test(text) && (isLikely(Number.parseInt(text, 8), use) || !isLikely(decimal, use))
  if (!isForgotten) return bounded(decimal, text)
  return `${text} is decimal, and would be 0${decimal.toString(8)}; write 0${text}`
}

function bounded(bits: number, text: string): number | string {
  return bits <= LIMIT ? bits : `${text} has more than permission bits; the most is 07777`
}

function expected(use: OctalUse): string {
  return `expected an octal number such as ${use === 'mode' ? '0644' : '0022'}`
}

/** Whether others may no more than the group, and the group no more than the owner; a umask takes as much or more. */
function isLikely(bits: number, use: OctalUse): boolean {
  const digits = [(bits >> 6) & 7, (bits >> 3) & 7, bits & 7]
  const [owner = 0, group = 0, others = 0] = use === 'mode' ? digits : digits.reverse()
  return bits <= 0o777 && (group & ~owner) === 0 && (others & ~group) === 0
}
