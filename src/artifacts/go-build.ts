/** Section in which the Go linker says how a program was built. */
export const GO_BUILD_SECTION = '.go.buildinfo'

/** The header of Go 1.18 and later (debug/buildinfo): magic, pointer size, flags, padding to 32 bytes. */
const MAGIC = Buffer.from('\xff Go buildinf:', 'latin1')
const FLAGS_OFFSET = 15
const HAS_INLINE_TEXTS = 2
const TEXTS_OFFSET = 32

/** `GOARM=7`, or since Go 1.22 `GOARM=7,hardfloat`. */
const GOARM_LINE = /^build\tGOARM=([567])(?:,(?:hard|soft)float)?$/m

/**
 * The ARM architecture for which a Go program was built, out of its build information: the only place that tells it
 * where no C was linked in. Programs of Go before 1.18 do not say.
 */
export function parseGoArm(section: Buffer): 5 | 6 | 7 | undefined {
  const flags = section[FLAGS_OFFSET] ?? 0
  if (!section.subarray(0, MAGIC.length).equals(MAGIC) || (flags & HAS_INLINE_TEXTS) === 0) return undefined
  const found = GOARM_LINE.exec(section.toString('latin1', TEXTS_OFFSET))
  return found === null ? undefined : (Number(found[1]) as 5 | 6 | 7)
}
