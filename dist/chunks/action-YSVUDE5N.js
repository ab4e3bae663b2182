import { createRequire as requireFrom } from 'node:module';
const require = requireFrom(import.meta.url);
import {
  debug,
  error,
  group,
  info,
  notice,
  setFailed,
  setOutput,
  setSecret,
  warning
} from "./chunk-JKGLVCHO.js";
import "./chunk-QC3R5EXX.js";
import {
  cancellation,
  fileScratch,
  newFolder,
  projectEvent,
  readInputs,
  run,
  secretLines,
  tableOf,
  withTemporaryFolder,
  writeMadeFiles
} from "./chunk-EVNGC6VE.js";
import "./chunk-HI6CAJEC.js";
import {
  PublishError
} from "./chunk-S6CFQX62.js";
import "./chunk-WLTGSTQD.js";

// src/action.ts
import { tmpdir } from "node:os";

// src/report/runner-log.ts
var runnerLog = {
  info: (message) => info(withoutCommands(message)),
  notice: (message) => notice(message),
  warning: (message) => warning(message),
  error: (message) => error(message),
  group: (title, work) => group(withoutCommands(title), work)
};
function withoutCommands(message) {
  return message.replaceAll("::", ": :").replaceAll("##[", "## [");
}

// src/action.ts
async function runAction() {
  const temporaries = process.env["RUNNER_TEMP"] ?? tmpdir();
  try {
    await withTemporaryFolder(temporaries, (folder) => step(process.env, folder, temporaries));
    return 0;
  } catch (error2) {
    setFailed(messageOf(error2));
    if (!(error2 instanceof PublishError) && error2 instanceof Error) debug(error2.stack ?? "");
    return 1;
  }
}
async function step(env, temporary, temporaries) {
  const texts = readInputs([], env);
  for (const secret of secretLines(texts)) setSecret(secret);
  const { context } = await import("./github-ZHRRAJHX.js");
  const event = projectEvent(env, context.payload);
  const cwd = env["GITHUB_WORKSPACE"] ?? process.cwd();
  const scratch = fileScratch(temporary);
  const report = await run(texts, event, { env, cwd, log: runnerLog, scratch, signal: cancellation() });
  const folder = report.request.outputDirectory ?? await newFolder(temporaries, "packages-");
  setOutputs(report, await writeMadeFiles(report.packages, cwd, folder));
  for (const line of tableOf(report)) info(line);
}
function setOutputs({ entries, counts, keyFingerprint }, files) {
  setOutput("packages", JSON.stringify(entries));
  setOutput("changed", String(isChanged(counts)));
  setOutput("uploaded-objects", String(counts.uploadedObjects));
  setOutput("uploaded-bytes", String(counts.uploadedBytes));
  setOutput("package-paths", files.packagePaths.join("\n"));
  setOutput("checksums-path", files.checksumsPath);
  setOutput("key-fingerprint", keyFingerprint);
}
function isChanged({ uploadedObjects, copiedObjects, deletedObjects }) {
  return uploadedObjects + copiedObjects + deletedObjects > 0;
}
function messageOf(error2) {
  return error2 instanceof Error ? error2.message : String(error2);
}
export {
  runAction
};
