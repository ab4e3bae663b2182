import type { Suite, SuiteIdentity } from '../../deb/suite.ts'
import type { Store } from '../../store/store.ts'
import type { Acceptance } from '../heads/adoption.ts'
import type { HeadCopy } from '../heads/head.ts'
import type { AptHead } from './head.ts'
import type { OpenIndex } from './indexes.ts'
import type { IndexGround } from './stored-index.ts'

/** Which suite, and where it lies. */
export interface AptSuiteOptions extends Acceptance {
  readonly store: Store
  /** Of `dists/` and `pool/`; empty or ending in a slash. */
  readonly root: string
  readonly identity: SuiteIdentity
}

/** What was read of a suite when it was opened. */
export interface OpenedSuite {
  readonly options: AptSuiteOptions
  readonly ground: IndexGround
  readonly head: AptHead
  readonly suite: Suite
  readonly indexes: readonly OpenIndex[]
  readonly copies: readonly HeadCopy[]
}
