import { execFileSync } from 'node:child_process'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { contentOf } from '../../src/content.ts'
import type { PackagedEntry, Scripts } from '../../src/recipe/description.ts'
import { maintainerScripts } from '../../src/deb/scripts.ts'
import { run, testWith } from '../support/programs.ts'
import { DPKG_ENV, build, dpkgRoot, onDisk } from './sample.ts'

/** Each writes down how it was called. */
function scripts(version: string): Required<Scripts> {
  const line = (name: string) => `echo "${version} ${name} [$*]" >>"$DPKG_ROOT/calls"`
  return {
    beforeInstall: line('preinst'),
    afterInstall: `#!/bin/sh -e\n${line('postinst')}\n`,
    beforeRemove: line('prerm'),
    afterRemove: line('postrm'),
  }
}

const SETTINGS = '/usr/lib/hello/settings'

function settings(text: string): readonly PackagedEntry[] {
  const content = contentOf(Buffer.from(text))
  return [{ type: 'file', path: SETTINGS, mode: 0o644, content, role: 'config' }]
}

testWith(['dpkg'], 'dpkg runs the scripts, each with its arguments', async () => {
  const { root, options } = await dpkgRoot()
  const dpkg = (...args: readonly string[]) => run('dpkg', [...options, ...args], { env: DPKG_ENV })
  const calls = async () => {
    const text = await readFile(join(root, 'calls'), 'utf8')
    await rm(join(root, 'calls'))
    return text.trimEnd().split('\n')
  }
  await dpkg('--install', await onDisk(await build({ version: '1.0', scripts: scripts('1.0') })))
  expect(await calls()).toEqual(['1.0 preinst [install]', '1.0 postinst [configure ]'])
  await dpkg('--install', await onDisk(await build({ version: '1.1', scripts: scripts('1.1') })))
  expect(await calls()).toEqual([
    '1.0 prerm [upgrade 1.1]',
    // The second version since dpkg 1.18.
    expect.stringMatching(/^1\.1 preinst \[upgrade 1\.0( 1\.1)?\]$/),
    '1.0 postrm [upgrade 1.1]',
    '1.1 postinst [configure 1.0]',
  ])
  await dpkg('--remove', 'hello')
  expect(await calls()).toEqual(['1.1 prerm [remove]', '1.1 postrm [remove]'])
  await dpkg('--purge', 'hello')
  expect(await calls()).toEqual(['1.1 postrm [purge]'])
})

testWith(['dpkg'], 'dpkg keeps configuration that its user changed', async () => {
  const { root, options } = await dpkgRoot()
  const install = async (version: string, text: string) => {
    const path = await onDisk(await build({ version, entries: settings(text) }))
    await run('dpkg', [...options, '--force-confdef', '--force-confold', '--install', path], {
      env: DPKG_ENV,
    })
  }
  await install('1.0', 'first\n')
  await install('1.1', 'second\n')
  expect(await readFile(join(root, SETTINGS), 'utf8')).toBe('second\n')
  await writeFile(join(root, SETTINGS), 'mine\n')
  await install('1.2', 'third\n')
  expect(await readFile(join(root, SETTINGS), 'utf8')).toBe('mine\n')
  expect(await readFile(join(root, `${SETTINGS}.dpkg-dist`), 'utf8')).toBe('third\n')
})

testWith(['dpkg-deb'], 'a script is a program, for /bin/sh where it names none', async () => {
  const path = await onDisk(
    await build({ scripts: { afterInstall: 'true', afterRemove: '#!/bin/bash\nfalse' } }),
  )
  const control = (name: string) => execFileSync('dpkg-deb', ['-I', path, name]).toString()
  expect(control('postinst')).toBe('#!/bin/sh\ntrue\n')
  expect(control('postrm')).toBe('#!/bin/bash\nfalse\n')
  const listed = execFileSync('sh', ['-c', `dpkg-deb --ctrl-tarfile "$1" | tar tv`, 'sh', path]).toString()
  expect([...listed.matchAll(/^(\S+) .* \.\/(\S+)$/gm)].map(([, mode, name]) => `${mode} ${name}`)).toEqual([
    '-rw-r--r-- control',
    '-rw-r--r-- md5sums',
    '-rwxr-xr-x postinst',
    '-rwxr-xr-x postrm',
  ])
})

test('each script has the name by which dpkg looks for it', () => {
  const program = (comment: string) => `#!/bin/sh\n# ${comment}\n`
  const named = maintainerScripts({
    scripts: {
      beforeInstall: program('before install'),
      afterInstall: program('after install'),
      beforeRemove: program('before remove'),
      afterRemove: program('after remove'),
    },
    deb: { config: program('configure'), rules: 'binary:\n' },
  })
  expect(named).toEqual({
    preinst: program('before install'),
    postinst: program('after install'),
    prerm: program('before remove'),
    postrm: program('after remove'),
    config: program('configure'),
    rules: 'binary:\n',
  })
})

test.each([
  ['', /scripts: afterInstall is empty/],
  [' \n', /is empty/],
  ['echo \0', /has a NUL/],
  ['echo a\r\n', /a carriage return/],
  ['echo \ud800', /half a character/],
  ['#!\ntrue', /begins with "#!", which names no program; write #!\/bin\/sh/],
  ['#!python3\n', /begins with "#!python3", which names no program/],
])('refuses the script %j', async (afterInstall, message) => {
  await expect(build({ scripts: { afterInstall } })).rejects.toThrow(message)
})
