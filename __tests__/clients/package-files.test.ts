import { readFile, readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { afterAll, describe, expect } from '@jest/globals'
import { bytesOf, memoryScratch } from '../../src/content.ts'
import { buildRpm } from '../../src/rpm/build.ts'
import { deb, describe as described, rpm } from '../support/publishing.ts'
import { data, debWithEpoch, rpmWithEpoch, speak } from './packages.ts'
import { RELEASES, type Root, testInRoot } from './root.ts'
import { type DirectorySite, closeSites, directorySite, keysOf } from './site.ts'

afterAll(closeSites)

/** Copies all published files of a kind there; gives their paths. */
async function fetchAll(root: Root, site: DirectorySite, suffix: string): Promise<readonly string[]> {
  const files = (await readdir(site.path, { recursive: true })).filter((file) => file.endsWith(suffix))
  const paths = files.sort().map((file) => `/published/${basename(file)}`)
  for (const [position, path] of paths.entries()) {
    await root.write(path, await readFile(join(site.path, files[position] ?? '')))
  }
  return paths
}

async function said(root: Root, program: string, ...args: readonly string[]): Promise<string> {
  return (await root.run(program, args)).stdout.trim()
}

const MACHINE = `
  for folder in info updates triggers parts; do mkdir -p "/machine/var/lib/dpkg/$folder"; done
  touch /machine/var/lib/dpkg/status /machine/var/lib/dpkg/available
  for arch in arm64 i386 riscv64; do dpkg --root=/machine --add-architecture "$arch"; done
`

describe.each(RELEASES)('package files', (release) => {
  testInRoot(release, 'dpkg unpacks, configures, verifies and purges what was published', async (root) => {
    const site = await directorySite(await keysOf('rsa4096'))
    const foreign = await Promise.all(
      (['arm64', '386', 'riscv64'] as const).map((arch) => deb({ arch, name: `on-${arch}` })),
    )
    await site.publish([
      await deb(),
      await deb(await speak(root)),
      await deb(data()),
      await debWithEpoch(),
      ...foreign,
    ])
    const files = await fetchAll(root, site, '.deb')
    await root.run('sh', ['-c', MACHINE])
    const dpkg = (...args: readonly string[]) => root.run('dpkg', ['--root=/machine', ...args])
    for (const action of [
      ['--unpack', ...files],
      ['--configure', '--pending'],
      ['--install', ...files],
    ]) {
      expect((await dpkg(...action)).stderr).toBe('')
    }
    expect((await dpkg('--audit')).stdout).toBe('')
    expect((await dpkg('--verify')).stdout).toBe('')
    expect(await said(root, '/machine/usr/bin/speak', '%s', 'hello')).toBe('hello')
    const names = (
      await said(root, 'dpkg-query', '--admindir=/machine/var/lib/dpkg', '-W', '-f', '${Package} ')
    )
      .trim()
      .split(' ')
    expect(names).toEqual(['epochal', 'hello', 'hello-data', 'on-386', 'on-arm64', 'on-riscv64', 'speak'])
    expect((await dpkg('--purge', ...names)).stderr).toBe('')
    expect(
      await said(root, 'find', '/machine', '-path', '*/var', '-prune', '-o', '-type', 'f', '-print'),
    ).toBe('')
  })

  for (const key of ['rsa4096', 'ed25519']) {
    testInRoot(release, `rpm demands every digest and a signature, and finds them; ${key}`, async (root) => {
      const site = await directorySite(await keysOf(key))
      const { keys } = site
      const packages = [
        ...(await Promise.all(
          (['amd64', 'arm64', 'arm7', '386'] as const).map((arch) => rpm(keys, { arch })),
        )),
        await rpm(keys, await speak(root)),
        await rpm(keys, data()),
        await rpmWithEpoch(keys),
      ]
      await site.publish(packages, { 'rpm-path': 'packages' })
      const files = await fetchAll(root, site, '.rpm')
      expect(files).toHaveLength(packages.length)
      await root.write('/published/demo.asc', await site.download('demo.asc'))
      await root.run('rpmkeys', ['--import', '/published/demo.asc'])
      const strict = ['--define', '_pkgverify_level all', '--checksig']
      const verdicts = await said(root, 'rpmkeys', ...strict, ...files)
      expect(verdicts.split('\n')).toEqual(files.map((file) => `${file}: digests signatures OK`))
      const listed = await said(
        root,
        'rpm',
        '-qp',
        '--qf',
        '%{NAME}-%{VERSION}-%{RELEASE}.%{ARCH}.rpm\\n',
        ...files,
      )
      expect(listed.replaceAll('+', '.').split('\n')).toEqual(files.map((file) => basename(file)))

      const unsigned = await bytesOf(await buildRpm(described(), memoryScratch), 2 ** 20, 'the package')
      await root.write('/published/unsigned.rpm', unsigned)
      const refused = await root.run('rpmkeys', [...strict, '/published/unsigned.rpm'], {
        allowFailure: true,
      })
      expect(refused).toMatchObject({ code: 1, stdout: expect.stringContaining('NOT OK') })
    })
  }
})
