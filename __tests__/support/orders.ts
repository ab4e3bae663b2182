import { run } from './programs.ts'

type Pair = readonly [string, string]

/** What dpkg says of pairs of versions: -1, 0 or 1 each. */
export async function dpkgOrders(pairs: readonly Pair[]): Promise<readonly number[]> {
  const loop =
    'while read -r a b; do if dpkg --compare-versions "$a" lt "$b"; then echo -1; ' +
    'elif dpkg --compare-versions "$a" eq "$b"; then echo 0; else echo 1; fi; done'
  const { stdout } = await run('sh', ['-c', loop], { input: pairs.map((it) => `${it.join(' ')}\n`).join('') })
  return stdout.trim().split('\n').map(Number)
}

/** The same of rpm, for `[epoch:]version[-release]`. */
export async function rpmOrders(pairs: readonly Pair[]): Promise<readonly number[]> {
  const orders: number[] = []
  for (let start = 0; start < pairs.length; start += PAIRS_OF_ONE_RUN) {
    orders.push(...(await ordersOfOneRun(pairs.slice(start, start + PAIRS_OF_ONE_RUN))))
  }
  return orders
}

/** Of an rpm that takes them as one argument, which may have 128 KiB. */
const PAIRS_OF_ONE_RUN = 500

async function ordersOfOneRun(pairs: readonly Pair[]): Promise<readonly number[]> {
  const text = pairs.map((pair) => pair.join(' ')).join(';')
  const loop = `for a, b in ("${text}"):gmatch("([^; ]+) ([^; ]+)") do orders[#orders + 1] = rpm.vercmp(a, b) end`
  const { stdout } = await run('rpm', [
    '--eval',
    `%{lua: local orders = {} ${loop} print(table.concat(orders, " "))}`,
  ])
  return stdout.trim().split(' ').map(Number)
}

/** For random pairs; whoever fails prints it. */
export function randomSeed(): number {
  return Math.trunc(Math.random() * 2 ** 31)
}
