import type { Equivalent } from './equivalent.ts'

/** Of src/openpgp: file, line, why, and the changes. */
const LINES: readonly (readonly [file: string, text: string, why: string, changes: readonly string[]])[] = [
  [
    'armor.ts',
    "if (blank < 0 || blank > end) throw fault(`the blank line after the armor's headers is missing`)",
    'Neither the first line of a block nor its last one is blank.',
    ['blank < 0 => blank <= 0', '0 => 1', 'blank > end => blank >= end'],
  ],
  [
    'armor.ts',
    'if (end < 0) throw fault(`the armor that begins in line ${start + 1} has no end: it is cut off`)',
    'The first line of a text is no end of a block.',
    ['end < 0 => end <= 0', '0 => 1'],
  ],
  [
    'armor.ts',
    "const checksum = CHECKSUM.exec(lines.at(-1) ?? '')?.[1]",
    'Neither is a checksum.',
    ["'' => 'mutant'"],
  ],
  ['policy.ts', "case 'eddsaLegacy':", 'The end of the function says the same.', ["'eddsaLegacy' => ''"]],
  ['policy.ts', "case 'ed25519':", 'The end of the function says the same.', ["'ed25519' => ''"]],
  ['secret-key.ts', "case 'other':", 'The end of the function says the same.', ["'other' => ''"]],
  [
    'secret-key.ts',
    'const bits = digits.length * 8 - Math.clz32(digits[0] ?? 0) + 24',
    'No signature is 0, and nothing has as many leading zeros as 0.',
    ['digits[0] ?? 0 => digits[0]', '0 => 1'],
  ],
  [
    'secret-key.ts',
    "return Buffer.from(rest.padStart(prime.length * 2, '0'), 'hex')",
    'Node calculates without it where it is wrong: the signature is the same, and takes longer.',
    [
      "rest.padStart(prime.length * 2, '0') => rest",
      'prime.length * 2 => prime.length / 2',
      '2 => 3',
      "'0' => ''",
    ],
  ],
  [
    'signing-part.ts',
    'const strong = signatures.filter(({ hashAlgorithm }) => !WEAK_DIGESTS.has(hashAlgorithm ?? 0))',
    'A signature that was read has a digest.',
    ['hashAlgorithm ?? 0 => hashAlgorithm', '0 => 1'],
  ],
  [
    'signing-part.ts',
    'const dates = (strong.length > 0 ? strong : signatures).map(({ created }) => created?.getTime() ?? 0)',
    'A signature that was read has a date.',
    ['created?.getTime() => created.getTime()', 'created?.getTime() ?? 0 => created?.getTime()'],
  ],
  [
    'verify.ts',
    "return isOther ? { state: 'unsupported' } : signature",
    'Whatever is neither readable nor weak is unsupported to who asks.',
    ["'unsupported' => ''", "{ state: 'unsupported' } => {}"],
  ],
  [
    'verify.ts',
    "const counts = signature.state === 'readable' && digest !== undefined",
    'Only what is readable has a digest.',
    ["signature.state === 'readable' && digest !== undefined => digest !== undefined"],
  ],
  [
    'verify.ts',
    'await hashed.verify(part.keyPacket, signatureType, new Uint8Array(), created, true, TRUST_RULES)',
    'Signatures of version 5 alone differ in it, and those are not read.',
    ['true => false'],
  ],
  [
    'verify.ts',
    "outcome.result !== 'good' && outcome.result === wanted ? [outcome.note] : [],",
    'Nobody asks for the notes of good ones.',
    [
      "outcome.result !== 'good' => true",
      "outcome.result !== 'good' && outcome.result === wanted => outcome.result === wanted",
    ],
  ],
]

export const OPENPGP: readonly Equivalent[] = LINES.flatMap(([file, text, why, changes]) =>
  changes.map((change) => ({ file: `src/openpgp/${file}`, text, change, why })),
)
