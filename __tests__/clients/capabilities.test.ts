import { copyFile, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from '@jest/globals'
import { rpmbuild } from '../rpm/sample.ts'
import { run, temporaryDirectory } from '../support/programs.ts'
import { runIn } from '../support/running.ts'
import { privilegesOf } from './capability.ts'
import { RELEASES, testInRoot } from './root.ts'

const SPEC = `Name: hello
Version: 1
Release: 1
Summary: s
License: MIT
BuildArch: noarch
AutoReqProv: no
%description
d
%install
mkdir -p %{buildroot}/usr/bin
echo hello >%{buildroot}/usr/bin/hello
echo plain >%{buildroot}/usr/bin/plain
%files
%attr(755, root, root) %caps(cap_net_bind_service=ep) /usr/bin/hello
%attr(755, root, root) /usr/bin/plain
`

for (const release of RELEASES) {
  testInRoot(
    release,
    'capabilities that rpmbuild wrote are there when the package was published and signed',
    async (root) => {
      const cwd = await temporaryDirectory()
      await copyFile((await rpmbuild(SPEC)).binary, join(cwd, 'hello.rpm'))
      const { entries } = await runIn(cwd, { artifacts: 'hello.rpm', 'repository-name': 'demo' })
      const path = join(cwd, 'repository', entries[0]?.key ?? '')
      const { stdout: caps } = await run('rpm', ['-qp', '--nosignature', '--filecaps', path])
      expect(caps).toBe('/usr/bin/hello\tcap_net_bind_service=ep\n/usr/bin/plain\t\n')

      await root.write('/hello.rpm', await readFile(path))
      await root.write('/key.asc', await readFile('__tests__/fixtures/keys/rsa4096.pub.asc'))
      await root.run('rpmkeys', ['--import', '/key.asc'])
      const { stdout: verdict } = await root.run('rpmkeys', ['-K', '/hello.rpm'])
      expect(verdict).toBe('/hello.rpm: digests signatures OK\n')
      await root.run('rpm', ['-U', '/hello.rpm'])
      expect(await privilegesOf(root, '/usr/bin/hello', '/usr/bin/plain')).toEqual([
        '/usr/bin/hello 755 cap_net_bind_service',
        '/usr/bin/plain 755 none',
      ])
      expect((await root.run('rpm', ['-V', 'hello'])).stdout).toBe('')
    },
  )
}
