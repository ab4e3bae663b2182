/** PNG, Third Edition, 5.2 and 11.2.1: the signature, then the chunk IHDR with width and height. */
const SIGNATURE = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')
const WIDTH_OFFSET = 16
const HEIGHT_OFFSET = 20
const SIZES_END = 24

/** The side of a square PNG in pixels; undefined for what is none. */
export function iconSize(head: Buffer): number | undefined {
  if (head.length < SIZES_END || !head.subarray(0, SIGNATURE.length).equals(SIGNATURE)) return undefined
  const width = head.readUInt32BE(WIDTH_OFFSET)
  return width === head.readUInt32BE(HEIGHT_OFFSET) ? width : undefined
}
