import { chmod, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll } from '@jest/globals'
import { run, temporaryDirectory } from '../support/programs.ts'
import type { RunOptions } from '../support/programs.ts'

/** All tests live at this moment; keys are made at another, by gpg's --faked-system-time, which stands still there. */
export const NOW = new Date('2026-06-01T12:00:00Z')
const USER = 'R2 Package Repository tests <tests@example.invalid>'

export type Gpg = (args: readonly string[], options?: RunOptions & { at?: string }) => Promise<string>

const homes: string[] = []
afterAll(async () => {
  for (const home of homes) await run('gpgconf', ['--homedir', home, '--kill', 'all'], { allowFailure: true })
})

/** A GnuPG with an empty home of its own, without passphrases unless one is given. */
export async function gnupg(): Promise<Gpg> {
  const home = await temporaryDirectory()
  await chmod(home, 0o700)
  homes.push(home)
  return async (args, { at = '20260601T120000', ...options } = {}) => {
    const passphrase = args.includes('--passphrase') ? [] : ['--passphrase', '']
    const common = ['--homedir', home, '--batch', '--quiet', '--yes', '--pinentry-mode', 'loopback']
    const { stdout } = await run(
      'gpg',
      [...common, '--faked-system-time', `${at}!`, ...passphrase, ...args],
      options,
    )
    return stdout
  }
}

const KEYS = join(import.meta.dirname, '../fixtures/keys')

/** `rsa4096`, `rsa3072-other`, `ed25519`; with `.pub` its public half. */
export function fixtureKey(name: string): Promise<string> {
  return readFile(join(KEYS, `${name}.asc`), 'utf8')
}

export async function fingerprintIn(gpg: Gpg): Promise<string> {
  const listed = await gpg(['--list-keys', '--with-colons'])
  return /^fpr:*([0-9A-F]{40}):/m.exec(listed)?.[1] ?? 'no key'
}

/** One fresh key of gpg's, armored and private. */
export async function freshKey(
  algorithm: string,
  usage: string,
  expire = 'never',
  options: readonly string[] = [],
  at = '20250101T000000',
): Promise<{ gpg: Gpg; fingerprint: string }> {
  const gpg = await gnupg()
  await gpg([...options, '--quick-generate-key', USER, algorithm, usage, expire], { at })
  return { gpg, fingerprint: await fingerprintIn(gpg) }
}

export const secretOf = (gpg: Gpg, options: readonly string[] = []) =>
  gpg([...options, '--armor', '--export-secret-keys'])
export const publicOf = (gpg: Gpg) => gpg(['--armor', '--export'])

/** @param reason 0 none, 1 compromised, 2 superseded, 3 no longer used */
export async function revoke(
  gpg: Gpg,
  fingerprint: string,
  reason: string,
  options: readonly string[] = [],
): Promise<void> {
  const input = ['y', reason, '', 'y', ''].join('\n')
  const command = ['--no-batch', '--no-tty', '--command-fd', '0', '--gen-revoke', fingerprint]
  const certificate = await gpg([...options, ...command], { input, at: '20260101T000000' })
  await gpg(['--import'], { input: certificate })
}
