import type { Architecture } from '../recipe/architecture.ts'

/** How projects write architectures in file names, as regular expressions: Go's, Rust's, Debian's and rpm's words. */
const ARM = 'arm(?:[-_]?v?[5-7][a-z]{0,3})?|arm(?:hf|hfp|el)'
const ARCHITECTURE_WORDS: Readonly<Record<Architecture, string>> = {
  amd64: '(?:amd64|x86[-_]64|x64|64-?bit)(?:[-_]?v[1-4])?',
  arm64: '(?:arm64|aarch64)(?:[-_]?v[89](?:\\.[0-9])?)?|armv8',
  '386': '386(?:[-_](?:sse2|softfloat))?|i[3-6]86|x86|ia32|32-?bit',
  arm5: ARM,
  arm6: ARM,
  arm7: ARM,
  ppc64le: '(?:ppc64le|ppc64el|powerpc64le)(?:[-_]?power(?:8|9|10))?',
  s390x: 's390x',
  riscv64: 'riscv64(?:gc)?(?:[-_]?rva[0-9]{2}u64)?',
  loong64: 'loong64|loongarch64',
  mips64le: 'mips64(?:le|el)(?:[-_]?(?:hardfloat|softfloat|r[26]))?',
  all: 'all|any|noarch',
}
const SYSTEM = 'linux(?:32|64)?'
const LIBC = '(?:gnu|musl)(?:eabi(?:hf)?|abi64)?|glibc(?:[-_]?[0-9]+\\.[0-9]+)?|eabihf'
/** Stands between architecture and system, as in x86_64-unknown-linux-gnu. */
const VENDOR = 'unknown|pc'
/** A version that is not the one of the release: `1.2.4-SNAPSHOT-abcdef`. */
const ANY_VERSION = 'v?[0-9]+(?:\\.[0-9]+)+(?:[-+~.][0-9A-Za-z]+)*'

/**
 * The name of a command, from the name of a file: less the suffixes of version, system, architecture and libc, in any
 * order. Words for other architectures stay: `qemu-arm` for amd64 is a name.
 *
 * @param version of the release, without `v`
 * @param architectures that the file is for, or is said to be for
 */
export function commandName(
  fileName: string,
  version: string | undefined,
  architectures: readonly Architecture[],
): string {
  const words = architectures.map((arch) => ARCHITECTURE_WORDS[arch])
  const suffixes = [SYSTEM, LIBC, ...words].map((word) => suffix(word, '[-_.]'))
  // Of assets too, in whose names GitHub writes dots.
  const spellings = version === undefined ? [] : [version, version.replaceAll(/[~+]/g, '.')]
  const released = spellings.map((spelling) => suffix(`v?${RegExp.escape(spelling)}`, '[-_]'))
  const later = [suffix(VENDOR, '[-_.]'), suffix(ANY_VERSION, '[-_]')]
  let name = fileName
  for (;;) {
    // Without another suffix behind them, a vendor or any version may belong to the name: lua-5.4.
    const candidates = name === fileName ? [...released, ...suffixes] : [...released, ...suffixes, ...later]
    const found = candidates.find((pattern) => pattern.test(name))
    if (found === undefined) return name
    name = name.replace(found, '')
  }
}

/** Behind a separator and at least one more character. */
function suffix(words: string, separators: string): RegExp {
  return new RegExp(`(?<=[^-_.])${separators}(?:${words})$`, 'i')
}
