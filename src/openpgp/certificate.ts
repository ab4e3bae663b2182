import { readKey, readPrivateKey } from 'openpgp'
import type { Key, PrivateKey } from 'openpgp'
import type { PublishError } from '../errors.ts'
import { LIMITS } from '../limits.ts'
import { parseArmor } from './armor.ts'
import type { Fault } from './armor.ts'
import { PACKET, parsePackets } from './packet.ts'
import type { Packet } from './packet.ts'

/** Keys arrive through secrets and variables: with lost line breaks, indented, or base64-encoded once more. */
function normalised(text: string, fault: Fault): string {
  // trim() takes a byte order mark away too.
  const plain = text
    .replaceAll(/\\r\\n|\\n|\r\n?/g, '\n')
    .split('\n')
    .map((line) => line.trim())
    .join('\n')
    .trim()
  if (/-----BEGIN PGP [A-Z ]+-----[^\n]/.test(plain)) {
    throw fault('its line breaks are lost: store it again with them (as a secret of several lines)')
  }
  return plain
}

function unwrapped(text: string, fault: Fault): string {
  const plain = normalised(text, fault)
  const packed = plain.replaceAll(/\s/g, '')
  if (plain.includes('-----BEGIN') || !/^[A-Za-z0-9+/]+={0,2}$/.test(packed)) return plain
  const inner = Buffer.from(packed, 'base64')
  if (inner.includes('-----BEGIN PGP')) return normalised(inner.toString('utf8'), fault)
  throw fault(
    'there is no armor (-----BEGIN PGP …-----), but base64 of something else: use gpg --armor --export…',
  )
}

/** The packets of each key in a text of armored keys: one or several blocks, one or several keys in each. */
function keysOf(text: string, label: string, fault: Fault): readonly (readonly Packet[])[] {
  if (text.length > LIMITS.keyBytes) throw fault(`it has more than ${LIMITS.keyBytes} bytes`)
  const plain = unwrapped(text, fault)
  if (!plain.includes('-----BEGIN PGP')) throw fault('there is no armor (-----BEGIN PGP …-----)')
  return parseArmor(plain, fault).flatMap((block) => {
    if (block.label !== label) throw fault(`it holds a ${block.label}, where a ${label} belongs`)
    return grouped(parsePackets(block.bytes, fault), fault)
  })
}

function grouped(packets: readonly Packet[], fault: Fault): readonly (readonly Packet[])[] {
  const keys: Packet[][] = []
  for (const packet of packets) {
    if (packet.tag === PACKET.secretKey || packet.tag === PACKET.publicKey) keys.push([])
    const key = keys.at(-1)
    if (key === undefined)
      throw fault(`it begins with an OpenPGP packet of type ${packet.tag}, not with a key`)
    key.push(packet)
  }
  return keys
}

/**
 * Reads armored private keys, still locked.
 *
 * @throws what `fault` makes, where the text holds anything else
 */
export async function readPrivateCertificates(text: string, fault: Fault): Promise<readonly PrivateKey[]> {
  const keys = keysOf(text, 'PGP PRIVATE KEY BLOCK', fault)
  return Promise.all(
    keys.map(async (packets) => {
      if (packets[0]?.tag !== PACKET.secretKey) throw fault('a public key lies among the private ones')
      return readPrivateKey({ binaryKey: bytesOf(packets) }).catch(() => {
        throw unreadable(fault)
      })
    }),
  )
}

/**
 * Reads armored public keys.
 *
 * @throws what `fault` makes, where the text holds anything else
 */
export async function readPublicCertificates(text: string, fault: Fault): Promise<readonly Key[]> {
  const keys = keysOf(text, 'PGP PUBLIC KEY BLOCK', fault)
  return Promise.all(
    keys.map(async (packets) => {
      if (packets[0]?.tag !== PACKET.publicKey) throw fault('a private key lies among the public ones')
      return readKey({ binaryKey: bytesOf(packets) }).catch(() => {
        throw unreadable(fault)
      })
    }),
  )
}

const bytesOf = (packets: readonly Packet[]) => Buffer.concat(packets.map(({ bytes }) => bytes))

/** Without the cause: what a parser of private keys says could quote them. */
function unreadable(fault: Fault): PublishError {
  return fault('the key inside the armor cannot be read: it is damaged, or of a kind that is not supported')
}

/** 40 capital hex digits. */
export function fingerprintOf(key: { getFingerprint(): string }): string {
  return key.getFingerprint().toUpperCase()
}
