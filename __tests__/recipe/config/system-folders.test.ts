import { expect, test } from '@jest/globals'
import { isCommandPath, isSystemFolder } from '../../../src/recipe/config/system-folders.ts'

const OF_THE_SYSTEM = `
  / /etc /opt /srv /usr /var /var/lib /var/log /var/run /var/tmp
  /etc/cron.d /etc/default /etc/profile.d /etc/skel /etc/systemd/system /etc/systemd/user /etc/xdg/autostart
  /usr/include /usr/local /usr/share /usr/share/applications /usr/share/dbus-1/services /usr/share/doc
  /usr/share/fish/vendor_completions.d /usr/share/icons/hicolor /usr/share/man /usr/share/mime/packages
  /usr/share/polkit-1/actions /usr/share/zsh /usr/share/themes /usr/share/zsh/vendor-completions
  /bin /sbin /lib /lib32 /lib64 /libx32 /usr/bin /usr/sbin /usr/lib /usr/lib64 /usr/local/bin /usr/local/sbin
  /usr/local/lib /usr/local/etc /usr/local/share /usr/local/share/man
  /lib/systemd /usr/lib/systemd/system /lib/systemd/user-preset /usr/lib/sysusers.d /usr/lib/tmpfiles.d
  /lib/udev/rules.d /usr/lib/x86_64-linux-gnu /lib/arm-linux-gnueabihf
  /usr/share/man/man1 /usr/share/man/mann /usr/share/man/de/man1 /usr/share/man/sr@latin/man1
  /usr/local/share/man/man8 /usr/share/locale/de /usr/share/locale/de/LC_MESSAGES
  /usr/share/icons/hicolor/48x48 /usr/share/icons/hicolor/scalable/apps`

test.each(OF_THE_SYSTEM.trim().split(/\s+/))('%s belongs to the system', (path) => {
  expect(isSystemFolder(path)).toBe(true)
})

const OWN = `
  /usr/share/hello /opt/hello /etc/hello /var/lib/hello /usr/lib/hello /usr/share/doc/hello /srv/etc
  /x/bin /opt/bin /binx /usr/bin/hello /usr/libexec64 /usr/libx /lib128 /usr/opt/bin /usr/local/libx
  /x/usr/local/etc /usr/local/etc/hello /usr/local/share/man/x
  /x/lib/systemd /usr/lib/systemd/hello /usr/local/lib/systemd /usr/lib/systemd/systemx /lib/x86_64-linux-musl
  /lib/X86-linux-gnu /lib/-linux-gnu /lib/x-linux-gnu-x
  /x/usr/share/man/man1 /usr/share/man/man0 /usr/share/man/man1x /usr/share/man/d-e/man1 /usr/share/man/de/x/man1
  /usr/share/man/de /x/usr/share/locale/de /usr/share/locale/de/LC_TIME /usr/share/locale/de/LC_MESSAGES/x
  /x/usr/share/icons/hicolor/48x48 /usr/share/icons/hicolor/48x48/apps/x`

test.each(OWN.trim().split(/\s+/))('%s may be a package’s own', (path) => {
  expect(isSystemFolder(path)).toBe(false)
})

test.each([
  ['/usr/bin/hello', true],
  ['/bin/hello', true],
  ['/usr/sbin/hello', true],
  ['/usr/local/bin/hello', true],
  ['/opt/bin/hello', false],
  ['/x/usr/bin/hello', false],
  ['/usr/bin/x/hello', false],
  ['/usr/bin/', false],
  ['/usr/bin', false],
  ['/usr/libexec/hello', false],
])('%s is a command: %s', (path, expected) => {
  expect(isCommandPath(path)).toBe(expected)
})
