import { damagedElf } from './elf-layout.ts'

/** What the build attributes of a 32-bit ARM file say (Addenda to, and Errata in, the ABI for the Arm Architecture). */
export interface ArmAttributes {
  /** The oldest architecture that it runs on: 5 for all up to v5TEJ, 6, or 7 for that and later. */
  readonly version: 5 | 6 | 7 | undefined
  readonly usesHardFloat: boolean
}

/** Section type of `.ARM.attributes`. */
export const SHT_ARM_ATTRIBUTES = 0x70000003

const FORMAT_VERSION = 'A'
const TAG_FILE = 1
const TAG_CPU_ARCH = 6
const TAG_ABI_VFP_ARGS = 28
const TAG_COMPATIBILITY = 32
/** Below 32 only these hold a text; from 33, the odd ones do. */
const LOW_TEXT_TAGS = new Set([4, 5])
/** `Tag_ABI_VFP_args`: arguments travel in VFP registers. */
const VFP_REGISTERS = 1

/** `Tag_CPU_arch`: 0 to 5 are all up to v5TEJ; 6 to 9, 11 and 12 kinds of v6; 10 is v7. */
const V6_ARCHITECTURES = new Set([6, 7, 8, 9, 11, 12])
const LAST_V5_ARCHITECTURE = 5

/**
 * Parses the content of `.ARM.attributes`: of the public attributes ("aeabi") those that hold for the whole file.
 *
 * @param source names the file in errors
 * @returns undefined where it holds none
 * @throws PublishError `ARTIFACT` where it is damaged
 */
export function parseArmAttributes(section: Buffer, source: string): ArmAttributes | undefined {
  if (section.toString('latin1', 0, 1) !== FORMAT_VERSION) return undefined
  const vendors = cursorOf(section.subarray(1), source)
  while (vendors.hasMore()) {
    const vendor = cursorOf(vendors.block(0), source)
    if (vendor.text() !== 'aeabi') continue
    while (vendor.hasMore()) {
      const tag = vendor.uleb128()
      const scope = vendor.block(1)
      if (tag === TAG_FILE) return attributesOf(cursorOf(scope, source))
    }
  }
  return undefined
}

function attributesOf(cursor: Cursor): ArmAttributes {
  const numbers = new Map<number, number>()
  while (cursor.hasMore()) {
    const tag = cursor.uleb128()
    const isText = tag > TAG_COMPATIBILITY ? tag % 2 === 1 : LOW_TEXT_TAGS.has(tag)
    if (!isText) numbers.set(tag, cursor.uleb128())
    if (isText || tag === TAG_COMPATIBILITY) cursor.text()
  }
  return {
    version: versionOf(numbers.get(TAG_CPU_ARCH)),
    usesHardFloat: numbers.get(TAG_ABI_VFP_ARGS) === VFP_REGISTERS,
  }
}

function versionOf(cpuArch: number | undefined): ArmAttributes['version'] {
  if (cpuArch === undefined) return undefined
  if (cpuArch <= LAST_V5_ARCHITECTURE) return 5
  return V6_ARCHITECTURES.has(cpuArch) ? 6 : 7
}

interface Cursor {
  hasMore(): boolean
  uleb128(): number
  /** Up to a NUL. */
  text(): string
  /** What follows a 32-bit size, which counts itself and `before` bytes before it. */
  block(before: number): Buffer
}

function cursorOf(bytes: Buffer, source: string): Cursor {
  const damaged = () => damagedElf(source, 'its .ARM.attributes cannot be read')
  let position = 0
  return {
    hasMore: () => position < bytes.length,
    uleb128() {
      for (let value = 0, scale = 1; scale <= 2 ** 28; scale *= 128) {
        const byte = bytes[position]
        if (byte === undefined) throw damaged()
        position += 1
        value += (byte & 0x7f) * scale
        if (byte < 0x80) return value
      }
      throw damaged()
    },
    text() {
      const end = bytes.indexOf(0, position)
      if (end < 0) throw damaged()
      const text = bytes.toString('latin1', position, end)
      position = end + 1
      return text
    },
    block(before) {
      const start = position + 4
      if (start > bytes.length) throw damaged()
      const end = position - before + bytes.readUInt32LE(position)
      if (end < start || end > bytes.length) throw damaged()
      position = end
      return bytes.subarray(start, end)
    },
  }
}
