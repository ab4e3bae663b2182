import { describe, expect } from '@jest/globals'
import type { Entry } from '../../src/report/entries.ts'
import { listedPackages } from '../support/listed.ts'
import { commit, git } from './project.ts'
import type { RanStep } from './runner.ts'
import type { Site } from './site.ts'
import { testExample } from './test-example.ts'

/** What the steps say that they did, a line each, sorted. */
function doneBy(steps: readonly RanStep[]): readonly string[] {
  const entries = steps.flatMap(({ outputs }) => JSON.parse(outputs['packages'] ?? '[]') as readonly Entry[])
  const lines = entries.map((it) => `${it.channel} ${it.name} ${it.version} ${it.arch} ${it.status}`)
  return lines.sort()
}

function listed(site: Site, prefix = ''): Promise<readonly string[]> {
  return listedPackages(site.r2.store({ prefix }))
}

/** Nothing is wrong with what is published: the example that verifies says so. */
async function assertSound(site: Site): Promise<void> {
  const [step] = await site.run('verify', { ref: 'main', isReader: true })
  expect(JSON.parse(step?.outputs['verify-report'] ?? '')).toMatchObject({ sound: true, errors: 0 })
}

const HELLO = [
  'stable hello 1.2.3 amd64 added',
  'stable hello 1.2.3 arm64 added',
  'stable hello 1.2.3-1 aarch64 added',
  'stable hello 1.2.3-1 x86_64 added',
]

describe('of the examples', () => {
  testExample(
    'single-job and verify: a tag is published, again without a write, and verified',
    async (site) => {
      expect(doneBy(await site.run('single-job'))).toEqual(HELLO)
      const [again] = await site.run('single-job')
      expect(again?.outputs).toMatchObject({ changed: 'false', 'uploaded-objects': '0' })
      await assertSound(site)
      const [pool] = (await site.r2.bucket.list({ prefix: 'apt/pool/' })).objects
      await site.r2.bucket.put(pool?.key ?? '', 'damaged')
      await expect(site.run('verify', { ref: 'main', isReader: true })).rejects.toThrow(
        /is not sound: 1 error/,
      )
    },
  )

  testExample('matrix: eight jobs publish at once, and all that they say is listed', async (site) => {
    const steps = await site.run('matrix')
    expect(steps.map(({ job }) => job).sort()).toEqual('c c c go go go rust rust'.split(' '))
    expect(doneBy(steps)).toEqual(
      [
        ...['amd64', 'arm64', 'armhf'].map((arch) => `stable hello-c 1.2.3 ${arch} added`),
        ...['aarch64', 'armv7hl', 'x86_64'].map((arch) => `stable hello-c 1.2.3-1 ${arch} added`),
        ...['amd64', 'arm64', 'riscv64'].map((arch) => `stable hello-go 1.2.3 ${arch} added`),
        ...['aarch64', 'riscv64', 'x86_64'].map((arch) => `stable hello-go 1.2.3-1 ${arch} added`),
        ...['amd64', 'arm64'].map((arch) => `stable hello-rust 1.2.3 ${arch} added`),
        ...['aarch64', 'x86_64'].map((arch) => `stable hello-rust 1.2.3-1 ${arch} added`),
      ].sort(),
    )
    expect(await listed(site)).toHaveLength(16)
    expect((await site.notes()).filter((line) => line.includes(' install '))).toHaveLength(3)
    await assertSound(site)
  })

  testExample('goreleaser: prebuilt packages are published, the unsigned rpm signed', async (site) => {
    const steps = await site.run('goreleaser')
    expect(doneBy(steps)).toEqual(['stable hello 1.2.3 amd64 added', 'stable hello 1.2.3-1 x86_64 added'])
    await assertSound(site)
  })

  testExample('release-assets: a release goes to stable, a pre-release to testing', async (site) => {
    const published = (prerelease: boolean) =>
      site.run('release-assets', { event: { release: { tag_name: 'v1.2.3', prerelease } } })
    expect(doneBy(await published(false))).toEqual(HELLO)
    expect(doneBy(await published(true))).toEqual(HELLO.map((line) => line.replace('stable', 'testing')))
    await assertSound(site)
  })

  testExample('dispatch: each command does its work, once dry-run is unticked', async (site) => {
    const byHand = (inputs: Readonly<Record<string, string | boolean>>) =>
      site.run('dispatch', {
        ref: 'main',
        inputs: { tag: '', channel: 'stable', 'from-channel': 'testing', packages: '', ...inputs },
      })
    const publish = { command: 'publish', tag: 'v1.2.3', channel: 'testing' }
    const planned = doneBy(await byHand({ ...publish, 'dry-run': true }))
    expect(await listed(site)).toEqual([])
    const published = doneBy(await byHand({ ...publish, 'dry-run': false }))
    expect(published).toEqual(planned)
    expect(published).toEqual(HELLO.map((line) => line.replace('stable', 'testing')))
    await byHand({ command: 'promote', channel: 'stable', 'dry-run': false })
    expect(await listed(site)).toHaveLength(8)
    const removed = await byHand({ command: 'remove', packages: 'hello=1.2.3', 'dry-run': false })
    expect(doneBy(removed)).toEqual(HELLO.map((line) => line.replace('added', 'removed')))
    expect(await listed(site)).toHaveLength(4)
    await byHand({ command: 'rollback', 'dry-run': false })
    expect(await listed(site)).toHaveLength(8)
    await byHand({ command: 'republish', tag: 'v1.2.3', 'dry-run': false })
    await byHand({ command: 'verify', 'dry-run': false })
    await assertSound(site)
  })

  testExample('nightly: a new version with each commit, and none without', async (site) => {
    const night = async () => doneBy(await site.run('nightly', { ref: 'main' }))
    const [first = ''] = await night()
    expect(first).toMatch(/^nightly hello 1\.2\.3\+1\.g[0-9a-f]{7,} amd64 added$/)
    expect(await night()).toContain(first.replace('added', 'unchanged'))
    await commit(site.project, 'Third')
    const [later = ''] = await night()
    expect(later).toMatch(/^nightly hello 1\.2\.3\+2\.g[0-9a-f]{7,} amd64 added$/)
    expect(await listed(site)).toHaveLength(8)
    await git(site.project, 'tag', '--delete', 'v1.2.3')
    expect((await night())[0]).toMatch(/^nightly hello 0\.0\.0\+3\.g[0-9a-f]{7,} amd64 added$/)
  })

  testExample('promote: the plan writes nothing, the job after it does what it says', async (site) => {
    const inputs = { command: 'publish', tag: 'v1.2.3', channel: 'testing', 'dry-run': false }
    await site.run('dispatch', { inputs })
    const [plan, promotion] = await site.run('promote', { ref: 'main', inputs: { packages: 'hello' } })
    if (plan === undefined || promotion === undefined) throw new Error('two jobs were expected')
    expect(doneBy([plan])).toEqual(HELLO)
    // What the plan had written, the job after it would find there already.
    expect(doneBy([promotion])).toEqual(HELLO)
    expect(promotion.outputs['changed']).toBe('true')
    await assertSound(site)
  })

  testExample('two-repositories: neither knows of the other', async (site) => {
    const steps = await site.run('two-repositories')
    expect(steps.map(({ combination }) => combination['edition'])).toEqual(['community', 'enterprise'])
    for (const edition of ['community', 'enterprise']) {
      expect(await listed(site, edition)).toHaveLength(2)
      const sources = await fetch(`${site.url}/${edition}/hello-${edition}.sources`)
      expect(await sources.text()).toContain(`URIs: ${site.url}/${edition}/apt\n`)
    }
    const { objects } = await site.r2.bucket.list()
    expect(objects.filter(({ key }) => !/^(?:community|enterprise)\//.test(key))).toEqual([])
  })

  testExample(
    'attest: checksums that sha256sum and actions/attest take, and all files attached',
    async (site) => {
      expect(doneBy(await site.run('attest'))).toEqual(HELLO)
      expect(await site.notes()).toEqual([
        'gh release view v1.2.3',
        'gh release create v1.2.3 --verify-tag --generate-notes',
        'gh release upload v1.2.3 --clobber -- SHA256SUMS hello-1.2.3-1.aarch64.rpm hello-1.2.3-1.x86_64.rpm ' +
          'hello_1.2.3_amd64.deb hello_1.2.3_arm64.deb',
      ])
    },
  )

  testExample('staged: what does not install in a container is not promoted', async (site) => {
    await expect(site.run('staged', { refusedImage: 'fedora:44' })).rejects.toThrow(/exited 1/)
    const testing = HELLO.map((line) => line.replace('stable', 'testing'))
    const done = doneBy(await site.run('staged'))
    expect(done).toEqual([...HELLO, ...testing.map((line) => line.replace('added', 'unchanged'))])
    expect((await site.notes()).filter((line) => line === 'docker run')).toHaveLength(10)
    const forClients = ['hello.sources', 'hello.repo'].map((file) => site.r2.bucket.get(file))
    for (const file of await Promise.all(forClients)) expect(await file?.text()).not.toContain('testing')
    await assertSound(site)
  })
})
