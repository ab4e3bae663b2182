import { createRequire as requireFrom } from 'node:module';
const require = requireFrom(import.meta.url);
import{__commonJS}from"./chunk-ZKFYEUOA.js";var require_node_http=__commonJS({"whole-builtins:node:http"(exports,module){module.exports=process.getBuiltinModule("node:http")}});export{require_node_http};
