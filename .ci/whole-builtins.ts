import type { Plugin } from 'esbuild'

const NAMESPACE = 'whole-builtins'

/**
 * Node's `http` has getters that load an HTTP client and web sockets of 0.5 MB, and importing it as a module calls all of
 * them: 20 ms of every start. Taken as an object it calls none.
 */
export const wholeBuiltins: Plugin = {
  name: NAMESPACE,
  setup(build) {
    build.onResolve({ filter: /^(?:node:)?http$/ }, () => ({ path: 'node:http', namespace: NAMESPACE }))
    build.onLoad({ filter: /.*/, namespace: NAMESPACE }, ({ path }) => ({
      contents: `module.exports = process.getBuiltinModule(${JSON.stringify(path)})`,
    }))
  },
}
