const ID = /^(\d{1,12})-[0-9a-f]{16}$/

/** The ID of a copy of a head, and the folder of a package whose key was taken: `STAMP-HASH16`. */
export function identifier(stampSeconds: number, sha256: string): string {
  return `${stampSeconds}-${sha256.slice(0, 16)}`
}

export function isIdentifier(text: string): boolean {
  return ID.test(text)
}

/** The stamp in an ID; 0 where it is none. */
export function stampOf(id: string): number {
  return Number(ID.exec(id)?.[1] ?? 0)
}

/** The beginning of the SHA-256 of a head in an ID. */
export function hashOf(id: string): string {
  return id.slice(id.indexOf('-') + 1)
}

/** Where the copy of a head lies. */
export function copyKey(headKey: string, id: string): string {
  const cut = headKey.lastIndexOf('/') + 1
  return `${headKey.slice(0, cut)}heads/${id}/${headKey.slice(cut)}`
}
