import type { Architecture } from '../recipe/architecture.ts'

/**
 * rpm's names, and what it writes in `name(isa)`: `%{_arch}` and `%{__isa}` of its platform files (installplatform).
 */
const RPM_ARCHITECTURES: Readonly<Record<Architecture, { readonly name: string; readonly isa?: string }>> = {
  amd64: { name: 'x86_64', isa: 'x86-64' },
  arm64: { name: 'aarch64', isa: 'aarch-64' },
  '386': { name: 'i386', isa: 'x86-32' },
  arm5: { name: 'armv5tel', isa: 'armv5tel-32' },
  arm6: { name: 'armv6hl', isa: 'armv6hl-32' },
  arm7: { name: 'armv7hl', isa: 'armv7hl-32' },
  ppc64le: { name: 'ppc64le', isa: 'ppc-64' },
  s390x: { name: 's390x', isa: 's390-64' },
  riscv64: { name: 'riscv64', isa: 'riscv-64' },
  loong64: { name: 'loongarch64', isa: 'loongarch64-64' },
  mips64le: { name: 'mips64el', isa: 'mips-64' },
  all: { name: 'noarch' },
}

/** What dnf puts for `$basearch`, where it is not the architecture itself: `_BASEARCH_MAP` of its dnf/rpm. */
const BASEARCHES = new Map(
  Object.entries({
    arm: ['armv5tejl', 'armv5tel', 'armv5tl', 'armv6l', 'armv7l', 'armv8l'],
    armhfp: ['armv6hl', 'armv7hl', 'armv7hnl', 'armv8hl'],
    i386: ['athlon', 'geode', 'i486', 'i586', 'i686'],
    ppc64: ['ppc64iseries', 'ppc64p7', 'ppc64pseries'],
    sh4: ['sh4a'],
    sparc: ['sparc64', 'sparc64v', 'sparcv8', 'sparcv9', 'sparcv9v'],
    x86_64: ['amd64', 'ia32e'],
  }).flatMap(([basearch, names]) => names.map((name) => [name, basearch])),
)

/** Instruction sets of names that are none of ours, from the same files. */
const OTHER_ISAS: readonly (readonly [names: RegExp, isa: string])[] = [
  [/^(?:x86_64_v[2-4]|amd64|ia32e)$/, 'x86-64'],
  [/^(?:i[456]86|athlon|geode|pentium[34])$/, 'x86-32'],
  [/^armv7hnl$/, 'armv7hl-32'],
  [/^arm[a-z0-9]+$/, '$&-32'],
  [/^ppc64(?:p7)?$/, 'ppc-64'],
]

/** rpm's name of an architecture: `x86_64`, `armv7hl`, `noarch`. */
export function rpmArchitecture(arch: Architecture): string {
  return RPM_ARCHITECTURES[arch].name
}

/**
 * The instruction set as dependencies name it (`x86-64`); undefined for packages of no architecture, and of one that
 * rpm does not know.
 *
 * @param name rpm's name of the architecture
 */
export function isaOf(name: string): string | undefined {
  const own = Object.values(RPM_ARCHITECTURES).find((arch) => arch.name === name)
  if (own !== undefined) return own.isa
  const other = OTHER_ISAS.find(([names]) => names.test(name))
  return other && name.replace(...other)
}

/** dnf's `$basearch` for an architecture of rpm: `i686` is `i386`, `armv7hl` is `armhfp`; others stay as they are. */
export function basearch(rpmArch: string): string {
  return BASEARCHES.get(rpmArch) ?? rpmArch
}
