/** How many bytes of a file its color is told by: the header of a 64-bit ELF file. */
export const COLOR_BYTES = 64

/** By EI_CLASS: the color, and how long the header is. Source: elf(5), and `RPMFC_ELF32` in rpm's build/rpmfc.h. */
const CLASSES: ReadonlyMap<number | undefined, { readonly color: number; readonly headerBytes: number }> =
  new Map([
    [1, { color: 1, headerBytes: 52 }],
    [2, { color: 2, headerBytes: COLOR_BYTES }],
  ])
const MAGIC = Buffer.from('\x7fELF', 'latin1')
const BYTE_ORDERS: ReadonlySet<number | undefined> = new Set([1, 2])
const CURRENT_VERSION = 1

/**
 * The color of a file with an execute bit: rpm goes by it where packages of 32 and of 64 bits have one file, and
 * installs that of 64. `getElfColor` in rpm's build/rpmfc.c.
 *
 * @param head the first bytes of the file, or all where it has fewer
 * @returns 0 for what is no ELF file
 */
export function colorOf(head: Buffer): number {
  const [elfClass, byteOrder, version] = head.subarray(MAGIC.length)
  const known = CLASSES.get(elfClass)
  const isElf =
    known !== undefined &&
    head.subarray(0, MAGIC.length).equals(MAGIC) &&
    head.length >= known.headerBytes &&
    BYTE_ORDERS.has(byteOrder) &&
    version === CURRENT_VERSION
  return isElf ? known.color : 0
}
