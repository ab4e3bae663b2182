import { methodNotAllowed, notFound, unavailable } from './answers.ts'
import { type Bucket, bucketBelow } from './bucket.ts'
import { mirrorlistAnswer } from './mirrorlist.ts'
import { objectAnswer } from './object.ts'
import { pathOf } from './path.ts'
import { repoFileAnswer } from './repo-file.ts'
import { signatureAnswer } from './signature.ts'
import { wantedAt } from './wanted.ts'

/** What the configuration of wrangler gives. */
interface Environment {
  readonly BUCKET: Bucket
  /** Where the repositories lie in the bucket; URLs do not show it. */
  readonly PREFIX?: string
}

/** Serves a bucket to apt, dnf, zypper and browsers, and only reads. */
export default {
  async fetch(request: Request, environment: Environment): Promise<Response> {
    if (request.method !== 'GET' && request.method !== 'HEAD') return methodNotAllowed()
    const response = await answered(request, environment)
    return request.method === 'HEAD' ? new Response(null, response) : response
  },
}

async function answered(request: Request, { BUCKET, PREFIX = '' }: Environment): Promise<Response> {
  try {
    return await answerOf(request, bucketBelow(BUCKET, PREFIX))
  } catch (error) {
    console.error(error)
    return unavailable()
  }
}

async function answerOf(request: Request, bucket: Bucket): Promise<Response> {
  const path = pathOf(request.url)
  if (path === undefined) return notFound()
  const wanted = wantedAt(path)
  switch (wanted.kind) {
    case 'mirrorlist':
      return mirrorlistAnswer(new URL(request.url).origin, bucket, wanted.folders)
    case 'repo-file':
      return repoFileAnswer(request, bucket, wanted.key)
    case 'signature':
      return signatureAnswer(request, bucket, wanted.keys, wanted.snapshot)
    case 'object':
      return objectAnswer(request, bucket, wanted.keys)
  }
}
