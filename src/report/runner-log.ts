import * as core from '@actions/core'
import type { Log } from './log.ts'

/** The log of a GitHub runner: folded groups, annotations. */
export const runnerLog: Log = {
  info: (message) => core.info(withoutCommands(message)),
  notice: (message) => core.notice(message),
  warning: (message) => core.warning(message),
  error: (message) => core.error(message),
  group: (title, work) => core.group(withoutCommands(title), work),
}

/** A line of a plain message that begins with `::` (from a file's name, say) would be a command to the runner. */
function withoutCommands(message: string): string {
  return message.replaceAll('::', ': :').replaceAll('##[', '## [')
}
