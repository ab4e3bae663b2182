import { createRequire as requireFrom } from 'node:module';
const require = requireFrom(import.meta.url);
import {
  cancellation,
  failureOf,
  outputDirectoryOf,
  projectEvent,
  run,
  tableOf,
  terminalLog,
  withTemporaryFolder,
  writeMadeFiles
} from "./chunk-2OCP62CW.js";
import "./chunk-HI6CAJEC.js";
import {
  INPUTS,
  INPUT_NAMES,
  fileScratch,
  generateKey,
  readInputs
} from "./chunk-FPNSZXWC.js";
import "./chunk-BJHIMWU2.js";
import "./chunk-5NWWUHRJ.js";
import "./chunk-WLTGSTQD.js";

// src/command-line.ts
import { tmpdir } from "node:os";

// src/demonstration.ts
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
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
function installInstructions(baseUrl, repositoryName, entries) {
  const isLocal = baseUrl.startsWith("file://");
  const fetch = (file, target) => isLocal ? `sudo install -Dm644 ${quoted(join(fileURLToPath(baseUrl), file))} ${target}` : `sudo curl -fsS --create-dirs -o ${target} ${baseUrl}/${file}`;
  const namesOf = (format) => [...new Set(entries.filter((it) => it.format === format).map(({ name }) => name))].join(" ");
  const apt = isLocal ? "sudo apt-get -o APT::Sandbox::User=root" : "sudo apt-get";
  const [debs, rpms] = [namesOf("deb"), namesOf("rpm")];
  return [
    ...debs === "" ? [] : [
      "Debian, Ubuntu:",
      `  ${fetch(`${repositoryName}.asc`, `/etc/apt/keyrings/${repositoryName}.asc`)}`,
      `  ${fetch(`${repositoryName}.sources`, `/etc/apt/sources.list.d/${repositoryName}.sources`)}`,
      `  ${apt} update && ${apt} install ${debs}`
    ],
    ...rpms === "" ? [] : [
      "Fedora, RHEL and its clones:",
      `  ${fetch(`${repositoryName}.repo`, `/etc/yum.repos.d/${repositoryName}.repo`)}`,
      `  sudo dnf install ${rpms}`
    ]
  ];
}
function quoted(path) {
  return /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", String.raw`'\''`)}'`;
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
function hideWorkflowCommands() {
  const write = process.stdout.write.bind(process.stdout);
  process.stdout.write = (chunk, ...rest) => typeof chunk === "string" && chunk.startsWith("::debug::") ? true : write(chunk, ...rest);
}

// src/command-line.ts
var say = (line) => process.stdout.write(`${line}
`);
var complain = (line) => process.stderr.write(`${line}
`);
async function runCommandLine(args) {
  if (args.includes("--help")) {
    for (const line of help()) say(line);
    return 0;
  }
  hideWorkflowCommands();
  const log = terminalLog(say, complain);
  try {
    const report = await withTemporaryFolder(tmpdir(), (folder) => carryOut(args, log, folder));
    show(report);
    const failure = failureOf(report.verification);
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
  const report = await run(texts, projectEvent(env, {}), { env, cwd, log, scratch, signal: cancellation() });
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
  for (const line of tableOf(report)) say(line);
  const { baseUrl, request } = report;
  const entries = report.entries.filter(({ status }) => status !== "removed");
  if (baseUrl === void 0 || entries.length === 0 || request.dryRun) return;
  say(`
The repositories are at ${baseUrl}, signed by ${report.keyFingerprint}. To install from them:`);
  for (const line of installInstructions(baseUrl, request.repositoryName, entries)) say(line);
}
function help() {
  const flags = INPUT_NAMES.map((name) => {
    const spec = INPUTS[name];
    const source = spec.secret ? `environment: ${spec.env ?? name}` : `--${name}`;
    return `  ${source}
      ${spec.description}${spec.default ? ` Default: ${spec.default}.` : ""}`;
  });
  return [
    "Usage: npm start -- --INPUT VALUE \u2026",
    "",
    "Without any input: a demonstration, in a new directory.",
    "",
    ...flags
  ];
}
export {
  runCommandLine
};
