import { type Html, markup } from './html.ts'

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** A day in UTC, for people and for programs. */
export function dayOf(seconds: number): Html {
  const date = new Date(seconds * 1000)
  const day = `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`
  return markup`<time datetime="${date.toISOString().slice(0, 10)}">${day}</time>`
}
