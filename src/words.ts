/** `1 package`, `2 packages`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

/** `the channel stable`, `the channels stable, testing`. */
export function theChannels(channels: readonly string[]): string {
  return `the ${channels.length === 1 ? 'channel' : 'channels'} ${channels.join(', ')}`
}
