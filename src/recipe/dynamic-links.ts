import type { Architecture } from './architecture.ts'

/** What an ELF file says to the dynamic linker: what it needs to be loaded, and what it is for others. */
export interface DynamicLinks {
  readonly is64Bit: boolean
  /** What it runs on; 32-bit ARM is all of its architectures, other machines may be none that is packaged. */
  readonly architectures: readonly Architecture[]
  readonly kind: 'executable' | 'library'
  /** The path of PT_INTERP; undefined for libraries, and for executables that no dynamic linker loads. */
  readonly interpreter: string | undefined
  /** DT_SONAME */
  readonly soname: string | undefined
  /** DT_NEEDED: sonames, in order. */
  readonly needed: readonly string[]
  /** Versions of symbols that the libraries must have. */
  readonly versionNeeds: readonly VersionNeed[]
  /** Versions of symbols that it has itself, under the name of their base. */
  readonly versionDefinitions: readonly { readonly library: string; readonly version: string }[]
  /** Which of the hash tables it has; the GNU one alone needs a dynamic linker that knows it. */
  readonly hashTables: { readonly gnu: boolean; readonly sysv: boolean }
  /** DT_DEBUG, which linkers give to executables. */
  readonly hasDebugTag: boolean
}

export interface VersionNeed {
  /** A soname. */
  readonly library: string
  /** `GLIBC_2.34` */
  readonly version: string
  /** Where it is missing, the program starts all the same: VER_FLG_WEAK. */
  readonly isWeak: boolean
}

/** What a library is to others, without what it needs itself; undefined for what nobody links with. */
export function offeredLinks(links: DynamicLinks): DynamicLinks | undefined {
  if (links.kind !== 'library' || links.soname === undefined) return undefined
  const hashTables = { gnu: true, sysv: true }
  return { ...links, interpreter: undefined, needed: [], versionNeeds: [], hashTables }
}

/** Which C library's dynamic linker loads an executable; undefined where it is neither of the two known ones. */
export function loaderOf(interpreter: string): 'glibc' | 'musl' | undefined {
  const name = interpreter.slice(interpreter.lastIndexOf('/') + 1)
  if (name.startsWith('ld-musl-')) return 'musl'
  return /^(?:ld-linux.*|ld64|ld)\.so\.[0-9]$/.test(name) ? 'glibc' : undefined
}

/** Whether it needs musl, by the dynamic linker of a program or the C library of a library. */
export function isMusl({ interpreter, needed }: DynamicLinks): boolean {
  if (interpreter !== undefined && loaderOf(interpreter) === 'musl') return true
  return needed.some(isMuslLibrary)
}

/** `libc.so` as musl calls itself, `libc.musl-x86_64.so.1` as Alpine does. */
export function isMuslLibrary(soname: string): boolean {
  return soname === 'libc.so' || soname.startsWith('libc.musl-')
}
