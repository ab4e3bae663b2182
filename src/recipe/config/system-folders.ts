/**
 * Folders that every system or a package of its own has: hier(7), and those that systemd, shadow, cron, man-db and the
 * completions of shells bring. A package that owned them would be asked about at each removal.
 */
const FOLDERS = new Set(
  [
    '/ /boot /dev /etc /home /media /mnt /opt /proc /root /run /srv /sys /tmp /usr /var',
    '/etc/bash_completion.d /etc/cron.d /etc/cron.daily /etc/cron.hourly /etc/cron.monthly /etc/cron.weekly',
    '/etc/default /etc/init.d /etc/logrotate.d /etc/modprobe.d /etc/opt /etc/pam.d /etc/profile.d /etc/security',
    '/etc/skel /etc/ssl /etc/sudoers.d /etc/sysconfig /etc/sysctl.d /etc/systemd /etc/systemd/system',
    '/etc/systemd/user /etc/tmpfiles.d /etc/udev /etc/udev/rules.d /etc/X11 /etc/xdg /etc/xdg/autostart',
    '/usr/games /usr/include /usr/libexec /usr/local /usr/share /usr/src',
    '/usr/share/applications /usr/share/bash-completion /usr/share/bash-completion/completions',
    '/usr/share/dbus-1 /usr/share/dbus-1/services /usr/share/dbus-1/system-services /usr/share/dbus-1/system.d',
    '/usr/share/doc /usr/share/fish /usr/share/fish/vendor_completions.d /usr/share/fonts /usr/share/games',
    '/usr/share/icons /usr/share/icons/hicolor /usr/share/info /usr/share/licenses /usr/share/locale /usr/share/man',
    '/usr/share/metainfo /usr/share/mime /usr/share/mime/packages /usr/share/misc /usr/share/pixmaps',
    '/usr/share/polkit-1 /usr/share/polkit-1/actions /usr/share/polkit-1/rules.d /usr/share/sounds',
    '/usr/share/themes /usr/share/xml /usr/share/zsh /usr/share/zsh/site-functions',
    '/usr/share/zsh/vendor-completions /var/cache /var/games /var/lib /var/lock /var/log /var/mail /var/opt',
    '/var/run /var/spool /var/tmp',
  ].flatMap((line) => line.split(' ')),
)

/** `bin`, `sbin` and libraries, below the root, /usr and /usr/local; man pages, icons and messages by their kinds. */
const FORMS = [
  /^(?:\/usr(?:\/local)?)?\/(?:s?bin|lib(?:32|64|x32)?)$/,
  /^\/usr\/local\/(?:etc|games|include|libexec|share|share\/man|src)$/,
  /^(?:\/usr)?\/lib\/(?:modprobe\.d|modules-load\.d|sysctl\.d|systemd|systemd\/(?:system|system-preset|user|user-preset)|sysusers\.d|tmpfiles\.d|udev|udev\/rules\.d|[a-z0-9_]+-linux-gnu[a-z0-9_]*)$/,
  /^\/usr(?:\/local)?\/share\/man\/(?:[A-Za-z_.@]+\/)?man[1-9n]$/,
  /^\/usr\/share\/locale\/[^/]+(?:\/LC_MESSAGES)?$/,
  /^\/usr\/share\/icons\/hicolor\/[^/]+(?:\/[^/]+)?$/,
]

/** Whether a folder belongs to the system and to no package of ours. */
export function isSystemFolder(path: string): boolean {
  return FOLDERS.has(path) || FORMS.some((form) => form.test(path))
}

/** Where programs are found by their names. */
const COMMANDS = /^(?:\/usr(?:\/local)?)?\/s?bin\/[^/]+$/

export function isCommandPath(path: string): boolean {
  return COMMANDS.test(path)
}
