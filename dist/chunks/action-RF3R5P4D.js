import { createRequire as requireFrom } from 'node:module';
const require = requireFrom(import.meta.url);
import {
  FOLDED_END,
  FORMATS,
  LINE_PACE,
  arrivalFailure,
  arrivalSections,
  cancellation,
  closingOf,
  code,
  costOf,
  countOf,
  counted,
  countsOf,
  failureOf,
  folded,
  foldedStart,
  installations,
  link,
  markdownRow,
  newFolder,
  newJournal,
  operationsOf,
  outputDirectoryOf,
  paragraph,
  plain,
  planOf,
  printed,
  projectEvent,
  requestsOf,
  resultOf,
  run,
  shellCommands,
  sizeOf,
  statusesOf,
  tableHead,
  tableOf,
  tableRow,
  theChannels,
  verbatim,
  verdictCells,
  versionOf,
  withTemporaryFolder,
  writeMadeFiles
} from "./chunk-7OWZ25SM.js";
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
import "./chunk-H2LKWFTH.js";
import {
  fileScratch,
  readInputs,
  secretLines
} from "./chunk-J5R2GLGA.js";
import "./chunk-CZW45GPR.js";
import {
  LIMITS,
  PublishError
} from "./chunk-OQETSIHW.js";
import "./chunk-QC3R5EXX.js";
import "./chunk-WLTGSTQD.js";

// src/action.ts
import { tmpdir } from "node:os";

// src/report/sections.ts
var MOST_WARNINGS = 50;
var MOST_CHARACTERS = 2e3;
function warningsSection(warnings) {
  if (warnings.length === 0) return [];
  const shown = warnings.slice(0, MOST_WARNINGS).map((warning2) => `- \u26A0\uFE0F ${plain(shortened(warning2))}`);
  const left = warnings.length - shown.length;
  return [paragraph(...shown, ...left === 0 ? [] : [`- and ${counted(left, "more warning")}`])];
}
function packagesSection(entries, isDry) {
  if (entries.length === 0) return [];
  const titles = ["status", "package", "version", "architecture", "format", "channel", "size"];
  const rows = entries.map(
    (entry) => markdownRow([
      plain(entry.status),
      isDry || entry.status === "removed" ? plain(entry.name) : link(entry.name, entry.url),
      ...[entry.version, entry.arch, entry.format, entry.channel, sizeOf(entry.size)].map(plain)
    ])
  );
  const files = entries.filter(({ status, sha256 }) => status !== "removed" && sha256 !== "");
  return [{ before: tableHead(titles), rows, after: [] }, ...digestsSection(files)];
}
function digestsSection(files) {
  const lines = [...new Set(files.map(({ sha256, key }) => verbatim(`${sha256}  ${key}`)))];
  if (lines.length === 0) return [];
  return [{ before: foldedStart("SHA-256 of the files"), rows: lines, after: FOLDED_END }];
}
function builtSection({ debs, rpms }) {
  const packages = [...debs, ...rpms];
  const rows = packages.map(
    (pkg) => tableRow([pkg.name, versionOf(pkg), pkg.arch, pkg.format, sizeOf(pkg.content.sizeBytes)])
  );
  if (rows.length === 0) return [];
  const before = tableHead(["built", "version", "architecture", "format", "size"]);
  const files = [
    ...debs.map((pkg) => ({ sha256: pkg.sha256, key: FORMATS.deb.fileName(pkg) })),
    ...rpms.map((pkg) => ({ sha256: pkg.sha256, key: FORMATS.rpm.fileName(pkg) }))
  ];
  return [{ before, rows, after: [] }, ...digestsSection(files)];
}
function installationSection(installations2, channels) {
  if (installations2.length === 0) return [];
  const families = installations2.map(
    ({ title, commands }) => paragraph(`${plain(title)}:`, "", ...shellCommands(commands))
  );
  const isFirst = channels.length === 1 && channels[0] === "stable";
  const others = "The files are for the channel that was published first. Others are chosen in them: in .sources by Suites, in .repo by enabled=1.";
  return [paragraph("### Install"), ...families, ...isFirst ? [] : [paragraph(others)]];
}
function leftOutSection(skipped) {
  if (skipped.length === 0) return [];
  const rows = skipped.map(
    ({ path, reason }) => markdownRow([code(shortened(path)), plain(shortened(reason))])
  );
  return [paragraph("### Left out"), { before: tableHead(["artifact", "because it is"]), rows, after: [] }];
}
function planSection(planned) {
  if (planned.length === 0) return [];
  return [paragraph(...folded("What would be written", planOf(planned)))];
}
function costSection(isDry, counts) {
  const operations = operationsOf(counts);
  const sentence = costOf(isDry, counts);
  return paragraph(plain(operations === "" ? sentence : `${sentence.replace(/\.$/, "")}: ${operations}.`));
}
function shortened(text) {
  return text.length <= MOST_CHARACTERS ? text : `${text.slice(0, MOST_CHARACTERS)}\u2026`;
}

// src/report/failure.ts
function failureSummaryOf(error2, journal) {
  const { request, warnings, packages } = journal;
  const counts = journal.counts();
  const what = request === void 0 ? "The inputs cannot be used" : `${request.repositoryName}: ${request.command} failed`;
  return printed([
    paragraph(`## \u274C ${plain(what)}`),
    paragraph(...messageOf(error2).map((line) => `> ${plain(shortened(line))}`)),
    ...doneSections(journal),
    paragraph(`**What to do:** ${plain(adviceFor(error2))}`),
    ...warningsSection(warnings),
    ...leftOutSection(packages?.skipped ?? []),
    ...requestsOf(counts) === 0 ? [] : [costSection(request?.dryRun === true, counts)]
  ]);
}
var MOST_MESSAGE_LINES = 50;
function messageOf(error2) {
  const text = error2 instanceof Error ? error2.message : String(error2);
  const lines = text.split(/\r\n|\r|\n/).filter((line) => line.trim() !== "");
  const items = lines.length > 1 ? lines.map((line) => `- ${line}`) : lines;
  return items.length <= MOST_MESSAGE_LINES ? items : [
    ...items.slice(0, MOST_MESSAGE_LINES),
    `- and ${counted(items.length - MOST_MESSAGE_LINES, "more line")}`
  ];
}
function doneSections({ request, storeName, planned, committed, counts }) {
  const { uploadedObjects, copiedObjects, deletedObjects } = counts();
  const where = storeName === void 0 ? "" : ` in ${code(storeName)}`;
  if (request?.dryRun === true || uploadedObjects + copiedObjects + deletedObjects === 0)
    return [
      paragraph(`**What is published:** Nothing was written${where}; clients see what they saw before.`)
    ];
  const rows = [...planned].map(
    ([title, wanted]) => tableRow([title, wanted, committed.has(title) ? "done" : "not done, or not known to be"])
  );
  const stored = counted(uploadedObjects + copiedObjects, "object");
  const idle = `${stored} were stored${where}, but no index names anything new: clients see what they saw before.`;
  const changed = `Some repositories${where} have changed, each as a whole; what is published works.`;
  return [
    paragraph(`**What is published:** ${committed.size === 0 ? idle : changed}`),
    ...committed.size === 0 ? [] : [{ before: tableHead(["repository", "wanted", "state"]), rows, after: [] }]
  ];
}
var AGAIN = "it goes on where this run stopped, and writes nothing twice.";
function adviceFor(error2) {
  if (error2 instanceof PublishError) return ADVICE[error2.code];
  return "This is a fault of the action itself: please report it, with the log of a run that has debug logging enabled.";
}
var MEND = `Mend what the message names, and run the step again: ${AGAIN}`;
var REPEAT = `Run the step again: ${AGAIN}`;
var ADVICE = {
  INPUT: "Change the workflow or the file that the message names, and run it again.",
  ARTIFACT: MEND,
  PACKAGE: MEND,
  KEY: "Put a key that can be used into the secret that the message names, and run the step again.",
  SIGNATURE: "Find out who signed it, before you trust that key or replace what it signed. `verify` looks at everything that is published.",
  INTEGRITY: "Run the command `verify`: it looks at everything that is published, and says what mends it.",
  CONFLICT: MEND,
  LIMIT: MEND,
  DENIED: `Look at the token, its rights and the name of the bucket or repository, and run the step again: ${AGAIN}`,
  STORE: REPEAT,
  GITHUB: REPEAT,
  CONTENTION: REPEAT,
  CLIENT: MEND,
  CANCELLED: REPEAT
};

// src/report/outputs.ts
var RANK = {
  added: 0,
  replaced: 0,
  removed: 0,
  skipped: 1,
  unchanged: 2
};
function packagesOutput(entries, log) {
  const whole = JSON.stringify(entries);
  if (whole.length <= LIMITS.outputLength) return whole;
  const texts = entries.toSorted((left, right) => RANK[left.status] - RANK[right.status]).map((entry) => JSON.stringify(entry));
  return `[${fitting("packages", texts, log).join(",")}]`;
}
function pathsOutput(paths, log) {
  return fitting("package-paths", paths, log).join("\n");
}
function fitting(name, texts, log) {
  let length = 0;
  const end = texts.findIndex((text) => (length += text.length + 1) > LIMITS.outputLength);
  if (end < 0) return texts;
  log.warning(
    `The output ${name} lacks ${counted(texts.length - end, "item")}: GitHub takes 1 MiB of outputs from a job. Publish in several steps, or read the checksums file.`
  );
  return texts.slice(0, end);
}

// src/report/runner-log.ts
var isFolded = false;
var runnerLog = {
  info: (message) => info(withoutCommands(message)),
  notice: (message, place) => notice(message, place && annotationAt(place)),
  warning: (message) => warning(message),
  error: (message) => error(message),
  progress: (message) => info(withoutCommands(message)),
  pace: LINE_PACE,
  async group(title, work) {
    if (isFolded) {
      runnerLog.info(title);
      return work();
    }
    isFolded = true;
    try {
      return await group(withoutCommands(title), work);
    } finally {
      isFolded = false;
    }
  }
};
function annotationAt({ file, line, column }) {
  return { file, startLine: line, startColumn: column };
}
function withoutCommands(message) {
  return message.replaceAll("::", ": :").replaceAll("##[", "## [");
}

// src/report/outcome.ts
function outcomeOf(report) {
  return `${signOf(report)} ${report.request.repositoryName}: ${wordsOf(report)}`;
}
function signOf({ request, verification, arrival, warnings, whyUnpublished }) {
  if (arrivalFailure(arrival) !== void 0) return "\u274C";
  if (verification !== void 0 && !verification.isSound) return "\u274C";
  if (warnings.length > 0) return "\u26A0\uFE0F";
  return request.dryRun || whyUnpublished !== void 0 ? "\u2139\uFE0F" : "\u2705";
}
function wordsOf({ request, entries, packages, verification, arrival, whyUnpublished }) {
  if (verification !== void 0) {
    const errors = countOf(verification.findings, "error");
    return errors === 0 ? `sound (${countsOf(verification.findings)})` : `${counted(errors, "error")} found`;
  }
  if (whyUnpublished !== void 0) {
    const built = (packages?.debs.length ?? 0) + (packages?.rpms.length ?? 0);
    return `${counted(built, "package")} built and checked, nothing published`;
  }
  const changes = statusesOf(distinct(entries).filter(isChange));
  const what = changes || (request.command === "republish" ? "every index written anew" : "nothing to change");
  if (arrivalFailure(arrival) !== void 0) return `${what}, but clients do not get it as they should`;
  return request.dryRun ? `${what} (dry run: nothing was written)` : what;
}
function isChange({ status }) {
  return status !== "unchanged" && status !== "skipped";
}
function distinct(entries) {
  const named = entries.map(
    (it) => [`${it.status} ${it.format} ${it.name} ${it.version} ${it.arch}`, it]
  );
  return [...new Map(named).values()];
}

// src/report/summary.ts
function summaryOf(report) {
  const { request, warnings, counts, verification, arrival } = report;
  return printed([
    paragraph(`## ${plain(outcomeOf(report))}`),
    paragraph(plain(doneBy(report))),
    ...placeSection(report),
    ...warningsSection(warnings),
    ...arrivalSections(arrival),
    ...verification === void 0 ? changesOf(report) : verificationSections(verification),
    costSection(request.dryRun, counts)
  ]);
}
function doneBy(report) {
  const { verification, request } = report;
  return verification === void 0 ? resultOf(report) : `Verified: ${theChannels(request.channels)}.`;
}
function placeSection({ storeName, baseUrl, keyFingerprint }) {
  if (storeName === void 0) return [];
  const isElsewhere = baseUrl !== void 0 && !baseUrl.startsWith("file:");
  const seen = isElsewhere ? `, for clients at ${link(baseUrl, baseUrl)}` : "";
  const signed = keyFingerprint === "" ? "" : `, signed by ${code(keyFingerprint)}`;
  return [paragraph(`Repositories: ${code(storeName)}${seen}${signed}`)];
}
function changesOf({ entries, packages, planned, request, baseUrl }) {
  const present = entries.filter(({ status }) => status !== "removed");
  return [
    ...packagesSection(entries, request.dryRun),
    ...entries.length === 0 && packages !== void 0 ? builtSection(packages) : [],
    ...request.dryRun || present.length === 0 ? [] : howToInstall(request, baseUrl, present),
    ...leftOutSection(packages?.skipped ?? []),
    ...request.dryRun ? planSection(planned) : []
  ];
}
function howToInstall({ repositoryName, channels, pages }, baseUrl, entries) {
  if (!pages) return [];
  if (baseUrl !== void 0)
    return installationSection(installations(baseUrl, repositoryName, entries), channels);
  return [
    paragraph("With the input `public-url`, here would be links, and the commands to install from there.")
  ];
}
function verificationSections({ repositories, findings }) {
  const copies = repositories.flatMap(({ title, copies: copies2 }) => copies2.map(({ id, date }) => [title, id, date]));
  const table = (titles, rows) => rows.length === 0 ? [] : [{ before: tableHead(titles), rows: rows.map(tableRow), after: [] }];
  return [
    ...table(
      ["repository", "state", "content", "head", "signed by"],
      repositories.map((it) => verdictCells(it, findings))
    ),
    paragraph(`Found: ${countsOf(findings)}.`),
    ...table(
      ["severity", "object", "seen", "what mends it"],
      findings.map(({ severity, key, seen, remedy }) => [severity, key, seen, remedy])
    ),
    ...table(["rollback takes", "ID", "date"], copies)
  ];
}

// src/report/verify-report.ts
function verifyReport({ isSound, repositories, findings }) {
  const shown = fitting2(findings);
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
function fitting2(findings) {
  let bytes = 0;
  const end = findings.findIndex((finding) => {
    bytes += Buffer.byteLength(JSON.stringify(finding)) + 1;
    return bytes > LIMITS.verifyReportBytes;
  });
  return end < 0 ? findings : findings.slice(0, end);
}

// src/action.ts
async function runAction() {
  const { env } = process;
  const temporaries = env["RUNNER_TEMP"] ?? tmpdir();
  const journal = newJournal();
  try {
    const report = await withTemporaryFolder(temporaries, (folder) => step(env, folder, temporaries, journal));
    await say(report);
    await writeSummary(() => summaryOf(report), journal, env);
    const failure = failureOf(report.verification) ?? arrivalFailure(report.arrival);
    if (failure === void 0) return 0;
    fail(failure);
  } catch (error2) {
    fail(error2);
    await writeSummary(() => failureSummaryOf(error2, journal), journal, env);
    if (!(error2 instanceof PublishError) && error2 instanceof Error) debug(error2.stack ?? "");
  }
  return 1;
}
async function step(env, temporary, temporaries, journal) {
  const texts = readInputs([], env);
  for (const secret of secretLines(texts)) setSecret(secret);
  const { context } = await import("./github-4SEGQ6SU.js");
  const event = projectEvent(env, context.payload);
  const cwd = env["GITHUB_WORKSPACE"] ?? process.cwd();
  const scratch = fileScratch(temporary);
  const signal = cancellation();
  const report = await run(texts, event, { env, cwd, log: runnerLog, journal, scratch, signal });
  setOutputs(report, await keptFiles(report, cwd, temporaries));
  return report;
}
async function say(report) {
  const lines = tableOf(report);
  if (lines.length > 0) {
    await runnerLog.group("Result", async () => {
      for (const line of lines) runnerLog.info(line);
    });
  }
  for (const line of closingOf(report)) runnerLog.info(line);
  for (const warning2 of report.warnings) runnerLog.info(`Warned of above: ${warning2}`);
}
async function writeSummary(markdown, { request }, env) {
  const isWanted = request?.jobSummary ?? env["INPUT_JOB-SUMMARY"] !== "false";
  if (!env["GITHUB_STEP_SUMMARY"] || !isWanted) return;
  try {
    await summary.addRaw(markdown()).write();
  } catch (error2) {
    runnerLog.warning(`The job summary could not be written: ${messageOf2(error2)}`);
  }
}
async function keptFiles({ packages, request }, cwd, temporaries) {
  if (packages === void 0) return void 0;
  const folder = outputDirectoryOf(request) ?? await newFolder(temporaries, "packages-");
  return writeMadeFiles(packages, cwd, folder);
}
function setOutputs({ entries, counts, keyFingerprint, verification }, files) {
  setOutput("packages", packagesOutput(entries, runnerLog));
  setOutput("changed", String(isChanged(counts)));
  setOutput("uploaded-objects", String(counts.uploadedObjects));
  setOutput("uploaded-bytes", String(counts.uploadedBytes));
  setOutput("package-paths", pathsOutput(files?.packagePaths ?? [], runnerLog));
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
  if (faults.length === 0) setFailed(messageOf2(error2));
}
function messageOf2(error2) {
  return error2 instanceof Error ? error2.message : String(error2);
}
export {
  runAction
};
