/**
 * The suites that take longest, longest first. Jest knows how long suites took where they were run before; in a fresh
 * clone it goes by the size of files, and a worker may end alone with one of these.
 */
export const LONGEST = [
  'simulation/crash',
  'races/publishers',
  'clients/killed',
  'simulation/simulation',
  'clients/rpm-rollover',
  'examples/run',
  'worker/clients',
  'clients/rpm',
  'models/collection',
  'models/aliases',
  'simulation/tampering',
  'models/commit',
  'clients/install-script',
  'clients/conventions',
  'clients/large-index',
  'clients/killed-commands',
  'rpm/reference',
  'torn/torn',
  'clients/rollover',
  'simulation/verify-tampering',
  'adoption/createrepo',
  'deb/reference',
  'clients/versions',
  'races/throttled',
  'examples/clients',
  'clients/linked-packages',
  'clients/apt',
]
