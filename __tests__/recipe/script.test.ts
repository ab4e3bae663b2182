import { expect, test } from '@jest/globals'
import { type Script, readScripts } from '../../src/recipe/script.ts'

const read = (text: string): Script<'it'> | undefined => readScripts({ it: text }, ['it'])[0]

test('scripts that are there, in the order that is asked for', () => {
  const scripts = { second: 'b', first: 'a', other: 'c' }
  expect(readScripts(scripts, ['first', 'none' as 'first', 'second'])).toEqual([
    { moment: 'first', interpreter: ['/bin/sh'], text: '#!/bin/sh\na\n' },
    { moment: 'second', interpreter: ['/bin/sh'], text: '#!/bin/sh\nb\n' },
  ])
})

test.each([
  ['#!/bin/bash\nx', ['/bin/bash']],
  ['#! \t/bin/bash', ['/bin/bash']],
  ['#!/bin/bash -e\nx', ['/bin/bash', '-e']],
  ['#!/usr/bin/env  bash -e \t\nx', ['/usr/bin/env', 'bash -e']],
  ['#!/bin/bash \t\nx', ['/bin/bash']],
  ['#!/bin/bash -x', ['/bin/bash', '-x']],
  ['echo #!/bin/bash', ['/bin/sh']],
  ['x\n#!', ['/bin/sh']],
])('%j is run by %j', (text, interpreter) => {
  expect(read(text)?.interpreter).toEqual(interpreter)
})

test('the text begins with a line of an interpreter and ends in a line’s end', () => {
  expect(read('#!/bin/bash\necho')?.text).toBe('#!/bin/bash\necho\n')
  expect(read('#!/bin/bash\necho\n')?.text).toBe('#!/bin/bash\necho\n')
  expect(read('echo\n')?.text).toBe('#!/bin/sh\necho\n')
})

test.each(['#!', '#!bash', '#!bash\n#!/bin/sh', '#! \nx', '#!/\nx', '#!/bin/ba\0sh'])(
  '%j names no program',
  (text) => {
    const line = JSON.stringify(text.split('\n', 1)[0])
    expect(() => read(text)).toThrow(
      expect.objectContaining({
        code: 'PACKAGE',
        message: `scripts: it begins with ${line}, which names no program; write #!/bin/sh`,
      }),
    )
  },
)

test.each(['', ' \n', 'a\0b', 'a\r\nb', '\ud800', '#!/bin/sh\n\udc00'])('%j is no text', (text) => {
  expect(() => read(text)).toThrow(
    'scripts: it is empty, or has a NUL, a carriage return or half a character; write lines of text',
  )
})
