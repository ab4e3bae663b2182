import { createRequire as requireFrom } from 'node:module';
const require = requireFrom(import.meta.url);
async function main(){if(process.env.GITHUB_ACTIONS==="true"&&process.argv.length===2){let{runAction}=await import("./chunks/action-ZP25B74C.js");return runAction()}let{runCommandLine}=await import("./chunks/command-line-D4WL7NWK.js");return runCommandLine(process.argv.slice(2))}process.exitCode=await main();
