import { LIMITS } from '../limits.ts'
import { generated, notFound } from './answers.ts'
import type { Bucket } from './bucket.ts'
import { objectAnswer } from './object.ts'
import { encodedPath } from './path.ts'

/** Answers with a .repo file (dnf.conf(5)) whose repositories have a mirrorlist too. One call of the bucket. */
export async function repoFileAnswer(request: Request, bucket: Bucket, key: string): Promise<Response> {
  const object = await bucket.get(key)
  if (object === null) return notFound()
  if (object.size > LIMITS.workerTextBytes) {
    await object.body.cancel()
    return objectAnswer(request, bucket, [key])
  }
  return generated(throughMirrorlists(await object.text(), key, new URL(request.url).origin))
}

/**
 * A .repo file with `mirrorlist=URL/mirrorlist` after each `baseurl=URL` that is served here, and with URLs of this
 * origin: what is published may name another one, at which no Worker answers. Where it was published is told by its
 * `gpgkey`, which lies beside it under the same name. What is served elsewhere stays as it is, and so
 * does a value that goes on in the next line.
 *
 * Both lines, because dnf reads the mirrorlist where there is one, and zypper 1.14.101 never looks for a new state of a
 * repository that has no baseurl (seen; openSUSE/opi#203 says that it is where it reads what counts).
 *
 * @param key of the file
 */
export function throughMirrorlists(text: string, key: string, origin: string): string {
  const here = `${origin}/${encodedPath(key.slice(0, key.lastIndexOf('/') + 1))}`
  const published = publishedAt(text, key)
  if (/^(?:mirrorlist|metalink)[ \t]*=/m.test(text)) return text
  return text.replace(
    /^(baseurl|gpgkey)[ \t]*=[ \t]*(\S+)[ \t]*$(?!\r?\n[ \t]+\S)/gm,
    (line, option: string, url: string) => {
      const base = [published, here].find((base) => base !== undefined && `${url}/`.startsWith(base))
      if (base === undefined) return line
      const moved = here + url.slice(base.length)
      const there = `${option}=${moved}`
      return option === 'gpgkey' ? there : `${there}\nmirrorlist=${moved.replace(/\/$/, '')}/mirrorlist`
    },
  )
}

/** The URL of the folder that a file was published in, with its slash. */
function publishedAt(text: string, key: string): string | undefined {
  const keyFile = `/${key.slice(key.lastIndexOf('/') + 1).replace(/\.repo$/, '.asc')}`
  const urls = [...text.matchAll(/^gpgkey[ \t]*=[ \t]*(https?:\/\/\S+)[ \t]*$/gm)].map(([, url = '']) => url)
  return urls.find((url) => url.endsWith(keyFile))?.slice(0, 1 - keyFile.length)
}
