import { expect, test } from '@jest/globals'
import { refusalIn } from '../../src/readback/refusal.ts'

/** An answer of a server that redirects. */
function redirected(finalUrl: string, headers = {}, body = '-----BEGIN PGP SIGNED MESSAGE-----') {
  const bytes = Buffer.from(body)
  const common = {
    status: 200,
    headers: new Headers(headers),
    sha256: '',
    sizeBytes: bytes.length,
    isCut: false,
  }
  return { url: 'https://packages.example.com/apt/InRelease', finalUrl, bytes, ...common }
}

test('a redirect from https to http, which apt refuses', () => {
  expect(refusalIn(redirected('http://packages.example.com/apt/InRelease'))).toMatchObject({
    severity: 'error',
    seen: 'It redirects from https to http (http://packages.example.com).',
  })
})

test('a redirect to the object elsewhere, which clients follow', () => {
  expect(refusalIn(redirected('https://bucket.example.com/apt/InRelease'))).toBeUndefined()
})

test('a redirect to a page that is packed', () => {
  const headers = { 'content-type': 'text/html; charset=utf-8', 'content-encoding': 'br' }
  expect(refusalIn(redirected('https://login.example.com/', headers, ''))).toMatchObject({
    seen: 'It redirects to a web page (https://login.example.com/), perhaps one to log in.',
  })
})

test('what a server says is one short line', () => {
  const found = refusalIn(
    redirected('https://packages.example.com/apt/InRelease', { 'content-encoding': 'x'.repeat(500) }),
  )
  expect(found?.seen.length).toBeLessThan(200)
})
