import { expect, test } from '@jest/globals'
import { debDepends, debScripts } from '../../../src/recipe/placement/deb-scripts.ts'
import { ALL_SYSTEMD_FILES as ALL, NO_SYSTEMD_FILES as NONE } from './systemd-names.ts'

test('users and files are made first, then units enabled and started, as debhelper has it', () => {
  expect(debScripts(ALL)).toEqual({
    afterInstall: `#!/bin/sh
set -e

if [ "$1" = configure ] || [ "$1" = abort-upgrade ] || [ "$1" = abort-deconfigure ] || [ "$1" = abort-remove ]; then
  if command -v systemd-sysusers >/dev/null; then
    systemd-sysusers \${DPKG_ROOT:+--root="$DPKG_ROOT"} 'hello.conf'
  fi
  if command -v systemd-tmpfiles >/dev/null; then
    systemd-tmpfiles \${DPKG_ROOT:+--root="$DPKG_ROOT"} --create 'hello.conf' 'more.conf' >/dev/null || true
  fi
  if command -v deb-systemd-helper >/dev/null; then
    for unit in 'hello.timer'; do
      deb-systemd-helper unmask "$unit" >/dev/null || true
      if deb-systemd-helper --quiet was-enabled "$unit"; then
        deb-systemd-helper enable "$unit" >/dev/null || true
      else
        deb-systemd-helper update-state "$unit" >/dev/null || true
      fi
    done
    for unit in 'me.service'; do
      deb-systemd-helper --user unmask "$unit" >/dev/null || true
      if deb-systemd-helper --quiet --user was-enabled "$unit"; then
        deb-systemd-helper --user enable "$unit" >/dev/null || true
      else
        deb-systemd-helper --user update-state "$unit" >/dev/null || true
      fi
    done
  fi
  if [ -z "\${DPKG_ROOT:-}" ] && [ -d /run/systemd/system ]; then
    systemctl --system daemon-reload >/dev/null || true
    if [ -n "$2" ]; then action=restart; else action=start; fi
    deb-systemd-invoke "$action" 'hello.service' 'hello.timer' >/dev/null || true
  fi
fi
`,
    beforeRemove: `#!/bin/sh
set -e

if [ "$1" = remove ] && [ -z "\${DPKG_ROOT:-}" ] && [ -d /run/systemd/system ]; then
  deb-systemd-invoke stop 'hello.service' 'hello.timer' >/dev/null || true
fi
`,
    afterRemove: `#!/bin/sh
set -e

if [ "$1" = remove ] && [ -z "\${DPKG_ROOT:-}" ] && [ -d /run/systemd/system ]; then
  systemctl --system daemon-reload >/dev/null || true
fi
if [ "$1" = purge ] && command -v deb-systemd-helper >/dev/null; then
  deb-systemd-helper purge 'hello.timer' >/dev/null || true
  deb-systemd-helper --user purge 'me.service' >/dev/null || true
fi
`,
  })
})

test('nothing is done of which there are no files', () => {
  expect(debScripts(NONE)).toEqual({})
})

const linesOf = (text: string | undefined, word: RegExp) =>
  (text ?? '')
    .split('\n')
    .filter((line) => word.test(line))
    .map((line) => line.trim())

test('templates alone are read, and neither started, stopped nor enabled', () => {
  const scripts = debScripts({ ...NONE, system: { ...NONE.system, isRead: true } })
  expect(Object.keys(scripts)).toEqual(['afterInstall', 'afterRemove'])
  for (const text of Object.values(scripts)) {
    expect(linesOf(text, /systemctl/)).toEqual(['systemctl --system daemon-reload >/dev/null || true'])
    expect(linesOf(text, /deb-systemd|action/)).toEqual([])
  }
})

test('units without a section [Install] are started, and not enabled', () => {
  const { afterInstall, beforeRemove, afterRemove } = debScripts({
    ...NONE,
    system: { isRead: true, all: ['a.service'], installable: [] },
  })
  expect(linesOf(afterInstall, /deb-systemd-helper/)).toEqual([])
  expect(linesOf(afterInstall, /invoke/)).toEqual([
    `deb-systemd-invoke "$action" 'a.service' >/dev/null || true`,
  ])
  expect(linesOf(beforeRemove, /invoke/)).toEqual([`deb-systemd-invoke stop 'a.service' >/dev/null || true`])
  expect(linesOf(afterRemove, /deb-systemd-helper/)).toEqual([])
})

test('what a user’s manager runs is enabled, and started by nobody', () => {
  const { afterInstall, ...others } = debScripts({ ...NONE, user: ALL.user })
  expect(linesOf(afterInstall, /systemctl|invoke/)).toEqual([])
  expect(linesOf(afterInstall, /for unit/)).toEqual([`for unit in 'me.service'; do`])
  expect(Object.keys(others)).toEqual(['afterRemove'])
})

test('who makes users is asked for where there are users', () => {
  expect(debDepends(ALL)).toEqual(['systemd | systemd-standalone-sysusers | systemd-sysusers'])
  expect(debDepends({ ...ALL, sysusers: [] })).toEqual([])
})
