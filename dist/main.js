import { createRequire as requireFrom } from 'node:module';
const require = requireFrom(import.meta.url);
async function main(){if(process.env.GITHUB_ACTIONS==="true"&&process.argv.length===2){let{runAction}=await import("./chunks/action-FHSGJ2NP.js");return runAction()}let{runCommandLine}=await import("./chunks/command-line-RAD4XDGU.js");return runCommandLine(process.argv.slice(2))}process.exitCode=await main();
