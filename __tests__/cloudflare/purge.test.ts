import { afterEach, describe, expect, test } from '@jest/globals'
import { purgeAccess } from '../../src/cloudflare/access.ts'
import { purge } from '../../src/cloudflare/purge.ts'
import { readInputs } from '../../src/inputs.ts'
import { type CloudflareServer, refused, serveCloudflare } from './api-server.ts'

const ZONE = '023e105f4ecef8ad9ca31a8372d0c353'
const TOKEN = 'v1.0-canary-144c9defac04969c'
const BASE = 'https://packages.example.com/linux'

const open: CloudflareServer[] = []
afterEach(() => Promise.all(open.splice(0).map((server) => server.stop())))

async function serve(...args: Parameters<typeof serveCloudflare>): Promise<CloudflareServer> {
  const server = await serveCloudflare(...args)
  open.push(server)
  return server
}

function purging(keys: readonly string[], apiUrl: string): Promise<number> {
  return purge(keys, BASE, { zoneId: ZONE, token: TOKEN, apiUrl }, new AbortController().signal)
}

test('every form of a URL is purged, thirty in a request, with the token as a bearer', async () => {
  const { url, requests } = await serve()
  const keys = Array.from({ length: 40 }, (_, at) => `rpm/${at}/repodata/repomd.xml`)
  expect(await purging(['index.html', 'apt/dists/v1~rc/InRelease', ...keys], url)).toBe(44)
  expect(requests.map(({ method, path, token }) => [method, path, token])).toEqual(
    [1, 2].map(() => ['POST', `/client/v4/zones/${ZONE}/purge_cache`, `Bearer ${TOKEN}`]),
  )
  expect(requests[0]?.files.slice(0, 5)).toEqual([
    `${BASE}/index.html`,
    `${BASE}/`,
    `${BASE}/apt/dists/v1%7erc/InRelease`,
    `${BASE}/apt/dists/v1~rc/InRelease`,
    `${BASE}/rpm/0/repodata/repomd.xml`,
  ])
  expect(requests.map(({ files }) => files.length)).toEqual([30, 14])
})

describe('what goes wrong says what to do, and nothing of the token', () => {
  test.each([
    [
      refused(403, 10000, 'Authentication error'),
      /answered 403 \(Authentication error, 10000\)\. .*Zone, Cache Purge/,
    ],
    [
      refused(429, 10429, 'Rate limited\n::error::x'),
      /answered 429 \(Rate limited ::error::x, 10429\)\. It takes no more/,
    ],
    [{ status: 502, body: '<html>' }, /answered 502\. See https:\/\/www\.cloudflarestatus\.com/],
    [{ status: 200, body: '{"success":false,"errors":[]}' }, /answered 200\. cloudflare-zone-id must be/],
  ])('%j', async (said, message) => {
    const { url } = await serve(() => said)
    const error = await purging(['InRelease'], url).catch((error: unknown) => error)
    expect(error).toMatchObject({ code: 'CLIENT', message: expect.stringMatching(message) })
    expect(JSON.stringify(error)).not.toContain(TOKEN)
  })

  test('no connection', async () => {
    const { url, stop } = await serveCloudflare()
    await stop()
    await expect(purging(['InRelease'], url)).rejects.toThrow(
      /^Cloudflare's API cannot be reached \(.*ECONNREFUSED/,
    )
  })
})

describe('inputs', () => {
  const access = (inputs: Record<string, string>) =>
    purgeAccess(readInputs([], { INPUT_PUBLIC_URL: BASE, ...inputs }))

  test('both, or none', () => {
    expect(access({})).toBeUndefined()
    expect(access({ INPUT_CLOUDFLARE_ZONE_ID: ZONE, INPUT_CLOUDFLARE_API_TOKEN: TOKEN })).toEqual({
      zoneId: ZONE,
      token: TOKEN,
      apiUrl: 'https://api.cloudflare.com/client/v4',
    })
  })

  test.each([
    [{ INPUT_CLOUDFLARE_ZONE_ID: ZONE }, /^cloudflare-zone-id is set, but cloudflare-api-token is not/],
    [{ INPUT_CLOUDFLARE_API_TOKEN: TOKEN }, /^cloudflare-api-token is set, but cloudflare-zone-id is not/],
    [
      { INPUT_CLOUDFLARE_ZONE_ID: 'example.com', INPUT_CLOUDFLARE_API_TOKEN: TOKEN },
      /^cloudflare-zone-id must be the 32 hex digits .* something else, of length 11\.$/,
    ],
    [
      { INPUT_CLOUDFLARE_ZONE_ID: ZONE, INPUT_CLOUDFLARE_API_TOKEN: 'a b' },
      /^cloudflare-api-token has spaces/,
    ],
    [
      { INPUT_CLOUDFLARE_ZONE_ID: ZONE, INPUT_CLOUDFLARE_API_TOKEN: TOKEN, INPUT_PUBLIC_URL: '' },
      /^cloudflare-zone-id needs public-url/,
    ],
  ])('%j', (inputs, message) => {
    expect(() => access(inputs)).toThrow(message)
  })

  test('a token comes from the environment only', () => {
    expect(() => readInputs([`--cloudflare-api-token=${TOKEN}`], {})).toThrow(/INPUT_CLOUDFLARE_API_TOKEN/)
  })
})
