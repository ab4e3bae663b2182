export default {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/__tests__/**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': '<rootDir>/__tests__/support/strip-types.js' },
  testSequencer: '<rootDir>/__tests__/support/longest-first.js',
  setupFiles: ['<rootDir>/__tests__/support/quiet.ts'],
  testTimeout: 120_000,
}
