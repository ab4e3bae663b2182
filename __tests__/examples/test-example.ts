import { afterEach } from '@jest/globals'
import { type Root, freshRoot, missingFor } from '../clients/fresh-root.ts'
import { isInstalled, temporaryDirectory, testUnlessMissing } from '../support/programs.ts'
import { missingExecutables } from './project.ts'
import { type Site, openSite } from './site.ts'

/** Several jobs run at once, each as a process. */
const TIMEOUT_MS = 300_000
const PROGRAMS = ['bash', 'dpkg-deb', 'git', 'make', 'rpmbuild', 'sha256sum', 'tar']

const open: Site[] = []
afterEach(() => Promise.all(open.splice(0).map((site) => site.stop())))

async function newSite(): Promise<Site> {
  const site = await openSite()
  open.push(site)
  return site
}

function missingPrograms(): readonly string[] {
  return [...PROGRAMS.filter((program) => !isInstalled(program)), ...missingExecutables()]
}

/** A test that runs examples step by step. */
export function testExample(title: string, body: (site: Site) => Promise<void>): void {
  testUnlessMissing(missingPrograms(), title, async () => body(await newSite()), TIMEOUT_MS)
}

/** The same, with a machine on which clients install what was published. */
export function testWithClients(title: string, body: (site: Site, root: Root) => Promise<void>): void {
  const missing = [...missingPrograms(), ...missingFor('trixie')]
  const onMachine = async () => body(await newSite(), await freshRoot('trixie', await temporaryDirectory()))
  testUnlessMissing(missing, title, onMachine, TIMEOUT_MS)
}
