import { afterEach, expect } from '@jest/globals'
import { basearch } from '../../src/rpm/architecture.ts'
import { withKnownArchitecture } from '../../src/worker/basearch.ts'
import { closeSites, serve } from '../clients/site.ts'
import { testInRoot } from '../clients/root.ts'
import { temporaryDirectory } from '../support/programs.ts'

afterEach(closeSites)

const ARCHITECTURES =
  'x86_64 i386 i686 aarch64 armv5tel armv6hl armv7hl ppc64le s390x riscv64 loongarch64 mips64el'.split(' ')

for (const release of ['bullseye', 'sid'] as const) {
  testInRoot(release, "where zypper's $basearch is not dnf's, the Worker knows dnf's", async (root) => {
    await root.write('/etc/zypp/systemCheck', '')
    const url = await serve(await temporaryDirectory())
    const repo = `[demo]\nname=demo\nbaseurl=${url}/$basearch/\nenabled=1\ntype=rpm-md\ngpgcheck=0\n`
    await root.write('/etc/zypp/repos.d/demo.repo', repo)
    for (const arch of ARCHITECTURES) {
      await root.write('/etc/zypp/zypp.conf', `[main]\narch = ${arch}\n`)
      const listed = await root.run('zypper', ['--non-interactive', 'lr', '--uri', 'demo'])
      const [, name = ''] = /127\.0\.0\.1:\d+\/([^/\s]+)/.exec(listed.stdout) ?? []
      expect([arch, withKnownArchitecture(name)]).toEqual([arch, expect.arrayContaining([basearch(arch)])])
    }
  })
}
