import { registerHooks } from 'node:module'

const REMEMBERED = new URL('remembered.ts', import.meta.url).href
const REAL = new Set(
  ['src/openpgp/verify.ts', 'src/repository/unpack.ts'].map(
    (path) => new URL(`../../${path}`, import.meta.url).href,
  ),
)

/** From here on, whoever imports one of the real modules gets the ones that remember. */
export function remember(): void {
  registerHooks({
    resolve(specifier, context, next) {
      const found = next(specifier, context)
      return REAL.has(found.url) && context.parentURL !== REMEMBERED ? { ...found, url: REMEMBERED } : found
    },
  })
}
