import { bytesOf } from '../content.ts'
import { LIMITS } from '../limits.ts'
import type { PackagedEntry, PackagedFile } from '../recipe/description.ts'
import type { Dependency } from './dependency.ts'
import { SENSE } from './flags.ts'

const DESKTOP = /^\/usr\/share\/applications\/(?:.*\/)?(?<name>[A-Za-z0-9_][A-Za-z0-9_.+-]*\.desktop)$/
const METAINFO =
  /^\/usr\/share\/(?:appdata|metainfo)\/(?:.*\/)?(?<name>[A-Za-z0-9_][A-Za-z0-9_.+-]*\.(?:appdata|metainfo)\.xml)$/
const APPLICATION = /^(?:Type\s*=\s*Application$|Exec\s*=)/
const MEDIA_TYPES = /^MimeType\s*=\s*(?<types>.+)$/
/** RFC 6838, 4.2. */
const MEDIA_TYPE = /^[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]*\/[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]*$/

/**
 * What a package is to desktops, as rpmbuild tells it of their files: `application(hello.desktop)`,
 * `mimehandler(text/plain)`, `metainfo(hello.metainfo.xml)`; fileattrs/desktop.attr and metainfo.attr of rpm.
 */
export async function desktopProvides(entries: readonly PackagedEntry[]): Promise<readonly Dependency[]> {
  const files = entries.filter((entry) => entry.type === 'file')
  const names = (await Promise.all(files.map(namesOf))).flat()
  return names.map((name) => ({ name, flags: SENSE.FIND_PROVIDES, version: '' }))
}

async function namesOf({ path, content }: PackagedFile): Promise<readonly string[]> {
  const metainfo = METAINFO.exec(path)?.groups?.['name']
  if (metainfo !== undefined) return ['metainfo()', `metainfo(${metainfo})`]
  const desktop = DESKTOP.exec(path)?.groups?.['name']
  if (desktop === undefined || content.sizeBytes > LIMITS.documentBytes) return []
  const lines = (await bytesOf(content, LIMITS.documentBytes, path)).toString('utf8').split('\n')
  if (!lines.some((line) => APPLICATION.test(line))) return []
  const types = lines.map((line) => MEDIA_TYPES.exec(line)?.groups?.['types'])
  const handled =
    types
      .findLast((each) => each !== undefined)
      ?.trim()
      .split(';') ?? []
  return [
    'application()',
    `application(${desktop})`,
    ...handled.filter((type) => MEDIA_TYPE.test(type)).map((type) => `mimehandler(${type})`),
  ]
}
