import { createRequire as requireFrom } from 'node:module';
const require = requireFrom(import.meta.url);
import {
  cancellation,
  cellsOf,
  costOf,
  countOf,
  counted,
  countsOf,
  failureOf,
  newFolder,
  outputDirectoryOf,
  planOf,
  projectEvent,
  resultOf,
  run,
  tableOf,
  verdictCells,
  withTemporaryFolder,
  writeMadeFiles
} from "./chunk-2OCP62CW.js";
import {
  debug,
  error,
  group,
  info,
  notice,
  setFailed,
  setOutput,
  setSecret,
  summary,
  warning
} from "./chunk-KL2CDJET.js";
import "./chunk-HI6CAJEC.js";
import {
  fileScratch,
  readInputs,
  secretLines
} from "./chunk-FPNSZXWC.js";
import "./chunk-QC3R5EXX.js";
import "./chunk-BJHIMWU2.js";
import {
  LIMITS,
  PublishError
} from "./chunk-5NWWUHRJ.js";
import "./chunk-WLTGSTQD.js";

// src/action.ts
import { tmpdir } from "node:os";

// src/report/runner-log.ts
var runnerLog = {
  info: (message) => info(withoutCommands(message)),
  notice: (message, place) => notice(message, place && annotationAt(place)),
  warning: (message) => warning(message),
  error: (message) => error(message),
  group: (title, work) => group(withoutCommands(title), work)
};
function annotationAt({ file, line, column }) {
  return { file, startLine: line, startColumn: column };
}
function withoutCommands(message) {
  return message.replaceAll("::", ": :").replaceAll("##[", "## [");
}

// src/report/markdown.ts
function plain(value) {
  return value.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ").replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll(/[\\`*_[\]|~!#]/g, "\\$&");
}
function tableHead(titles) {
  return [rowOf(titles), `|${" --- |".repeat(titles.length)}`];
}
function tableRow(cells) {
  return rowOf(cells.map(plain));
}
function rowOf(cells) {
  return `| ${cells.join(" | ")} |`;
}
function folded(title, lines) {
  const verbatim = lines.map((line) => line.replaceAll("&", "&amp;").replaceAll("<", "&lt;"));
  return [`<details><summary>${plain(title)}</summary>`, "", "<pre>", ...verbatim, "</pre>", "", "</details>"];
}

// src/report/summary.ts
var MOST_WARNINGS = 50;
function summaryOf(report) {
  const { verification } = report;
  return printed(verification === void 0 ? pageOf(report) : verificationPage(report, verification));
}
function pageOf(report) {
  const { entries, request, planned, counts } = report;
  const head = ["status", "format", "name", "version", "architecture", "channel", "key"];
  return {
    before: [
      titleOf(report),
      "",
      plain(resultOf(report)),
      ...entries.length === 0 ? [] : ["", ...tableHead(head)]
    ],
    rows: entries.map((entry) => tableRow(cellsOf(entry))),
    after: [
      ...warningsOf(report),
      ...request.dryRun && planned.length > 0 ? ["", ...folded("What would be written", planOf(planned))] : [],
      "",
      plain(costOf(request.dryRun, counts))
    ]
  };
}
function verificationPage(report, { repositories, findings }) {
  const copies = repositories.flatMap(({ title, copies: copies2 }) => copies2.map(({ id, date }) => [title, id, date]));
  return {
    before: [
      titleOf(report),
      "",
      ...tableHead(["repository", "state", "content", "head", "signed by"]),
      ...repositories.map((it) => tableRow(verdictCells(it, findings))),
      ...copies.length === 0 ? [] : ["", ...tableHead(["rollback takes", "ID", "date"]), ...copies.map(tableRow)],
      "",
      `Found: ${countsOf(findings)}.`,
      "",
      ...findings.length === 0 ? [] : tableHead(["severity", "object", "seen", "what mends it"])
    ],
    rows: findings.map(({ severity, key, seen, remedy }) => tableRow([severity, key, seen, remedy])),
    after: [...warningsOf(report), "", plain(costOf(report.request.dryRun, report.counts))]
  };
}
function titleOf({ request: { command, repositoryName, channels, dryRun } }) {
  const dry = dryRun ? " (dry run: nothing was written)" : "";
  return `## ${plain(`${repositoryName}: ${command} ${channels.join(", ")}`)}${dry}`;
}
function warningsOf({ warnings }) {
  if (warnings.length === 0) return [];
  const shown = warnings.slice(0, MOST_WARNINGS).map((warning2) => `- \u26A0\uFE0F ${plain(warning2)}`);
  const left = warnings.length - shown.length;
  return ["", ...shown, ...left === 0 ? [] : [`- and ${counted(left, "more warning")}`]];
}
function printed({ before, rows, after }) {
  const sizeOfAll = (lines) => lines.reduce((sum, line) => sum + Buffer.byteLength(line) + 1, 0);
  let left = LIMITS.summaryBytes - sizeOfAll(before) - sizeOfAll(after);
  const end = rows.findIndex((row) => (left -= Buffer.byteLength(row) + 1) < 0);
  const shown = end < 0 ? rows : rows.slice(0, end);
  const cut = end < 0 ? [] : ["", `${counted(rows.length - end, "more row")} left out: this page may have 1 MiB.`];
  return [...before, ...shown, ...cut, ...after, ""].join("\n");
}

// src/report/verify-report.ts
function verifyReport({ isSound, repositories, findings }) {
  const shown = fitting(findings);
  return JSON.stringify({
    sound: isSound,
    errors: countOf(findings, "error"),
    warnings: countOf(findings, "warning"),
    notices: countOf(findings, "notice"),
    repositories: repositories.map(({ head = null, ...verdict }) => ({ ...verdict, head })),
    findings: shown,
    findingsLeftOut: findings.length - shown.length
  });
}
function fitting(findings) {
  let bytes = 0;
  const end = findings.findIndex((finding) => {
    bytes += Buffer.byteLength(JSON.stringify(finding)) + 1;
    return bytes > LIMITS.verifyReportBytes;
  });
  return end < 0 ? findings : findings.slice(0, end);
}

// src/action.ts
async function runAction() {
  const temporaries = process.env["RUNNER_TEMP"] ?? tmpdir();
  try {
    await withTemporaryFolder(temporaries, (folder) => step(process.env, folder, temporaries));
    return 0;
  } catch (error2) {
    fail(error2);
    if (!(error2 instanceof PublishError) && error2 instanceof Error) debug(error2.stack ?? "");
    return 1;
  }
}
async function step(env, temporary, temporaries) {
  const texts = readInputs([], env);
  for (const secret of secretLines(texts)) setSecret(secret);
  const { context } = await import("./github-4SEGQ6SU.js");
  const event = projectEvent(env, context.payload);
  const cwd = env["GITHUB_WORKSPACE"] ?? process.cwd();
  const scratch = fileScratch(temporary);
  const report = await run(texts, event, { env, cwd, log: runnerLog, scratch, signal: cancellation() });
  setOutputs(report, await keptFiles(report, cwd, temporaries));
  for (const line of tableOf(report)) runnerLog.info(line);
  await writeSummary(report, env);
  const failure = failureOf(report.verification);
  if (failure !== void 0) throw failure;
}
async function writeSummary(report, env) {
  if (!report.request.jobSummary || !env["GITHUB_STEP_SUMMARY"]) return;
  await summary.addRaw(summaryOf(report)).write();
}
async function keptFiles({ packages, request }, cwd, temporaries) {
  if (packages === void 0) return void 0;
  const folder = outputDirectoryOf(request) ?? await newFolder(temporaries, "packages-");
  return writeMadeFiles(packages, cwd, folder);
}
function setOutputs({ entries, counts, keyFingerprint, verification }, files) {
  setOutput("packages", JSON.stringify(entries));
  setOutput("changed", String(isChanged(counts)));
  setOutput("uploaded-objects", String(counts.uploadedObjects));
  setOutput("uploaded-bytes", String(counts.uploadedBytes));
  setOutput("package-paths", files?.packagePaths.join("\n") ?? "");
  setOutput("checksums-path", files?.checksumsPath ?? "");
  setOutput("key-fingerprint", keyFingerprint);
  setOutput("verify-report", verification === void 0 ? "" : verifyReport(verification));
}
function isChanged({ uploadedObjects, copiedObjects, deletedObjects }) {
  return uploadedObjects + copiedObjects + deletedObjects > 0;
}
function fail(error2) {
  const faults = error2 instanceof PublishError ? error2.faults : [];
  for (const { message, place } of faults) error(message, annotationAt(place));
  if (faults.length === 0) setFailed(messageOf(error2));
}
function messageOf(error2) {
  return error2 instanceof Error ? error2.message : String(error2);
}
export {
  runAction
};
