import { cpus, release, totalmem } from 'node:os'
import { run } from './measure.ts'
import { mebibytes } from './table.ts'

/** The commit and the machine that figures are of, for the head of a table. */
export async function machine(): Promise<readonly string[]> {
  const [commit, changes] = await Promise.all([
    run('git', ['rev-parse', '--short', 'HEAD']),
    run('git', ['status', '--porcelain', '--', 'src', 'package-lock.json']),
  ])
  const model = cpus()[0]?.model ?? 'unknown'
  return [
    `commit   ${commit.trim()}${changes === '' ? '' : ', with changes to src'}`,
    `machine  ${cpus().length} × ${model}, ${mebibytes(totalmem())} MiB, Linux ${release()}`,
  ]
}
