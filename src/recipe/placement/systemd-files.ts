import type { FileKind } from './kind.ts'

/** What of a package's files systemd's programs have to be told, by the names of the files. */
export interface SystemdFiles {
  readonly sysusers: readonly string[]
  readonly tmpfiles: readonly string[]
  readonly system: UnitNames
  readonly user: UnitNames
}

/** Units of one manager; no templates, which run and are enabled as instances alone. */
export interface UnitNames {
  /** There is something that it has to read again: units, templates, and what adds to units. */
  readonly isRead: boolean
  readonly all: readonly string[]
  /** Those with a section `[Install]`. */
  readonly installable: readonly string[]
}

/** Sorted by name; undefined where there are none. */
export function systemdFiles(files: readonly FileKind[]): SystemdFiles | undefined {
  const found: SystemdFiles = {
    sysusers: named(files, 'sysusers'),
    tmpfiles: named(files, 'tmpfiles'),
    system: unitsOf(files, 'system'),
    user: unitsOf(files, 'user'),
  }
  const { sysusers, tmpfiles, system, user } = found
  const hasNames = [sysusers, tmpfiles, user.all].some((names) => names.length > 0)
  return hasNames || system.isRead ? found : undefined
}

function named(files: readonly FileKind[], kind: 'sysusers' | 'tmpfiles'): readonly string[] {
  return files.flatMap((file) => (file.kind === kind ? [file.name] : [])).sort()
}

function unitsOf(files: readonly FileKind[], manager: 'system' | 'user'): UnitNames {
  const units = files
    .flatMap((file) => (file.kind === 'unit' && file.unit.manager === manager ? [file] : []))
    .filter(({ unit }) => !unit.isTemplate)
  const namesOf = (some: typeof units) => some.map(({ name }) => name).sort()
  return {
    isRead: files.some((file) => managerOf(file) === manager),
    all: namesOf(units),
    installable: namesOf(units.filter(({ unit }) => unit.isInstallable)),
  }
}

function managerOf(file: FileKind): 'system' | 'user' | undefined {
  if (file.kind === 'unit') return file.unit.manager
  return file.kind === 'dropIn' ? file.manager : undefined
}
