import { generateKey } from 'openpgp'

const RSA_BITS = 3072

/**
 * Makes a key for a demonstration: armored, private, without a passphrase, never seen again. The one function here that
 * throws dice.
 *
 * @param userId `Name <address>`
 */
export async function throwAwayKey(userId: string, at: Date): Promise<string> {
  const [, name = userId, email = ''] = /^(.*) <(.*)>$/.exec(userId) ?? []
  const { privateKey } = await generateKey({
    type: 'rsa',
    rsaBits: RSA_BITS,
    userIDs: [email === '' ? { name } : { name, email }],
    subkeys: [],
    date: at,
    format: 'armored',
  })
  return privateKey
}
