/**
 * How clients spell the characters of a key that a server may decode wrongly: apt sends `%2b` and `%7e` (its QuoteString
 * with lower-case hex), zypper and browsers send `+` and `~` as they are.
 */
export type Spelling = 'encoded' | 'raw'

const ENCODED = /[^A-Za-z0-9/._-]/gu
/** RFC 3986 allows these in a path. */
const RAW = /[^A-Za-z0-9/._~+-]/gu

/** The URL of an object, as a client of that kind asks for it. */
export function clientUrl(baseUrl: string, key: string, spelling: Spelling): string {
  return `${baseUrl}/${key.replaceAll(spelling === 'raw' ? RAW : ENCODED, percentEncoded)}`
}

/** Both forms of the URL of an object; one where they are the same. */
export function clientUrls(baseUrl: string, key: string): readonly string[] {
  return [...new Set([clientUrl(baseUrl, key, 'encoded'), clientUrl(baseUrl, key, 'raw')])]
}

function percentEncoded(character: string): string {
  return [...Buffer.from(character)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')
}
