import { expect, test } from '@jest/globals'
import { contentOf } from '../../src/content.ts'
import { interpretersOf } from '../../src/recipe/shebang.ts'

const LONG = `/${'a'.repeat(250)}`

test.each([
  ['#!/bin/sh\n', ['/bin/sh']],
  ['#!/bin/sh', ['/bin/sh']],
  ['#! \t/usr/bin/perl -w\n', ['/usr/bin/perl']],
  ['#!/bin/sh\r\n', ['/bin/sh']],
  ['#!/opt/My_1.0+x@~/run-it\n', ['/opt/My_1.0+x@~/run-it']],
  ['#!/usr/bin/env python3\n', ['/usr/bin/env']],
  ['#!/usr/bin/env \t/opt/python\n', ['/usr/bin/env', '/opt/python']],
  ['#! /usr/bin/env /opt/python -u\n', ['/usr/bin/env', '/opt/python']],
  ['#!/usr/env /opt/python\n', ['/usr/env']],
  ['#!bin/sh\n', []],
  ['#!/bin/s(h\n', []],
  [' #!/bin/sh\n', []],
  ['x\n#!/bin/sh\n', []],
  ['#!\n/bin/sh\n', []],
  ['', []],
  // Linux looks at 256 bytes; a name that goes on behind them is cut off.
  [`#!${LONG}aa\n`, [`${LONG}aa`]],
  [`#!${LONG}aa`, [`${LONG}aa`]],
  [`#!${LONG}aaa`, []],
  [`#!${LONG}aaa\n`, []],
  [`#!${LONG}aaaa\n`, []],
])('%j is run by %j', async (text, programs) => {
  expect(await interpretersOf(contentOf(Buffer.from(text)), 'hello')).toEqual(programs)
})
