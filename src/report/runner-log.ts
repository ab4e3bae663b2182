import * as core from '@actions/core'
import type { Place } from '../errors.ts'
import type { Log } from './log.ts'

/** The log of a GitHub runner: folded groups, annotations. */
export const runnerLog: Log = {
  info: (message) => core.info(withoutCommands(message)),
  notice: (message, place) => core.notice(message, place && annotationAt(place)),
  warning: (message) => core.warning(message),
  error: (message) => core.error(message),
  group: (title, work) => core.group(withoutCommands(title), work),
}

/** Where GitHub shows a message: at a line of a file of the repository. */
export function annotationAt({ file, line, column }: Place): core.AnnotationProperties {
  return { file, startLine: line, startColumn: column }
}

/** A line of a plain message that begins with `::` (from a file's name, say) would be a command to the runner. */
function withoutCommands(message: string): string {
  return message.replaceAll('::', ': :').replaceAll('##[', '## [')
}
