import { createRequire as requireFrom } from 'node:module';
const require = requireFrom(import.meta.url);
import{GitHub,context,defaults,getOctokitOptions,getUserAgentWithOrchestrationId}from"./chunk-G2KOMQZV.js";import"./chunk-FMJAPNPG.js";import"./chunk-ZKFYEUOA.js";export{GitHub,context,defaults,getOctokitOptions,getUserAgentWithOrchestrationId};
