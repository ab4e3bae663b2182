async function main(): Promise<number> {
  // Each brings libraries that the other does without.
  if (process.env['GITHUB_ACTIONS'] === 'true' && process.argv.length === 2) {
    const { runAction } = await import('./action.ts')
    return runAction()
  }
  const { runCommandLine } = await import('./command-line.ts')
  return runCommandLine(process.argv.slice(2))
}

process.exitCode = await main()
