import type { SystemdFiles } from '../../../src/recipe/placement/systemd-files.ts'

const NO_UNITS = { isRead: false, all: [], installable: [] }

export const NO_SYSTEMD_FILES: SystemdFiles = {
  sysusers: [],
  tmpfiles: [],
  system: NO_UNITS,
  user: NO_UNITS,
}

/** One of each kind that scripts treat in a way of its own. */
export const ALL_SYSTEMD_FILES: SystemdFiles = {
  sysusers: ['hello.conf'],
  tmpfiles: ['hello.conf', 'more.conf'],
  system: { isRead: true, all: ['hello.service', 'hello.timer'], installable: ['hello.timer'] },
  user: { isRead: true, all: ['me.service', 'you.service'], installable: ['me.service'] },
}
