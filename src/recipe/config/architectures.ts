import { ARCHITECTURES, type Architecture } from '../architecture.ts'
import type { Variables } from './expansion.ts'

/** What dpkg and rpm call them; nFPM passes such names on as they are. */
const ALIASES: Readonly<Record<string, Architecture>> = {
  x86_64: 'amd64',
  aarch64: 'arm64',
  i386: '386',
  armel: 'arm5',
  armhf: 'arm7',
  armv5: 'arm5',
  armv6: 'arm6',
  armv7: 'arm7',
  armv6hl: 'arm6',
  armv7hl: 'arm7',
  ppc64el: 'ppc64le',
  loongarch64: 'loong64',
  mips64el: 'mips64le',
  noarch: 'all',
}

/** ARM's versions, by what Go calls them. */
const GOARM: Readonly<Record<string, Architecture>> = { '5': 'arm5', '6': 'arm6', '7': 'arm7' }

/** An architecture by its name; `arm` is what the variable GOARM says. */
export function architectureOf(name: string, variables: Variables): Architecture | undefined {
  if (name === 'arm') {
    const version = variables('GOARM')
    return GOARM[version === undefined || version === '' ? '7' : version]
  }
  return (
    ARCHITECTURES.find((arch) => arch === name) ?? (Object.hasOwn(ALIASES, name) ? ALIASES[name] : undefined)
  )
}

/** What the variables of a build for an architecture are: Go has one GOARCH for all of ARM. */
export function architectureVariables(arch: Architecture): Readonly<Record<string, string>> {
  const version = Object.entries(GOARM).find(([, name]) => name === arch)?.[0]
  if (version !== undefined) return { ARCH: arch, GOARCH: 'arm', GOARM: version }
  return { ARCH: arch, GOARCH: arch, GOARM: '' }
}
