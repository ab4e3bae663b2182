import { chmod } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll } from '@jest/globals'
import { fixtureKey } from '../openpgp/gnupg.ts'
import { run, temporaryDirectory } from '../support/programs.ts'

/** Who signs a foreign repository: a GnuPG with one key. */
export interface Signer {
  /** For `GNUPGHOME`. */
  readonly home: string
  readonly fingerprint: string
  /** Armored. */
  readonly publicKey: string
  /** Writes `PATH.asc` beside a file, or another name. */
  detach(path: string, signature?: string): Promise<void>
  /** Writes a file as a message in cleartext. */
  clearsign(path: string, message: string): Promise<void>
}

const homes: string[] = []
afterAll(async () => {
  for (const home of homes) await run('gpgconf', ['--homedir', home, '--kill', 'all'], { allowFailure: true })
})

/** @param key of the fixtures: `rsa4096`, `rsa3072-other`, `ed25519` */
export async function signerOf(key: string): Promise<Signer> {
  const home = await temporaryDirectory()
  await chmod(home, 0o700)
  homes.push(home)
  const gpg = (args: readonly string[], input?: string) =>
    run(
      'gpg',
      ['--homedir', home, '--batch', '--quiet', '--yes', ...args],
      input === undefined ? {} : { input },
    )
  await gpg(['--import'], await fixtureKey(key))
  const { stdout } = await gpg(['--list-keys', '--with-colons'])
  return {
    home,
    fingerprint: /^fpr:*([0-9A-F]{40}):/m.exec(stdout)?.[1] ?? 'no key',
    publicKey: await fixtureKey(`${key}.pub`),
    detach: async (path, signature = `${path}.asc`) => {
      await gpg(['--armor', '--detach-sign', '--output', signature, path])
    },
    clearsign: async (path, message) => {
      await gpg(['--clearsign', '--output', message, path])
    },
  }
}

/** Signs `Release` of a suite as most tools do: InRelease and Release.gpg. */
export async function signSuite(signer: Signer, folder: string): Promise<void> {
  await signer.detach(join(folder, 'Release'), join(folder, 'Release.gpg'))
  await signer.clearsign(join(folder, 'Release'), join(folder, 'InRelease'))
}
