import { type Hash, createHash } from 'node:crypto'
import { type Content, contentOf, joined } from '../content.ts'
import type { MemberSignature } from '../recipe/member-signature.ts'
import { type ArMember, arArchive, readAr } from './ar.ts'

/** Both give armored text. */
export interface MemberSigner {
  detached(content: Content): Promise<string>
  cleartext(text: string): Promise<string>
}

/**
 * The .deb with a signature of its own as its last member. What it has already stays byte for byte; dpkg passes over
 * members whose names begin with `_`: deb(5).
 *
 * @param timeSeconds of its members
 */
export async function signDeb(
  deb: Content,
  signature: MemberSignature,
  timeSeconds: number,
  signer: MemberSigner,
): Promise<Content> {
  const members = await readAr(deb, 'The .deb to sign')
  const text =
    signature.method === 'debsign'
      ? await signer.detached(joined(members.map(({ content }) => content)))
      : await signer.cleartext(await manifest(members, signature.signer, signature.role, timeSeconds))
  const member = { name: `_gpg${signature.role}`, content: contentOf(Buffer.from(text)) }
  return arArchive([...members, member], timeSeconds)
}

/** Version 4 of dpkg-sig's format: MD5, SHA-1, size and name of each member. */
async function manifest(
  members: readonly ArMember[],
  signer: string,
  role: string,
  timeSeconds: number,
): Promise<string> {
  const files: string[] = []
  for (const { name, content } of members) {
    const [md5, sha1] = await digestsOf(content, [createHash('md5'), createHash('sha1')])
    files.push(`\t${md5} ${sha1} ${content.sizeBytes} ${name}\n`)
  }
  const date = new Date(timeSeconds * 1000).toUTCString()
  return `Version: 4\nSigner: ${signer}\nDate: ${date}\nRole: ${role}\nFiles:\n${files.join('')}`
}

async function digestsOf(content: Content, hashes: readonly Hash[]): Promise<readonly string[]> {
  for await (const chunk of content.read()) for (const hash of hashes) hash.update(chunk)
  return hashes.map((hash) => hash.digest('hex'))
}
