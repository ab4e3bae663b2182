import { createRequire as requireFrom } from 'node:module';
const require = requireFrom(import.meta.url);
import{Context,GitHub,getOctokitOptions}from"./chunk-G2KOMQZV.js";import"./chunk-FMJAPNPG.js";import"./chunk-ZKFYEUOA.js";var context=new Context;function getOctokit(token,options,...additionalPlugins){let GitHubWithPlugins=GitHub.plugin(...additionalPlugins);return new GitHubWithPlugins(getOctokitOptions(token,options))}export{context,getOctokit};
