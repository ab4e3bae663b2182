import { type Answer, isEncoded } from './answer.ts'
import type { Trouble } from './finding.ts'

type Fault = Omit<Trouble, 'url' | 'severity' | 'mayPass'>

/** Why an answer is not the object that was asked for; undefined where it may be. */
export function refusalIn(answer: Answer): Trouble | undefined {
  const { url, status, headers } = answer
  const fault = redirectFault(answer) ?? statusFault(answer) ?? pageFault(answer)
  if (fault !== undefined) return { severity: 'error', url, mayPass: true, ...fault }
  return status < 300 && isEncoded(headers) ? wrongEncoding(answer) : undefined
}

/** R2 unpacks an object that is stored with an encoding, for clients that ask for none; others pack what is signed. */
function wrongEncoding({ url, headers }: Answer): Trouble {
  return {
    severity: 'error',
    url,
    seen: `The answer has Content-Encoding: ${word(headers.get('content-encoding') ?? '')}, although none was asked for.`,
    remedy:
      'Switch compression off in what serves public-url, and store no Content-Encoding with objects: apt and dnf take bytes as they come.',
    mayPass: true,
  }
}

function redirectFault(answer: Answer): Fault | undefined {
  const { url, finalUrl } = answer
  if (finalUrl === url || finalUrl === '') return undefined
  const [from, to] = [new URL(url), new URL(finalUrl)]
  if (from.protocol === 'https:' && to.protocol === 'http:') {
    return {
      seen: `It redirects from https to http (${to.origin}).`,
      remedy: 'apt follows no such redirect: let the server redirect to https, or not at all.',
    }
  }
  if (!isPage(answer)) return undefined
  return {
    seen: `It redirects to a web page (${to.origin}${word(to.pathname)}), perhaps one to log in.`,
    remedy:
      'Let everybody read the host of public-url without a login: with Cloudflare Access, add a policy that bypasses it for this host.',
  }
}

function statusFault({ status, headers }: Answer): Fault | undefined {
  if (status < 300) return undefined
  const seen = `The server answers ${status}.`
  if (headers.get('cf-mitigated') === 'challenge') {
    return {
      seen: `${seen.slice(0, -1)}, with a challenge for browsers (cf-mitigated).`,
      remedy:
        'apt and dnf cannot solve it: add a configuration or WAF rule in Cloudflare that skips bot protection for the host of public-url.',
    }
  }
  if (status === 401 || status === 403) {
    return {
      seen,
      remedy:
        'Let everybody read: connect a custom domain to the R2 bucket (or the Worker), or make the objects public, and look for rules that block.',
    }
  }
  if (status === 404 || status === 410) {
    if (isCached(headers)) {
      return {
        seen: `${seen.slice(0, -1)}, from a cache (${cacheWords({ headers })}).`,
        remedy:
          'A cache still says what was so before this publish: it passes, and does not come again once caches keep no 404 (Cloudflare keeps one for three minutes by default).',
      }
    }
    return {
      seen,
      remedy:
        'It is in the store, so public-url leads elsewhere: it must be where clients find PREFIX of r2://BUCKET/PREFIX.',
    }
  }
  if (status === 429) return { seen, remedy: 'Raise the limit of requests of what serves public-url.' }
  return { seen, remedy: 'Look into the log of the Worker or server behind public-url.' }
}

function isCached(headers: Headers): boolean {
  return headers.get('cf-cache-status') === 'HIT' || Number(headers.get('age') ?? 0) > 0
}

function pageFault(answer: Answer): Fault | undefined {
  if (!isPage(answer)) return undefined
  return {
    seen: 'The server answers with a web page (HTML) in its place.',
    remedy:
      'public-url must lead to the bucket or its Worker, and not to a website, a login or one page for all paths: look at its DNS record and at redirect rules.',
  }
}

/** By its bytes: clients do not look at types. What came in an encoding was not read. */
function isPage({ headers, bytes }: Answer): boolean {
  if (bytes.length === 0) return headers.get('content-type')?.startsWith('text/html') === true
  return /^\s*<(!doctype html|html|head|script|!--)/i.test(bytes.subarray(0, 256).toString('latin1'))
}

const CACHE_HEADERS = ['age', 'cf-cache-status', 'x-cache', 'cache-control']

/** What an answer says of the caches that it passed. */
export function cacheWords({ headers }: Pick<Answer, 'headers'>): string {
  const said = CACHE_HEADERS.flatMap((name) => {
    const value = headers.get(name)
    return value === null ? [] : [`${name}: ${word(value)}`]
  })
  return said.length === 0 ? 'no header about caches' : said.join(', ')
}

const MOST_CHARACTERS = 100

/** Words of a server, which could speak to the runner by line breaks, and at length. */
function word(text: string): string {
  return text.replaceAll(/\p{Cc}+/gu, ' ').slice(0, MOST_CHARACTERS)
}
