import { createRequire } from 'node:module'

/**
 * What tests import from `@jest/globals`, made so that they are collected once and run many times: a mutant is tried in
 * milliseconds. `expect` and `jest` are those of Jest.
 */
type Body = () => unknown

export interface Suite {
  readonly parent: Suite | undefined
  readonly beforeAll: Body[]
  readonly beforeEach: Body[]
  readonly afterEach: Body[]
  readonly afterAll: Body[]
}

export interface Test {
  readonly title: string
  readonly suite: Suite
  readonly body: Body
}

const required = createRequire(createRequire(import.meta.url).resolve('@jest/globals'))
const { jestExpect } = required('@jest/expect') as { jestExpect: unknown }
const { ModuleMocker } = required('jest-mock') as { ModuleMocker: new (scope: typeof globalThis) => unknown }

export const expect = jestExpect
export const jest = new ModuleMocker(globalThis)

let suite = newSuite(undefined)
let tests: Test[] = []

/** Runs what declares tests, such as a test file, and gives them. */
export async function collected(declare: () => Promise<unknown>): Promise<readonly Test[]> {
  suite = newSuite(undefined)
  tests = []
  await declare()
  return tests
}

export const beforeAll = (body: Body) => suite.beforeAll.push(body)
export const beforeEach = (body: Body) => suite.beforeEach.push(body)
export const afterEach = (body: Body) => suite.afterEach.push(body)
export const afterAll = (body: Body) => suite.afterAll.push(body)

type Declared = (title: string, body: (...values: never[]) => unknown) => void

export const test: Declared & { each?: unknown; skip?: unknown } = (title, body) => {
  tests.push({ title: title, suite, body })
}
export const describe: Declared & { each?: unknown } = (_title, body) => {
  const outer = suite
  suite = newSuite(outer)
  body()
  suite = outer
}
test.each = eachOf(test)
test.skip = Object.assign(() => undefined, { each: () => () => undefined })
describe.each = eachOf(describe)

function eachOf(declare: Declared) {
  return (rows: readonly unknown[]) =>
    (title: string, body: (...values: readonly unknown[]) => unknown): void => {
      rows.forEach((row, index) => {
        declare(`${title} [${index}]`, () => (Array.isArray(row) ? body(...(row as unknown[])) : body(row)))
      })
    }
}

function newSuite(parent: Suite | undefined): Suite {
  return { parent, beforeAll: [], beforeEach: [], afterEach: [], afterAll: [] }
}
