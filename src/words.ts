/** `1 package`, `2 packages`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

/** `the channel stable`, `the channels stable, testing`. */
export function theChannels(channels: readonly string[]): string {
  return `the ${channels.length === 1 ? 'channel' : 'channels'} ${channels.join(', ')}`
}

const MOST_QUOTED = 200

/** Text from outside, in a message: escaped, and its beginning alone where it is long. */
export function quoted(text: string): string {
  return JSON.stringify(text.length > MOST_QUOTED ? `${text.slice(0, MOST_QUOTED)}…` : text)
}

/**
 * Text without some characters at its end. `/[ \t]+$/` takes the square of the time for a text with many of them in its
 * middle, as somebody may send.
 */
export function withoutEnd(text: string, characters: string): string {
  let end = text.length
  while (end > 0 && characters.includes(text.charAt(end - 1))) end -= 1
  return text.slice(0, end)
}

const MOST_ITEMS = 10

/** The first items of a list, and how many there are besides. */
export function some(items: readonly string[]): string {
  const rest = items.length - MOST_ITEMS
  return `${items.slice(0, MOST_ITEMS).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`
}
