import { createRequire as requireFrom } from 'node:module';
const require = requireFrom(import.meta.url);
import {
  GitHub,
  context,
  defaults,
  getOctokitOptions,
  getUserAgentWithOrchestrationId
} from "./chunk-YUH2UZFH.js";
import "./chunk-QC3R5EXX.js";
import "./chunk-WLTGSTQD.js";
export {
  GitHub,
  context,
  defaults,
  getOctokitOptions,
  getUserAgentWithOrchestrationId
};
