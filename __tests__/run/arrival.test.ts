import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from '@jest/globals'
import { installedRoot, missingFor } from '../clients/fresh-root.ts'
import { standInEngine } from '../check-install/stand-in-engine.ts'
import { type CloudflareServer, refused, serveCloudflare } from '../cloudflare/api-server.ts'
import { bytesOf } from '../../src/content.ts'
import type { InputName } from '../../src/inputs.ts'
import { arrivalFailure } from '../../src/report/arrival.ts'
import { summaryOf } from '../../src/report/summary.ts'
import { tableOf } from '../../src/report/table.ts'
import { startR2 } from '../support/miniflare.ts'
import { temporaryDirectory, testUnlessMissing } from '../support/programs.ts'
import { deb } from '../support/publishing.ts'
import { hurriedClock } from '../store/hurried-clock.ts'
import { runIn } from '../support/running.ts'
import { type WebServer, serveDirectory } from '../support/web-server.ts'

const ZONE = '023e105f4ecef8ad9ca31a8372d0c353'
const TOKEN = 'v1.0-canary-144c9defac04969c'

const open: { stop(): Promise<void> }[] = []
afterEach(() => Promise.all(open.splice(0).map((server) => server.stop())))

type Inputs = Partial<Record<InputName, string>>

/** A folder with a package to publish, and a web server for what is published. */
async function place(): Promise<{ cwd: string; server: WebServer; inputs: Inputs }> {
  const cwd = await temporaryDirectory()
  for (const folder of ['dist', 'repository']) await mkdir(join(cwd, folder))
  const { content } = await deb()
  await writeFile(join(cwd, 'dist/hello.deb'), await bytesOf(content, content.sizeBytes, 'hello'))
  const server = await serveDirectory(join(cwd, 'repository'))
  open.push(server)
  return { cwd, server, inputs: { artifacts: 'dist/*', 'repository-name': 'demo', 'public-url': server.url } }
}

async function cloudflare(...args: Parameters<typeof serveCloudflare>): Promise<CloudflareServer> {
  const server = await serveCloudflare(...args)
  open.push(server)
  return server
}

const PURGING = { 'cloudflare-zone-id': ZONE, 'cloudflare-api-token': TOKEN }

describe('after a publish', () => {
  test('what was replaced is purged, then read back as a client; nothing of it in a dry run', async () => {
    const { cwd, server, inputs } = await place()
    let askedBefore: number | undefined
    const api = await cloudflare((purged) => {
      askedBefore ??= server.requests.length
      return refused(200, 0, JSON.stringify(purged.files.length))
    })
    const { url: cloudflareApi } = api
    const dry = await runIn(cwd, { ...inputs, ...PURGING, 'dry-run': 'true' }, {}, undefined, {
      cloudflareApi,
    })
    expect([dry.arrival, api.requests, server.requests]).toEqual([undefined, [], []])
    const report = await runIn(cwd, { ...inputs, ...PURGING }, {}, undefined, { cloudflareApi })
    expect(askedBefore).toBe(0)
    expect(api.requests.flatMap(({ files }) => files).toSorted()).toEqual(
      [
        '',
        'apt/dists/stable/InRelease',
        'apt/dists/stable/Release',
        'apt/dists/stable/Release.gpg',
        'apt/dists/stable/main/binary-amd64/Packages.gz',
        'demo.asc',
        'demo.gpg',
        'demo.json',
        'demo.sources',
        'index.html',
        'install.sh',
      ].map((key) => `${server.url}/${key}`),
    )
    expect(report.arrival?.readBack?.findings).toEqual([])
    expect(arrivalFailure(report.arrival)).toBeUndefined()
    expect(report.lines.filter((line) => line.includes('is the head'))).toHaveLength(1)
    expect(JSON.stringify(report.lines)).not.toContain(TOKEN)
    const again = await runIn(cwd, { ...inputs, ...PURGING }, {}, undefined, { cloudflareApi })
    expect(api.requests).toHaveLength(1)
    expect(again.arrival?.readBack?.confirmed).toHaveLength(2)
  })

  test('a purge that fails is a warning', async () => {
    const { cwd, inputs } = await place()
    const { url: cloudflareApi } = await cloudflare(() => refused(403, 10000, 'Authentication error'))
    const report = await runIn(cwd, { ...inputs, ...PURGING }, {}, undefined, { cloudflareApi })
    expect(report.warnings).toEqual([
      expect.stringMatching(/^The cache was not purged: Cloudflare answered 403/),
    ])
    expect(summaryOf(report)).toContain('The cache was not purged')
    expect(arrivalFailure(report.arrival)).toBeUndefined()
  })

  test.each(['remove', 'rollback', 'promote', 'republish'] as const)('%s reads back too', async (command) => {
    const { cwd, inputs } = await place()
    await runIn(cwd, { ...inputs, channels: 'testing' })
    const { content } = await deb({ version: '2.0' })
    await writeFile(join(cwd, 'dist/hello.deb'), await bytesOf(content, content.sizeBytes, 'hello'))
    await runIn(cwd, { ...inputs, channels: 'testing' })
    const more = {
      remove: { packages: 'hello=1.0' },
      promote: { 'from-channel': 'testing', channels: 'stable' },
      rollback: {},
      republish: {},
    }
    const report = await runIn(cwd, { ...inputs, channels: 'testing', command, ...more[command] })
    expect(report.arrival?.readBack).toMatchObject({
      findings: [],
      confirmed: [expect.stringContaining('is the head'), expect.any(String)],
    })
  })

  test('what clients do not get fails the step, and says that everything is published', async () => {
    const { cwd, inputs } = await place()
    const other = await serveDirectory(join(cwd, 'dist'))
    open.push(other)
    const report = await runIn(cwd, { ...inputs, 'public-url': other.url }, {}, undefined, {
      clock: hurriedClock(),
    })
    expect(report.entries).toEqual([expect.objectContaining({ status: 'added' })])
    expect(arrivalFailure(report.arrival)).toMatchObject({
      code: 'CLIENT',
      message: expect.stringMatching(
        /^Everything is published, and stays so, .*InRelease: The server answers 404\..*Run the step again/,
      ),
    })
    expect(summaryOf(report)).toMatch(
      /### Read back[\s\S]*\| error \| http.*InRelease \| The server answers 404/,
    )
  })

  test('a bucket below a prefix, through a public-url of its root', async () => {
    const { cwd } = await place()
    const r2 = await startR2()
    open.push(r2)
    const root = r2.workerUrl.replace(/\/$/, '')
    const inputs = {
      artifacts: 'dist/*',
      repository: `r2://${r2.bucketName}/linux/all`,
      endpoint: r2.endpoint,
      'access-key-id': r2.credentials.accessKeyId,
      'secret-access-key': r2.credentials.secretAccessKey,
    }
    const wrong = await runIn(cwd, { ...inputs, 'public-url': root })
    expect(wrong.arrival?.readBack?.findings).toEqual([
      expect.objectContaining({ severity: 'error', remedy: `Set public-url to ${root}/linux/all.` }),
    ])
    const right = await runIn(cwd, { ...inputs, 'public-url': `${root}/linux/all` })
    expect(right.arrival?.readBack?.findings.filter(({ severity }) => severity === 'error')).toEqual([])
    expect(right.arrival?.readBack?.confirmed[0]).toContain('is the head')
  })
})

describe('check-install', () => {
  test('without an engine nothing is written', async () => {
    const { cwd, server, inputs } = await place()
    const run = runIn(cwd, { ...inputs, 'check-install': 'debian:13' }, { PATH: cwd })
    await expect(run).rejects.toThrow(/neither docker nor podman/)
    expect(server.requests).toEqual([])
    await expect(readFile(join(cwd, 'repository/demo.asc'))).rejects.toThrow(/ENOENT/)
  })

  test('without public-url, a bucket cannot be installed from', async () => {
    const { cwd } = await place()
    const inputs = {
      artifacts: 'dist/*',
      repository: 's3://bucket',
      'access-key-id': 'a',
      'secret-access-key': 'b',
      endpoint: 'http://127.0.0.1:1',
    }
    await expect(runIn(cwd, { ...inputs, 'check-install': 'debian:13' })).rejects.toThrow(
      /check-install needs public-url/,
    )
  })

  test.each([['--privileged'], ['debian:13, debian:13'], ['a b'], ['debian;id']])(
    '%s is no image',
    async (images) => {
      const { cwd, inputs } = await place()
      await expect(runIn(cwd, { ...inputs, 'check-install': images })).rejects.toThrow(/^check-install /)
    },
  )

  test('what failed is in the log, the table, the summary and the error', async () => {
    const { cwd, inputs } = await place()
    const { folder } = await standInEngine(
      'echo "E: $image: no room | on disk" >&2; [ "$image" = debian:12 ] || exit 100',
    )
    const report = await runIn(cwd, { ...inputs, 'check-install': 'debian:13, debian:12' }, { PATH: folder })
    expect(report.entries).toEqual([expect.objectContaining({ status: 'added' })])
    expect(report.lines).toContain('info: E: debian:13: no room | on disk')
    expect(tableOf(report)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^check-install debian:13: failed\. Installing failed with exit code 100/),
        expect.stringMatching(/^check-install debian:12: installed\./),
      ]),
    )
    expect(summaryOf(report)).toContain(
      '| debian:13 | failed | Installing failed with exit code 100. The end of its log: E: debian:13: no room \\| on disk |',
    )
    expect(arrivalFailure(report.arrival)?.message).toMatch(
      /Everything is published.*check-install debian:13: Installing failed/,
    )
  })

  const RELEASES = ['bullseye', 'trixie'] as const
  testUnlessMissing(
    RELEASES.flatMap(missingFor),
    'real releases of Debian, in the place of containers',
    async () => {
      const { cwd, inputs } = await place()
      const roots = await temporaryDirectory()
      const enter = join(import.meta.dirname, '../clients/enter.sh')
      const { folder } = await standInEngine(
        [
          `export PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root; unset TMPDIR http_proxy HTTP_PROXY`,
          `own=${roots}/$name; mkdir -p "$own/changes/etc/apt" "$own/work" "$own/merged"`,
          `mknod "$own/changes/etc/apt/sources.list" c 0 0; mkdir -p "$own/changes/etc/apt/sources.list.d"; setfattr -n trusted.overlay.opaque -v y "$own/changes/etc/apt/sources.list.d" 2>/dev/null`,
          `exec unshare --mount --propagation private --pid --fork --kill-child sh ${enter} "${installedRoot('trixie').replace(/trixie$/, '')}$image" "$own" sh -s <"$input"`,
        ].join('\n'),
      )
      const report = await runIn(
        cwd,
        {
          ...inputs,
          'keyring-package': 'true',
          maintainer: 'Jane Doe <jane@example.com>',
          'check-install': RELEASES.join(', '),
        },
        { PATH: folder },
      )
      expect(report.arrival?.installations).toEqual(
        RELEASES.map((image) => ({ image, state: 'installed', seen: 'Installed with apt-get: 2.' })),
      )
      await rm(roots, { recursive: true, force: true })
    },
  )
})
