import { getExecOutput } from '@actions/exec'
import { PublishError } from './errors.ts'

/** 2020-01-01: for packages whose source has no time. Never the clock, never the event: a step that is run again must find its packages published. */
const FIXED_SECONDS = 1_577_836_800

/**
 * The time of everything inside a package, in seconds since 1970: SOURCE_DATE_EPOCH, else the committer time of the
 * tag's commit, else a constant.
 *
 * @param tags names under which the version may be tagged in the clone at `cwd`
 * @param elsewhere the committer time where the clone does not have it
 * @throws PublishError `INPUT` where SOURCE_DATE_EPOCH is no number
 */
export async function sourceDate(
  epoch: string | undefined,
  tags: readonly string[],
  cwd: string,
  elsewhere: () => Promise<number | undefined>,
): Promise<number> {
  if (epoch !== undefined && epoch !== '') {
    if (/^\d{1,10}$/.test(epoch)) return Number(epoch)
    throw new PublishError(
      'INPUT',
      `SOURCE_DATE_EPOCH is ${JSON.stringify(epoch)}; it must be seconds since 1970`,
    )
  }
  for (const tag of tags) {
    const seconds = await committerTime(tag, cwd)
    if (seconds !== undefined) return seconds
  }
  return (await elsewhere()) ?? FIXED_SECONDS
}

async function committerTime(tag: string, cwd: string): Promise<number | undefined> {
  const args = ['log', '-1', '--format=%ct', `refs/tags/${tag}^{commit}`, '--']
  const options = { cwd, silent: true, ignoreReturnCode: true }
  const output = await getExecOutput('git', args, options).catch(() => undefined)
  const text = output?.exitCode === 0 ? output.stdout.trim() : ''
  return /^\d{1,10}$/.test(text) ? Number(text) : undefined
}
