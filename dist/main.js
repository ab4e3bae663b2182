import { createRequire as requireFrom } from 'node:module';
const require = requireFrom(import.meta.url);

// src/main.ts
async function main() {
  if (process.env["GITHUB_ACTIONS"] === "true" && process.argv.length === 2) {
    const { runAction } = await import("./chunks/action-664RO3CT.js");
    return runAction();
  }
  const { runCommandLine } = await import("./chunks/command-line-AIPM22FO.js");
  return runCommandLine(process.argv.slice(2));
}
process.exitCode = await main();
