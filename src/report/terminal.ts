/** Libraries of the runner's toolkit print `::debug::` lines, which only a runner hides. */
export function hideWorkflowCommands(): void {
  const write = process.stdout.write.bind(process.stdout)
  process.stdout.write = (chunk: string | Uint8Array, ...rest: never[]) =>
    typeof chunk === 'string' && chunk.startsWith('::debug::') ? true : write(chunk, ...rest)
}
