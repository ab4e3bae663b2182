import { type Content, bytesOf, sliceOf } from '../content.ts'
import { LIMITS } from '../limits.ts'
import type { PackageFile } from '../repository/repository.ts'
import { clientUrl, clientUrls } from './address.ts'
import type { Answer, Ask } from './answer.ts'
import type { Trouble } from './finding.ts'
import { cacheWords, refusalIn } from './refusal.ts'
import { silenceTrouble } from './silence.ts'

/** A package that clients are to find. */
export interface ExpectedPackage {
  readonly file: PackageFile
  /** Undefined where the file is another one than that of the run. */
  readonly content: Content | undefined
}

/** Reads an index, or the copy of a head, whole where it is not too large, and compares its digest. */
export async function readIndex(file: PackageFile, baseUrl: string, ask: Ask): Promise<readonly Trouble[]> {
  const url = clientUrl(baseUrl, file.key, 'encoded')
  if (file.sizeBytes > LIMITS.readBackIndexBytes) return readBeginning(url, file, undefined, ask)
  const answer = await ask(url, { limitBytes: file.sizeBytes })
  const trouble = faultIn(answer)
  if (trouble !== undefined) return [trouble]
  const { isCut, sizeBytes, sha256 } = answer as Answer
  if (!isCut && sizeBytes === file.sizeBytes && sha256 === file.sha256) return []
  const size = isCut ? `more than ${sizeBytes}` : String(sizeBytes)
  return [
    otherBytes(
      answer as Answer,
      `${size} bytes come, of the SHA-256 ${sha256}, where the head says ${file.sizeBytes} of ${file.sha256}`,
    ),
  ]
}

/** Reads the beginning of a package, under each form of its name that clients send. */
export async function readPackage(
  { file, content }: ExpectedPackage,
  baseUrl: string,
  ask: Ask,
): Promise<readonly Trouble[]> {
  const end = Math.min(LIMITS.readBackRangeBytes, file.sizeBytes)
  const beginning = content && (await bytesOf(sliceOf(content, 0, end), end, file.key))
  const urls = clientUrls(baseUrl, file.key)
  const read = await Promise.all(
    urls.map(async (url) => ({ url, troubles: await readBeginning(url, file, beginning, ask) })),
  )
  const failed = read.filter(({ troubles }) => troubles.some(({ severity }) => severity === 'error'))
  const sound = read.find((it) => !failed.includes(it))
  if (sound === undefined) return read[0]?.troubles ?? []
  return [...sound.troubles, ...failed.map(({ url }) => undecoded(url, sound.url))]
}

/** The name is right in one form and wrong in the other: it is not decoded, or twice. */
function undecoded(url: string, other: string): Trouble {
  return {
    severity: 'error',
    url,
    seen: `The same name is found as ${other} only: + and ~, or %2b and %7e, are not decoded as they should be.`,
    remedy:
      'apt asks for the encoded form, zypper for the plain one: what serves public-url must decode a path exactly once, and take + for +.',
    mayPass: true,
  }
}

async function readBeginning(
  url: string,
  { sizeBytes }: PackageFile,
  beginning: Buffer | undefined,
  ask: Ask,
): Promise<readonly Trouble[]> {
  const firstBytes = Math.min(LIMITS.readBackRangeBytes, sizeBytes)
  const answer = await ask(url, { limitBytes: firstBytes, firstBytes })
  const trouble = faultIn(answer)
  if (trouble !== undefined) return [trouble]
  const read = answer as Answer
  const total = totalOf(read)
  if (total !== undefined && total !== sizeBytes)
    return [otherBytes(read, `it has ${total} bytes, and the index says ${sizeBytes}`)]
  if (read.sizeBytes !== firstBytes || (beginning !== undefined && !read.bytes.equals(beginning)))
    return [otherBytes(read, 'it begins with other bytes than were published')]
  return read.status === 206 ? [] : [withoutRanges(read)]
}

function faultIn(answer: Awaited<ReturnType<Ask>>): Trouble | undefined {
  return 'reason' in answer ? silenceTrouble(answer) : refusalIn(answer)
}

/** RFC 9110, 14.4: `bytes 0-1023/146515`; an answer in chunks does not say it. */
function totalOf({ status, headers }: Answer): number | undefined {
  const text = status === 206 ? headers.get('content-range')?.split('/')[1] : headers.get('content-length')
  return text !== undefined && text !== null && /^\d{1,15}$/.test(text) ? Number(text) : undefined
}

function otherBytes(answer: Answer, seen: string): Trouble {
  return {
    severity: 'error',
    url: answer.url,
    seen: `Clients get something else than was published: ${seen} (${cacheWords(answer)}).`,
    remedy:
      'Such a name never gets other bytes, so a cache has another site under it, or something changes bytes on the way: purge the cache of this host, and look at what stands before the bucket.',
    mayPass: true,
  }
}

function withoutRanges({ url }: Answer): Trouble {
  return {
    severity: 'warning',
    url,
    seen: 'The server ignores Range.',
    remedy: 'Clients begin a broken download anew; a server or Worker that answers 206 spares them that.',
    mayPass: false,
  }
}
