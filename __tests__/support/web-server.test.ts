import { utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { temporaryDirectory } from './programs.ts'
import { serveDirectory } from './web-server.ts'

const DATE = 'Tue, 24 Nov 2026 03:05:49 GMT'

test('serves a directory as a static host does', async () => {
  const root = await temporaryDirectory()
  await writeFile(join(root, 'a b+c'), '0123456789')
  await utimes(join(root, 'a b+c'), 0, Date.parse(DATE) / 1000 + 0.9)
  const server = await serveDirectory(root)
  const ask = async (headers: Record<string, string> = {}, path = '/a%20b+c', method = 'GET') => {
    const response = await fetch(server.url + path, { method, headers })
    return [response.status, await response.text(), response.headers.get('content-range')]
  }
  try {
    expect((await fetch(`${server.url}/a%20b%2bc`)).headers.get('last-modified')).toBe(DATE)
    expect(await ask()).toEqual([200, '0123456789', null])
    expect(await ask({}, '/a%20b+c', 'HEAD')).toEqual([200, '', null])
    expect(await ask({ 'If-Modified-Since': DATE })).toEqual([304, '', null])
    expect(await ask({ 'If-Modified-Since': DATE.replace('49', '48') })).toEqual([200, '0123456789', null])
    expect(await ask({ Range: 'bytes=2-4' })).toEqual([206, '234', 'bytes 2-4/10'])
    expect(await ask({ Range: 'bytes=7-' })).toEqual([206, '789', 'bytes 7-9/10'])
    expect(await ask({ Range: 'bytes=-2' })).toEqual([206, '89', 'bytes 8-9/10'])
    expect(await ask({ Range: 'bytes=10-' })).toEqual([416, '', 'bytes */10'])
    expect(await ask({ Range: 'bytes=2-4', 'If-Range': DATE.replace('49', '48') })).toEqual([
      200,
      '0123456789',
      null,
    ])
    expect(await ask({}, '/')).toEqual([404, '', null])
    expect(await ask({}, '/%2e%2e/etc/passwd')).toEqual([404, '', null])
    expect(await ask({}, '/a%20b+c', 'PUT')).toEqual([405, '', null])
    expect(server.requests[1]).toEqual({ method: 'GET', path: '/a b+c', status: 200, sizeBytes: 10 })
  } finally {
    await server.stop()
  }
})
