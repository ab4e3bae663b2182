import { type Stanza, printStanza } from './stanza.ts'

const INDEX_FIELDS = ['Filename', 'Size', 'MD5sum', 'SHA1', 'SHA256', 'SHA512']
const LAST_FIELDS = ['Homepage', 'Description', 'Description-md5', 'Tag', 'Task']

/**
 * The stanza of a package in an index: its control fields, with where it is and what it weighs before the description,
 * in the order of apt-ftparchive.
 *
 * @param filename relative to the root of the repository
 */
export function indexStanza(control: Stanza, filename: string, sizeBytes: number, sha256: string): Buffer {
  const within = (names: readonly string[], name: string) =>
    names.some((it) => it.toLowerCase() === name.toLowerCase())
  const fields = control.filter(({ name }) => !within(INDEX_FIELDS, name))
  const located = [
    { name: 'Filename', value: filename },
    { name: 'Size', value: String(sizeBytes) },
    { name: 'SHA256', value: sha256 },
  ]
  const first = fields.filter(({ name }) => !within(LAST_FIELDS, name))
  const last = fields.filter(({ name }) => within(LAST_FIELDS, name))
  return Buffer.from(printStanza([...first, ...located, ...last]))
}

/** The stanza of a listed package, with its file at another place; all else stays byte for byte. */
export function movedStanza(stanza: Buffer, filename: string): Buffer {
  const text = stanza.toString('latin1')
  const moved = text.replace(/^(Filename:[ \t]*).*$/im, (_, start: string) => start + filename)
  return Buffer.from(moved, 'latin1')
}
