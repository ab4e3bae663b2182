import { expect, test } from '@jest/globals'
import { contentOf } from '../../src/content.ts'
import type { PackagedEntry } from '../../src/recipe/description.ts'
import { scriptDependencies } from '../../src/rpm/script-dependencies.ts'

const script = (path: string, interpreters: readonly string[], mode = 0o755): PackagedEntry => ({
  type: 'file',
  path,
  mode,
  content: contentOf(Buffer.alloc(0)),
  interpreters,
})
const namesOf = (...entries: readonly PackagedEntry[]) => scriptDependencies(entries).map(({ name }) => name)

test('programs that run scripts are asked for, of those that can be run', () => {
  expect(
    namesOf(script('/usr/bin/a', ['/bin/sh']), script('/usr/bin/b', ['/usr/bin/env', '/usr/bin/lua'])),
  ).toEqual(['/bin/sh', '/usr/bin/env', '/usr/bin/lua'])
  expect(namesOf(script('/usr/share/a', ['/bin/sh'], 0o644))).toEqual([])
})

test('what the package brings itself, and what none can bring, is not asked for', () => {
  const link: PackagedEntry = { type: 'symlink', path: '/opt/hello/lua', target: 'lua5' }
  const own = script('/usr/bin/a', ['/usr/bin/env', '/opt/hello/lua'])
  expect(namesOf(own, link)).toEqual(['/usr/bin/env'])
  expect(namesOf(own)).toEqual(['/usr/bin/env', '/opt/hello/lua'])
  for (const program of ['/usr/local/bin/ruby', '/nix/store/x/bin/bash', '/home/linuxbrew/.linuxbrew/bin/sh'])
    expect(namesOf(script('/usr/bin/a', [program]))).toEqual([])
})
