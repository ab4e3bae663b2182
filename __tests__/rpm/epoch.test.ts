import { expect } from '@jest/globals'
import { contentOf } from '../../src/content.ts'
import { versionOf } from '../../src/package.ts'
import { rpmFileName } from '../../src/rpm/layout.ts'
import { readRpm } from '../../src/rpm/read.ts'
import { run, testWith } from '../support/programs.ts'
import { build, onDisk, rpmbuild } from './sample.ts'

const TAGS = '%{EPOCH}|%{EPOCHNUM}|%{EVR}|%{NEVRA}|%{SOURCERPM}|[%{PROVIDENEVRS},]|%{CHANGELOGNAME}'
const tagsOf = async (path: string) => (await run('rpm', ['-qp', '--qf', TAGS, path])).stdout.split('|')

const SPEC = `Name: hello
Epoch: 3
Version: 1.2.3^4.gabc1234
Release: 2
Summary: Greets whoever asks
License: MIT
%description
It says hello to the world.
%files
%changelog
* Sat Nov 21 2026 Jane Doe <jane@example.org> - 3:1.2.3^4.gabc1234-2
- Version 1.2.3
`

testWith(['rpm', 'rpmbuild'], 'an epoch is where rpmbuild has it', async () => {
  const bytes = await build({ version: '1.2.3-4-gabc1234', epoch: 3, release: '2' })
  const { binary } = await rpmbuild(SPEC)
  expect(await tagsOf(await onDisk(bytes))).toEqual(await tagsOf(binary))
  const read = await readRpm(contentOf(bytes), 'it')
  expect(versionOf(read)).toBe('3:1.2.3^4.gabc1234-2')
  expect(rpmFileName(read)).toBe('hello-1.2.3^4.gabc1234-2.x86_64.rpm')
})

testWith(['rpm'], 'the largest epoch, and 0, which is not the same as none', async () => {
  for (const [epoch, shown] of [
    [2 ** 32 - 1, '4294967295'],
    [0, '0'],
    [undefined, '(none)'],
  ] as const) {
    const bytes = await build(epoch === undefined ? {} : { epoch })
    expect((await tagsOf(await onDisk(bytes)))[0]).toBe(shown)
    expect((await readRpm(contentOf(bytes), 'it')).epoch).toBe(epoch)
  }
})
