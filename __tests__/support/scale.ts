/** Whether the long versions of tests run: `npm run test:long`. */
const IS_LONG = process.env['LONG'] === '1'

/** A figure of a test, such as its number of cases or its time limit: for every run of CI, and for the long run. */
export function scaled(each: number, long: number): number {
  return IS_LONG ? long : each
}
