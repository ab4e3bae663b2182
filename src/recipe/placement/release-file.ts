import { LIMITS } from '../../limits.ts'

/** A file as its recognition sees it. */
export interface ReleaseFile {
  /** The folders above it, from the top of the release, as they are written. */
  readonly folders: readonly string[]
  readonly name: string
  readonly head: Buffer
  /** The beginning as text, with `\n` alone between lines; undefined for what is none. */
  readonly text: string | undefined
}

/**
 * @param path from the top of the release, `/`-separated, normalised
 * @param head its first bytes; what is over LIMITS.documentHeadBytes is not looked at
 */
export function releaseFile(path: string, head: Buffer): ReleaseFile {
  const folders = path.split('/')
  const name = folders.pop() ?? ''
  const looked = head.subarray(0, LIMITS.documentHeadBytes)
  let text: { readonly of: string | undefined } | undefined
  return {
    folders,
    name,
    head: looked,
    // Most files are told by their names: thousands of them need not be looked through.
    get text() {
      text ??= { of: textOf(looked) }
      return text.of
    },
  }
}

/** UTF-8 or another code that has ASCII in it: no NUL, no byte that no text has. */
function textOf(head: Buffer): string | undefined {
  if (head.some((byte) => byte < 0x20 && !TEXT_CONTROLS.has(byte))) return undefined
  return head
    .toString('utf8')
    .replace(/^\ufeff/, '')
    .replaceAll('\r\n', '\n')
}

/** Tab, line feed, vertical tab, form feed, carriage return, escape. */
const TEXT_CONTROLS: ReadonlySet<number> = new Set([0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x1b])

/** Whether any folder above the file has a name that fits. */
export function isBelow({ folders }: ReleaseFile, names: RegExp): boolean {
  return folders.some((folder) => names.test(folder))
}

/** The folder that the file lies in; empty at the top. */
export function folderOf({ folders }: ReleaseFile): string {
  return folders.at(-1) ?? ''
}
