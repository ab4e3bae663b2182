import { expect, test } from '@jest/globals'
import { contentOf } from '../../../src/content.ts'
import type { PackagedEntry } from '../../../src/recipe/description.ts'
import { ownedFolders } from '../../../src/recipe/placement/folders.ts'

const entry = (path: string): PackagedEntry => ({
  type: 'file',
  path,
  mode: 0o644,
  content: contentOf(Buffer.alloc(0)),
})
const owned = (name: string, ...paths: readonly string[]) =>
  ownedFolders(paths.map(entry), name).map(({ path }) => path)

test('folders of documents, licenses and drop-ins are owned, with those in them, sorted', () => {
  expect(
    owned(
      'hello',
      '/usr/share/licenses/hello/a/LICENSE',
      '/usr/share/doc/hello/README',
      '/usr/share/docs/hello/README',
      '/usr/share/doc/README',
      '/usr/lib/systemd/user/a.service.d/x.conf',
      '/usr/lib/systemd/system/b.service.d/x.conf',
      '/opt/usr/lib/systemd/system/b.service.d/x.conf',
      '/usr/lib/systemd/system/b.service.data/x.conf',
      '/usr/lib/systemd/system/b.service.d/more/x.conf',
      '/usr/lib/systemd/system/hello.service',
    ),
  ).toEqual([
    '/usr/lib/systemd/system/b.service.d',
    '/usr/lib/systemd/user/a.service.d',
    '/usr/share/doc/hello',
    '/usr/share/licenses/hello',
    '/usr/share/licenses/hello/a',
  ])
  expect(ownedFolders([entry('/usr/share/doc/hello/README')], 'hello')).toEqual([
    { type: 'directory', path: '/usr/share/doc/hello', mode: 0o755 },
  ])
})

test('in /etc those of the package’s name and its programs’ are owned, and none elsewhere', () => {
  const programs = ['/usr/bin/Sing', '/usr/bin/more/dance', '/opt/usr/bin/jump', '/usr/bin/run']
  const paths = [
    '/etc/HELLO/a/b',
    '/etc/sing/x',
    '/etc/dance/x',
    '/etc/more/x',
    '/etc/jump/x',
    '/etc/other/hello/x',
    '/etc/hello',
  ]
  expect(owned('hello', ...programs, ...paths)).toEqual(['/etc/HELLO', '/etc/HELLO/a', '/etc/sing'])
  expect(owned('hello', '/var/hello/x', '/opt/etc/hello/x', '/usr/etc/hello/x')).toEqual([])
})

test.each(['X11', 'x11', 'ssh', 'cron.daily', 'hello.d', 'nginx'])('%s in /etc is everybody’s', (name) => {
  expect(owned(name, `/etc/${name}/x`)).toEqual([])
})

test.each(['my-ssh', 'ssh2', 'acron.daily', 'hello.dat', 'cron'])('%s in /etc may be a package’s', (name) => {
  expect(owned(name, `/etc/${name}/x`)).toEqual([`/etc/${name}`])
})
