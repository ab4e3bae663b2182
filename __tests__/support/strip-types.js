import { createHash } from 'node:crypto'
import { stripTypeScriptTypes } from 'node:module'

/** Hands TypeScript to jest with its types blanked out: lines and columns stay what they are. */
export default {
  process: (source) => ({ code: stripTypeScriptTypes(source) }),
  processAsync: async (source) => ({ code: stripTypeScriptTypes(source) }),
  getCacheKey: (source, path, { instrument, configString }) =>
    createHash('sha256')
      .update(`${process.version}\0${instrument}\0${configString}\0${path}\0${source}`)
      .digest('hex'),
}
