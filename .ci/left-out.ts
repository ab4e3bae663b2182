import type { Plugin } from 'esbuild'

/**
 * Modules of libraries that nothing of ours ever reaches, and that every run would load: by what they are imported as,
 * with what they export.
 *
 * - The SDK looks for credentials in seven places; a bucket here always has its own.
 * - Tokens of GitHub's OpenID Connect bring an HTTP client of 0.8 MB.
 */
const LEFT_OUT: readonly { readonly filter: RegExp; readonly importer: RegExp; readonly exports: string }[] =
  [
    {
      filter: /^@aws-sdk\/credential-provider-node$/,
      importer: /[\\/]@aws-sdk[\\/]client-s3[\\/]/,
      exports: 'defaultProvider',
    },
    { filter: /^\.\/oidc-utils\.js$/, importer: /[\\/]@actions[\\/]core[\\/]/, exports: 'OidcClient' },
  ]

const NAMESPACE = 'left-out'

/** Puts in their place what says so, should they be called after all; fails where a library has no such module any more. */
export const leftOut: Plugin = {
  name: NAMESPACE,
  setup(build) {
    const met = new Set<string>()
    for (const { filter, importer, exports } of LEFT_OUT) {
      build.onResolve({ filter }, ({ path, importer: from }) => {
        if (!importer.test(from)) return undefined
        met.add(exports)
        return { path, namespace: NAMESPACE, pluginData: exports, sideEffects: false }
      })
    }
    build.onLoad({ filter: /.*/, namespace: NAMESPACE }, ({ path, pluginData: name }) => ({
      contents: `export const ${name} = () => { throw new Error(${JSON.stringify(`${path} is not part of this program`)}) }`,
    }))
    build.onEnd(() => {
      const unmet = LEFT_OUT.filter(({ exports }) => !met.has(exports))
      return { errors: unmet.map(({ filter }) => ({ text: `no library imports ${filter.source} any more` })) }
    })
  },
}
