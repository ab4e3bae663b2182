import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { temporaryDirectory } from '../support/programs.ts'

/** A program in a folder of its own that is called as a container engine is, and notes how. */
export interface StandInEngine {
  /** For PATH; has this one program. */
  readonly folder: string
  /** The arguments of each call, in the order in which they began. */
  readonly calls: () => Promise<readonly (readonly string[])[]>
  /** What a container got on its input. */
  readonly input: (container: string) => Promise<string>
  /** The environment of each call. */
  readonly environments: () => Promise<string>
}

/**
 * @param onRun a shell script for what `run` does after the input is read: its image is `$image`, the container's name
 *   `$name`, and what it was given is in the file `$input`; a container that is killed has the file `$killed`
 */
export async function standInEngine(onRun: string, program = 'docker'): Promise<StandInEngine> {
  const folder = await temporaryDirectory()
  const notes = join(folder, 'notes')
  await mkdir(notes)
  await writeFile(join(folder, program), engineScript(notes, onRun), { mode: 0o755 })
  return {
    folder,
    calls: async () => {
      const path = join(notes, 'calls')
      if (!existsSync(path)) return []
      const lines = (await readFile(path, 'utf8')).trimEnd().split('\n')
      return lines.map((line) => line.split('\t'))
    },
    input: (container) => readFile(join(notes, `${container}.input`), 'utf8'),
    environments: () => readFile(join(notes, 'environment'), 'utf8'),
  }
}

function engineScript(notes: string, onRun: string): string {
  return `#!/bin/bash
notes='${notes}'
( IFS=$'\\t'; echo "$*" ) >>"$notes/calls"
/usr/bin/env >>"$notes/environment"
if [ "$1" = kill ]; then
  [ -e "$notes/$2.input" ] || { echo "Error response from daemon: No such container: $2" >&2; exit 1; }
  : >"$notes/$2.killed"
  exit 0
fi
while [ "$1" != --name ]; do shift; done
name=$2
shift 2
if [ "$1" = --mount ]; then shift 2; fi
image=$1 input="$notes/$name.input" killed="$notes/$name.killed"
/bin/cat >"$input.part"
/bin/mv "$input.part" "$input"
${onRun}
`
}
