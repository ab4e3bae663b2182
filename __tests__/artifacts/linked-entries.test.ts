import { expect, test } from '@jest/globals'
import { linkedEntries } from '../../src/artifacts/linked-entries.ts'
import { contentOf } from '../../src/content.ts'
import type { PackagedEntry } from '../../src/recipe/description.ts'
import { linkedElf } from './linked-elf.ts'

const PROGRAM = linkedElf({ interpreter: '/lib64/ld-linux-x86-64.so.2', needed: ['libc.so.6'] })

function file(path: string, bytes: Buffer): PackagedEntry {
  return { type: 'file', path, mode: 0o755, content: contentOf(bytes) }
}

test.each([
  '/usr/bin/hello',
  '/sbin/hello',
  '/usr/local/bin/hello',
  '/usr/libexec/hello',
  '/usr/lib/libhello.so.1',
  '/usr/lib64/libhello.so.1',
  '/usr/lib/x86_64-linux-gnu/libhello.so.1',
])('%s: what it needs is read', async (path) => {
  const { entries, unreadable } = await linkedEntries([file(path, PROGRAM)])
  expect(entries).toMatchObject([{ path, links: { needed: ['libc.so.6'] } }])
  expect(unreadable).toEqual([])
})

test.each([
  '/opt/hello/hello',
  '/usr/lib/hello/plugin.so',
  '/usr/share/hello/hello',
  '/usr/lib/node/a/b.node',
])('%s: is not looked at', async (path) => {
  const entries = [file(path, PROGRAM)]
  expect(await linkedEntries(entries)).toEqual({ entries, unreadable: [] })
})

test.each(['/opt/hello/bin/hello', '../../opt/hello/bin/hello'])(
  'a program that a link in /usr/bin leads to is looked at: %s',
  async (target) => {
    const link: PackagedEntry = { type: 'symlink', path: '/usr/bin/hi', target }
    const { entries } = await linkedEntries([file('/opt/hello/bin/hello', PROGRAM), link])
    expect(entries).toMatchObject([{ links: { needed: ['libc.so.6'] } }, link])
    const elsewhere = { ...link, path: '/opt/hello/a/hi' }
    expect(
      (await linkedEntries([file('/opt/hello/bin/hello', PROGRAM), elsewhere])).entries[0],
    ).not.toHaveProperty('links')
  },
)

test.each([
  ['#!/bin/sh\necho\n', ['/bin/sh']],
  ['#! /usr/bin/perl -w', ['/usr/bin/perl']],
  ['#!\t/usr/bin/env python3\r\n', ['/usr/bin/env']],
  ['#!/usr/bin/env /opt/hello/bin/lua\n', ['/usr/bin/env', '/opt/hello/bin/lua']],
  [`#!/${'x'.repeat(300)}\n`, undefined],
  ['#!bin/sh\n', undefined],
  ['#!/bin/a(b)\n', undefined],
  ['#!\n/bin/sh\n', undefined],
  ['echo\n#!/bin/sh\n', undefined],
  ['', undefined],
])('a script needs what its first line names: %j', async (text, interpreters) => {
  const { entries } = await linkedEntries([file('/usr/bin/script', Buffer.from(text))])
  expect(entries.map((entry) => (entry.type === 'file' ? entry.interpreters : []))).toEqual([interpreters])
})

test('what is no program stays as it is, and what is damaged is told of too', async () => {
  const entries: readonly PackagedEntry[] = [
    file('/usr/bin/text', Buffer.from('text\n')),
    { type: 'directory', path: '/usr/bin/hello', mode: 0o755 },
    file('/usr/bin/cut', PROGRAM.subarray(0, 100)),
  ]
  expect(await linkedEntries(entries)).toEqual({
    entries,
    unreadable: [
      { path: '/usr/bin/cut', reason: expect.stringMatching(/^\/usr\/bin\/cut is a damaged ELF file/) },
    ],
  })
})

test('what cannot be read at all is an error', async () => {
  const content = {
    sizeBytes: 9,
    read: () => {
      throw new Error('gone')
    },
  }
  await expect(linkedEntries([{ type: 'file', path: '/usr/bin/x', mode: 0o755, content }])).rejects.toThrow(
    'gone',
  )
})
