import { createRequire as requireFrom } from 'node:module';
const require = requireFrom(import.meta.url);
import{require_node_http}from"./chunk-FMJAPNPG.js";import"./chunk-ZKFYEUOA.js";export default require_node_http();
