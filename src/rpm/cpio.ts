import type { Content } from '../content.ts'

/** One file of a payload. */
export interface CpioMember {
  /** As the archive has it: `./usr/bin/hello`. */
  readonly name: string
  /** With the type bits. */
  readonly mode: number
  readonly mtimeSeconds: number
  readonly content: Content
  /** Its position in the header, from 0: files that are in the header alone are counted too. */
  readonly position: number
}

/**
 * `newc`: every member says all about itself; sizes are below 4 GiB. `stripped`: rpm's own form for larger files,
 * where a member is but its position in the header.
 */
export type CpioForm = 'newc' | 'stripped'

const TRAILER: CpioMember = {
  name: 'TRAILER!!!',
  mode: 0,
  mtimeSeconds: 0,
  position: -1,
  content: { sizeBytes: 0, async *read() {} },
}

/**
 * Prints a cpio archive: cpio(5) `newc`, and `rpmcpioStrippedHeaderWrite` in rpm's lib/cpio.c.
 *
 * @param members in the order of the header; inode numbers are their positions, counted from 1
 */
export async function* cpioArchive(
  members: readonly CpioMember[],
  form: CpioForm,
): AsyncGenerator<Uint8Array> {
  for (const member of members) {
    yield form === 'newc' ? newcHeader(member) : strippedHeader(member.position)
    yield* member.content.read()
    yield padding(member.content.sizeBytes)
  }
  yield newcHeader(TRAILER)
}

function newcHeader({ name, mode, mtimeSeconds, content, position }: CpioMember): Buffer {
  const nameBytes = Buffer.from(`${name}\0`)
  const owner = [0, 0]
  const devices = [0, 0, 0, 0]
  const fields = [
    position + 1,
    mode,
    ...owner,
    1,
    mtimeSeconds,
    content.sizeBytes,
    ...devices,
    nameBytes.length,
    0,
  ]
  const numbers = Buffer.from(`070701${fields.map(hex).join('')}`)
  return Buffer.concat([numbers, nameBytes, padding(numbers.length + nameBytes.length)])
}

function strippedHeader(position: number): Buffer {
  const header = Buffer.from(`07070X${hex(position)}`)
  return Buffer.concat([header, padding(header.length)])
}

function hex(value: number): string {
  return value.toString(16).padStart(8, '0')
}

/** Headers and contents begin at multiples of 4. */
function padding(length: number): Buffer {
  return Buffer.alloc(-length & 3)
}
