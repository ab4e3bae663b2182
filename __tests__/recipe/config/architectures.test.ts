import { expect, test } from '@jest/globals'
import type { Architecture } from '../../../src/recipe/architecture.ts'
import { architectureOf, architectureVariables } from '../../../src/recipe/config/architectures.ts'

const unset = () => undefined

test.each([
  ['amd64', 'x86_64'],
  ['arm64', 'aarch64'],
  ['386', 'i386'],
  ['arm5', 'armel', 'armv5'],
  ['arm6', 'armv6', 'armv6hl'],
  ['arm7', 'armhf', 'armv7', 'armv7hl'],
  ['ppc64le', 'ppc64el'],
  ['s390x'],
  ['riscv64'],
  ['loong64', 'loongarch64'],
  ['mips64le', 'mips64el'],
  ['all', 'noarch'],
])('%s has the names of Go, dpkg and rpm', (...names) => {
  for (const name of names) expect(architectureOf(name, unset)).toBe(names[0])
})

test.each([
  [undefined, 'arm7'],
  ['', 'arm7'],
  ['5', 'arm5'],
  ['6', 'arm6'],
  ['7', 'arm7'],
  ['8', undefined],
])('arm with GOARM %j is %s', (version, arch) => {
  expect(architectureOf('arm', (name) => (name === 'GOARM' ? version : '6'))).toBe(arch)
})

test.each(['', 'vax', 'AMD64', 'constructor', 'toString', '__proto__'])('%j is none', (name) => {
  expect(architectureOf(name, unset)).toBeUndefined()
})

test.each<[Architecture, string, string]>([
  ['amd64', 'amd64', ''],
  ['all', 'all', ''],
  ['arm5', 'arm', '5'],
  ['arm6', 'arm', '6'],
  ['arm7', 'arm', '7'],
])('a build for %s has GOARCH=%s and GOARM=%s', (arch, go, version) => {
  expect(architectureVariables(arch)).toEqual({ ARCH: arch, GOARCH: go, GOARM: version })
})
