import * as core from '@actions/core'
import type { Place } from '../errors.ts'
import { LINE_PACE, type Log } from './log.ts'

let isFolded = false

/** The log of a GitHub runner: folded groups, annotations. */
export const runnerLog: Log = {
  info: (message) => core.info(withoutCommands(message)),
  notice: (message, place) => core.notice(message, place && annotationAt(place)),
  warning: (message) => core.warning(message),
  error: (message) => core.error(message),
  progress: (message) => core.info(withoutCommands(message)),
  pace: LINE_PACE,
  async group(title, work) {
    // GitHub has no groups in groups: the inner one would end the outer.
    if (isFolded) {
      runnerLog.info(title)
      return work()
    }
    isFolded = true
    try {
      return await core.group(withoutCommands(title), work)
    } finally {
      isFolded = false
    }
  },
}

/** Where GitHub shows a message: at a line of a file of the repository. */
export function annotationAt({ file, line, column }: Place): core.AnnotationProperties {
  return { file, startLine: line, startColumn: column }
}

/**
 * What a runner would take for a command, in a plain message (from a file's name, say), as text: lines that begin with
 * `::`, and `##[` anywhere.
 */
function withoutCommands(message: string): string {
  return message.replaceAll('::', ': :').replaceAll('##[', '## [')
}
