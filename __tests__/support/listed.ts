import { gunzipSync } from 'node:zlib'
import type { Store } from '../../src/store/store.ts'

/** The file names of all packages that the indexes of a store name, by the heads that are in force. */
export async function listedPackages(store: Store): Promise<readonly string[]> {
  const objects = (await store.list('')).map(({ key }) => key)
  const heads = objects.filter(
    (key) => /(\/InRelease|\/repodata\/repomd\.xml)$/.test(key) && !key.includes('/heads/'),
  )
  const found = await Promise.all(
    heads.map(async (key) => {
      const head = (await store.get(key, 2 ** 20)).object?.bytes.toString() ?? ''
      const isApt = key.endsWith('InRelease')
      const indexes = isApt
        ? [...head.matchAll(/^ (\w{64}) +\d+ (\S+)\/Packages.gz$/gm)].map(
            ([, hash, path]) => `${key.slice(0, -9)}${path}/by-hash/SHA256/${hash}`,
          )
        : [...head.matchAll(/href="(repodata\/\w+-primary.xml.gz)"/g)].map(
            ([, href]) => `${key.slice(0, -19)}${href}`,
          )
      const texts = await Promise.all(
        indexes.map(async (index) =>
          gunzipSync((await store.get(index, 2 ** 20)).object?.bytes ?? Buffer.alloc(0)).toString(),
        ),
      )
      const pattern = isApt ? /^Filename: .*\/(\S+)$/gm : /<location href="(\S+)"/g
      return texts.flatMap((text) => [...text.matchAll(pattern)].map(([, name = '']) => name))
    }),
  )
  return found.flat().sort()
}
