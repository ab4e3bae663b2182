import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from '@jest/globals'
import { CARGO_DIST_FILES } from '../recipe/placement/sample-release.ts'
import { isInstalled, run, temporaryDirectory, testUnlessMissing, testWith } from '../support/programs.ts'
import { copy, printf, publishRelease } from './conventions.ts'
import { type Root, testInRoot } from './root.ts'

/**
 * A machine on which systemd runs, as far as scripts can see: no root can have it run. What systemctl is asked is
 * written down; all units are enabled and active.
 */
const RUNNING = `
  mkdir -p /run/systemd/system
  printf '%s\\n' '#!/bin/sh' 'echo "$*" >>/asked' '[ "$1 $2" != "is-enabled --" ] && [ "$2" != is-enabled ] || echo enabled' >/usr/bin/systemctl
  chmod 755 /usr/bin/systemctl
`

async function askedOf(root: Root): Promise<readonly string[]> {
  const { stdout } = await root.run('sh', ['-c', 'cat /asked; : >/asked'])
  return stdout.split('\n').filter((line) => line !== '' && !/is-(?:enabled|active)|show/.test(line))
}

for (const release of ['bullseye', 'bookworm', 'sid'] as const) {
  testInRoot(release, 'where systemd runs, a .deb starts, restarts and stops its units', async (root) => {
    const program = await root.readInstalled('/usr/bin/printf')
    const { 'sysusers.d/greet.conf': _, ...files } = CARGO_DIST_FILES
    await copy(root, (await publishRelease(files, program)).deb, '/greet_1.deb')
    await copy(root, (await publishRelease(files, program, { version: '1.3.0' })).deb, '/greet_2.deb')
    await root.run('sh', ['-c', RUNNING])
    const asked = async (...args: readonly string[]) => {
      await root.run('dpkg', args)
      return (await askedOf(root)).map((line) => line.replace(/^--quiet |--system /g, '')).join('\n')
    }
    const units = 'greet-often.service greet-often.timer greet.service'
    const first = await asked('--install', '/greet_1.deb')
    expect(first).toMatch(/preset greet\.service/)
    expect(first).toMatch(new RegExp(`daemon-reload\nstart ${units}$`))
    expect(first).not.toMatch(/greet@/)
    const second = await asked('--install', '/greet_2.deb')
    expect(second).not.toMatch(/preset|stop/)
    expect(second).toMatch(new RegExp(`daemon-reload\nrestart ${units}$`))
    expect(await asked('--remove', 'greet')).toBe(`stop ${units}\ndaemon-reload`)
    expect(await asked('--purge', 'greet')).toBe('')
  })

  testInRoot(release, 'where systemd runs, it reads again what adds to units of others', async (root) => {
    const files = { 'ssh.service.d/greet.conf': '[Service]\nNice=5\n' }
    const { deb, rpm } = await publishRelease(files, await root.readInstalled('/usr/bin/printf'))
    await copy(root, deb, '/greet.deb')
    await copy(root, rpm, '/greet.rpm')
    await root.run('sh', ['-c', RUNNING])
    for (const args of [
      ['--install', '/greet.deb'],
      ['--remove', 'greet'],
    ]) {
      await root.run('dpkg', args)
      expect(await askedOf(root)).toEqual(['--system daemon-reload'])
    }
    // By triggers of systemd's own package, where the package is there.
    await root.run('rpm', ['--nodeps', '--nosignature', '--install', '/greet.rpm'])
    expect(await askedOf(root)).toEqual([])
    await root.run('rpm', ['--erase', 'greet'])
    expect(await askedOf(root)).toEqual(['daemon-reload'])
  })

  testInRoot(release, 'where systemd runs, an rpm presets, restarts and stops its units', async (root) => {
    const program = await root.readInstalled('/usr/bin/printf')
    await copy(root, (await publishRelease(CARGO_DIST_FILES, program)).rpm, '/greet-1.rpm')
    const next = await publishRelease(CARGO_DIST_FILES, program, { version: '1.3.0' })
    await copy(root, next.rpm, '/greet-2.rpm')
    await root.run('sh', ['-c', RUNNING])
    const asked = async (...args: readonly string[]) => {
      await root.run('rpm', ['--nodeps', '--nosignature', ...args])
      return askedOf(root)
    }
    const units = 'greet-often.service greet-often.timer greet.service'
    expect(await asked('--install', '/greet-1.rpm')).toEqual([
      '--no-reload preset greet-often.timer greet.service',
      '--no-reload --global preset greet-me.service',
    ])
    expect(await asked('--upgrade', '/greet-2.rpm')).toEqual(['daemon-reload', `try-restart ${units}`])
    expect(await asked('--erase', 'greet')).toEqual([
      `--no-reload disable ${units}`,
      `stop ${units}`,
      '--global disable greet-me.service',
      'daemon-reload',
    ])
  })
}

/** A tree to which this machine's programs install: its own presets, users and units. */
async function systemdTree(): Promise<string> {
  const root = await temporaryDirectory()
  for (const folder of [
    'var/lib/dpkg/info',
    'var/lib/dpkg/updates',
    'var/lib/dpkg/triggers',
    'etc/systemd/system-preset',
    'usr/lib/systemd/system',
    'usr/bin',
  ])
    await mkdir(join(root, folder), { recursive: true })
  await writeFile(join(root, 'var/lib/dpkg/status'), '')
  // deb-systemd-helper asks presets where the tree has this program, and runs that of this machine.
  await copyFile('/usr/bin/systemctl', join(root, 'usr/bin/systemctl'))
  await writeFile(join(root, 'etc/passwd'), 'root:x:0:0:root:/root:/bin/sh\n')
  await writeFile(join(root, 'etc/group'), 'root:x:0:\n')
  return root
}

async function stateOf(root: string, unit: string): Promise<string> {
  return (
    await run('systemctl', [`--root=${root}`, 'is-enabled', unit], { allowFailure: true })
  ).stdout.trim()
}

const HELPERS = ['systemctl', 'deb-systemd-helper', 'systemd-sysusers', 'systemd-tmpfiles']

testWith(HELPERS, 'units are enabled as presets say, and users and files are made', async () => {
  const { deb } = await publishRelease(CARGO_DIST_FILES, await printf())
  const root = await systemdTree()
  await writeFile(join(root, 'etc/systemd/system-preset/50-own.preset'), 'disable greet-often.timer\n')
  const options = [
    `--root=${root}`,
    '--force-not-root',
    '--force-script-chrootless',
    '--force-depends',
    `--log=${root}/log`,
  ]
  const env = { PATH: `${process.env['PATH']}:/usr/sbin:/sbin` }
  await run('dpkg', [...options, '--install', deb], { env })
  expect(await stateOf(root, 'greet.service')).toBe('enabled')
  expect(await stateOf(root, 'greet-often.timer')).toBe('disabled')
  expect(await stateOf(root, 'greet-often.service')).toBe('static')
  expect(await readFile(join(root, 'etc/passwd'), 'utf8')).toMatch(/^greeter:.*:\/var\/lib\/greet:/m)
  expect((await run('stat', ['-c', '%a', join(root, 'var/lib/greet')])).stdout).toBe('755\n')
  // What the administrator disabled stays so on the next configuration.
  await run('systemctl', [`--root=${root}`, 'disable', 'greet.service'])
  await run('dpkg', [...options, '--install', deb], { env })
  expect(await stateOf(root, 'greet.service')).toBe('disabled')
  await run('dpkg', [...options, '--purge', 'greet'], { env })
  expect(
    (await run('find', [join(root, 'etc/systemd/system'), join(root, 'var/lib/systemd'), '-name', 'greet*']))
      .stdout,
  ).toBe('')
})

/** A tree that rpm enters to run scripts: with these programs of this machine, and the libraries that they need. */
async function treeWith(programs: readonly string[]): Promise<string> {
  const root = await systemdTree()
  await run('sh', ['-c', COPY_PROGRAMS, 'sh', root, ...programs])
  return root
}

const COPY_PROGRAMS = `
  set -e
  root=$1 && shift
  mkdir -p "$root/bin" "$root/proc" "$root/dev"
  : >"$root/dev/null"
  for program; do
    path=$(command -v "$program")
    for file in "$path" $(ldd "$path" | grep -o '/[^ )]*'); do
      mkdir -p "$root$(dirname "$file")"
      cp -L "$file" "$root$file"
    done
  done
  [ "$root/usr/bin/sh" -ef "$root/bin/sh" ] || cp "$(command -v sh)" "$root/bin/sh"
`

testUnlessMissing(
  [
    ...[...HELPERS, 'rpm', 'ldd'].filter((program) => !isInstalled(program)),
    ...(process.getuid?.() === 0 ? [] : ['the rights of root']),
  ],
  'units of an rpm are enabled as presets say, once, and disabled with it',
  async () => {
    const { rpm } = await publishRelease(CARGO_DIST_FILES, await printf())
    const next = await publishRelease(CARGO_DIST_FILES, await printf(), { version: '1.3.0' })
    const root = await treeWith(['sh', 'systemctl', 'systemd-sysusers', 'systemd-tmpfiles'])
    const presets = join(root, 'etc/systemd/system-preset/50-own.preset')
    await writeFile(presets, 'enable greet.service\ndisable *\n')
    const act = (...args: readonly string[]) =>
      run('rpm', [`--root=${root}`, '--nodeps', '--nosignature', ...args])
    expect((await act('--install', rpm)).stderr).not.toMatch(/error|fail/i)
    expect(await stateOf(root, 'greet.service')).toBe('enabled')
    expect(await stateOf(root, 'greet-often.timer')).toBe('disabled')
    expect(await readFile(join(root, 'etc/passwd'), 'utf8')).toMatch(/^greeter:.*:\/var\/lib\/greet:/m)
    await run('systemctl', [`--root=${root}`, 'disable', 'greet.service'])
    expect((await act('--upgrade', next.rpm)).stderr).not.toMatch(/error|fail/i)
    expect(await stateOf(root, 'greet.service')).toBe('disabled')
    await run('systemctl', [`--root=${root}`, 'enable', 'greet.service'])
    expect((await act('--erase', 'greet')).stderr).not.toMatch(/error|fail/i)
    expect((await run('find', [join(root, 'etc'), join(root, 'usr'), '-name', 'greet*'])).stdout).toBe('')
  },
)

testWith(
  ['systemd-analyze', 'dpkg-deb', 'rpm2cpio', 'cpio'],
  'systemd loads the units from their places, in both formats',
  async () => {
    const { deb, rpm } = await publishRelease(CARGO_DIST_FILES, await printf())
    for (const unpack of [`dpkg-deb -x ${deb} .`, `rpm2cpio ${rpm} | cpio -id --quiet`]) {
      const root = await temporaryDirectory()
      await run(
        'sh',
        [
          '-c',
          `${unpack} && cp /usr/lib/systemd/system/*.target /usr/lib/systemd/system/*.slice usr/lib/systemd/system/`,
        ],
        { cwd: root },
      )
      const options = ['verify', '--man=no', '--recursive-errors=one', `--root=${root}`]
      const verdict = await run('systemd-analyze', [
        ...options,
        'greet.service',
        'greet-often.timer',
        'greet@x.service',
      ])
      expect(verdict.stdout + verdict.stderr).toBe('')
      await run('rm', [join(root, 'usr/bin/greet')])
      expect((await run('systemd-analyze', [...options, 'greet.service'], { allowFailure: true })).code).toBe(
        1,
      )
    }
  },
)
