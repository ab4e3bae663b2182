import { expect, test } from '@jest/globals'
import { terminalLog } from '../../src/report/terminal.ts'

const ERASE = '\r\u001b[2K'

function terminal(columns?: number) {
  const written: string[] = []
  const log = terminalLog({
    out: (text) => written.push(`out ${text}`),
    err: (text) => written.push(`err ${text}`),
    columns,
  })
  return { log, written }
}

test('on a screen, how far it is is one line that changes and goes', async () => {
  const { log, written } = terminal(12)
  await log.group('Commit', async () => {
    log.progress('1 of 3')
    log.progress('2 of 3, a long line')
    log.info('done')
    log.progress('3 of 3')
  })
  log.info('next')
  expect(written).toEqual([
    'out Commit\n',
    `err ${ERASE}1 of 3`,
    `err ${ERASE}2 of 3, a l`,
    `err ${ERASE}`,
    'out done\n',
    `err ${ERASE}3 of 3`,
    `err ${ERASE}`,
    'out next\n',
  ])
})

test('in a file it is a line like others, at the pace of one that keeps them', () => {
  const { log, written } = terminal()
  log.progress('1 of 3')
  expect(written).toEqual(['out 1 of 3\n'])
  expect(log.pace.everyMs).toBeGreaterThan(terminal(80).log.pace.everyMs)
})

test('what a name of a file has in it does not steer the terminal', () => {
  const { log, written } = terminal(80)
  log.warning('a\u001b]0;title\u0007b\r\u009b2J\nand more')
  expect(written).toEqual(['err Warning: a\uFFFD]0;title\uFFFDb\uFFFD\uFFFD2J\nand more\n'])
})
