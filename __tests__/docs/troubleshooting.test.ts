import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'

/** The program's texts, with what is put into them as `…` and their lines put together. */
function programTexts(): string {
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((it) => it.endsWith('.ts'))
  return files
    .map((file) => readFileSync(join('src', file), 'utf8'))
    .join('\n')
    .replaceAll(/['`]\s*\+\s*['`]/g, '')
    .replaceAll(/\$\{(?:[^{}]|\{[^{}]*\})*\}/g, '…')
}

function quotedMessages(): readonly string[] {
  const [, section = ''] = readFileSync('docs/troubleshooting.md', 'utf8').split(/^## What the step says$/m)
  const [own = ''] = section.split(/^## /m)
  return [...own.matchAll(/^\| `(.*?)` /gm)].map(([, message = '']) => message)
}

const TEXTS = programTexts()

test.each(quotedMessages())('a message reads: %s', (message) => {
  const pieces = message.split('…').map((piece) => piece.trim())
  for (const piece of pieces.filter((it) => it.length > 3)) expect(TEXTS).toContain(piece)
})

test('a text that no message has is found out', () => {
  expect(TEXTS).not.toContain('this message was never written')
  expect(quotedMessages().length).toBeGreaterThan(10)
})
