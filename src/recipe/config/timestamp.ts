/** RFC 3339, and what YAML 1.1 takes besides: a blank for the `T`, one digit, no zone (UTC), a date alone. */
const TIMESTAMP =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:(?:[Tt]|[ \t]+)(\d{1,2}):(\d{2}):(\d{2})(?:\.\d+)?(?:[ \t]*(Z|[+-]\d{2}:\d{2}))?)?$/

/** Reads a point in time as seconds since 1970, fractions dropped; undefined for what is none. */
export function timestamp(text: string): number | undefined {
  const match = TIMESTAMP.exec(text.trim())
  if (match === null) return undefined
  const [, year = '', month = '', day = '', hours = '00', minutes = '00', seconds = '00', zone = 'Z'] = match
  const pad = (part: string) => part.padStart(2, '0')
  const date = `${year}-${pad(month)}-${pad(day)}`
  const parsed = Date.parse(`${date}T${pad(hours)}:${minutes}:${seconds}${zone}`)
  if (Number.isNaN(parsed)) return undefined
  // 30 February would be a day in March.
  const isDay = new Date(`${date}T00:00:00Z`).toISOString().startsWith(date)
  return isDay ? Math.floor(parsed / 1000) : undefined
}
