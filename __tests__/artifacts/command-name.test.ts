import { expect, test } from '@jest/globals'
import { commandName } from '../../src/artifacts/command-name.ts'
import type { Architecture } from '../../src/recipe/architecture.ts'

test.each<readonly [file: string, arch: Architecture, command: string]>([
  ['hello', 'amd64', 'hello'],
  ['hello_1.2.3_linux_amd64', 'amd64', 'hello'],
  ['hello_linux_amd64_v1', 'amd64', 'hello'],
  ['hello_linux_amd64v3', 'amd64', 'hello'],
  ['tool_v1.2.3_Linux_x86_64', 'amd64', 'tool'],
  ['tool-x86_64-unknown-linux-gnu', 'amd64', 'tool'],
  ['tool-v1.2.3-x86_64-unknown-linux-musl', 'amd64', 'tool'],
  ['tool-x86_64-unknown-linux-gnu-v1.2.3', 'amd64', 'tool'],
  ['tool-linux-x64', 'amd64', 'tool'],
  ['tool-linux64', 'amd64', 'tool'],
  ['tool.linux.x86-64', 'amd64', 'tool'],
  ['tool-linux-arm64-musl', 'arm64', 'tool'],
  ['tool-aarch64-unknown-linux-gnu', 'arm64', 'tool'],
  ['hello_linux_arm64_v8.0', 'arm64', 'hello'],
  ['hello-armv7', 'arm7', 'hello'],
  ['hello-armhf', 'arm7', 'hello'],
  ['hello_linux_arm_6', 'arm6', 'hello'],
  ['hello-linux-armv6hf', 'arm6', 'hello'],
  ['tool-arm-unknown-linux-gnueabihf', 'arm6', 'tool'],
  ['tool-armv7-unknown-linux-musleabihf', 'arm7', 'tool'],
  ['tool-linux-armv5te', 'arm5', 'tool'],
  ['tool-i686-unknown-linux-gnu', '386', 'tool'],
  ['hello_linux_386_softfloat', '386', 'hello'],
  ['hello-powerpc64le-unknown-linux-gnu', 'ppc64le', 'hello'],
  ['hello-riscv64gc-unknown-linux-gnu', 'riscv64', 'hello'],
  ['hello_linux_mips64le_hardfloat', 'mips64le', 'hello'],
  ['hello_1.2.4-SNAPSHOT-abcdef0_linux_amd64', 'amd64', 'hello'],
  ['hello-cli_1.2.3', 'amd64', 'hello-cli'],
  ['lua-5.4', 'amd64', 'lua-5.4'],
  ['python3.12', 'amd64', 'python3.12'],
  ['qemu-system-arm', 'amd64', 'qemu-system-arm'],
  ['qemu-aarch64-linux-amd64', 'amd64', 'qemu-aarch64'],
  ['linux_amd64', 'amd64', 'linux'],
  ['amd64', 'amd64', 'amd64'],
  ['hello-all', 'amd64', 'hello-all'],
])('%s for %s is %s', (file, arch, command) => {
  expect(commandName(file, '1.2.3', [arch])).toBe(command)
})

test('a version that looks like a pattern is none', () => {
  expect(commandName('tool-1x2.3', '1.2.3', ['amd64'])).toBe('tool-1x2.3')
  expect(commandName('tool-1.2.3+deb', '1.2.3+deb', ['amd64'])).toBe('tool')
  expect(commandName('tool-1.2.rc1.b2', '1.2~rc1+b2', ['amd64'])).toBe('tool')
  expect(commandName('tool_1.2.3_linux', undefined, ['amd64'])).toBe('tool')
})
