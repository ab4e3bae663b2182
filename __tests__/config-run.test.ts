import { chmod, copyFile, mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { linkedElf } from './artifacts/linked-elf.ts'
import { run, temporaryDirectory, testWith } from './support/programs.ts'
import { RSA_KEY, runIn } from './support/running.ts'

const CONFIG = `name: hello
arch: \${ARCH}
version: \${VERSION}
maintainer: Ada <ada@example.com>
description: |
  Greets
  It says hello.
license: MIT
depends:
  - \${SHELL_PACKAGE}
contents:
  - src: dist/hello-\${ARCH}
    dst: /usr/bin/hello
    expand: true
  - src: hello.conf
    dst: /etc/hello.conf
    type: config|noreplace
  - src: LICENSE
    dst: /usr/share/doc/hello/
    type: license
  - src: hello
    dst: /usr/bin/hi
    type: symlink
scripts:
  postinstall: post.sh
overrides:
  rpm:
    depends: [bash]
apk:
  arch: x
`

const FILES = {
  'nfpm.yaml': CONFIG,
  'dist/hello-amd64': '#!/bin/sh\necho amd64\n',
  'dist/hello-arm64': '#!/bin/sh\necho arm64\n',
  'hello.conf': 'greeting=hello\n',
  LICENSE: 'MIT\n',
  'post.sh': '#!/bin/sh\ntrue\n',
}

const INPUTS = { config: 'nfpm.yaml', arch: 'amd64, arm64', version: 'v1.2.3', 'repository-name': 'demo' }

async function folder(files: Readonly<Record<string, string>> = FILES): Promise<string> {
  const cwd = await temporaryDirectory()
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(cwd, path)), { recursive: true })
    await writeFile(join(cwd, path), text)
  }
  return cwd
}

describe('a publish from a configuration', () => {
  test('builds each format for each architecture', async () => {
    const report = await runIn(await folder(), INPUTS, { SHELL_PACKAGE: 'dash' })
    expect(
      report.entries.map(({ format, name, version, arch, status }) => [format, name, version, arch, status]),
    ).toEqual([
      ['deb', 'hello', '1.2.3', 'amd64', 'added'],
      ['deb', 'hello', '1.2.3', 'arm64', 'added'],
      ['rpm', 'hello', '1.2.3-1', 'x86_64', 'added'],
      ['rpm', 'hello', '1.2.3-1', 'aarch64', 'added'],
    ])
    expect(report.lines).toContain('notice: nfpm.yaml:30:3: apk has no effect: only deb and rpm are built')
  })

  test('is the same whatever modes and umask the files came with', async () => {
    const [one, other] = [await folder(), await folder()]
    for (const path of Object.keys(FILES)) await chmod(join(other, path), 0o664)
    const shas = async (cwd: string) => (await runIn(cwd, INPUTS)).entries.map(({ sha256 }) => sha256)
    // Rpms are signed, at the time of the run.
    const debs = async (cwd: string) => (await shas(cwd)).slice(0, 2)
    expect(await debs(one)).toEqual(await debs(other))
  })

  test('signs inside of the deb where the configuration has a key for it', async () => {
    const signature = 'deb:\n  signature:\n    key_file: ${KEY_FILE}\n'
    const cwd = await folder({ ...FILES, 'nfpm.yaml': `${CONFIG}${signature}`, 'key.asc': RSA_KEY })
    const inputs = { ...INPUTS, arch: 'amd64', formats: 'deb' }
    const report = await runIn(cwd, inputs, { KEY_FILE: 'key.asc' })
    const deb = await readFile(join(cwd, 'repository', report.entries[0]?.key ?? ''))
    expect(deb.includes('_gpgorigin')).toBe(true)
    await expect(runIn(cwd, inputs, { KEY_FILE: 'none.asc' })).rejects.toThrow(
      'nfpm.yaml:33:15: deb.signature.key_file: there is no file none.asc',
    )
  })

  testWith(['dpkg-deb', 'rpm'], 'makes packages that dpkg and rpm read', async () => {
    const cwd = await folder()
    await runIn(cwd, { ...INPUTS, 'output-directory': 'built' }, { SHELL_PACKAGE: 'dash' })
    const report = await runIn(cwd, { ...INPUTS, 'output-directory': 'built' }, { SHELL_PACKAGE: 'dash' })
    const at = (format: string) => {
      const key = report.entries.find((it) => it.format === format)?.key ?? ''
      return join(cwd, 'repository', key)
    }
    const fields = await run('dpkg-deb', ['-f', at('deb')])
    expect(fields.stdout).toMatch(/^Depends: dash$/m)
    const list = await run('dpkg-deb', ['-c', at('deb')])
    expect(list.stdout).toMatch(/^-rwxr-xr-x root\/root .* \.\/usr\/bin\/hello$/m)
    expect(list.stdout).toMatch(/\.\/usr\/bin\/hi -> hello$/m)
    expect(list.stdout).toMatch(/\.\/usr\/share\/doc\/hello\/LICENSE$/m)
    const rpm = await run('rpm', [
      '-qp',
      '--nosignature',
      '--requires',
      '--licensefiles',
      '--configfiles',
      '--scripts',
      at('rpm'),
    ])
    expect(rpm.stdout).toMatch(/^bash$/m)
    expect(rpm.stdout).toMatch(/^\/etc\/hello\.conf$/m)
    expect(rpm.stdout).toMatch(/^\/usr\/share\/doc\/hello\/LICENSE$/m)
    expect(rpm.stdout).toMatch(/^postinstall scriptlet/m)
  })

  testWith(['dpkg-deb', 'rpm'], 'holds nothing that is newer than SOURCE_DATE_EPOCH', async () => {
    const timed = (dst: string, mtime: string) =>
      `  - {src: LICENSE, dst: ${dst}, file_info: {mtime: ${mtime}}}\n`
    const contents = timed('/opt/older', '2020-01-01T00:00:00Z') + timed('/opt/newer', '2033-01-01T00:00:00Z')
    const cwd = await folder({ ...FILES, 'nfpm.yaml': CONFIG.replace('scripts:', `${contents}scripts:`) })
    const { entries } = await runIn(cwd, { ...INPUTS, arch: 'amd64' }, { SOURCE_DATE_EPOCH: '1750000000' })
    const path = (format: string) =>
      join(cwd, 'repository', entries.find((it) => it.format === format)?.key ?? '')
    const { stdout: deb } = await run('dpkg-deb', ['-c', path('deb')], { env: { TZ: 'UTC' } })
    expect(deb).toMatch(/ 2020-01-01 00:00 \.\/opt\/older$/m)
    expect(deb).toMatch(/ 2025-06-15 15:06 \.\/opt\/newer$/m)
    const query = '[%{FILENAMES} %{FILEMTIMES}\\n]'
    const { stdout: rpm } = await run('rpm', ['-qp', '--nosignature', '--qf', query, path('rpm')])
    expect(rpm).toMatch(/^\/opt\/older 1577836800$/m)
    expect(rpm).toMatch(/^\/opt\/newer 1750000000$/m)
  })

  testWith(
    ['dpkg-deb', 'rpm', 'cat'],
    'depends on what its programs need, unless it says itself what it needs',
    async () => {
      const silent = CONFIG.replace(/depends:\n  - .*\n/, '')
      const cwd = await folder({ ...FILES, 'nfpm.yaml': silent })
      await copyFile('/bin/cat', join(cwd, 'dist/hello-amd64'))
      const { entries } = await runIn(cwd, { ...INPUTS, arch: 'amd64', depends: 'git' })
      const path = (ending: string) =>
        join(cwd, 'repository', entries.find(({ key }) => key.endsWith(ending))?.key ?? '')
      expect((await run('dpkg-deb', ['-f', path('.deb'), 'Depends'])).stdout).toMatch(
        /^git, libc6 \(>= 2\.\d+\)$/m,
      )
      const { stdout } = await run('rpm', ['-qp', '--nosignature', '--requires', path('.rpm')])
      expect(stdout).toMatch(/^bash$/m)
      expect(stdout).not.toMatch(/^(?:libc\.so|git$)/m)
    },
  )

  testWith(
    ['rpm'],
    'an rpm depends on what runs its scripts, unless it says itself what it needs',
    async () => {
      const silent = CONFIG.replace('    depends: [bash]\n', '    umask: 0022\n').replace(
        /depends:\n  - .*\n/,
        '',
      )
      const requires = async (config: string) => {
        const files = { ...FILES, 'nfpm.yaml': config, 'dist/hello-amd64': '#!/usr/bin/awk -f\n' }
        const cwd = await folder(files)
        const { entries } = await runIn(cwd, { ...INPUTS, arch: 'amd64', formats: 'rpm' })
        const path = join(cwd, 'repository', entries[0]?.key ?? '')
        const { stdout } = await run('rpm', ['-qp', '--nosignature', '--requires', path])
        return stdout.split('\n').filter((line) => /^(?!rpmlib|config)./.test(line))
      }
      expect(await requires(silent)).toEqual(['/bin/sh', '/usr/bin/awk'])
      expect(await requires(CONFIG)).toEqual(['/bin/sh', 'bash'])
    },
  )

  testWith(
    ['dpkg-deb', 'rpm'],
    'offers its libraries to others, whatever it says that it needs',
    async () => {
      const library = `name: libhello1
depends: [libc6]
maintainer: Ada <ada@example.com>
contents:
  - src: libhello.so.1
    dst: /usr/lib/libhello.so.1
    file_info: { mode: 0755 }
`
      const cwd = await folder({ 'nfpm.yaml': library })
      const parts = {
        soname: 'libhello.so.1',
        needed: ['libodd.so.1'],
        definitions: ['libhello.so.1', 'HELLO_1'],
      }
      await writeFile(join(cwd, 'libhello.so.1'), linkedElf(parts))
      const { entries } = await runIn(cwd, { ...INPUTS, arch: 'amd64', 'output-directory': 'built' })
      const path = (ending: string) =>
        join(cwd, 'repository', entries.find(({ key }) => key.endsWith(ending))?.key ?? '')
      expect((await run('dpkg-deb', ['-I', path('.deb'), 'shlibs'])).stdout).toBe(
        'libhello 1 libhello1 (>= 1.2.3)\n',
      )
      expect((await run('dpkg-deb', ['-I', path('.deb'), 'triggers'])).stdout).toBe(
        'activate-noawait ldconfig\n',
      )
      const rpm = async (query: string) =>
        (await run('rpm', ['-qp', '--nosignature', query, path('.rpm')])).stdout
      expect(await rpm('--provides')).toContain('libhello.so.1()(64bit)\nlibhello.so.1(HELLO_1)(64bit)\n')
      expect((await rpm('--requires')).split('\n').filter((line) => /^(?!rpmlib)./.test(line))).toEqual([
        'libc6',
      ])
    },
  )
})

async function refusal(inputs: object, files: Readonly<Record<string, string>>, env = {}): Promise<string> {
  const cwd = await folder(files)
  return runIn(cwd, { ...INPUTS, ...inputs }, env).then(
    () => 'it succeeded',
    (error: Error) => error.message.replaceAll(cwd, 'CWD'),
  )
}

describe('is refused', () => {
  test.each<readonly [string, object, Readonly<Record<string, string>>, string]>([
    ['no file', { config: 'none.yaml' }, FILES, 'config: the pattern "none.yaml" matches no file in CWD.'],
    [
      'artifacts beside it',
      { artifacts: 'dist/*' },
      FILES,
      'config and artifacts are both set: packages are built from the one or come from the other; use a step for each',
    ],
    [
      'a release beside it',
      { 'release-tag': 'v1' },
      FILES,
      'config and release-tag are both set: packages are built from the one or come from the other; use a step for each',
    ],
    [
      'an unknown key',
      {},
      { 'nfpm.yaml': 'nmae: x\n' },
      'nfpm.yaml:1:1: unknown key "nmae"; did you mean "name"?',
    ],
    [
      'what a format cannot hold',
      { formats: 'deb' },
      { 'nfpm.yaml': 'name: hello\nlicense: "a\\tb"\nmaintainer: Ada <a@b>\n' },
      'nfpm.yaml: license: "a\\tb" is no line of text; write one',
    ],
    [
      'arm6 and arm7 as one deb',
      { arch: 'arm6, arm7' },
      { 'nfpm.yaml': 'name: hello\nmaintainer: Ada <a@b>\n' },
      'nfpm.yaml: hello 1.2.3 for arm6 and for arm7 would both be the armhf deb. Build one of them (what is built for ' +
        'arm6 runs on arm7 too), or give one another deb.arch.',
    ],
    [
      'two configurations of one package',
      { config: 'nfpm.yaml, other.yaml', arch: 'amd64', formats: 'deb' },
      {
        'nfpm.yaml': 'name: hello\nmaintainer: Ada <a@b>\n',
        'other.yaml': 'name: hello\nmaintainer: Bob <a@b>\n',
      },
      'the deb of hello for amd64 from nfpm.yaml and the deb of hello for amd64 from other.yaml are both hello 1.2.3 for amd64, with other content. ' +
        'Publish one of them, or give one another name or version.',
    ],
  ])('%s', async (_, inputs, files, message) => {
    expect(await refusal(inputs, files)).toBe(message)
  })

  test.each([
    'GPG_PRIVATE_KEY',
    'INPUT_GPG_PASSPHRASE',
    'GITHUB_TOKEN',
    'NFPM_PASSPHRASE',
    'NFPM_DEB_PASSPHRASE',
    'NFPM_MY_ID_RPM_PASSPHRASE',
  ])('the secret %s', async (name) => {
    const text = `name: hello\nmaintainer: Ada <a@b>\ndescription: "\${${name}}"\n`
    const message = await refusal({}, { 'nfpm.yaml': text }, { [name]: 'secret' })
    expect(message).toBe(
      `nfpm.yaml:3:14: the variable ${name} is a secret, and would be published; name another`,
    )
  })

  test('bytes that are no text', async () => {
    const cwd = await folder(FILES)
    await writeFile(join(cwd, 'nfpm.yaml'), Buffer.from([0x6e, 0xff]))
    await expect(runIn(cwd, INPUTS)).rejects.toThrow('nfpm.yaml is no text in UTF-8; save it as such')
  })
})
