import { createRequire as requireFrom } from 'node:module';
const require = requireFrom(import.meta.url);
import {
  LINE_PACE,
  arrivalFailure,
  cancellation,
  closingOf,
  failureOf,
  installations,
  newJournal,
  outputDirectoryOf,
  projectEvent,
  run,
  tableOf,
  withTemporaryFolder,
  writeMadeFiles
} from "./chunk-7OWZ25SM.js";
import "./chunk-H2LKWFTH.js";
import {
  INPUTS,
  INPUT_NAMES,
  fileScratch,
  generateKey,
  readInputs
} from "./chunk-J5R2GLGA.js";
import "./chunk-CZW45GPR.js";
import {
  LIMITS
} from "./chunk-OQETSIHW.js";
import "./chunk-WLTGSTQD.js";

// src/command-line.ts
import { tmpdir } from "node:os";

// src/demonstration.ts
import { existsSync } from "node:fs";
import { join } from "node:path";
function demonstrationInputs(texts, cwd, executable, version) {
  return {
    ...texts,
    artifacts: executable,
    repository: newDirectory(cwd),
    // A name that no distribution has: neither the package nor /usr/bin/NAME meets another.
    name: "node-demonstration",
    version,
    description: "JavaScript runtime that made this repository",
    homepage: "https://nodejs.org/",
    license: "MIT",
    maintainer: "R2 Package Repository <demonstration@example.invalid>",
    "repository-name": "demonstration"
  };
}
function newDirectory(cwd) {
  const names = ["repository", ...Array.from({ length: 998 }, (_, index) => `repository-${index + 2}`)];
  return names.find((name) => !existsSync(join(cwd, name))) ?? "repository-1000";
}

// src/help.ts
var GROUPS = {
  command: "What to do",
  repository: "Where to publish",
  "gpg-private-key": "Keys",
  channels: "Channels, and the packages that are built",
  component: "The repositories",
  "if-exists": "What becomes of packages",
  "sign-packages": "The run"
};
var COLUMNS = 100;
var INDENT = 6;
function helpLines() {
  return [
    "Usage: npm start -- --INPUT VALUE \u2026",
    "       npm start -- --help | --version",
    "",
    "Publishes packages in signed apt and rpm repositories. Without any input: a demonstration, in a new directory.",
    "Inputs come from flags (--INPUT=VALUE too), else from INPUT_NAME in the environment. Secrets come from the",
    "environment only. Several values are separated by commas or line breaks.",
    ...INPUT_NAMES.flatMap((name) => [...headingOf(name), ...linesOf(name)]),
    "",
    "Exit code: 0 where all is done, 1 where something failed, or where verify found what is not sound."
  ];
}
function headingOf(name) {
  const title = GROUPS[name];
  return title === void 0 ? [] : ["", `${title}:`];
}
function linesOf(name) {
  const spec = INPUTS[name];
  const variables = [
    ...spec.env === void 0 ? [] : [spec.env],
    `INPUT_${name.toUpperCase().replaceAll("-", "_")}`
  ];
  const facts = [
    spec.description,
    ...spec.default ? [`Default: ${spec.default}.`] : [],
    ...spec.env === void 0 || spec.secret ? [] : [`Else from ${spec.env}.`]
  ];
  const head = spec.secret ? `environment: ${variables.join(" or ")}` : `--${name} ${spec.values?.join("|") ?? "VALUE"}`;
  return [`  ${head}`, ...wrapped(facts.join(" "))];
}
function wrapped(text) {
  const lines = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last === void 0 || last.length + 1 + word.length > COLUMNS - INDENT) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines.map((line) => " ".repeat(INDENT) + line);
}

// src/openpgp/throw-away-key.ts
var RSA_BITS = 3072;
async function throwAwayKey(userId, at) {
  const [, name = userId, email = ""] = /^(.*) <(.*)>$/.exec(userId) ?? [];
  const { privateKey } = await generateKey({
    type: "rsa",
    rsaBits: RSA_BITS,
    userIDs: [email === "" ? { name } : { name, email }],
    subkeys: [],
    date: at,
    format: "armored"
  });
  return privateKey;
}

// src/report/terminal.ts
var SCREEN_PACE = { firstMs: LIMITS.screenProgressFirstMs, everyMs: LIMITS.screenProgressEveryMs };
var ERASE_LINE = "\r\x1B[2K";
function terminalLog({ out, err, columns }) {
  let isShown = false;
  function say2(line, to) {
    if (isShown) err(ERASE_LINE);
    isShown = false;
    to(`${printable(line)}
`);
  }
  return {
    info: (message) => say2(message, out),
    notice: (message) => say2(message, out),
    warning: (message) => say2(`Warning: ${message}`, err),
    error: (message) => say2(`Error: ${message}`, err),
    progress(message) {
      if (columns === void 0) return say2(message, out);
      isShown = true;
      err(`${ERASE_LINE}${printable(message).slice(0, columns - 1)}`);
    },
    pace: columns === void 0 ? LINE_PACE : SCREEN_PACE,
    async group(title, work) {
      say2(title, out);
      try {
        return await work();
      } finally {
        if (isShown) err(ERASE_LINE);
        isShown = false;
      }
    }
  };
}
function printable(text) {
  return text.replaceAll(/[^\P{Cc}\n\t]/gu, "\uFFFD");
}
function hideWorkflowCommands() {
  const write = process.stdout.write.bind(process.stdout);
  process.stdout.write = (chunk, ...rest) => typeof chunk === "string" && chunk.startsWith("::debug::") ? true : write(chunk, ...rest);
}

// src/version.ts
var VERSION = "0.1.0";

// src/command-line.ts
var say = (line) => process.stdout.write(`${line}
`);
async function runCommandLine(args) {
  if (args.includes("--help")) {
    for (const line of helpLines()) say(line);
    return 0;
  }
  if (args.length === 1 && args[0] === "--version") {
    say(VERSION);
    return 0;
  }
  hideWorkflowCommands();
  const log = terminalLog({
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
    columns: process.stderr.isTTY ? process.stderr.columns || 80 : void 0
  });
  try {
    const report = await withTemporaryFolder(tmpdir(), (folder) => carryOut(args, log, folder));
    show(report);
    const failure = failureOf(report.verification) ?? arrivalFailure(report.arrival);
    if (failure !== void 0) throw failure;
    return 0;
  } catch (error) {
    log.error(error instanceof Error ? error.message : String(error));
    return 1;
  }
}
async function carryOut(args, log, temporary) {
  const { env } = process;
  const cwd = env["INIT_CWD"] ?? process.cwd();
  const texts = await inputTexts(args, env, cwd);
  const scratch = fileScratch(temporary);
  const [journal, signal] = [newJournal(), cancellation()];
  const report = await run(texts, projectEvent(env, {}), { env, cwd, log, journal, scratch, signal });
  const folder = outputDirectoryOf(report.request);
  if (folder !== void 0 && report.packages !== void 0) {
    await writeMadeFiles(report.packages, cwd, folder);
  }
  return report;
}
async function inputTexts(args, env, cwd) {
  const texts = readInputs(args, env);
  if (args.length > 0 || texts.artifacts !== "" || texts.repository !== "") return texts;
  say(
    "No input is given, so this is a demonstration: it packages the Node.js that runs it, with a key that is thrown away."
  );
  say("For your own: npm start -- --help");
  const key = await throwAwayKey("R2 Package Repository <demonstration@example.invalid>", /* @__PURE__ */ new Date());
  return {
    ...demonstrationInputs(texts, cwd, process.execPath, process.version),
    "gpg-private-key": key,
    "gpg-passphrase": ""
  };
}
function show(report) {
  for (const line of [...tableOf(report), ...closingOf(report)]) say(line);
  const { baseUrl, request } = report;
  const entries = report.entries.filter(({ status }) => status !== "removed");
  if (baseUrl === void 0 || !request.pages || entries.length === 0 || request.dryRun) return;
  say(`
The repositories are at ${baseUrl}, signed by ${report.keyFingerprint}. To install from them:`);
  for (const { title, commands } of installations(baseUrl, request.repositoryName, entries)) {
    say(`${title}:`);
    for (const command of commands) say(`  ${command}`);
  }
}
export {
  runCommandLine
};
