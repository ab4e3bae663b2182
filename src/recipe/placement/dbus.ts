import { type FileKind, type Unplaced, unplaced } from './kind.ts'
import { type ReleaseFile, folderOf, isBelow } from './release-file.ts'
import { readUnit, valueOf } from './unit.ts'

/** D-Bus Specification, "Interface, member, bus and error names". */
const BUS_NAME = '[A-Za-z_-][A-Za-z0-9_-]*(?:\\.[A-Za-z_-][A-Za-z0-9_-]*)+'
const SERVICE = new RegExp(`^${BUS_NAME}\\.service$`)
const POLICY = /^[A-Za-z0-9][A-Za-z0-9_.-]*\.conf$/
const INTERFACE = new RegExp(`^${BUS_NAME}\\.xml$`)
const DBUS_FOLDER = /^dbus(?:-1)?$/i
const POLICY_FOLDER = /^(?:system|session)\.d$/

/** What D-Bus starts for who asks for a name, who may have a name, and what one has to say: dbus-daemon(1). */
export function recogniseDbus(file: ReleaseFile): FileKind | Unplaced | undefined {
  return recogniseService(file) ?? (isBelow(file, DBUS_FOLDER) ? recogniseBelow(file) : undefined)
}

/** The specification, "Message bus starting services": those of the system's bus say as whom they run. */
function recogniseService({ name, text }: ReleaseFile): FileKind | Unplaced | undefined {
  if (!name.endsWith('.service') || text === undefined) return undefined
  const { sections, programs } = readUnit(text)
  if (!sections.has('D-BUS Service')) return undefined
  if (!SERVICE.test(name) || valueOf(text, 'Name') !== name.slice(0, -'.service'.length))
    return unplaced('a service of D-Bus that has not the name that its file says')
  const folder = valueOf(text, 'User') === undefined ? 'services' : 'system-services'
  return { kind: 'dbus', path: `${folder}/${name}`, programs }
}

function recogniseBelow(file: ReleaseFile): FileKind | Unplaced | undefined {
  const { name, text = '' } = file
  const folder = folderOf(file)
  if (POLICY_FOLDER.test(folder) && POLICY.test(name) && text.includes('<busconfig'))
    return { kind: 'dbus', path: `${folder}/${name}`, programs: [] }
  if (folder === 'interfaces' && INTERFACE.test(name) && text.includes('<node'))
    return { kind: 'dbus', path: `interfaces/${name}`, programs: [] }
  return undefined
}
