import { afterEach, expect } from '@jest/globals'
import { sha256 } from '../../src/content.ts'
import { type Front, type Site, bucketSite, closeSites, keysOf } from '../clients/site.ts'
import { testWith } from '../support/programs.ts'
import { rpm } from '../support/publishing.ts'
import { nginxCache } from './nginx.ts'

afterEach(closeSites)

const FOLDER = 'rpm/stable/x86_64'

async function published(front: Front): Promise<Site> {
  const site = await bucketSite(await keysOf('rsa4096'), front)
  await site.publish([await rpm(site.keys)])
  return site
}

async function publishMore(site: Site): Promise<void> {
  await site.publish([await rpm(site.keys, { version: '1.1' })])
}

const text = async (site: Site, path: string) => (await site.download(path)).toString()
const snapshotOf = async (site: Site) =>
  (await text(site, `${FOLDER}/mirrorlist`)).trim().slice(site.url.length + 1)

testWith(['nginx'], 'a cache that obeys asks for all that changes, and keeps the rest', async () => {
  const site = await published(nginxCache(true))
  const status = async (path: string) => {
    const response = await fetch(`${site.url}/${path}`)
    await response.arrayBuffer()
    return response.headers.get('x-cache')
  }
  const at = await snapshotOf(site)
  const [, index = ''] =
    /href="(repodata\/\w+-primary\.xml\.gz)"/.exec(await text(site, `${FOLDER}/repodata/repomd.xml`)) ?? []
  const changing = [`${FOLDER}/mirrorlist`, `${FOLDER}/repodata/repomd.xml`, 'demo.repo', 'nothing']
  const kept = [`${at}repodata/repomd.xml`, `${at}repodata/repomd.xml.asc`, `${at}${index}`]
  for (const path of [...changing, ...kept]) expect([path, await status(path)]).toEqual([path, 'MISS'])
  for (const path of changing) expect([path, await status(path)]).toEqual([path, 'MISS'])
  for (const path of kept) expect([path, await status(path)]).toEqual([path, 'HIT'])
})

testWith(
  ['nginx'],
  'a cache that ignores what it is told tears what baseurl reads, and no snapshot',
  async () => {
    const site = await published(nginxCache(false))
    const old = await text(site, `${FOLDER}/repodata/repomd.xml`)
    const at = await snapshotOf(site)
    await publishMore(site)
    // The head was kept from before, and its signature is fetched after it.
    expect(await text(site, `${FOLDER}/repodata/repomd.xml`)).toBe(old)
    const id = /@([^/]+)\/$/.exec(at)?.[1] ?? ''
    const signature = await text(site, `${FOLDER}/repodata/heads/${id}/repomd.xml.asc`)
    expect(await text(site, `${FOLDER}/repodata/repomd.xml.asc`)).not.toBe(signature)
    expect(await snapshotOf(site)).toBe(at)
    expect(await text(site, `${at}repodata/repomd.xml.asc`)).toBe(signature)
    expect(sha256(await text(site, `${at}repodata/repomd.xml`)).slice(0, 16)).toBe(id.split('-')[1])
  },
)

testWith(['nginx'], 'a cache that does not pass the Host leads to the Worker itself', async () => {
  const site = await published(nginxCache(true, '$proxy_host'))
  const at = (await text(site, `${FOLDER}/mirrorlist`)).trim()
  expect(at.startsWith(site.url)).toBe(false)
  expect((await fetch(`${at}repodata/repomd.xml`)).status).toBe(200)
})
