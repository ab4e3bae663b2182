import { clientUrl } from './address.ts'
import type { Ask } from './answer.ts'
import type { Trouble } from './finding.ts'
import type { ExpectedHead } from './heads.ts'
import { refusalIn } from './refusal.ts'
import { silenceTrouble } from './silence.ts'

const PROBE_BYTES = 1_024

/**
 * Asks for what cannot be there, as apt does for forms of an index and zypper for a medium: only a 404 sends them on.
 *
 * The ID of the head is in the name, so that no cache knows the answer.
 */
export async function readAbsence(
  { repository, head }: ExpectedHead,
  baseUrl: string,
  ask: Ask,
): Promise<readonly Trouble[]> {
  const folder = repository.headKey.replace(/[^/]+$/, '')
  const url = clientUrl(baseUrl, `${folder}absent-${head.id}`, 'encoded')
  const answer = await ask(url, { limitBytes: PROBE_BYTES })
  if ('reason' in answer) return [silenceTrouble(answer)]
  if (answer.status === 404 || answer.status === 410) return []
  const trouble = { severity: 'warning', url, mayPass: false } as const
  const seen = `For what does not exist the server answers ${answer.status}, and not 404.`
  if (answer.status === 403) {
    return [
      {
        ...trouble,
        seen,
        remedy:
          'apt and zypper stop at a 403 where they would go on after a 404: in S3 allow s3:ListBucket on the bucket to everybody, or put the Worker in front.',
      },
    ]
  }
  const page = refusalIn(answer)
  return [
    {
      ...trouble,
      seen,
      remedy: page?.remedy ?? 'Let what serves public-url answer 404 for what is not in the bucket.',
    },
  ]
}
