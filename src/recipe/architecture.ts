/** nFPM's spelling of architectures: GOARCH names, `arm5`, `arm6`, `arm7`, and `all`. */
export const ARCHITECTURES = [
  'amd64',
  'arm64',
  '386',
  'arm5',
  'arm6',
  'arm7',
  'ppc64le',
  's390x',
  'riscv64',
  'loong64',
  'mips64le',
  'all',
] as const

export type Architecture = (typeof ARCHITECTURES)[number]
