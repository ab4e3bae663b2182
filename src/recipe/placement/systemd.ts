import { type FileKind, type Unplaced, unplaced } from './kind.ts'
import type { ReleaseFile } from './release-file.ts'
import { readUnit } from './unit.ts'

/** systemd.unit(5): the names of units of those kinds that packages bring, templates too; none like an option. */
const UNIT = /^(?!-)(?<prefix>[A-Za-z0-9:_.\\-]+)(?<template>@?)\.(?<type>service|socket|timer|path|target)$/
/** Where the manager of a user's session finds its units: `systemd/user`, `user`, `systemd-user`. */
const USER_FOLDER = /^(?:user|(?:linux-)?systemd[-_]user)$/i
const CONFIGURATION = /^[A-Za-z0-9][A-Za-z0-9_.-]*\.conf$/

/** A unit of systemd. */
export function recogniseUnit(file: ReleaseFile): FileKind | Unplaced | undefined {
  const groups = UNIT.exec(file.name)?.groups
  if (groups === undefined || file.text === undefined) return undefined
  const { template = '', type = '' } = groups
  const unit = readUnit(file.text)
  if (unit.sections.has('D-BUS Service'))
    return unplaced('a service of D-Bus, for which no place is known here')
  const section = `${type.charAt(0).toUpperCase()}${type.slice(1)}`
  if (!unit.sections.has('Unit') && !unit.sections.has(section))
    return unplaced('no unit of systemd, as it has no section [Unit]')
  return {
    kind: 'unit',
    name: file.name,
    unit: {
      manager: file.folders.some((folder) => USER_FOLDER.test(folder)) ? 'user' : 'system',
      isInstallable: unit.sections.has('Install'),
      isTemplate: template !== '',
      programs: unit.programs,
    },
  }
}

/** Users and groups that systemd-sysusers makes, and files that systemd-tmpfiles does. */
export function recogniseSystemdFolder(file: ReleaseFile): FileKind | Unplaced | undefined {
  const { folders, name } = file
  const folder = folders.at(-1)
  if (folder === 'sysusers.d' || folder === 'tmpfiles.d') {
    if (CONFIGURATION.test(name) && file.text !== undefined)
      return { kind: folder === 'sysusers.d' ? 'sysusers' : 'tmpfiles', name }
    return unplaced(`no file of ${folder}, which ends in .conf`)
  }
  return undefined
}
