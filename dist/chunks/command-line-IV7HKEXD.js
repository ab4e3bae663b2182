import { createRequire as requireFrom } from 'node:module';
const require = requireFrom(import.meta.url);
import {
  INPUTS,
  INPUT_NAMES,
  cancellation,
  fileScratch,
  generateKey,
  installableNames,
  projectEvent,
  readInputs,
  run,
  tableOf,
  writeMadeFiles
} from "./chunk-FD5NFJSQ.js";
import "./chunk-HI6CAJEC.js";
import "./chunk-S6CFQX62.js";
import "./chunk-WLTGSTQD.js";

// src/command-line.ts
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

// src/demonstration.ts
import { existsSync } from "node:fs";
function demonstrationInputs(texts, executable, version) {
  return {
    ...texts,
    artifacts: executable,
    repository: newDirectory(),
    name: "node",
    version,
    description: "JavaScript runtime that made this repository",
    homepage: "https://nodejs.org/",
    license: "MIT",
    maintainer: "R2 Package Repository <demonstration@example.invalid>",
    "repository-name": "demonstration"
  };
}
function newDirectory() {
  const names = ["repository", ...Array.from({ length: 998 }, (_, index) => `repository-${index + 2}`)];
  return names.find((name) => !existsSync(name)) ?? "repository-1000";
}
function installInstructions(baseUrl, repositoryName, names) {
  const fetch = (file, target) => baseUrl.startsWith("file://") ? `sudo install -Dm644 ${decodeURIComponent(new URL(baseUrl).pathname)}/${file} ${target}` : `sudo curl -fsS --create-dirs -o ${target} ${baseUrl}/${file}`;
  return [
    "Debian, Ubuntu:",
    `  ${fetch(`${repositoryName}.asc`, `/etc/apt/keyrings/${repositoryName}.asc`)}`,
    `  ${fetch(`${repositoryName}.sources`, `/etc/apt/sources.list.d/${repositoryName}.sources`)}`,
    `  sudo apt-get update && sudo apt-get install ${names.join(" ")}`,
    "Fedora, RHEL and its clones:",
    `  ${fetch(`${repositoryName}.repo`, `/etc/yum.repos.d/${repositoryName}.repo`)}`,
    `  sudo dnf install ${names.join(" ")}`
  ];
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

// src/report/log.ts
function terminalLog(out, err) {
  return {
    info: (message) => out(message),
    notice: (message) => out(message),
    warning: (message) => err(`Warning: ${message}`),
    error: (message) => err(`Error: ${message}`),
    group: async (title, work) => {
      out(title);
      return work();
    }
  };
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
  const temporary = await mkdtemp(join(tmpdir(), "r2-package-repository-"));
  try {
    const texts = await inputTexts(args, process.env);
    const cwd = process.cwd();
    const event = projectEvent(process.env, {});
    const report = await run(texts, event, {
      env: process.env,
      cwd,
      log,
      scratch: fileScratch(temporary),
      signal: cancellation()
    });
    if (report.request.outputDirectory !== void 0)
      await writeMadeFiles(report.packages, cwd, report.request.outputDirectory);
    show(report);
    return 0;
  } catch (error) {
    log.error(error instanceof Error ? error.message : String(error));
    return 1;
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}
async function inputTexts(args, env) {
  const texts = readInputs(args, env);
  if (args.length > 0 || texts.artifacts !== "" || texts.repository !== "") return texts;
  say(
    "No input is given, so this is a demonstration: it packages the Node.js that runs it, with a key that is thrown away."
  );
  say("For your own: npm start -- --help");
  const key = await throwAwayKey("R2 Package Repository <demonstration@example.invalid>", /* @__PURE__ */ new Date());
  return {
    ...demonstrationInputs(texts, process.execPath, process.version),
    "gpg-private-key": key,
    "gpg-passphrase": ""
  };
}
function show(report) {
  for (const line of tableOf(report)) say(line);
  const { baseUrl, request, entries } = report;
  if (baseUrl === void 0 || entries.length === 0 || request.dryRun) return;
  say(`
The repositories are at ${baseUrl}, signed by ${report.keyFingerprint}. To install from them:`);
  for (const line of installInstructions(baseUrl, request.repositoryName, installableNames(entries)))
    say(line);
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
