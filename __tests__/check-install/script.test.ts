import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import type { InstallOrder } from '../../src/check-install/order.ts'
import { installScript } from '../../src/check-install/script.ts'
import { memoryStore } from '../../src/store/memory.ts'
import { run, temporaryDirectory, testWith } from '../support/programs.ts'
import { deb, fixtureKeys, publishAll, rpm, runCommand } from '../support/publishing.ts'
import { virtualClock } from '../support/virtual-clock.ts'
import { orderOf } from './ordering.ts'

const HOSTILE = `it's "$(touch pwned)" \`id\` \\ ; & | > < * ? ~ # !`
const ORDER: InstallOrder = {
  repositoryName: 'demo',
  keys: '-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nabc=\n-----END PGP PUBLIC KEY BLOCK-----\n',
  apt: {
    uri: 'https://packages.example.com/apt',
    components: ['main'],
    channels: ['stable', 'testing'],
    packages: [{ name: 'hello', version: '1:1.0~rc.1', arch: 'amd64' }],
  },
  rpm: {
    baseUrls: new Map([['stable', 'https://packages.example.com/rpm/stable/$basearch/']]),
    packages: [{ name: 'hello', epoch: 1, version: '1.0~rc.1', release: '1', arch: 'x86_64' }],
  },
}
const EMPTY: InstallOrder = {
  ...ORDER,
  apt: { ...ORDER.apt, channels: [], components: [], packages: [] },
  rpm: { baseUrls: new Map(), packages: [] },
}

/** Runs a script with stand-ins for the programs of an image. */
async function runWith(script: string, programs: Readonly<Record<string, string>>) {
  const folder = await temporaryDirectory()
  for (const [name, body] of Object.entries(programs))
    await writeFile(join(folder, name), `#!/bin/sh\n${body}\n`, { mode: 0o755 })
  const options = { input: script, cwd: folder, allowFailure: true, env: { PATH: folder } }
  return { folder, ...(await run('/bin/sh', ['-s'], options)) }
}

testWith(['shellcheck'], 'shellcheck finds nothing', async () => {
  const odd = { name: HOSTILE, version: HOSTILE, arch: HOSTILE }
  const hostile = { ...ORDER, apt: { ...ORDER.apt, uri: HOSTILE, packages: [odd] } }
  for (const order of [ORDER, EMPTY, hostile]) {
    const { stdout } = await run('shellcheck', ['--shell=sh', '-'], {
      input: installScript(order),
      allowFailure: true,
    })
    expect(stdout).toBe('')
  }
})

test('values are words, whatever is in them', async () => {
  const odd = { name: HOSTILE, version: HOSTILE, arch: 'mips' }
  const script = installScript({ ...ORDER, apt: { ...ORDER.apt, uri: HOSTILE, packages: [odd] } })
  const { code, stdout, stderr } = await runWith(script, { 'apt-get': 'exit 9', dpkg: 'echo amd64' })
  expect({ code, stderr }).toEqual({ code: 77, stderr: '' })
  expect(stdout).toBe(
    `Left out: ${HOSTILE} ${HOSTILE} is for mips, and this image is for amd64.\nOf this run no .deb fits this image.\n`,
  )
})

test('an image without a package manager that is known fails, and says so', async () => {
  const { code, stdout } = await runWith(installScript(ORDER), {})
  expect({ code, stdout }).toEqual({
    code: 1,
    stdout: 'This image has none of apt-get, dnf, yum, microdnf and zypper.\n',
  })
})

test('an image for whose format nothing was published is left out', async () => {
  const { code, stdout } = await runWith(installScript(EMPTY), { dnf: 'exit 9', rpm: 'echo x86_64' })
  expect({ code, stdout }).toEqual({ code: 77, stdout: 'Of this run no .rpm fits this image.\n' })
})

test.each([
  ['i386', 'i686', true],
  ['arm', 'armv7hl', true],
  ['aarch64', 'armv7hl', false],
  ['x86_64', 'i686', false],
  ['x86_64', 'noarch', true],
])('an image of rpm for %s and a package for %s: %s', async (image, arch, fits) => {
  const packages = [{ name: 'hello', version: '1.0', release: '1', arch }]
  const script = installScript({ ...ORDER, rpm: { ...ORDER.rpm, packages } })
  const { code } = await runWith(script, { dnf: 'exit 9', rpm: `echo ${image}` })
  expect(code === 77).toBe(!fits)
})

test('a program that reads its input does not get the rest of the script', async () => {
  const { stdout } = await runWith(installScript(EMPTY), { dnf: '', rpm: '/bin/cat >&2; echo x86_64' })
  expect(stdout).toBe('Of this run no .rpm fits this image.\n')
})

test('an order has each package once, that of the keys last, and nothing that was taken out or skipped', async () => {
  const keys = await fixtureKeys('ed25519')
  const clock = virtualClock()
  const options = { store: memoryStore(clock), keys, clock }
  const packages = [
    await deb({ name: 'demo-archive-keyring', arch: 'all' }),
    await deb(),
    await rpm(keys, { name: 'demo-release', arch: 'all' }),
    await rpm(keys),
  ]
  const report = await publishAll(packages, { ...options, inputs: { channels: 'stable, testing' } })
  const order = orderOf(report, 'https://x', keys)
  expect(order.apt).toMatchObject({
    uri: 'https://x/apt',
    components: ['main'],
    channels: ['stable', 'testing'],
    packages: [{ name: 'hello', version: '1.0' }, { name: 'demo-archive-keyring' }],
  })
  expect(order.rpm.packages).toMatchObject([{ name: 'hello' }, { name: 'demo-release' }])
  expect([...order.rpm.baseUrls]).toEqual([
    ['stable', 'https://x/rpm/stable/$basearch/'],
    ['testing', 'https://x/rpm/testing/$basearch/'],
  ])
  clock.advance(5_000)
  const other = await deb({ description: 'Another one' })
  const skipped = await publishAll([other], { ...options, inputs: { 'if-exists': 'skip' } })
  expect(orderOf(skipped, 'https://x', keys).apt.packages).toEqual([])
  const again = await publishAll([await deb()], options)
  expect(orderOf(again, 'https://x', keys).apt.packages).toHaveLength(1)
  clock.advance(5_000)
  const removed = await runCommand('remove', { packages: 'hello' }, options)
  expect(orderOf(removed, 'https://x', keys).apt.packages).toEqual([])
})
