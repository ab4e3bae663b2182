/**
 * A Worker that serves a bucket, and rule 7 of the protocol on top: `…/mirrorlist` names the snapshot of the head that
 * is in force, `…/@ID/repodata/repomd.xml[.asc]` is its copy, and `…/@ID/ANYTHING` is `…/ANYTHING`. It answers
 * If-Modified-Since in whole seconds, as R2's own domains do.
 */
export const SNAPSHOT_WORKER = `
const REPOMD = 'repodata/repomd.xml'

export default {
  async fetch(request, { BUCKET }) {
    const { origin, pathname } = new URL(request.url)
    const path = decodeURIComponent(pathname.slice(1))
    if (path.endsWith('/mirrorlist')) return mirrorlist(BUCKET, origin, path.slice(0, -'mirrorlist'.length))
    const object = await found(BUCKET, path)
    if (object === null) return new Response('not found', { status: 404 })
    return answer(request, object)
  },
}

async function found(bucket, path) {
  const [, root, id, rest] = /^(.*?)@([0-9]+-[0-9a-f]{16})\\/(.*)$/.exec(path) ?? []
  if (id === undefined) return bucket.get(path)
  const copy = rest.startsWith(REPOMD) ? root + 'repodata/heads/' + id + '/' + rest.slice('repodata/'.length) : null
  return (copy && (await bucket.get(copy))) ?? bucket.get(root + rest)
}

async function mirrorlist(bucket, origin, root) {
  const head = await bucket.get(root + REPOMD)
  if (head === null) return new Response('not found', { status: 404 })
  const bytes = await head.arrayBuffer()
  const [, stamp] = /<revision>([0-9]+)</.exec(new TextDecoder().decode(bytes)) ?? []
  const digest = [...new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))]
  const id = stamp + '-' + digest.slice(0, 8).map((byte) => byte.toString(16).padStart(2, '0')).join('')
  const copy = await bucket.head(root + 'repodata/heads/' + id + '/repomd.xml')
  return new Response(origin + '/' + root + (copy === null ? '' : '@' + id + '/') + '\\n')
}

function answer(request, object) {
  const headers = new Headers({ etag: object.httpEtag, 'last-modified': object.uploaded.toUTCString() })
  object.writeHttpMetadata(headers)
  const since = Date.parse(request.headers.get('if-modified-since') ?? '')
  if (Math.floor(object.uploaded.getTime() / 1000) * 1000 <= since) return new Response(null, { status: 304, headers })
  return new Response(request.method === 'HEAD' ? null : object.body, { headers })
}
`
