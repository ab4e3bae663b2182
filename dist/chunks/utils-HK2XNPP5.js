import { createRequire as requireFrom } from 'node:module';
const require = requireFrom(import.meta.url);
import {
  GitHub,
  context,
  defaults,
  getOctokitOptions,
  getUserAgentWithOrchestrationId
} from "./chunk-X3DBJ2LB.js";
import "./chunk-ADOUZNMS.js";
import "./chunk-WLTGSTQD.js";
export {
  GitHub,
  context,
  defaults,
  getOctokitOptions,
  getUserAgentWithOrchestrationId
};
