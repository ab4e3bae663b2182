import { expect, test } from '@jest/globals'
import { rpmScripts } from '../../../src/recipe/placement/rpm-scripts.ts'
import { ALL_SYSTEMD_FILES as ALL, NO_SYSTEMD_FILES as NONE } from './systemd-names.ts'

test('systemd’s helper does it, or else what its older macros do', () => {
  expect(rpmScripts(ALL)).toEqual({
    afterInstall: `#!/bin/sh
if command -v systemd-sysusers >/dev/null 2>&1; then
  systemd-sysusers 'hello.conf' >/dev/null 2>&1 || :
fi
if command -v systemd-tmpfiles >/dev/null 2>&1; then
  systemd-tmpfiles --create 'hello.conf' 'more.conf' >/dev/null 2>&1 || :
fi
if [ "$1" -eq 1 ]; then
  if [ -x /usr/lib/systemd/systemd-update-helper ]; then
    /usr/lib/systemd/systemd-update-helper install-system-units 'hello.timer' >/dev/null 2>&1 || :
  elif command -v systemctl >/dev/null 2>&1; then
    systemctl --no-reload preset 'hello.timer' >/dev/null 2>&1 || :
  fi
  if [ -x /usr/lib/systemd/systemd-update-helper ]; then
    /usr/lib/systemd/systemd-update-helper install-user-units 'me.service' >/dev/null 2>&1 || :
  elif command -v systemctl >/dev/null 2>&1; then
    systemctl --no-reload --global preset 'me.service' >/dev/null 2>&1 || :
  fi
fi
`,
    beforeRemove: `#!/bin/sh
if [ "$1" -eq 0 ]; then
  if [ -x /usr/lib/systemd/systemd-update-helper ]; then
    /usr/lib/systemd/systemd-update-helper remove-system-units 'hello.service' 'hello.timer' >/dev/null 2>&1 || :
  elif command -v systemctl >/dev/null 2>&1; then
    systemctl --no-reload disable 'hello.service' 'hello.timer' >/dev/null 2>&1 || :
    systemctl stop 'hello.service' 'hello.timer' >/dev/null 2>&1 || :
  fi
  if [ -x /usr/lib/systemd/systemd-update-helper ]; then
    /usr/lib/systemd/systemd-update-helper remove-user-units 'me.service' 'you.service' >/dev/null 2>&1 || :
  elif command -v systemctl >/dev/null 2>&1; then
    systemctl --global disable 'me.service' 'you.service' >/dev/null 2>&1 || :
  fi
fi
`,
    afterRemove: `#!/bin/sh
if [ ! -x /usr/lib/systemd/systemd-update-helper ] && command -v systemctl >/dev/null 2>&1; then
  systemctl daemon-reload >/dev/null 2>&1 || :
fi
if [ "$1" -ge 1 ]; then
  if [ -x /usr/lib/systemd/systemd-update-helper ]; then
    /usr/lib/systemd/systemd-update-helper mark-restart-system-units 'hello.service' 'hello.timer' >/dev/null 2>&1 || :
  elif command -v systemctl >/dev/null 2>&1; then
    systemctl try-restart 'hello.service' 'hello.timer' >/dev/null 2>&1 || :
  fi
  if [ -x /usr/lib/systemd/systemd-update-helper ]; then
    /usr/lib/systemd/systemd-update-helper mark-restart-user-units 'me.service' 'you.service' >/dev/null 2>&1 || :
  fi
fi
`,
  })
})

test('nothing is done of which there are no files', () => {
  expect(rpmScripts(NONE)).toEqual({})
})

test('templates alone are read when the last of them goes', () => {
  expect(rpmScripts({ ...NONE, system: { ...NONE.system, isRead: true } })).toEqual({
    afterRemove: `#!/bin/sh
if [ ! -x /usr/lib/systemd/systemd-update-helper ] && command -v systemctl >/dev/null 2>&1; then
  systemctl daemon-reload >/dev/null 2>&1 || :
fi
`,
  })
})

test.each(['sysusers', 'tmpfiles'] as const)(
  '%s alone are made at the installation, and that is all',
  (kind) => {
    expect(Object.keys(rpmScripts({ ...NONE, [kind]: ALL[kind] }))).toEqual(['afterInstall'])
  },
)

test('units without a section [Install] are no presets', () => {
  const scripts = rpmScripts({ ...NONE, system: { isRead: true, all: ['a.service'], installable: [] } })
  expect(Object.keys(scripts)).toEqual(['beforeRemove', 'afterRemove'])
})
