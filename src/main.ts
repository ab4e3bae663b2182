import { runAction } from './action.ts'
import { runCommandLine } from './command-line.ts'

process.exitCode =
  process.env['GITHUB_ACTIONS'] === 'true' && process.argv.length === 2
    ? await runAction()
    : await runCommandLine(process.argv.slice(2))
