import type { Scripts } from '../description.ts'
import { scriptOf, when, words } from './shell.ts'
import type { SystemdFiles } from './systemd-files.ts'

/** rpm tells a script how many versions of the package there will be: one after the first installation. */
const IS_FIRST = '[ "$1" -eq 1 ]'
const IS_LAST = '[ "$1" -eq 0 ]'
const IS_UPGRADE = '[ "$1" -ge 1 ]'
/** From systemd 249 on its macros leave the work to this program. */
const HELPER = '/usr/lib/systemd/systemd-update-helper'
const HAS_SYSTEMCTL = 'command -v systemctl >/dev/null 2>&1'
const BEGINNING = ['#!/bin/sh']
const END = '>/dev/null 2>&1 || :'

/**
 * What an rpm with files for systemd does, as the macros of systemd-rpm-macros: %systemd_post, %systemd_preun and
 * %systemd_postun_with_restart, and the same of users' units; %sysusers_create and %tmpfiles_create. Presets alone say
 * what is enabled, and nothing is started by an installation. A script that fails would stop a transaction halfway, so
 * that none does.
 */
export function rpmScripts(files: SystemdFiles): Scripts {
  const { sysusers, tmpfiles, system, user } = files
  return {
    ...scriptOf('afterInstall', BEGINNING, [
      ...running('systemd-sysusers', sysusers),
      ...running('systemd-tmpfiles --create', tmpfiles),
      ...when(IS_FIRST, [
        ...helped(system.installable, 'install-system-units', (units) => [
          `systemctl --no-reload preset ${units} ${END}`,
        ]),
        ...helped(user.installable, 'install-user-units', (units) => [
          `systemctl --no-reload --global preset ${units} ${END}`,
        ]),
      ]),
    ]),
    ...scriptOf(
      'beforeRemove',
      BEGINNING,
      when(IS_LAST, [
        ...helped(system.all, 'remove-system-units', (units) => [
          `systemctl --no-reload disable ${units} ${END}`,
          `systemctl stop ${units} ${END}`,
        ]),
        ...helped(user.all, 'remove-user-units', (units) => [`systemctl --global disable ${units} ${END}`]),
      ]),
    ),
    ...scriptOf('afterRemove', BEGINNING, [
      // Elsewhere triggers of systemd's own package do it.
      ...when(
        `[ ! -x ${HELPER} ] && ${HAS_SYSTEMCTL}`,
        system.isRead ? [`systemctl daemon-reload ${END}`] : [],
      ),
      ...when(IS_UPGRADE, [
        ...helped(system.all, 'mark-restart-system-units', (units) => [
          `systemctl try-restart ${units} ${END}`,
        ]),
        ...helped(user.all, 'mark-restart-user-units', () => []),
      ]),
    ]),
  }
}

function running(command: string, files: readonly string[]): readonly string[] {
  if (files.length === 0) return []
  const [program] = command.split(' ', 1)
  return when(`command -v ${program} >/dev/null 2>&1`, [`${command} ${words(files)} ${END}`])
}

/** By systemd's own program, or else as its older macros. */
function helped(
  units: readonly string[],
  verb: string,
  otherwise: (units: string) => readonly string[],
): readonly string[] {
  if (units.length === 0) return []
  const [named, fallback] = [words(units), otherwise(words(units))]
  return [
    `if [ -x ${HELPER} ]; then`,
    `  ${HELPER} ${verb} ${named} ${END}`,
    ...(fallback.length === 0 ? [] : [`elif ${HAS_SYSTEMCTL}; then`, ...fallback.map((line) => `  ${line}`)]),
    'fi',
  ]
}
