import type { Architecture } from '../recipe/architecture.ts'

/** nFPM's architectures in dpkg's spelling. arm6 is what Raspberry Pi OS calls armhf; Debian's own armhf is ARMv7. */
const DEBIAN_ARCHITECTURES: Readonly<Record<Architecture, string>> = {
  amd64: 'amd64',
  arm64: 'arm64',
  '386': 'i386',
  arm5: 'armel',
  arm6: 'armhf',
  arm7: 'armhf',
  ppc64le: 'ppc64el',
  s390x: 's390x',
  riscv64: 'riscv64',
  loong64: 'loong64',
  mips64le: 'mips64el',
  all: 'all',
}

/** dpkg's name of an architecture: `amd64`, `armhf`, `all`. */
export function debianArchitecture(arch: Architecture): string {
  return DEBIAN_ARCHITECTURES[arch]
}

/**
 * Whether a package may say this in `Architecture`: any name by the grammar of Debian Policy 5.6.8, for ports come and
 * go, but no wildcard and not `source`, which only source packages say.
 */
export function isArchitecture(name: string): boolean {
  return /^[a-z0-9][a-z0-9-]{0,63}$/.test(name) && name !== 'any' && name !== 'source' && !WILDCARD.test(name)
}

/** `linux-any`, `any-amd64`. */
const WILDCARD = /^any-|-any$|-any-/
