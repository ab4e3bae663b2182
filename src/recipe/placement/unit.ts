/** What a unit file says, as far as packages ask. */
export interface UnitText {
  readonly sections: ReadonlySet<string>
  readonly programs: readonly string[]
}

const SECTION = /^\[(?<section>[^\]]+)\]$/
/** `Exec` alone is D-Bus's. */
const EXEC = /^Exec(?:Start|StartPre|StartPost|Stop|StopPost|Reload|Condition)?\s*=\s*(?<line>.*)/
/** systemd.service(5), "Command lines": what stands before the program. */
const PREFIXES = /^[-@:+!|]*/

/** Reads systemd's form of configuration: systemd.syntax(7). */
export function readUnit(text: string): UnitText {
  const lines = linesOf(text)
  const sections = lines.flatMap((line) => SECTION.exec(line)?.groups?.['section'] ?? [])
  const commands = lines.flatMap((line) => EXEC.exec(line)?.groups?.['line'] ?? [])
  const programs = commands.map(programOf).filter((program) => program.startsWith('/'))
  return { sections: new Set(sections), programs: [...new Set(programs)] }
}

/** The last value of a key, whatever section it is in. */
export function valueOf(text: string, key: string): string | undefined {
  const line = linesOf(text).findLast((each) => each.startsWith(key) && /^\s*=/.test(each.slice(key.length)))
  return line?.slice(line.indexOf('=') + 1).trim()
}

/** A line that ends in a backslash goes on in the next. */
function linesOf(text: string): readonly string[] {
  return text
    .replace(/\\\n/g, ' ')
    .split('\n')
    .map((line) => line.trim())
}

function programOf(line: string): string {
  const command = line.replace(PREFIXES, '')
  const quoted = /^"([^"]*)"|^'([^']*)'/.exec(command)
  return quoted === null ? (command.split(/\s/, 1)[0] ?? '') : (quoted[1] ?? quoted[2] ?? '')
}
