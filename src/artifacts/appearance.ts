/** What files that are not published begin with. The first that fits counts. */
const BEGINNINGS: readonly (readonly [hex: string, reason: string])[] = [
  ['4d5a', 'a Windows executable'],
  ['feedface', 'a macOS executable'],
  ['feedfacf', 'a macOS executable'],
  ['cefaedfe', 'a macOS executable'],
  ['cffaedfe', 'a macOS executable'],
  ['cafebabf', 'a macOS executable'],
  ['2321', 'a script'],
  ['213c617263683e0a', 'a static library'],
  ['425a68', 'a bzip2 file'],
  ['377abcaf271c', 'a 7z archive'],
  ['526172211a07', 'a RAR archive'],
  ['04224d18', 'an lz4 file'],
  ['0061736d', 'a WebAssembly module'],
]

/** Of a universal macOS executable, and of a Java class; the number behind it is a count of a few, or a version over 44. */
const CAFEBABE = 0xcafebabe
const MOST_ARCHITECTURES = 40

/** In a few words, what a file is that is none of what is published: `a Windows executable`. */
export function appearanceOf(head: Buffer): string {
  if (head.length === 0) return 'an empty file'
  if (head.length >= 8 && head.readUInt32BE(0) === CAFEBABE) {
    return head.readUInt32BE(4) < MOST_ARCHITECTURES ? 'a macOS executable' : 'a Java class'
  }
  const known = BEGINNINGS.find(([hex]) => head.subarray(0, hex.length / 2).toString('hex') === hex)
  if (known !== undefined) return known[1]
  return isText(head) ? 'a text' : 'a file of a kind that is not known here'
}

/** UTF-8 without NUL; a character that the end of the head cuts is none the less one. */
function isText(head: Buffer): boolean {
  if (head.includes(0)) return false
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true })
    return true
  } catch {
    return false
  }
}
