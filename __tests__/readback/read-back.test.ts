import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { run, temporaryDirectory, testWith } from '../support/programs.ts'
import { deb, rpm } from '../support/publishing.ts'
import { publicClient } from '../../src/readback/answer.ts'
import { type Behaviour, type PublicServer, servePublicly } from './public-server.ts'
import { published, readThrough } from './reading.ts'

const IN_RELEASE = '/apt/dists/stable/InRelease'
const SIGNATURE = '/rpm/stable/x86_64/repodata/repomd.xml.asc'

const open: PublicServer[] = []
afterEach(() => Promise.all(open.splice(0).map((server) => server.stop())))

type Published = Awaited<ReturnType<typeof published>>
let site: Published
beforeAll(async () => {
  site = await published()
})

async function serve(misbehave?: Behaviour, store = site.store): Promise<PublicServer> {
  const server = await servePublicly(store, misbehave)
  open.push(server)
  return server
}

/** What is found where a server misbehaves so. */
async function findings(misbehave: Behaviour) {
  const { url } = await serve(misbehave)
  return (await readThrough(url, site.committed, site)).findings
}

/** Answers the requests for which it is so. */
function answering(
  isMeant: (path: string) => boolean,
  status: number,
  headers: Record<string, string>,
  body: string | Buffer = '',
): Behaviour {
  return ({ url = '' }, response) => {
    if (!isMeant(url)) return false
    response.writeHead(status, headers).end(body)
    return true
  }
}

const everything = () => true

describe('where all is well', () => {
  test('heads, indexes, packages, keys and a missing object are asked for as clients do', async () => {
    const { url, paths } = await serve()
    const { findings, confirmed, said } = await readThrough(url, site.committed, site)
    expect(findings).toEqual([])
    expect(said).toEqual([])
    expect(confirmed.map((it) => it.replace(/: http.*/, ''))).toEqual([
      'apt suite stable',
      'rpm repository stable/x86_64',
      expect.stringMatching(/^(\d+) of \1 other URLs read as published\.$/),
    ])
    expect(paths).toEqual(
      expect.arrayContaining([
        IN_RELEASE,
        SIGNATURE,
        '/demo.asc',
        '/apt/pool/main/h/hello/hello_1.1%7erc.1_amd64.deb',
        '/apt/pool/main/h/hello/hello_1.1~rc.1_amd64.deb',
        expect.stringMatching(/by-hash\/SHA256\/[0-9a-f]{64}$/),
        expect.stringMatching(/-primary\.xml\.gz$/),
        expect.stringMatching(/dists\/stable\/absent-\d+-[0-9a-f]{16}$/),
      ]),
    )
  })

  test('a run that finds everything published reads it all the same', async () => {
    const own = await published()
    const again = await own.publish([await deb(), await rpm(own.keys)])
    const { url, paths } = await serve(undefined, own.store)
    const { findings, confirmed } = await readThrough(url, again, own)
    expect(findings).toEqual([])
    expect(confirmed).toHaveLength(3)
    expect(paths).toContain('/apt/pool/main/h/hello/hello_1.0_amd64.deb')
  })

  test('a newer head, of another run, is as good', async () => {
    const own = await published()
    await own.publish([await deb({ version: '2.0' })])
    const { url } = await serve(undefined, own.store)
    const { findings, confirmed } = await readThrough(url, own.committed, own)
    expect(findings).toEqual([])
    expect(confirmed[0]).toMatch(/is a newer head, \d+-\w+, than \d+-\w+ of this run/)
  })
})

describe('a cache that keeps what it should not', () => {
  test('an older head is a warning, with what the cache says, after a minute', async () => {
    const own = await published()
    const old = await own.store.get(IN_RELEASE.slice(1), 2 ** 20)
    const committed = await own.publish([await deb({ version: '3.0' })])
    const headers = { 'cf-cache-status': 'HIT', age: '3600', 'cache-control': 'max-age=14400' }
    const { url } = await serve(
      answering((path) => path === IN_RELEASE, 200, headers, old.object?.bytes),
      own.store,
    )
    const begin = own.clock.now()
    const { findings, said } = await readThrough(url, committed, own)
    expect(findings).toEqual([
      {
        severity: 'warning',
        url: url + IN_RELEASE,
        seen: expect.stringMatching(
          /older head, .* and not .*: age: 3600, cf-cache-status: HIT, cache-control: max-age=14400\.$/,
        ),
        remedy: expect.stringContaining('Let caches obey Cache-Control'),
      },
    ])
    expect(said.length).toBeGreaterThan(2)
    expect(own.clock.now() - begin).toBeGreaterThan(20_000)
    expect(own.clock.now() - begin).toBeLessThanOrEqual(60_000)
  })

  test('what passes within the time is nothing to speak of', async () => {
    let asked = 0
    const { url } = await serve(({ url: path }, response) => {
      if (path !== IN_RELEASE || (asked += 1) > 2) return false
      response.writeHead(404, { age: '10' }).end()
      return true
    })
    const { findings, said } = await readThrough(url, site.committed, site)
    expect(findings).toEqual([])
    expect(said).toEqual([
      expect.stringMatching(/^Looking again in 2 seconds: .*InRelease: The server answers 404, from a cache/),
      expect.stringMatching(/^Looking again in 4 seconds/),
    ])
  })

  test('a signature of the head before is an error: dnf fails', async () => {
    const own = await published()
    const old = await own.store.get(SIGNATURE.slice(1), 2 ** 20)
    const committed = await own.publish([await rpm(own.keys, { version: '3.0' })])
    const { url } = await serve(
      answering((path) => path === SIGNATURE, 200, { age: '7' }, old.object?.bytes),
      own.store,
    )
    const { findings } = await readThrough(url, committed, own)
    expect(findings).toEqual([
      expect.objectContaining({
        severity: 'error',
        seen: expect.stringMatching(/does not verify: .*repomd\.xml\.asc came with age: 7/),
      }),
    ])
  })
})

test.each([
  [
    '403 for everything',
    answering(everything, 403, {}),
    'error',
    /answers 403.*So it is with 1 more URL/,
    /Let everybody read/,
  ],
  [
    'a challenge for browsers',
    answering(everything, 403, { 'cf-mitigated': 'challenge' }),
    'error',
    /challenge/,
    /skips bot protection/,
  ],
  ['429', answering(everything, 429, {}), 'error', /answers 429/, /limit of requests/],
  ['503', answering(everything, 503, {}), 'error', /answers 503/, /log of the Worker/],
  ['another site', answering(everything, 404, {}), 'error', /answers 404/, /public-url leads elsewhere/],
  [
    'one page for all paths',
    answering(
      everything,
      200,
      { 'content-type': 'text/html; charset=utf-8' },
      '<!doctype html><title>App</title>',
    ),
    'error',
    /a web page \(HTML\)/,
    /not to a website/,
  ],
  [
    'a login',
    (request: IncomingMessage, response: ServerResponse): boolean => {
      if (request.url === '/login') response.writeHead(200, { 'content-type': 'text/html' }).end('<html>')
      else response.writeHead(302, { location: '/login' }).end()
      return true
    },
    'error',
    /redirects to a web page \(http:\/\/127\.0\.0\.1:\d+\/login\)/,
    /Cloudflare Access/,
  ],
] as const)('%s', async (_, misbehave, severity, seen, remedy) => {
  const found = await findings(misbehave)
  expect(found).toEqual([
    {
      severity,
      url: expect.stringContaining(IN_RELEASE),
      seen: expect.stringMatching(seen),
      remedy: expect.stringMatching(remedy),
    },
  ])
})

const isPackage = (path: string) => /\.(deb|rpm)$/.test(path)
const isAbsent = (path: string) => path.includes('/absent-')

test.each([
  [
    '403 for what is not there',
    answering(isAbsent, 403, {}),
    'warning',
    /answers 403, and not 404/,
    /s3:ListBucket/,
  ],
  [
    'a page for what is not there',
    answering(isAbsent, 200, { 'content-type': 'text/html' }, '<html>'),
    'warning',
    /answers 200, and not 404/,
    /not to a website/,
  ],
  [
    'names that are not decoded',
    answering((path) => path.includes('%7e'), 404, {}),
    'error',
    /found as http.*hello_1\.1~rc\.1_amd64\.deb only/,
    /decode a path exactly once/,
  ],
  [
    'packages of other bytes',
    answering(isPackage, 200, { 'content-length': '2000' }, Buffer.alloc(2_000)),
    'error',
    /it has 2000 bytes, and the index says/,
    /purge the cache/,
  ],
  [
    'an index of other bytes',
    answering((path) => path.includes('by-hash'), 200, {}, 'old'),
    'error',
    /3 bytes come/,
    /purge the cache/,
  ],
  [
    'a key file of somebody else',
    answering((path) => path === '/demo.asc', 200, {}, 'no key'),
    'error',
    /It lacks [0-9A-F]{40}/,
    /purge it/,
  ],
  [
    'no key file',
    answering((path) => path === '/demo.asc', 404, {}),
    'error',
    /answers 404/,
    /leads elsewhere/,
  ],
] as const)('%s', async (_, misbehave, severity, seen, remedy) => {
  const [found, ...others] = await findings(misbehave)
  expect(found).toMatchObject({
    severity,
    seen: expect.stringMatching(seen),
    remedy: expect.stringMatching(remedy),
  })
  expect(others).toEqual([])
})

test('a type that is wrong keeps no client away', async () => {
  const found = await findings((_, response) => {
    response.setHeader('content-type', 'text/html')
    return false
  })
  expect(found).toEqual([])
})

test('a server without ranges is a warning', async () => {
  const found = await findings((request) => {
    delete request.headers.range
    return false
  })
  expect(found).toEqual([
    expect.objectContaining({
      severity: 'warning',
      seen: expect.stringMatching(/^The server ignores Range\. So it is with \d+ more URLs\.$/),
    }),
  ])
})

test('packages of the right size and other bytes are found out', async () => {
  const found = await findings(async ({ url = '' }, response) => {
    const { object } = await site.store.get(url.slice(1), 2 ** 20)
    if (!isPackage(url) || object === undefined) return false
    response.writeHead(200, { 'content-length': object.sizeBytes }).end(Buffer.alloc(object.sizeBytes))
    return true
  })
  expect(found[0]).toMatchObject({
    severity: 'error',
    seen: expect.stringContaining('begins with other bytes'),
  })
})

test.each(['gzip', 'br'])('an encoding that nobody asked for: %s', async (encoding) => {
  const found = await findings(
    answering((path) => path === IN_RELEASE, 200, { 'content-encoding': encoding }, 'not packed'),
  )
  expect(found).toEqual([
    expect.objectContaining({
      severity: 'error',
      seen: expect.stringContaining('Content-Encoding'),
      remedy: expect.stringContaining('compression off'),
    }),
  ])
})

test('a head that is changed on its way', async () => {
  const { object } = await site.store.get(IN_RELEASE.slice(1), 2 ** 20)
  const changed = object?.bytes.toString().replace('demo', 'Demo')
  const found = await findings(answering((path) => path === IN_RELEASE, 200, {}, changed))
  expect(found).toEqual([
    expect.objectContaining({
      severity: 'error',
      url: expect.stringContaining(IN_RELEASE),
      seen: expect.stringMatching(/does not verify: .*InRelease/),
    }),
  ])
})

describe('a public-url beside the repository', () => {
  /** Serves what is in the store under this path alone. */
  const under = (path: string): Promise<PublicServer> =>
    serve((request) => {
      request.url = request.url?.startsWith(path) ? request.url.slice(path.length) : '/nothing'
      return false
    })

  test('the root of the bucket in place of PREFIX', async () => {
    const { url } = await under('/releases/linux')
    const { findings } = await readThrough(url, site.committed, { ...site, prefix: 'releases/linux' })
    expect(findings).toEqual([
      {
        severity: 'error',
        url: url + IN_RELEASE,
        seen: expect.stringContaining(
          `public-url leads to the bucket's root and not to "releases/linux" in it`,
        ),
        remedy: `Set public-url to ${url}/releases/linux.`,
      },
    ])
  })

  test('PREFIX twice', async () => {
    const { url } = await serve((request) => {
      if (request.url?.startsWith('/linux/')) request.url = '/nothing'
      return false
    })
    const { findings } = await readThrough(`${url}/linux`, site.committed, { ...site, prefix: 'linux' })
    expect(findings).toEqual([
      expect.objectContaining({ severity: 'error', remedy: `Set public-url to ${url}.` }),
    ])
  })
})

describe('no connection', () => {
  test('a host that cannot be reached is a warning that names the input', async () => {
    const { url, stop } = await servePublicly(site.store)
    await stop()
    const begin = site.clock.now()
    const { findings, said } = await readThrough(url, site.committed, site)
    expect(findings).toEqual([
      {
        severity: 'warning',
        url: url + IN_RELEASE,
        seen: expect.stringMatching(
          /^127\.0\.0\.1:\d+ cannot be reached from this machine \(.*ECONNREFUSED.*\)\. So it is/,
        ),
        remedy: expect.stringContaining('look at public-url'),
      },
    ])
    expect(said).toHaveLength(1)
    expect(site.clock.now() - begin).toBeLessThan(5_000)
  })

  test('a host without an address, too', async () => {
    const { findings } = await readThrough('https://packages.invalid', site.committed, site)
    expect(findings).toEqual([
      expect.objectContaining({ severity: 'warning', seen: expect.stringMatching(/ENOTFOUND|EAI_AGAIN/) }),
    ])
  })

  test('no TLS where it should be is an error', async () => {
    const { url } = await serve()
    const { findings } = await readThrough(url.replace('http:', 'https:'), site.committed, site)
    expect(findings).toEqual([
      expect.objectContaining({
        severity: 'error',
        seen: expect.stringMatching(/^No secure connection/),
        remedy: expect.stringContaining('NODE_EXTRA_CA_CERTS'),
      }),
    ])
  })

  testWith(['openssl'], 'a certificate that nobody vouches for is an error', async () => {
    const folder = await temporaryDirectory()
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
    const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1']
    await run('openssl', [
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      ...subject,
      '-keyout',
      key,
      '-out',
      cert,
    ])
    const server = createServer({ key: await readFile(key), cert: await readFile(cert) }).listen(
      0,
      '127.0.0.1',
    )
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const { findings } = await readThrough(`https://127.0.0.1:${port}`, site.committed, site)
    server.close()
    expect(findings).toEqual([
      expect.objectContaining({
        severity: 'error',
        seen: expect.stringMatching(/^No secure connection to .*self-signed/),
      }),
    ])
  })

  test('an answer that breaks off is an error', async () => {
    const found = await findings((_, response) => {
      response.writeHead(200, { 'content-length': 1_000 }).write('half')
      setTimeout(() => response.destroy(), 10)
      return true
    })
    expect(found).toEqual([
      expect.objectContaining({
        severity: 'error',
        seen: expect.stringMatching(/^The connection to .* failed/),
      }),
    ])
  })
})

test('a server that takes minutes for each answer is not asked for everything', async () => {
  const { url, paths } = await serve((request) => {
    if (![IN_RELEASE, SIGNATURE, SIGNATURE.replace('.asc', '')].includes(request.url ?? ''))
      site.clock.advance(4 * 60_000)
    return false
  })
  const { findings, confirmed } = await readThrough(url, site.committed, site)
  expect(findings).toEqual([])
  expect(confirmed.at(-1)).toMatch(/^8 of 8 other URLs read as published; [1-9]\d* more were not read\.$/)
  expect(paths.length).toBeLessThan(20)
})

test('a cancelled run reads no more', async () => {
  const { url } = await serve()
  const reason = new Error('cancelled')
  await expect(publicClient(AbortSignal.abort(reason))(url, { limitBytes: 1 })).rejects.toBe(reason)
})
