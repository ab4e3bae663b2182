import { describe, expect } from '@jest/globals'
import type { Root } from '../clients/fresh-root.ts'
import { RPM_CLIENTS } from '../clients/rpm-client.ts'
import { testWithClients } from './test-example.ts'

async function downloaded(url: string): Promise<string> {
  const response = await fetch(url)
  if (!response.ok) throw new Error(`${response.status} ${url}`)
  return response.text()
}

/** As the front page tells a user of Debian: the key, the source, an update without a complaint. */
async function followWithApt(root: Root, url: string, name: string): Promise<void> {
  await root.run('sh', ['-c', 'rm -f /etc/apt/sources.list /etc/apt/sources.list.d/*'])
  await root.write(`/etc/apt/keyrings/${name}.asc`, await downloaded(`${url}/${name}.asc`))
  await root.write(`/etc/apt/sources.list.d/${name}.sources`, await downloaded(`${url}/${name}.sources`))
  const { stdout, stderr } = await root.run('apt-get', ['update'])
  expect((stdout + stderr).split('\n').filter((line) => /^([WEN]:|Err:)/.test(line))).toEqual([])
}

async function installed(root: Root, ...names: readonly string[]): Promise<readonly string[]> {
  await root.run('apt-get', ['install', '--yes', ...names])
  expect((await root.run('dpkg', ['--verify', ...names])).stdout).toBe('')
  const format = '${Package} ${Version}\n'
  const { stdout } = await root.run('dpkg-query', ['--show', `--showformat=${format}`, ...names])
  return stdout.trim().split('\n')
}

async function greeting(root: Root, program: string): Promise<string> {
  return (await root.run(program)).stdout
}

describe('apt and dnf install what the examples published', () => {
  testWithClients('matrix', async (site, root) => {
    await site.run('matrix')
    await root.run('dpkg', ['--add-architecture', 'armhf'])
    await followWithApt(root, site.url, 'hello')
    const names = ['hello-c', 'hello-go', 'hello-rust'] as const
    expect(await installed(root, ...names)).toEqual(names.map((name) => `${name} 1.2.3`))
    expect(await greeting(root, 'hello-rust')).toBe('Hello, world!\n')
    const policy = await root.run('apt-cache', ['policy', 'hello-c:armhf'])
    expect(policy.stdout).toContain('Candidate: 1.2.3')

    const [, dnf] = RPM_CLIENTS.find(([release]) => release === 'trixie') ?? []
    if (dnf === undefined) throw new Error('trixie has no dnf')
    await root.write(`${dnf.folder}/hello.repo`, await downloaded(`${site.url}/hello.repo`))
    // Only the static one: Debian has no rpm that brings libc.
    await dnf.install(root, ['hello-go'])
    expect(await dnf.offered(root, 'hello-rust', 'aarch64')).toBe('hello-rust 1.2.3 aarch64')
    expect(await dnf.offered(root, 'hello-go', 'riscv64')).toBe('hello-go 1.2.3 riscv64')
  })

  testWithClients('goreleaser', async (site, root) => {
    await site.run('goreleaser')
    await followWithApt(root, site.url, 'hello')
    expect(await installed(root, 'hello')).toEqual(['hello 1.2.3'])
    expect(await greeting(root, 'hello')).toBe('Hello, world!\n')
  })

  testWithClients('release-assets', async (site, root) => {
    await site.run('release-assets', { event: { release: { tag_name: 'v1.2.3', prerelease: false } } })
    await followWithApt(root, site.url, 'hello')
    expect(await installed(root, 'hello')).toEqual(['hello 1.2.3'])
    expect(await greeting(root, 'hello')).toBe('Hello, world!\n')
  })

  testWithClients('nightly', async (site, root) => {
    await site.run('nightly', { ref: 'main' })
    await followWithApt(root, site.url, 'hello')
    expect(await installed(root, 'hello')).toEqual([expect.stringMatching(/^hello 1\.2\.3\+1\.g/)])
  })

  testWithClients('two-repositories', async (site, root) => {
    await site.run('two-repositories')
    await followWithApt(root, `${site.url}/enterprise`, 'hello-enterprise')
    expect(await installed(root, 'hello')).toEqual(['hello 1.2.3'])
  })
})
