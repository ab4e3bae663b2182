import type { RequestedPackage } from './describe.ts'

/** What a project says of itself, for packages of which nothing else says it. */
export type ProjectFact = 'description' | 'homepage' | 'license'

export type ProjectFacts = Readonly<Partial<Record<ProjectFact, string>>>

/** Tells of a project. What it tells may have to be asked for, so it is told what is wanted. */
export type Project = (wanted: readonly ProjectFact[]) => Promise<ProjectFacts>

const PROJECT_FACTS: readonly ProjectFact[] = ['description', 'homepage', 'license']

/** The request, with what the project says where the request says nothing. */
export async function withProjectFacts(
  request: RequestedPackage,
  project: Project,
): Promise<RequestedPackage> {
  const wanted = PROJECT_FACTS.filter((fact) => request[fact] === undefined)
  if (wanted.length === 0) return request
  const facts = await project(wanted)
  return { ...request, ...Object.fromEntries(wanted.map((fact) => [fact, facts[fact]])) }
}
