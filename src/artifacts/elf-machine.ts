import type { Architecture } from '../recipe/architecture.ts'
import type { ElfLayout } from './elf-layout.ts'

/** `e_machine` of 32-bit ARM, whose architectures differ in what the header does not say. */
const EM_ARM = 40

/** One `e_machine` (elf.h of glibc): its name, and the only form of it that is packaged. */
interface Machine {
  readonly name: string
  readonly arch?: Architecture
  readonly is64Bit?: boolean
  readonly isLittleEndian?: boolean
}

const MACHINES: Readonly<Record<number, Machine>> = {
  2: { name: 'SPARC' },
  3: { name: 'x86', arch: '386', is64Bit: false, isLittleEndian: true },
  4: { name: 'm68k' },
  8: { name: 'MIPS', arch: 'mips64le', is64Bit: true, isLittleEndian: true },
  15: { name: 'PA-RISC' },
  20: { name: 'PowerPC' },
  21: { name: 'PowerPC', arch: 'ppc64le', is64Bit: true, isLittleEndian: true },
  22: { name: 'S/390', arch: 's390x', is64Bit: true, isLittleEndian: false },
  [EM_ARM]: { name: 'ARM', is64Bit: false, isLittleEndian: true },
  42: { name: 'SuperH' },
  43: { name: 'SPARC' },
  50: { name: 'Itanium' },
  // 32-bit files of it are x32, which hardly any kernel runs.
  62: { name: 'x86-64', arch: 'amd64', is64Bit: true, isLittleEndian: true },
  183: { name: 'ARM64', arch: 'arm64', is64Bit: true, isLittleEndian: true },
  243: { name: 'RISC-V', arch: 'riscv64', is64Bit: true, isLittleEndian: true },
  247: { name: 'BPF' },
  258: { name: 'LoongArch', arch: 'loong64', is64Bit: true, isLittleEndian: true },
}

/** The architecture that the header alone tells; undefined for ARM and for what no package is made for. */
export function architectureOfMachine(elf: ElfLayout): Architecture | undefined {
  return isPackaged(elf) ? MACHINES[elf.machine]?.arch : undefined
}

/** All architectures that it may be for; none where no package is made for its machine. */
export function architecturesOf(elf: ElfLayout): readonly Architecture[] {
  if (isArm(elf)) return ['arm5', 'arm6', 'arm7']
  const arch = architectureOfMachine(elf)
  return arch === undefined ? [] : [arch]
}

/** Whether it is 32-bit little-endian ARM. */
export function isArm(elf: ElfLayout): boolean {
  return elf.machine === EM_ARM && isPackaged(elf)
}

/** For messages: `32-bit big-endian MIPS`. */
export function machineName(elf: ElfLayout): string {
  const bits = elf.is64Bit ? '64-bit' : '32-bit'
  const order = elf.isLittleEndian ? 'little-endian' : 'big-endian'
  return `${bits} ${order} ${MACHINES[elf.machine]?.name ?? `machine ${elf.machine}`}`
}

function isPackaged({ machine, is64Bit, isLittleEndian }: ElfLayout): boolean {
  const known = MACHINES[machine]
  return known?.is64Bit === is64Bit && known.isLittleEndian === isLittleEndian
}
