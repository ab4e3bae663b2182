import { PublishError } from '../errors.ts'
import type { InputName } from '../inputs.ts'

/** `public-url`, without a slash at its end; undefined where it is not set. */
export function publicUrl(text: string): string | undefined {
  if (text === '') return undefined
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (
    url === undefined ||
    !/^https?:$/.test(url.protocol) ||
    url.search !== '' ||
    url.hash !== '' ||
    url.username !== ''
  ) {
    throw new PublishError(
      'INPUT',
      `public-url is ${JSON.stringify(text)}; it must be an http or https URL such as https://packages.example.com`,
    )
  }
  return url.href.replace(/\/+$/, '')
}

/** Folders become parts of keys and URLs: plain characters only, nothing that climbs. */
function folder(name: InputName, text: string): string {
  const trimmed = text.replace(/^\/+|\/+$/g, '')
  const parts = trimmed.split('/')
  if (
    !/^[A-Za-z0-9._~{}/-]*$/.test(trimmed) ||
    parts.some((part) => part === '..' || (part === '' && trimmed !== ''))
  ) {
    throw new PublishError(
      'INPUT',
      `${name} is ${JSON.stringify(text)}; it must be a relative path of letters, digits and . _ ~ -`,
    )
  }
  return parts.filter((part) => part !== '.' && part !== '').join('/')
}

/** `apt-path`: empty, or ending in a slash. */
export function aptRoot(text: string): string {
  const path = folder('apt-path', text)
  if (/[{}]/.test(path))
    throw new PublishError(
      'INPUT',
      `apt-path is ${JSON.stringify(text)}; suites of all channels share it, so it takes no {channel} and no {arch}`,
    )
  return path === '' ? '' : `${path}/`
}

/** `rpm-path`, with its placeholders. */
export function rpmPath(text: string, channels: readonly string[]): string {
  const path = folder('rpm-path', text)
  const rest = path.replace('{channel}', '').replace('{arch}', '')
  if (/[{}]/.test(rest))
    throw new PublishError(
      'INPUT',
      `rpm-path is ${JSON.stringify(text)}; it may hold {channel} once and {arch} once`,
    )
  if (/\}\{/.test(path)) {
    throw new PublishError(
      'INPUT',
      `rpm-path is ${JSON.stringify(text)}; put a slash between {channel} and {arch}, or nobody can tell el9 of x86_64 from el of 9x86_64`,
    )
  }
  if (!path.includes('{channel}') && channels.length > 1) {
    throw new PublishError(
      'INPUT',
      `rpm-path is ${JSON.stringify(text)}, without {channel}, but channels names ${channels.length}: they would share one repository`,
    )
  }
  return path
}
