import { crc32 } from 'node:zlib'
import { bytesOf, contentOf } from '../src/content.ts'
import { arArchive } from '../src/deb/ar.ts'
import { controlStanza } from '../src/deb/control.ts'
import { type Stanza, printStanza } from '../src/deb/stanza.ts'
import { BLOCK_BYTES, encodeTarHeader } from '../src/deb/tar-header.ts'
import type { PackageDescription } from '../src/recipe/description.ts'

const LIMIT_BYTES = 1024 * 1024
/** RFC 1951, 3.2.4: what a block that is not compressed holds at most. */
const STORED_BYTES = 0xffff

/**
 * A .deb that dpkg installs, made as fast as can be: nothing is compressed, and it holds the control file and a file
 * alone.
 */
export async function tinyDeb(
  description: PackageDescription,
): Promise<{ readonly control: Stanza; readonly bytes: Buffer }> {
  const { entries, name, timeSeconds } = description
  const control = controlStanza(description, entries)
  const members = [
    { name: 'debian-binary', content: contentOf(Buffer.from('2.0\n')) },
    {
      name: 'control.tar.gz',
      content: contentOf(storedGzip(tarOf('./control', printStanza(control), timeSeconds))),
    },
    {
      name: 'data.tar.gz',
      content: contentOf(storedGzip(tarOf(`./usr/share/${name}.txt`, `${name}\n`, timeSeconds))),
    },
  ]
  const bytes = await bytesOf(arArchive(members, timeSeconds), LIMIT_BYTES, name)
  return { control, bytes }
}

function tarOf(path: string, text: string, mtimeSeconds: number): Buffer {
  const content = Buffer.from(text)
  const header = { name: path, linkName: '', type: '0', mode: 0o644, sizeBytes: content.length, mtimeSeconds }
  const padding = Buffer.alloc((BLOCK_BYTES - (content.length % BLOCK_BYTES)) % BLOCK_BYTES)
  return Buffer.concat([encodeTarHeader(header), content, padding, Buffer.alloc(2 * BLOCK_BYTES)])
}

/** RFC 1952, with blocks that are not compressed. */
function storedGzip(bytes: Buffer): Buffer {
  const parts: Buffer[] = [Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff])]
  for (let start = 0; start < bytes.length; start += STORED_BYTES) {
    const block = bytes.subarray(start, start + STORED_BYTES)
    const header = Buffer.alloc(5)
    header.writeUInt8(start + STORED_BYTES >= bytes.length ? 1 : 0, 0)
    header.writeUInt16LE(block.length, 1)
    header.writeUInt16LE(STORED_BYTES - block.length, 3)
    parts.push(header, block)
  }
  const trailer = Buffer.alloc(8)
  trailer.writeUInt32LE(crc32(bytes), 0)
  trailer.writeUInt32LE(bytes.length, 4)
  return Buffer.concat([...parts, trailer])
}
