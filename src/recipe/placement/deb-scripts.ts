import type { Scripts } from '../description.ts'
import { scriptOf, when, words } from './shell.ts'
import type { SystemdFiles, UnitNames } from './systemd-files.ts'

/** Debian Policy 6.4: a script that goes on after a failure hides it. */
const BEGINNING = ['#!/bin/sh', 'set -e', '']
/** Of the postinst, Debian Policy 6.5: all but triggers. */
const CONFIGURING =
  '[ "$1" = configure ] || [ "$1" = abort-upgrade ] || [ "$1" = abort-deconfigure ] || [ "$1" = abort-remove ]'
/** sd_booted(3), and not in a tree that is being made for another system. */
const IS_RUNNING = '[ -z "${DPKG_ROOT:-}" ] && [ -d /run/systemd/system ]'
const ROOT = '${DPKG_ROOT:+--root="$DPKG_ROOT"}'

/**
 * What a .deb with files for systemd does, as the scripts that debhelper's dh_installsystemd, dh_installsystemduser,
 * dh_installsysusers and dh_installtmpfiles add: users and files first, then units are enabled as presets and the
 * administrator have it, and started as policy-rc.d has it.
 */
export function debScripts(files: SystemdFiles): Scripts {
  const { system, user } = files
  const isRemoved = `[ "$1" = remove ] && ${IS_RUNNING}`
  return {
    ...scriptOf('afterInstall', BEGINNING, when(CONFIGURING, configuring(files))),
    ...scriptOf('beforeRemove', BEGINNING, when(isRemoved, invoking(system, 'stop'))),
    ...scriptOf('afterRemove', BEGINNING, [
      ...when(isRemoved, reloading(system)),
      ...when('[ "$1" = purge ] && command -v deb-systemd-helper >/dev/null', [
        ...purging(system, ''),
        ...purging(user, '--user '),
      ]),
    ]),
  }
}

/** Who makes the users that a service runs as, on systems without systemd too: dh_installsysusers. */
export function debDepends({ sysusers }: SystemdFiles): readonly string[] {
  return sysusers.length === 0 ? [] : ['systemd | systemd-standalone-sysusers | systemd-sysusers']
}

function configuring(files: SystemdFiles): readonly string[] {
  const { sysusers, tmpfiles, system, user } = files
  return [
    ...running('systemd-sysusers', sysusers, ROOT, ''),
    ...running('systemd-tmpfiles', tmpfiles, `${ROOT} --create`, ' >/dev/null || true'),
    ...when('command -v deb-systemd-helper >/dev/null', [
      ...enabling(system, ''),
      ...enabling(user, '--user '),
    ]),
    ...when(IS_RUNNING, [
      ...reloading(system),
      // The version that was configured before, on an upgrade.
      ...(system.all.length === 0
        ? []
        : ['if [ -n "$2" ]; then action=restart; else action=start; fi', ...invoking(system, '"$action"')]),
    ]),
  ]
}

function running(program: string, files: readonly string[], options: string, end: string): readonly string[] {
  const command = `${program} ${options} ${words(files)}${end}`
  return files.length === 0 ? [] : when(`command -v ${program} >/dev/null`, [command])
}

/** The first time the presets are asked; later, links are added where the unit is enabled, and not where it is not. */
function enabling({ installable }: UnitNames, option: string): readonly string[] {
  if (installable.length === 0) return []
  return [
    `for unit in ${words(installable)}; do`,
    `  deb-systemd-helper ${option}unmask "$unit" >/dev/null || true`,
    `  if deb-systemd-helper --quiet ${option}was-enabled "$unit"; then`,
    `    deb-systemd-helper ${option}enable "$unit" >/dev/null || true`,
    '  else',
    `    deb-systemd-helper ${option}update-state "$unit" >/dev/null || true`,
    '  fi',
    'done',
  ]
}

function purging({ installable }: UnitNames, option: string): readonly string[] {
  if (installable.length === 0) return []
  return [`deb-systemd-helper ${option}purge ${words(installable)} >/dev/null || true`]
}

function reloading({ isRead }: UnitNames): readonly string[] {
  return isRead ? ['systemctl --system daemon-reload >/dev/null || true'] : []
}

function invoking({ all }: UnitNames, action: string): readonly string[] {
  return all.length === 0 ? [] : [`deb-systemd-invoke ${action} ${words(all)} >/dev/null || true`]
}
