import Sequencer from '@jest/test-sequencer'
import { LONGEST } from './longest-suites.ts'

/** The place of a suite in that list; -1 where it is not named there. */
const rankOf = ({ path }) => LONGEST.findIndex((name) => path.endsWith(`/__tests__/${name}.test.ts`))

/** In jest's order where it knows how long suites take, else those first. */
export default class LongestFirst extends Sequencer {
  sort(suites) {
    const sorted = super.sort([...suites])
    if (sorted.some(({ duration }) => duration !== undefined)) return sorted
    const long = sorted.filter((suite) => rankOf(suite) >= 0).sort((a, b) => rankOf(a) - rankOf(b))
    return [...long, ...sorted.filter((suite) => rankOf(suite) < 0)]
  }
}
