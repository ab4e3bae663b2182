import { expect, test } from '@jest/globals'
import type { Scripts } from '../../src/recipe/description.ts'
import { interpretersOf, scriptletTags, scriptlets } from '../../src/rpm/scripts.ts'
import { TAGS } from '../../src/rpm/tags.ts'
import { RELEASES, type Root, testInRoot } from '../clients/root.ts'
import { run, testWith } from '../support/programs.ts'
import { build, file, onDisk } from './sample.ts'

/** Each writes down how it was called. */
function scripts(version: string): Required<Scripts> {
  const line = (name: string) => `echo "${version} ${name} [$*]" >>/calls`
  return {
    beforeInstall: line('pre'),
    afterInstall: `#!/bin/sh -e\n${line('post')}\n`,
    beforeRemove: `#!/bin/bash\n${line('preun')}`,
    afterRemove: line('postun'),
  }
}

async function upgrade(root: Root, rpm: Uint8Array): Promise<void> {
  await root.write('/package.rpm', rpm)
  await root.run('rpm', ['-U', '--nodeps', '--nosignature', '/package.rpm'])
}

async function calls(root: Root): Promise<readonly string[]> {
  const { stdout } = await root.run('sh', ['-c', 'cat /calls && rm /calls'])
  return stdout.trimEnd().split('\n')
}

async function text(root: Root, path: string): Promise<string> {
  return (await root.run('cat', [path])).stdout
}

for (const release of RELEASES) {
  testInRoot(
    release,
    'rpm runs the scripts, each with its argument, and keeps configuration',
    async (root) => {
      const version = (version: string, settings: string) =>
        build({
          version,
          entries: [file('/etc/hello.conf', settings, 0o644, 'config')],
          scripts: scripts(version),
        })
      await upgrade(root, await version('1.0', 'first\n'))
      expect(await calls(root)).toEqual(['1.0 pre [1]', '1.0 post [1]'])
      await root.write('/etc/hello.conf', 'mine\n')
      await upgrade(root, await version('1.1', 'second\n'))
      expect(await calls(root)).toEqual(['1.1 pre [2]', '1.1 post [2]', '1.0 preun [1]', '1.0 postun [1]'])
      expect(await text(root, '/etc/hello.conf')).toBe('mine\n')
      expect(await text(root, '/etc/hello.conf.rpmnew')).toBe('second\n')
      await root.run('rpm', ['-e', 'hello'])
      expect(await calls(root)).toEqual(['1.1 preun [0]', '1.1 postun [0]'])
      expect(await text(root, '/etc/hello.conf.rpmsave')).toBe('mine\n')
    },
  )
}

testWith(['rpm'], 'rpm reads the scripts, and needs the programs that run them', async () => {
  const path = await onDisk(await build({ scripts: scripts('1.0') }))
  const query = async (...args: readonly string[]) => (await run('rpm', ['-qp', ...args, path])).stdout
  expect((await query('--scripts')).split('\n').filter((line) => line.includes('scriptlet'))).toEqual([
    'preinstall scriptlet (using /bin/sh):',
    'postinstall scriptlet (using /bin/sh -e):',
    'preuninstall scriptlet (using /bin/bash):',
    'postuninstall scriptlet (using /bin/sh):',
  ])
  const needs = await query('--qf', '[%{REQUIRENAME} %{REQUIREFLAGS:deptype}\\n]')
  expect(needs.split('\n').filter((line) => !line.startsWith('rpmlib(') && line !== '')).toEqual([
    '/bin/bash preun,interp',
    '/bin/sh pre,interp',
    '/bin/sh post,interp',
    '/bin/sh postun,interp',
  ])
  expect(needs).toContain('rpmlib(ScriptletInterpreterArgs) ')
})

test('a program of one word is a string, one with arguments an array', () => {
  const tags = scriptletTags(scriptlets({ scripts: scripts('1.0') }))
  const programs = new Set<number>(
    [TAGS.PREINPROG, TAGS.POSTINPROG, TAGS.PREUNPROG].map(({ number }) => number),
  )
  expect(
    tags
      .filter(({ tag }) => programs.has(tag))
      .map(({ type, count, data }) => [type, count, Buffer.from(data).toString()]),
  ).toEqual([
    ['string', 1, '/bin/sh\0'],
    ['stringArray', 2, '/bin/sh\0-e\0'],
    ['string', 1, '/bin/bash\0'],
  ])
})

test('the programs of scripts are required, of any version', () => {
  const needs = interpretersOf(scriptlets({ scripts: scripts('1.0') }))
  expect(needs.map(({ name, version }) => [name, version])).toEqual([
    ['/bin/sh', ''],
    ['/bin/sh', ''],
    ['/bin/bash', ''],
    ['/bin/sh', ''],
  ])
})
