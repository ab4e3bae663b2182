import { contentOf, sha256 } from '../../src/content.ts'
import type { DebPackage } from '../../src/deb/package.ts'
import { indexStanza } from '../../src/deb/index-stanza.ts'
import { signCleartext } from '../../src/openpgp/sign.ts'
import type { SigningKeys } from '../../src/openpgp/signing-keys.ts'
import type { Store } from '../../src/store/store.ts'

const HEADERS = { contentType: 'text/plain', cacheControl: '', metadata: {} }
const SUITE = 'apt/dists/stable/'

/** What lies below the suite, by path; the bytes of what is listed and not stored come as `missing`. */
export interface Files {
  readonly stored: Readonly<Record<string, Buffer>>
  readonly missing?: Readonly<Record<string, Buffer>>
}

export async function write(store: Store, key: string, bytes: string | Uint8Array): Promise<void> {
  await store.put(key, contentOf(Buffer.from(bytes)), HEADERS)
}

/** The text of a Release that lists files. */
function releaseText(lines: readonly string[], { stored, missing }: Files): string {
  const listed = Object.entries({ ...stored, ...missing }).map(
    ([path, bytes]) => ` ${sha256(bytes)} ${bytes.length} ${path}`,
  )
  return `${[...lines, 'Date: Sat, 21 Nov 2020 09:15:44 UTC', 'SHA256:', ...listed].join('\n')}\n`
}

/** Writes a suite, signed as InRelease, or unsigned as Release. */
export async function writeSuite(
  store: Store,
  lines: readonly string[],
  files: Files,
  keys?: SigningKeys,
): Promise<void> {
  for (const [path, bytes] of Object.entries(files.stored)) await write(store, SUITE + path, bytes)
  const text = releaseText(lines, files)
  if (keys === undefined) await write(store, `${SUITE}Release`, text)
  else
    await write(store, `${SUITE}InRelease`, await signCleartext(text, keys, new Date('2020-11-21T09:15:44Z')))
}

/** An index of packages, as apt-ftparchive prints it. */
export function indexOf(...packages: readonly DebPackage[]): Buffer {
  const stanzas = packages.map(({ control, content, sha256: hash, name }) =>
    indexStanza(control, `pool/${name}.deb`, content.sizeBytes, hash),
  )
  return Buffer.from(stanzas.map(String).join('\n'))
}
