import type { Target } from '../engine/target.ts'
import { aptTargets } from './apt.ts'
import { archiveTargets } from './archives.ts'
import { cloudflareTargets } from './cloudflare.ts'
import { configTargets } from './config.ts'
import { debTargets } from './deb.ts'
import { fileTargets } from './files.ts'
import { keyTargets } from './keys.ts'
import { pageTargets } from './pages.ts'
import { readBackTargets } from './readback.ts'
import { repodataTargets } from './repodata.ts'
import { rpmTargets } from './rpm.ts'
import { runTargets } from './run.ts'
import { storeTargets } from './store.ts'
import { workerTargets } from './worker.ts'

/** Everything that reads bytes from outside. */
export const TARGETS: readonly Target[] = [
  ...debTargets,
  ...aptTargets,
  ...rpmTargets,
  ...repodataTargets,
  ...archiveTargets,
  ...fileTargets,
  ...keyTargets,
  ...configTargets,
  ...runTargets,
  ...storeTargets,
  ...pageTargets,
  ...workerTargets,
  ...readBackTargets,
  ...cloudflareTargets,
]
