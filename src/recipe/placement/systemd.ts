import { type FileKind, type Unplaced, unplaced } from './kind.ts'
import { type ReleaseFile, isBelow } from './release-file.ts'
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
  const section = `${type.charAt(0).toUpperCase()}${type.slice(1)}`
  if (!unit.sections.has('Unit') && !unit.sections.has(section))
    return unplaced('no unit of systemd, as it has no section [Unit]')
  return {
    kind: 'unit',
    name: file.name,
    unit: {
      manager: managerOf(file),
      isInstallable: unit.sections.has('Install'),
      isTemplate: template !== '',
      programs: unit.programs,
    },
  }
}

/** systemd.unit(5): `hello.service.d/limits.conf` adds to hello.service. */
export function recogniseDropIn(file: ReleaseFile): FileKind | undefined {
  const { folders, name, text } = file
  const unit = (folders.at(-1) ?? '').replace(/\.d$/, '')
  if (unit === folders.at(-1) || !UNIT.test(unit) || !CONFIGURATION.test(name) || text === undefined)
    return undefined
  return { kind: 'dropIn', unit, name, manager: managerOf(file), programs: readUnit(text).programs }
}

function managerOf(file: ReleaseFile): 'system' | 'user' {
  return isBelow(file, USER_FOLDER) ? 'user' : 'system'
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
