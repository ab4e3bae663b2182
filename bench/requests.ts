import { SCENARIOS, costOf } from '../__tests__/costs/scenarios.ts'
import { markdownTable } from '../__tests__/costs/table.ts'
import { fixtureKeys } from '../__tests__/support/publishing.ts'
import { say } from './table.ts'

/** The requests and bytes of every command, as docs/figures.md has them, counted at a store in memory. */
export async function benchRequests(): Promise<void> {
  const keys = await fixtureKeys()
  const rows = []
  for (const scenario of SCENARIOS) rows.push({ title: scenario.title, counts: await costOf(scenario, keys) })
  say(`\n${markdownTable(rows)}`)
}
