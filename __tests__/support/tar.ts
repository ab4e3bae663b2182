import { encodeTarHeader } from '../../src/deb/tar-header.ts'

export interface TarMember {
  readonly name: string
  readonly type?: '0' | '1' | '2' | '5'
  readonly linkName?: string
  readonly mode?: number
  readonly bytes?: Buffer
}

/** A tar of these members, whatever their names say: no program would make all of them. */
export function tarOf(...members: readonly TarMember[]): Buffer {
  return Buffer.concat([...members.flatMap(blocksOf), Buffer.alloc(1024)])
}

function blocksOf(member: TarMember): readonly Buffer[] {
  const { name, type = '0', linkName = '', mode = 0o755, bytes = Buffer.alloc(0) } = member
  const header = encodeTarHeader({ name, type, linkName, mode, sizeBytes: bytes.length, mtimeSeconds: 0 })
  return [header, bytes, Buffer.alloc(-bytes.length & 511)]
}

/** The header of a file without bytes: what a test changes something of. */
export const PLAIN_FIELDS = {
  name: 'a',
  linkName: '',
  type: '0',
  mode: 0,
  sizeBytes: 0,
  mtimeSeconds: 0,
} as const
