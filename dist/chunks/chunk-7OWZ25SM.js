import { createRequire as requireFrom } from 'node:module';
const require = requireFrom(import.meta.url);
import {
  exec,
  getExecOutput
} from "./chunk-H2LKWFTH.js";
import {
  ARCHITECTURES,
  ELF_MAGIC,
  SIGNATURE_TAGS,
  TAGS,
  TRUST_RULES,
  abreast,
  arArchive,
  assertInside,
  authenticated,
  baseName,
  byteSource,
  bytesOf,
  checkNvra,
  contentOf,
  day,
  describePackage,
  digestEntries,
  digestOf,
  encodeHeader,
  encodeLead,
  entryOf,
  enums,
  evenChunks,
  findArtifacts,
  fingerprintOf,
  headerSize,
  interpretersOf,
  isMusl,
  isMuslLibrary,
  isSecretVariable,
  isSigned,
  isVersion,
  joined,
  keyFiles,
  listOf,
  memoryScratch,
  printArmor,
  projectVersion,
  readAr,
  readElf,
  readKey,
  readPublicCertificates,
  readRpm,
  readRpmHead,
  readSigningKeys,
  readTrustedKeys,
  readVersion,
  sha256,
  signCleartext,
  signDetachedArmored,
  signatureHeader,
  signaturesOf,
  sliceOf,
  splitEpoch,
  systemClock,
  together,
  trustOf,
  verifyCleartext,
  verifyDetached,
  withProjectFacts
} from "./chunk-J5R2GLGA.js";
import {
  assertKey,
  assertKeyPrefix,
  compareKeys,
  exactly,
  foldersOf,
  pauseMs
} from "./chunk-CZW45GPR.js";
import {
  LIMITS,
  PublishError
} from "./chunk-OQETSIHW.js";
import {
  __commonJS,
  __require,
  __toESM
} from "./chunk-WLTGSTQD.js";

// node_modules/xz-decompress/dist/package/xz-decompress.js
var require_xz_decompress = __commonJS({
  "node_modules/xz-decompress/dist/package/xz-decompress.js"(exports, module) {
    (function webpackUniversalModuleDefinition(root, factory) {
      if (typeof exports === "object" && typeof module === "object")
        module.exports = factory(__require("stream/web"));
      else if (typeof define === "function" && define.amd)
        define(["stream/web"], factory);
      else if (typeof exports === "object")
        exports["xz-decompress"] = factory(__require("stream/web"));
      else
        root["xz-decompress"] = factory(root["stream/web"]);
    })(exports, (__WEBPACK_EXTERNAL_MODULE__2__) => {
      return (
        /******/
        (() => {
          "use strict";
          var __webpack_modules__ = [
            ,
            /* 1 */
            /***/
            ((module2) => {
              module2.exports = "data:application/wasm;base64,AGFzbQEAAAABOApgAX8Bf2ABfwBgAABgA39/fwF/YAABf2ACf38AYAN/f34BfmACf38Bf2AEf39/fwF/YAN/f38AAyEgAAABAgMDAwMEAQUAAgMCBgcIBwUDAAMHAQcABwcBAwkFAwEAAgYIAX8BQfCgBAsHTgUGbWVtb3J5AgAOY3JlYXRlX2NvbnRleHQACA9kZXN0cm95X2NvbnRleHQACQxzdXBwbHlfaW5wdXQACg9nZXRfbmV4dF9vdXRwdXQACwqQYCDfAgEFf0EAIQECQCAAQQdqIgJBEEkNAEEBIQEgAkEDdiIDQQJGDQBBAiEBIAJBIEkNAEEDIQEgA0EERg0AQQQhASACQTBJDQBBBSEBIANBBkYNAEEGIQEgAkHIAEkNAEEHIQEgAkHYAEkNAEEIIQEgAkGIAUkNAEEJIQEgAkGIAkkNACAAEIGAgIAAIgBBCGpBACAAGw8LAkACQCABQQJ0QcCIgIAAaiIEKAIAIgANAEEAIQACQAJAQQAoAuSIgIAAIgJFDQBBACACKAIANgLkiICAAAwBC0EAEIGAgIAAIgJFDQILIAJBgIB8cSIAIAJBCHZB/wFxIgJyIAE6AAAgACACQQh0ckGAAmohAEEAIQJBACABQQJ0QYCIgIAAaigCACIDayEFIAMhAQNAIAAgBWoiACACNgIAIAAhAiABIANqIgFBgQJJDQALIAQgADYCAAsgBCAAKAIANgIACyAAC/QHAQh/QQAoArCIgIAAIQECQAJAAkACQAJAQQAtALSIgIAARQ0AQQBBADoAtIiAgAAgAUUNAUGwiICAACECA0ACQAJAIAFBCGoiAyABKAIEIgRqIgVBCHZB/wFxIgYNACABIQIMAQsCQANAIAVBgIB8cSAGai0AAEH+AUcNAUGwiICAACEGA0AgBiIHKAIAIgYgBUcNAAsgByAFKAIANgIAIAEgBCAFKAIEakEIaiIENgIEIAcgAiACIAVGGyECIAMgBGoiBUEIdkH/AXEiBg0ACwsgAigCACECCyACKAIAIgENAAtBACgCsIiAgAAhAQsgAUUNACAAQYcCakGAfnEhCEF/IQJBsIiAgAAhBEEAIQNBsIiAgAAhBgNAIAYhBwJAIAEiBigCBCIFIABJDQAgBSACTw0AIAUhAiAHIQQgBiEDIAVBCGogCEcNACAHIQQgBSECIAYhAwwECyAGKAIAIgENAAsgAw0CDAELQbCIgIAAIQQLPwBBEHQhASAAQYgCaiEHQQAhAwJAAkBBACgCuIiAgAAiAkUNAEEAIQUgASEGDAELQQAgAUHwoISAAEH//wNqQYCAfHEiBmsiAjYCuIiAgAAgAiEFCwJAIAcgBU0NACACQQF2IgIgByAFayIHIAIgB0sbQf//A2oiB0EQdkAAQX9GDQJBAEEAKAK4iICAACAHQYCAfHEiA2o2AriIgIAACyAGRQ0BIAZB/wE6AAEgBkEAKAKwiICAADYCgAIgBkGEAmogAyAFakGAgHxxQfh9aiICNgIAIAZBgAJqIQMLIANBgIB8cSIGIANBCHZB/wFxckH/AToAACAEIAMoAgA2AgACQCACIABrQYB+cSIFDQAgAw8LIAMhAQJAIAYgBUF/cyADQQhqIgQgAmoiB2pBgIB8cUYNACAEQf//A3EhBQJAIABB9/0DSw0AIAYgBEEIdkH/AXFqQf4BOgAAIANBACgCsIiAgAA2AgAgA0GAgAQgBWsiBTYCBEEAIAM2ArCIgIAAEIOAgIAAIAZBhIIEaiACIAVrQfh9aiIFNgIAIAZBgYAEakH/AToAACAGQYCCBGohASAFIABrQYB+cSEFDAELIAIgBWogACAFakH//3tqQYCAfHFrQYCAeGohBSADIQELIAEgASgCBCAFazYCBCAFQfgBaiEGIAcgBWtBCHZB/wFxIQUCQANAIAYiB0GAfmohBiAFIgQNAUEBIQUgB0H4AUcNAAsLAkAgB0H4AUYNACACIANqIAZrQYCAfHEiBSAEakH+AToAACAFIARBCHRqIgVBACgCsIiAgAA2AgAgBSAGNgIEQQAgBTYCsIiAgAAQg4CAgAALIAEPC0EAC3wBAn8CQCAARQ0AAkAgAEGAgHxxIABBCHZB/wFxciIBLQAAIgJB/wFHDQAgAEF4aiIAQQAoArCIgIAANgIAQQAgADYCsIiAgAAgAUH+AToAAEEAQQE6ALSIgIAADwsgACACQQJ0QcCIgIAAaiICKAIANgIAIAIgADYCAAsLawECfwJAQQAoArCIgIAAIgAoAgRB/wFLDQAgAEGAgHxxIgEgAEEIdkH/AXEiAHJBCToAAEEAQQAoArCIgIAAKAIANgKwiICAACABIABBCHRyIgBBACgC5IiAgAA2AgBBACAANgLkiICAAAsLTgECfwJAIAAgAUYNACACRQ0AA0ACQCAALQAAIgMgAS0AACIERg0AQQFBfyADIARLGw8LIAFBAWohASAAQQFqIQAgAkF/aiICDQALC0EAC3gBAX8CQAJAIAAgAU8NACACRQ0BIAAhAwNAIAMgAS0AADoAACABQQFqIQEgA0EBaiEDIAJBf2oiAg0ADAILCyAAIAFNDQAgAkUNACABQX9qIQEgAEF/aiEDA0AgAyACaiABIAJqLQAAOgAAIAJBf2oiAg0ACwsgAAssAQF/AkAgAkUNACAAIQMDQCADIAE6AAAgA0EBaiEDIAJBf2oiAg0ACwsgAAt/AQF/AkACQCABIAByIAJyQQNxRQ0AIAJFDQEgACEDA0AgAyABLQAAOgAAIAFBAWohASADQQFqIQMgAkF/aiICDQAMAgsLIAJBBEkNACACQQJ2IQIgACEDA0AgAyABKAIANgIAIAFBBGohASADQQRqIQMgAkF/aiICDQALCyAAC4gBAQJ/AkBBAC0A6IiAgAANAEEAQQE6AOiIgIAAEIyAgIAAEI6AgIAAC0GggAgQgICAgAAiAEGAgAQ2AgBBAkGAgIAgEJeAgIAAIQEgAEEUakKAgICAgIDAADcCACAAQRBqIABBoIAEajYCACAAQQhqQgA3AgAgACAAQSBqNgIEIAAgATYCHCAACxUAIAAoAhwQmICAgAAgABCCgICAAAsWACAAQQxqIAE2AgAgAEEIakEANgIACxsAIAAoAhwgAEEEaiAAQQxqKAIARRCWgICAAAtUAQN/QQAhAANAQQghASAAIQIDQEEAIAJBAXFrQaCG4u1+cSACQQF2cyECIAFBf2oiAQ0ACyAAQQJ0QfCIgIAAaiACNgIAIABBAWoiAEGAAkcNAAsLTgACQCABRQ0AIAJBf3MhAgNAIAJB/wFxIAAtAABzQQJ0QfCIgIAAaigCACACQQh2cyECIABBAWohACABQX9qIgENAAsgAkF/cyECCyACC10DAX4BfwF+QgAhAANAQQghASAAIQIDQEIAIAJCAYN9QsKenLzd8pW2SYMgAkIBiIUhAiABQX9qIgENAAsgAKdBA3RB8JCAgABqIAI3AwAgAEIBfCIAQoACUg0ACwtPAAJAIAFFDQAgAkJ/hSECA0AgAkL/AYMgADEAAIWnQQN0QfCQgIAAaikDACACQgiIhSECIABBAWohACABQX9qIgENAAsgAkJ/hSECCyACC8oQAgx/An4CQAJAIAAoAiRFDQAgACgCACECDAELQQAhAiAAQQA6ACggAEIANwMAIABCADcDGCAAQcgAakEAQeQAEIaAgIAAGiAAQawBakEMNgIACyAAIAEoAgQiAzYCECAAQeAAaiEEIABByABqIQUgAEG2AWohBiAAQbABaiEHIABBqAFqIQggASgCECEJAkACQAJAAkADQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkACQCACDgoBAgAEBQYHCAkKDwsgASgCACEKIAAoAqgBIQIgACgCrAEhCyABKAIEIQwgASgCCCENDAILIAcgACgCqAEiDGogASgCACABKAIEIgJqIAEoAgggAmsiAiAAKAKsASAMayIMIAIgDEkbIgIQh4CAgAAaIAEgASgCBCACajYCBEEAIQwgAEEAIAAoAqgBIAJqIgIgAiAAKAKsASILRhs2AqgBIAIgC0cNESAAQQE2AgACQCAHQaiIgIAAQQYQhICAgABFDQBBBSEMDBILIAZBAkEAEI2AgIAAIAAoALgBRw0QQQYhDCAGLQAADREgACAALQC3ASICNgIgIAJBBEsNEUEBIAJ0QRNxRQ0RCyABKAIEIgwgASgCCCINRg0OAkAgASgCACIKIAxqLQAAIgsNACAAIAw2AhAgASAMQQFqNgIEQQYhAgwMC0EAIQIgAEEANgKoASAAQQI2AgAgACALQQJ0QQRqIgs2AqwBIAAgCzYCQAsgByACaiAKIAxqIA0gDGsiDCALIAJrIgIgDCACSRsiAhCHgICAABogASABKAIEIAJqNgIEQQAhDCAAQQAgACgCqAEgAmoiAiACIAAoAqwBIgtGGzYCqAEgAiALRw0PIAAgAkF8aiICNgKsAUEHIQwgByACQQAQjYCAgAAgByAAKAKsASICaigAAEcNDyAAQQI2AqgBIAAtALEBIgtBP3ENDAJAAkAgC0HAAHFFDQAgACAHIAggAhCRgICAAEEBRw0RIAAgACkDCDcDMCAAKAKsASECIAAtALEBIQsMAQsgAEJ/NwMwC0J/IQ4CQCALwEF/Sg0AIAAgByAIIAIQkYCAgABBAUcNECAAKAKsASECIAApAwghDgsgACAONwM4IAIgACgCqAEiC2tBAkkNDyAAIAtBAWoiCjYCqAEgCCALakEIai0AAEEhRw0MIAAgC0ECaiINNgKoASAIIApqQQhqLQAAQQFHDQwgAiANRg0PIAAgC0EDajYCqAEgACgCsAkgCCANakEIai0AABCcgICAACIMDQ8gACgCrAEiAiAAKAKoASIMIAIgDEsbIQ0CQANAIA0gDEYNASAAIAxBAWoiAjYCqAEgACAMaiELIAIhDCALQbABai0AAA0ODAALCyAFQgA3AwAgAEEANgKoASAAQQM2AgAgBUEIakIANwMACyAAIAEoAgQ2AhAgACABKAIQNgIUIAAoArAJIAEQmYCAgAAhDCAAIAApA0ggASgCBCAAKAIQa618Ig43A0ggACAAKQNQIAEoAhAgACgCFCICayILrXwiDzcDUCAOIAApAzBWDQ0gDyAAKQM4Vg0NAkACQAJAAkAgACgCIEF/ag4EAAMDAQMLIAEoAgwgAmogCyAAKAIYEI2AgIAArSEODAELIAEoAgwgAmogCyAAKQMYEI+AgIAAIQ4LIAAgDjcDGAsgDEEBRw0OAkAgACkDMCIOQn9RDQAgDiAFKQMAUg0OCwJAIAApAzgiDkJ/UQ0AQQchDCAOIAApA1BSDQ8LIAAgACkDSCAANQJAfCAAKQNgfCIPNwNgQgQhDgJAAkACQCAAKAIgQX9qDgQBAgIAAgtCCCEOCyAEIA4gD3w3AwALIAAgACkDaCAAKQNQfDcDaCAAIARBGCAAKAJwEI2AgIAANgJwIABBBDYCACAAIAApA1hCAXw3A1gLAkAgBSkDACIOQgODUA0AIA5CAXwhDiABKAIEIQwgASgCCCELA0AgCyAMRg0NIAEgDEEBaiICNgIEIAEoAgAgDGotAAANDiAFIA43AwAgDkIDgyEPIA5CAXwhDiACIQwgD0IAUg0ACwsgAEEFNgIAC0EBIQIgACgCIEF/ag4EBgcHBQcLIAAgARCSgICAACIMQQFHDQsgAEEHNgIAC0EAIAAoAhBrIQUgAEGAAWopAwAhDiABKAIEIQwCQANAIA4gBSAMaq18QgODUA0BAkAgDCABKAIIRw0AIAAgARCTgICAAAwLCyABIAxBAWoiAjYCBCABKAIAIAxqIQsgAiEMIAstAAANCwwACwsgACABEJOAgIAAQQchDCAEIABBkAFqQRgQhICAgAANCiAAQQg2AgALIAAgAUEgEJSAgIAAIgxBAUcNCSAAQQk2AgBBDCELIABBDDYCrAEMAQsgACgCrAEhCwsgByAAKAKoASIMaiABKAIAIAEoAgQiAmogASgCCCACayICIAsgDGsiDCACIAxJGyICEIeAgIAAGiABIAEoAgQgAmo2AgRBACEMIABBACAAKAKoASACaiICIAIgACgCrAEiC0YbNgKoASACIAtHDQcgABCVgICAACEMDAcLQQEhAiAAIAFBwAAQlICAgAAiDEEBRw0GDAELQQEhAiAAIAFBIBCUgICAACIMQQFHDQULIAAgAjYCAAwACwtBBiEMDAILQQAhDAwBC0EHIQwLAkACQCAAKAIkDQACQAJAIAwOAgADAQtBB0EIIAEoAgQgASgCCEYbIQwLIAEgCTYCECABIAM2AgQgDA8LAkAgDA0AIAMgASgCBEcNACAJIAEoAhBHDQAgAC0AKCEBIABBAToAKCABQQN0DwsgAEEAOgAoCyAMC6YBAQN/AkAgACgCBCIEDQAgAEIANwMICyACKAIAIgUgAyAFIANLGyEGA0ACQCAGIAVHDQBBAA8LIAEgBWotAAAhAyACIAVBAWoiBTYCACAAIANB/wBxrSAErYYgACkDCIQ3AwgCQAJAIAPAIgNBAEgNAAJAIAMNAEEHIQMgBA0CCyAAQQA2AgRBAQ8LQQchAyAAIARBB2oiBDYCBCAEQT9HDQELCyADC6ECAgN/AX4gAEGQAWohAiABQQRqIQMDQAJAIAAgASgCACADIAEoAggQkYCAgAAiBEEBRg0AIABBgAFqIgMgAykDACABKAIEIAAoAhAiA2siAq18NwMAIAAgAyABKAIAaiACIAAoAhgQjYCAgACtNwMYIAQPCwJAAkACQAJAAkAgACgCeA4DAAIBAwsgACAAKQMIIgU3A4gBAkAgBSAAKQNYUQ0AQQcPCyAAQQE2AngMAwsgACAAKQOYASAAKQMIfDcDmAEgACACQRggACgCoAEQjYCAgAA2AqABIABBATYCeCAAIAApA4gBQn98IgU3A4gBDAILIABBAjYCeCAAIAApA5ABIAApAwh8NwOQAQsgACkDiAEhBQsgBUIAUg0AC0EBC0ABAn8gAEGAAWoiAiACKQMAIAEoAgQgACgCECICayIDrXw3AwAgACACIAEoAgBqIAMgACgCGBCNgICAAK03AxgLfAEEfyABKAIEIQMgASgCCCEEA0ACQCAEIANHDQBBAA8LIAEgA0EBaiIFNgIEAkAgASgCACADai0AACAAKQMYIAAoAgQiA62Ip0H/AXFGDQBBBw8LIAAgA0EIaiIGNgIEIAUhAyAGIAJJDQALIABBADYCBCAAQgA3AxhBAQtvAQF/QQchAQJAIABBugFqLwAAQdm0AUcNACAAQbQBakEGQQAQjYCAgAAgAEGwAWooAABHDQAgAEGAAWopAwBCAoggADUAtAFSDQAgAEG4AWotAAANAEEBQQcgACgCICAAQbkBai0AAEYbIQELIAELwAIBA38CQAJAAkAgACgCJA0AIABBADoAKCAAQQA2AgBBASECDAELAkAgACgCAEEKRw0AQQAhAwwCC0ECIQMMAQtBASEDCwJAAkADQAJAAkACQAJAIAMOAwABAwMLIAEoAgQiAyABKAIIIgRGDQQgASgCACEFAkADQCAFIANqLQAADQEgASADQQFqIgM2AgQgACAAKAIEQQFqQQNxNgIEIAQgA0YNBgwACwsCQCAAKAIERQ0AQQcPCyAAKAIkRQ0BIABBADoAKCAAQQA2AgBBASEDDAMLIABCADcDGCAAQQA2AgQgAEHIAGpBAEHkABCGgICAABogAEGsAWpBDDYCAAtBAiEDDAELIAAgARCQgICAACIDQQFHDQIgAEEKNgIAQQAhAwwACwsCQCACDQBBAA8LQQdBASAAKAIEGyEDCyADC3UBAX8CQEG4CRCAgICAACICRQ0AIAIgADYCJCACIAAgARCbgICAACIANgKwCQJAIABFDQAgAkEAOgAoIAJCADcDACACQgA3AxggAkHIAGpBAEHkABCGgICAABogAkGsAWpBDDYCACACDwsgAhCCgICAAAtBAAseAAJAIABFDQAgACgCsAkQnYCAgAAgABCCgICAAAsL3RABCn8gAEHo3QFqIQIgAEHUAGohAyAAQRxqIgRBCGohBQJAAkADQCAAKAJAIQYCQAJAAkACQAJAAkACQAJAAkACQAJAAkACQAJAAkAgASgCBCIHIAEoAghJDQAgBkEHRg0BDBELIAYOCQECAwQFBgcACQ4LIAAoAkwhBgwHC0EBIQYgASAHQQFqNgIEIAEoAgAgB2otAAAiB0UNCAJAAkAgB0HfAUsNACAHQQFHDQELIABBgAI7AVACQCAAKAI8DQAgACABKAIMIAEoAhAiBmo2AhggACABKAIUIAZrNgIsCyAEQgA3AgAgBUIANwIADAoLIAAtAFBFDQkMDQsgASAHQQFqNgIEIAEoAgAgB2otAAAhByAAQQI2AkAgACAHQQh0IAAoAkhqNgJIDAsLIAEgB0EBajYCBCABKAIAIAdqLQAAIQcgAEEDNgJAIAAgByAAKAJIakEBajYCSAwKCyABIAdBAWo2AgQgASgCACAHai0AACEHIABBBDYCQCAAIAdBCHQ2AkwMCQsgASAHQQFqNgIEIAEoAgAgB2otAAAhByAAIAAoAkQ2AkAgACAHIAAoAkxqQQFqNgJMDAgLIAEgB0EBajYCBEEHIQYgASgCACAHai0AACIHQeABSw0DQQAhCAJAAkAgB0EtTw0AQQAhCQwBCyAHQVNqIgcgB0H/AXFBLW4iCUEtbGshByAJQQFqIQkLIABBfyAJdEF/czYCdAJAIAdB/wFxQQlJDQAgB0F3aiIHIAdB/wFxQQluIghBCWxrIQcgCEEBaiEICyAAIAg2AnAgACAHQf8BcSIHNgJsIAggB2pBBEsNAyADQgA3AgAgA0EIakIANwIAIANBEGpBADYCACAAQX8gCHRBf3M2AnBB+AAhBwNAIAAgB2pBgAg7AQAgB0ECaiIHQeTdAUcNAAsgAEEGNgJAIABBBTYCCCAAQv////8PNwIACyAAKAJMIgpBBUkNBwJAIAAoAggiB0UNACAHQX9qIQYgASgCBCEHIAEoAgghCQNAIAkgB0YNCiABIAdBAWoiCDYCBCABKAIAIAdqLQAAIQcgACAGNgIIIAAgByAAKAIEQQh0cjYCBCAIIQcgBkF/aiIGQX9HDQALCyAAQQc2AkAgACAKQXtqIgY2AkwLIAAgACgCICIHIAEoAhQgASgCEGsiCCAAKAJIIgkgCCAJSRsiCGogACgCLCIJIAkgB2sgCEsbNgIoIAEoAggiCiABKAIEIghrIQcCQAJAAkAgACgC5N0BIgkNACAGDQFBACEGCyACIAlqIAEoAgAgCGpBKiAJayIIIAYgCWsiBiAIIAZJGyIGIAcgBiAHSRsiBxCHgICAABoCQAJAIAAoAuTdASIIIAdqIgYgACgCTEcNACACIAhqIAdqQQBBPyAGaxCGgICAABogACgC5N0BIAdqIQYMAQsCQCAGQRRLDQAgACAGNgLk3QEgASABKAIEIAdqNgIEDAMLIAZBa2ohBgsgAEEANgIQIAAgAjYCDCAAIAY2AhRBByEGIAAQmoCAgABFDQMgACgCECIIIAAoAuTdASIJIAdqSw0DIAAgACgCTCAIayIGNgJMAkAgCCAJTw0AIAAgCSAIayIHNgLk3QEgAiACIAhqIAcQhYCAgAAaDAILIABBADYC5N0BIAEgASgCBCAIIAlraiIINgIEIAEoAggiCiAIayEHCwJAIAdBFUkNACAAIAg2AhAgACABKAIANgIMIAAgCkFraiAIIAZqIAcgBkEVakkbNgIUQQchBiAAEJqAgIAARQ0DIAAoAkwiByAAKAIQIgggASgCBGsiCUkNAyABIAg2AgQgACAHIAlrIgY2AkwgASgCCCAIayIHQRRLDQELIAIgASgCACAIaiAHIAYgByAGSRsiBxCHgICAABogACAHNgLk3QEgASABKAIEIAdqNgIECyAAKAIgIgYgACgCHCIIayEHAkAgACgCPEUNAAJAIAYgACgCLEcNACAAQQA2AiALIAEoAgwgASgCEGogACgCGCAIaiAHEIeAgIAAGiAAKAIgIQYLIAAgBjYCHCABIAEoAhAgB2oiCDYCECAAIAAoAkgiBiAHazYCSAJAIAYgB0cNAEEHIQYgACgCTA0CIAAoAmgNAiAAKAIEDQIgAEEANgJADAQLQQAhBiAIIAEoAhRGDQEgASgCBCABKAIIRw0FIAAoAuTdASAAKAJMTw0FDAELAkADQCAAKAJMIghFDQFBACEGIAEoAggiCSAHTQ0CIAEoAhQiCiABKAIQIgtNDQIgACAIIAkgB2siBiAKIAtrIgkgBiAJSRsiBiAAKAIsIAAoAiAiCWsiCiAGIApJGyIGIAggBiAISRsiBms2AkwgCSAAKAIYaiABKAIAIAdqIAYQhYCAgAAaIAAgACgCICAGaiIHNgIgAkAgACgCJCAHTw0AIAAgBzYCJAsCQCAAKAI8RQ0AAkAgByAAKAIsRw0AIABBADYCIAsgASgCDCABKAIQaiABKAIAIAEoAgRqIAYQhYCAgAAaIAAoAiAhBwsgACAHNgIcIAEgASgCECAGajYCECABIAEoAgQgBmoiBzYCBAwACwsgAEEANgJADAQLIAYPCyAHwEF/Sg0BIABBATYCQCAAIAdBEHRBgID8AHE2AkgCQCAHQcABSQ0AIABBBTYCRCAAQQA6AFEMAwsgAC0AUQ0DIABBBjYCRCAHQaABSQ0CIANCADcCACADQRBqQQA2AgAgA0EIakIANwIAQfgAIQcDQCAAIAdqQYAIOwEAIAdBAmoiB0Hk3QFHDQALCyAAQQU2AgggAEL/////DzcCAAwBCyAHQQJLDQEgAEKDgICAgAE3AkAMAAsLQQcPC0EAC5wYARR/IABBGGohAQJAIABBIGooAgAiAiAAQShqKAIAIgNPDQAgAEHoAGoiBCgCAEUNACABIAQgACgCVBCegICAABogACgCKCEDIAAoAiAhAgsCQCACIANPDQAgAEHYC2ohBSAAQbwNaiEGIABB3A1qIQcgAEHoAGohCCAAQeAVaiEJIABB1ABqIQoDQCAAKAIQIgsgACgCFEsNASAAIAAoAmQiDEEFdGogACgCdCACcSINQQF0aiIOQfgAaiEPAkACQCAAKAIAIgNBgICACEkNACAAKAIEIRAMAQsgACADQQh0IgM2AgAgACALQQFqIgQ2AhAgACAAKAIEQQh0IAAoAgwgC2otAAByIhA2AgQgBCELCwJAAkAgECADQQt2IA8vAQAiEWwiBE8NACAAIAQ2AgAgDyARQYAQIBFrQQV2ajsBACACQX9qIQMCQCACDQAgACgCLCADaiEDCwJAAkAgACgCJCIRDQBBACEDDAELIAEoAgAgA2otAAAhAwsgACAAKAJwIAJxIAAoAmwiD3QgA0EIIA9rdmpBgAxsakHkHWohDgJAAkAgDEEGSw0AQQEhAwNAIA4gA0EBdCIDaiEQAkACQCAAKAIAIgRBgICACEkNACAAKAIEIQwMAQsgACAEQQh0IgQ2AgAgACAAKAIQIg9BAWo2AhAgACAAKAIEQQh0IA8gACgCDGotAAByIgw2AgQLAkACQCAMIARBC3YgEC8BACIRbCIPSQ0AIAAgDCAPazYCBCAEIA9rIQ8gA0EBciEDIBEgEUEFdmshBAwBCyARQYAQIBFrQQV2aiEECyAAIA82AgAgECAEOwEAIANBgAJJDQALIAAoAiAhAgwBCyACIAAoAlQiD0F/c2ohAwJAIAIgD0sNACAAKAIsIANqIQMLAkACQCARDQBBACESDAELIAEoAgAgA2otAAAhEgtBASEDQYACIQ8DQCAOIBJBAXQiEiAPcSITIA9qIANqQQF0aiERAkACQCAEQf///wdNDQAgBCENDAELIAAgBEEIdCINNgIAIAAgC0EBaiIENgIQIAAgEEEIdCAAKAIMIAtqLQAAciIQNgIEIAQhCwsCQAJAIBAgDUELdiARLwEAIgxsIgRPIhQNACAMQYAQIAxrQQV2aiEMDAELIAAgECAEayIQNgIEIA0gBGshBCAMIAxBBXZrIQxBACEPCyAAIAQ2AgAgESAMOwEAIA8gE3MhDyADQQF0IBRyIgNBgAJJDQALCyAAIAJBAWo2AiAgACgCGCACaiADOgAAAkAgACgCJCAAKAIgIgJPDQAgACACNgIkC0EAIQMCQCAAKAJkIgRBBEkNAAJAIARBCUsNACAEQX1qIQMMAQsgBEF6aiEDCyAAIAM2AmQMAQsgACADIARrIgM2AgAgACAQIARrIgQ2AgQgDyARIBFBBXZrOwEAIAAgDEEBdGoiEkH4A2ohDwJAAkAgA0H///8HTQ0AIAshEwwBCyAAIANBCHQiAzYCACAAIAtBAWoiEzYCECAAIARBCHQgACgCDCALai0AAHIiBDYCBAsCQAJAIAQgA0ELdiAPLwEAIhBsIhFJDQAgACADIBFrIgw2AgAgACAEIBFrIgM2AgQgDyAQIBBBBXZrOwEAIBJBkARqIQ8CQAJAIAxB////B00NACATIREMAQsgACAMQQh0Igw2AgAgACATQQFqIhE2AhAgACADQQh0IAAoAgwgE2otAAByIgM2AgQLAkACQCADIAxBC3YgDy8BACIQbCIETw0AIAAgBDYCACAPIBBBgBAgEGtBBXZqOwEAIA5B2ARqIQ8CQCAEQf///wdLDQAgACAEQQh0IgQ2AgAgACARQQFqNgIQIAAgA0EIdCAAKAIMIBFqLQAAciIDNgIECwJAIAMgBEELdiAPLwEAIhBsIhFJDQAgACAEIBFrNgIAIAAgAyARazYCBCAPIBAgEEEFdms7AQAMAgsgACARNgIAIA8gEEGAECAQa0EFdmo7AQAgAEEBNgJoIABBCUELIAAoAmRBB0kbNgJkDAMLIAAgDCAEayIMNgIAIAAgAyAEayIDNgIEIA8gECAQQQV2azsBACASQagEaiEEAkACQCAMQf///wdNDQAgESEODAELIAAgDEEIdCIMNgIAIAAgEUEBaiIONgIQIAAgA0EIdCAAKAIMIBFqLQAAciIDNgIECwJAAkAgAyAMQQt2IAQvAQAiD2wiEE8NACAAIBA2AgAgBCAPQYAQIA9rQQV2ajsBACAAKAJYIQMMAQsgACAMIBBrIhE2AgAgACADIBBrIgM2AgQgBCAPIA9BBXZrOwEAIBJBwARqIQ8CQCARQf///wdLDQAgACARQQh0IhE2AgAgACAOQQFqNgIQIAAgA0EIdCAAKAIMIA5qLQAAciIDNgIECwJAAkAgAyARQQt2IA8vAQAiEGwiBE8NACAQQYAQIBBrQQV2aiEQIAAoAlwhAwwBCyAAIAMgBGs2AgQgACgCYCEDIAAgACgCXDYCYCARIARrIQQgECAQQQV2ayEQCyAAIAQ2AgAgDyAQOwEAIAAgACgCWDYCXAsgACAAKAJUNgJYIAAgAzYCVAsgAEEIQQsgACgCZEEHSRs2AmQgACAJIA0Qn4CAgAAMAQsgACARNgIAIA8gEEGAECAQa0EFdmo7AQAgACAAKAJcNgJgIAAgACkCVDcCWCAAQQdBCiAAKAJkQQdJGzYCZCAAIAcgDRCfgICAACAKIAAoAmgiA0F+akEDIANBBkkbQQd0akGEB2ohDUEBIQMDQCANIANBAXQiA2ohEAJAAkAgACgCACIEQYCAgAhJDQAgACgCBCEMDAELIAAgBEEIdCIENgIAIAAgACgCECIPQQFqNgIQIAAgACgCBEEIdCAPIAAoAgxqLQAAciIMNgIECwJAAkAgDCAEQQt2IBAvAQAiEWwiD0kNACAAIAwgD2s2AgQgBCAPayEPIANBAXIhAyARIBFBBXZrIQQMAQsgEUGAECARa0EFdmohBAsgACAPNgIAIBAgBDsBACADQcAASQ0ACwJAIANBQGoiBEEDSw0AIAAgBDYCVAwBCyAAIANBAXFBAnIiDzYCVCAEQQF2IRACQCAEQQ1LDQAgACAPIBBBf2oiDnQiBDYCVEEBIQ8gBSAEQQF0akHAACADa0EBdGpBfmohEkEAIQwDQCASIA9BAXQiD2ohEAJAAkAgACgCACIDQYCAgAhJDQAgACgCBCENDAELIAAgA0EIdCIDNgIAIAAgACgCECIEQQFqNgIQIAAgACgCBEEIdCAEIAAoAgxqLQAAciINNgIECwJAAkAgDSADQQt2IBAvAQAiEWwiBEkNACAAIA0gBGs2AgQgACAAKAJUQQEgDHRqNgJUIAMgBGshBCAPQQFyIQ8gESARQQV2ayEDDAELIBFBgBAgEWtBBXZqIQMLIAAgBDYCACAQIAM7AQAgDiAMQQFqIgxHDQAMAgsLIBBBe2ohECAAKAIEIQQgACgCACEDA0ACQCADQf///wdLDQAgACADQQh0IgM2AgAgACAAKAIQIhFBAWo2AhAgBEEIdCARIAAoAgxqLQAAciEECyAAIANBAXYiAzYCACAAIAQgA2siBEEfdSIRIA9BAXRqQQFqIg82AlQgACARIANxIARqIgQ2AgQgEEF/aiIQDQALIAAgD0EEdDYCVEEAIQxBASEPA0AgBiAPQQF0Ig9qIRACQAJAIAAoAgAiA0GAgIAISQ0AIAAoAgQhDQwBCyAAIANBCHQiAzYCACAAIAAoAhAiBEEBajYCECAAIAAoAgRBCHQgBCAAKAIMai0AAHIiDTYCBAsCQAJAIA0gA0ELdiAQLwEAIhFsIgRJDQAgACANIARrNgIEIAAgACgCVEEBIAx0ajYCVCADIARrIQQgD0EBciEPIBEgEUEFdmshAwwBCyARQYAQIBFrQQV2aiEDCyAAIAQ2AgAgECADOwEAIAxBAWoiDEEERw0ACwsCQCABIAggACgCVBCegICAAA0AQQAPCyAAKAIgIQILIAIgACgCKEkNAAsLQQEhAwJAIAAoAgAiBEH///8HSw0AIAAgBEEIdDYCAEEBIQMgACAAKAIQIgRBAWo2AhAgACAAKAIEQQh0IAQgACgCDGotAAByNgIECyADC3ABAX8CQEGo3gEQgICAgAAiAkUNACACQTRqIAE2AgAgAkE8aiAANgIAAkACQAJAIABBf2oOAgABAgsgAiABEICAgIAAIgA2AhggAA0BIAIQgoCAgAAMAgsgAkEANgIYIAJBOGpBADYCAAsgAg8LQQAL0gEBAn9BBiECAkAgAUEnSw0AIABBMGogAUEBcUECciABQQF2QQtqdCIBNgIAAkACQCAAQTxqKAIAIgNFDQBBBCECIAEgAEE0aigCAEsNAiAAQSxqIAE2AgAgA0ECRw0AIABBOGoiAygCACABTw0AIAAgATYCOCAAKAIYEIKAgIAAIAAgACgCMBCAgICAACIBNgIYIAENAEEDIQIMAQtBACECIABBADYCQCAAQdAAakEBOgAAIABB6ABqQQA2AgAgAEHk3QFqIQMLIANBADYCAAsgAgsjAAJAIABBPGooAgBFDQAgACgCGBCCgICAAAsgABCCgICAAAvHAQEDf0EAIQMCQCAAKAIMIAJNDQAgACgCGCACTQ0AIAEgASgCACIDIAAoAhAgACgCCCIEayIFIAMgBSADSRsiBWs2AgAgBCACQX9zaiEDAkAgBCACSw0AIAAoAhQgA2ohAwsDQCAAKAIAIgIgA2otAAAhASAAIAAoAggiBEEBajYCCCACIARqIAE6AABBACADQQFqIgMgAyAAKAIURhshAyAFQX9qIgUNAAtBASEDIAAoAgwgACgCCCIFTw0AIAAgBTYCDAsgAwvoBAEGfwJAAkAgACgCACIDQYCAgAhJDQAgACgCBCEEDAELIAAgA0EIdCIDNgIAIAAgACgCECIFQQFqNgIQIAAgACgCBEEIdCAFIAAoAgxqLQAAciIENgIECwJAAkAgBCADQQt2IAEvAQAiBWwiBk8NACAAIAY2AgAgASAFQYAQIAVrQQV2ajsBACABIAJBBHRqQQRqIQdBCCEIQQIhAQwBCyAAIAMgBmsiAzYCACAAIAQgBmsiBDYCBCABIAUgBUEFdms7AQACQCADQf///wdLDQAgACADQQh0IgM2AgAgACAAKAIQIgVBAWo2AhAgACAEQQh0IAUgACgCDGotAAByIgQ2AgQLAkAgBCADQQt2IAEvAQIiBWwiBk8NACAAIAY2AgAgASAFQYAQIAVrQQV2ajsBAiABIAJBBHRqQYQCaiEHQQghCEEKIQEMAQsgACADIAZrNgIAIAAgBCAGazYCBCABIAUgBUEFdms7AQIgAUGEBGohB0GAAiEIQRIhAQsgAEHoAGogATYCAEEBIQEDQCAHIAFBAXQiAWohBAJAAkAgACgCACIDQYCAgAhJDQAgACgCBCECDAELIAAgA0EIdCIDNgIAIAAgACgCECIFQQFqNgIQIAAgACgCBEEIdCAFIAAoAgxqLQAAciICNgIECwJAAkAgAiADQQt2IAQvAQAiBmwiBUkNACAAIAIgBWs2AgQgAyAFayEFIAFBAXIhASAGIAZBBXZrIQMMAQsgBkGAECAGa0EFdmohAwsgACAFNgIAIAQgAzsBACABIAhJDQALIABB6ABqIgAgASAIayAAKAIAajYCAAsLNQEAQYAICy4IAAAAEAAAABgAAAAgAAAAKAAAADAAAABAAAAAUAAAAIAAAAAAAQAA/Td6WFoA";
            }),
            /* 2 */
            /***/
            ((module2) => {
              module2.exports = __WEBPACK_EXTERNAL_MODULE__2__;
            })
            /******/
          ];
          var __webpack_module_cache__ = {};
          function __webpack_require__(moduleId) {
            var cachedModule = __webpack_module_cache__[moduleId];
            if (cachedModule !== void 0) {
              return cachedModule.exports;
            }
            var module2 = __webpack_module_cache__[moduleId] = {
              /******/
              // no module.id needed
              /******/
              // no module.loaded needed
              /******/
              exports: {}
              /******/
            };
            __webpack_modules__[moduleId](module2, module2.exports, __webpack_require__);
            return module2.exports;
          }
          (() => {
            __webpack_require__.d = (exports2, definition) => {
              for (var key in definition) {
                if (__webpack_require__.o(definition, key) && !__webpack_require__.o(exports2, key)) {
                  Object.defineProperty(exports2, key, { enumerable: true, get: definition[key] });
                }
              }
            };
          })();
          (() => {
            __webpack_require__.o = (obj, prop) => Object.prototype.hasOwnProperty.call(obj, prop);
          })();
          (() => {
            __webpack_require__.r = (exports2) => {
              if (typeof Symbol !== "undefined" && Symbol.toStringTag) {
                Object.defineProperty(exports2, Symbol.toStringTag, { value: "Module" });
              }
              Object.defineProperty(exports2, "__esModule", { value: true });
            };
          })();
          var __webpack_exports__ = {};
          (() => {
            __webpack_require__.r(__webpack_exports__);
            __webpack_require__.d(__webpack_exports__, {
              /* harmony export */
              XzReadableStream: () => (
                /* binding */
                XzReadableStream
              )
              /* harmony export */
            });
            var _dist_native_xz_decompress_wasm__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1);
            const ReadableStream = globalThis.ReadableStream || __webpack_require__(2).ReadableStream;
            const XZ_OK2 = 0;
            const XZ_STREAM_END2 = 1;
            class XzContext {
              constructor(moduleInstance) {
                this.exports = moduleInstance.exports;
                this.memory = this.exports.memory;
                this.ptr = this.exports.create_context();
                this._refresh();
                this.bufSize = this.mem32[0];
                this.inStart = this.mem32[1] - this.ptr;
                this.inEnd = this.inStart + this.bufSize;
                this.outStart = this.mem32[4] - this.ptr;
              }
              supplyInput(sourceDataUint8Array) {
                this._refresh();
                const inBuffer = this.mem8.subarray(this.inStart, this.inEnd);
                inBuffer.set(sourceDataUint8Array, 0);
                this.exports.supply_input(this.ptr, sourceDataUint8Array.byteLength);
                this._refresh();
              }
              getNextOutput() {
                const result = this.exports.get_next_output(this.ptr);
                this._refresh();
                if (result !== XZ_OK2 && result !== XZ_STREAM_END2) {
                  throw new Error(`get_next_output failed with error code ${result}`);
                }
                const outChunk = this.mem8.slice(this.outStart, this.outStart + /* outPos */
                this.mem32[5]);
                return { outChunk, finished: result === XZ_STREAM_END2 };
              }
              needsMoreInput() {
                return (
                  /* inPos */
                  this.mem32[2] === /* inSize */
                  this.mem32[3]
                );
              }
              outputBufferIsFull() {
                return (
                  /* outPos */
                  this.mem32[5] === this.bufSize
                );
              }
              resetOutputBuffer() {
                this.outPos = this.mem32[5] = 0;
              }
              dispose() {
                this.exports.destroy_context(this.ptr);
                this.exports = null;
              }
              _refresh() {
                if (this.memory.buffer !== this.mem8?.buffer) {
                  this.mem8 = new Uint8Array(this.memory.buffer, this.ptr);
                  this.mem32 = new Uint32Array(this.memory.buffer, this.ptr);
                }
              }
            }
            class ContextMutex {
              constructor() {
                this.locked = false;
                this.waitQueue = [];
              }
              async acquire() {
                if (!this.locked) {
                  this.locked = true;
                  return;
                }
                return new Promise((resolve5) => {
                  this.waitQueue.push(resolve5);
                });
              }
              release() {
                if (this.waitQueue.length > 0) {
                  const next = this.waitQueue.shift();
                  next();
                } else {
                  this.locked = false;
                }
              }
            }
            class XzReadableStream extends ReadableStream {
              static _moduleInstancePromise;
              static _moduleInstance;
              static _contextMutex = new ContextMutex();
              static async _getModuleInstance() {
                const base64Wasm = _dist_native_xz_decompress_wasm__WEBPACK_IMPORTED_MODULE_0__.replace("data:application/wasm;base64,", "");
                const wasmBytes = Uint8Array.from(atob(base64Wasm), (c) => c.charCodeAt(0)).buffer;
                const wasmOptions = {};
                const module2 = await WebAssembly.instantiate(wasmBytes, wasmOptions);
                XzReadableStream._moduleInstance = module2.instance;
              }
              constructor(compressedStream) {
                let xzContext;
                let unconsumedInput = null;
                const compressedReader = compressedStream.getReader();
                super({
                  async start(controller) {
                    await XzReadableStream._contextMutex.acquire();
                    try {
                      if (!XzReadableStream._moduleInstance) {
                        await (XzReadableStream._moduleInstancePromise || (XzReadableStream._moduleInstancePromise = XzReadableStream._getModuleInstance()));
                      }
                      xzContext = new XzContext(XzReadableStream._moduleInstance);
                    } catch (error) {
                      XzReadableStream._contextMutex.release();
                      throw error;
                    }
                  },
                  async pull(controller) {
                    try {
                      if (xzContext.needsMoreInput()) {
                        if (unconsumedInput === null || unconsumedInput.byteLength === 0) {
                          const { done, value } = await compressedReader.read();
                          if (!done) {
                            unconsumedInput = value;
                          }
                        }
                        const nextInputLength = Math.min(xzContext.bufSize, unconsumedInput.byteLength);
                        xzContext.supplyInput(unconsumedInput.subarray(0, nextInputLength));
                        unconsumedInput = unconsumedInput.subarray(nextInputLength);
                      }
                      const nextOutputResult = xzContext.getNextOutput();
                      controller.enqueue(nextOutputResult.outChunk);
                      xzContext.resetOutputBuffer();
                      if (nextOutputResult.finished) {
                        xzContext.dispose();
                        XzReadableStream._contextMutex.release();
                        controller.close();
                      }
                    } catch (error) {
                      if (xzContext) {
                        xzContext.dispose();
                      }
                      XzReadableStream._contextMutex.release();
                      throw error;
                    }
                  },
                  cancel() {
                    try {
                      if (xzContext) {
                        xzContext.dispose();
                      }
                      return compressedReader.cancel();
                    } finally {
                      XzReadableStream._contextMutex.release();
                    }
                  }
                });
              }
            }
          })();
          return __webpack_exports__;
        })()
      );
    });
  }
});

// src/artifacts/github/repository-record.ts
function repositoryRecord(data) {
  const { description, homepage, license } = data;
  return {
    description: told(description, oneLine),
    homepage: told(homepage, webPage),
    license: told(license, identifier)
  };
}
function told(value, read2) {
  return value === void 0 ? void 0 : read2(value);
}
function oneLine(value) {
  if (typeof value !== "string") return "";
  return value.toWellFormed().replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\uFFFD\s]+/gu, " ").trim();
}
function webPage(value) {
  const text = typeof value === "string" ? value.trim() : "";
  const url = URL.canParse(text) ? new URL(text) : void 0;
  if (url === void 0 || !/^https?:$/.test(url.protocol) || url.username !== "") return "";
  return /^[\u0021-\u007e]+$/.test(text) ? text : url.href;
}
function identifier(value) {
  const id = value?.spdx_id;
  const isKnown = typeof id === "string" && /^[A-Za-z0-9][A-Za-z0-9.+-]{0,63}$/.test(id);
  return isKnown && id !== "NOASSERTION" && id !== "NONE" ? id : "";
}

// src/event.ts
function projectEvent(env, payload) {
  const { repository, release, pull_request: pullRequest, workflow_run: followed } = payload;
  const base = env["GITHUB_REPOSITORY"];
  const [owner, name] = (base ?? "").split("/");
  const tag = release?.tag_name ?? (env["GITHUB_REF_TYPE"] === "tag" ? env["GITHUB_REF_NAME"] : void 0);
  const page = name ? `${env["GITHUB_SERVER_URL"] || "https://github.com"}/${owner}/${name}` : void 0;
  return {
    ...owner ? { owner } : {},
    ...name ? { repository: name } : {},
    ...repository ? { told: repositoryRecord(repository) } : {},
    ...page ? { page } : {},
    ...tag ? { tag } : {},
    isPullRequestFromFork: pullRequest !== void 0 && isFork(pullRequest.head?.repo, base) || followed !== void 0 && isFork(followed.head_repository, base),
    ...pullRequest !== void 0 && env["GITHUB_ACTOR"] === DEPENDABOT ? { isPullRequestOfDependabot: true } : {}
  };
}
var DEPENDABOT = "dependabot[bot]";
function isFork(head, base) {
  return base === void 0 || head?.full_name?.toLowerCase() !== base.toLowerCase();
}

// src/cancellation.ts
function cancellation() {
  const controller = new AbortController();
  const signals = ["SIGINT", "SIGTERM"];
  const cancel = (name) => {
    for (const signal of signals) process.removeListener(signal, cancel);
    const message = `Cancelled by ${name}. What is published works; run the step again to finish it.`;
    controller.abort(new PublishError("CANCELLED", message));
  };
  for (const signal of signals) process.on(signal, cancel);
  return controller.signal;
}

// src/words.ts
function counted(count, noun) {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
function theChannels(channels) {
  return `the ${channels.length === 1 ? "channel" : "channels"} ${channels.join(", ")}`;
}
var MOST_ITEMS = 10;
function some(items2) {
  const rest = items2.length - MOST_ITEMS;
  return `${items2.slice(0, MOST_ITEMS).join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`;
}

// src/report/markdown.ts
function plain(value) {
  return value.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ").replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll(/[\\`*_[\]|~!#]/g, "\\$&");
}
function code(value) {
  return `<code>${plain(value)}</code>`;
}
function link(text, url) {
  if (!/^https?:\/\//.test(url)) return plain(text);
  const target = url.replaceAll(
    /[^A-Za-z0-9:/.~_%?#=&+@,;-]/g,
    (it) => `%${Buffer.from(it).toString("hex").toUpperCase().replaceAll(/(..)(?=.)/g, "$1%")}`
  );
  return `[${plain(text)}](${target})`;
}
function tableHead(titles) {
  return [markdownRow(titles), `|${" --- |".repeat(titles.length)}`];
}
function tableRow(cells) {
  return markdownRow(cells.map(plain));
}
function markdownRow(cells) {
  return `| ${cells.join(" | ")} |`;
}
function folded(title, lines) {
  return [...foldedStart(title), ...lines.map(verbatim), ...FOLDED_END];
}
function foldedStart(title) {
  return [`<details><summary>${plain(title)}</summary>`, "", "<pre>"];
}
var FOLDED_END = ["</pre>", "", "</details>"];
function verbatim(line) {
  const text = line.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ");
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;") || " ";
}
function shellCommands(lines) {
  const longest = Math.max(0, ...lines.flatMap((line) => line.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = "`".repeat(Math.max(3, longest + 1));
  return [`${fence}sh`, ...lines, fence];
}

// src/report/page.ts
function paragraph(...lines) {
  return { before: lines, rows: [], after: [] };
}
function printed(sections) {
  const frame = sections.flatMap(({ before, after }) => ["", ...before, ...after, CUT_ROOM]);
  let left = LIMITS.summaryBytes - frame.reduce((sum, line) => sum + Buffer.byteLength(line) + 1, 0);
  const parts = sections.map(({ before, rows, after }) => {
    const end = rows.findIndex((row2) => (left -= Buffer.byteLength(row2) + 1) < 0);
    if (end < 0) return [...before, ...rows, ...after];
    const cut2 = `${counted(rows.length - end, "more row")} left out: this page may have 1 MiB.`;
    return [...before, ...rows.slice(0, end), ...after, "", cut2];
  });
  return `${parts.map((lines) => lines.join("\n")).join("\n\n")}
`;
}
var CUT_ROOM = " ".repeat(80);

// src/report/arrival.ts
function arrivalSections(arrival) {
  const { readBack: readBack2, installations: installations2 = [] } = arrival ?? {};
  return [
    ...readBack2 === void 0 ? [] : [paragraph("### Read back"), paragraph(...readBack2.confirmed.map((it) => `- ${plain(it)}`))],
    ...table(
      ["severity", "URL", "seen", "what mends it"],
      (readBack2?.findings ?? []).map(({ severity, url, seen, remedy }) => [severity, url, seen, remedy])
    ),
    ...installations2.length === 0 ? [] : [paragraph("### Installed in containers")],
    ...table(
      ["image", "state", "seen"],
      installations2.map(({ image, state, seen }) => [image, state, seen])
    )
  ];
}
function table(titles, rows) {
  return rows.length === 0 ? [] : [{ before: tableHead(titles), rows: rows.map(tableRow), after: [] }];
}
function installationLines({ installations: installations2 }) {
  return installations2.map(({ image, state, seen }) => `check-install ${image}: ${state}. ${seen}`);
}
function arrivalFailure(arrival) {
  const errors = (arrival?.readBack?.findings ?? []).filter(({ severity }) => severity === "error");
  const failed2 = (arrival?.installations ?? []).filter(({ state }) => state === "failed");
  const parts = [
    ...errors.slice(0, 1).map(
      ({ url, seen, remedy }) => `Of ${counted(errors.length, "error")} the first: ${url}: ${seen} ${remedy}`
    ),
    ...failed2.map(({ image, seen }) => `check-install ${image}: ${seen}`)
  ];
  if (parts.length === 0) return void 0;
  return new PublishError(
    "CLIENT",
    `Everything is published, and stays so, but clients do not get it as they should. ${parts.join(" ")} Run the step again to look again; it publishes nothing twice.`
  );
}

// src/store/counting.ts
var NO_REQUESTS = {
  uploadedObjects: 0,
  uploadedBytes: 0,
  copiedObjects: 0,
  deletedObjects: 0,
  requests: { get: 0, open: 0, head: 0, list: 0, put: 0, swap: 0, copy: 0, delete: 0 }
};
function countingStore(store) {
  const requests = { ...NO_REQUESTS.requests };
  const totals = { ...NO_REQUESTS, requests };
  function asked2(operation, answer2) {
    requests[operation] += 1;
    return answer2;
  }
  function uploaded(outcome, body) {
    if (outcome.kind === "stored") {
      totals.uploadedObjects += 1;
      totals.uploadedBytes += body.sizeBytes;
    }
    return outcome;
  }
  return {
    name: store.name,
    counts: () => ({ ...totals, requests: { ...requests } }),
    get: (key, limitBytes) => asked2("get", store.get(key, limitBytes)),
    open: (key) => asked2("open", store.open(key)),
    head: (key) => asked2("head", store.head(key)),
    list: (prefix) => asked2("list", store.list(prefix)),
    folders: (folder2) => asked2("list", store.folders(folder2)),
    put: async (key, body, headers) => uploaded(await asked2("put", store.put(key, body, headers)), body),
    swap: async (key, body, condition, headers) => uploaded(await asked2("swap", store.swap(key, body, condition, headers)), body),
    async copy(from, to) {
      const outcome = await asked2("copy", store.copy(from, to));
      if (outcome.kind === "stored") totals.copiedObjects += 1;
      return outcome;
    },
    async relabel(key, etag, headers) {
      await asked2("copy", store.relabel(key, etag, headers));
      totals.copiedObjects += 1;
    },
    async delete(key) {
      await asked2("delete", store.delete(key));
      totals.deletedObjects += 1;
    }
  };
}

// src/report/journal.ts
function newJournal() {
  return { warnings: [], planned: /* @__PURE__ */ new Map(), committed: /* @__PURE__ */ new Set(), counts: () => NO_REQUESTS };
}

// src/report/made-files.ts
import { createWriteStream } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { basename, join, relative, resolve, sep } from "node:path";
import { Readable as Readable3 } from "node:stream";
import { pipeline as pipeline3 } from "node:stream/promises";

// src/deb/build.ts
import { createHash } from "node:crypto";

// src/compression/gzip.ts
import { constants, createGunzip, createGzip } from "node:zlib";

// src/compression/corrupt.ts
function corrupt(origin, form, detail, cause) {
  return new PublishError(
    origin.code,
    `${origin.source} is no intact ${form} stream: ${detail}. Get or build it again.`,
    { cause }
  );
}
function reasonOf(cause) {
  return cause instanceof Error ? cause.message : String(cause);
}

// src/compression/through.ts
import { Readable, pipeline } from "node:stream";
async function* through(chunks, transform, fault) {
  let inputFailure;
  async function* watched2() {
    try {
      yield* chunks;
    } catch (error) {
      inputFailure = { error };
      throw error;
    }
  }
  const input = Readable.from(watched2(), { highWaterMark: 1 });
  const closed = new Promise((resolve5) => input.once("close", resolve5));
  pipeline(input, transform, () => void 0);
  try {
    for await (const chunk of transform) yield chunk;
  } catch (cause) {
    throw inputFailure === void 0 ? fault(cause) : inputFailure.error;
  } finally {
    input.destroy();
    await closed;
  }
}

// src/compression/gzip.ts
var INPUT_CHUNK_BYTES = 128 * 1024;
var OUTPUT_CHUNK_BYTES = 128 * 1024;
var MTIME_START = 4;
var OS_START = 9;
var OS_UNKNOWN = 255;
async function* gzipped(chunks, { level, mtimeSeconds = 0 }) {
  const gzip = createGzip({ level, memLevel: constants.Z_DEFAULT_MEMLEVEL, chunkSize: OUTPUT_CHUNK_BYTES });
  const unexpected = (cause) => new Error("zlib could not compress", { cause });
  let atHeader = true;
  for await (const chunk of through(evenChunks(chunks, INPUT_CHUNK_BYTES), gzip, unexpected)) {
    if (atHeader) {
      chunk.writeUInt32LE(mtimeSeconds, MTIME_START);
      chunk.writeUInt8(OS_UNKNOWN, OS_START);
      atHeader = false;
    }
    yield chunk;
  }
}
async function gzipBytes(bytes, mtimeSeconds) {
  const chunks = gzipped(contentOf(bytes).read(), { level: 9, mtimeSeconds });
  return Buffer.concat(await Array.fromAsync(chunks));
}
async function* gunzipped(chunks, origin) {
  const gunzip = createGunzip({ chunkSize: OUTPUT_CHUNK_BYTES });
  let inputBytes = 0;
  async function* counted2() {
    for await (const chunk of chunks) {
      inputBytes += chunk.length;
      yield chunk;
    }
  }
  yield* through(counted2(), gunzip, (cause) => corrupt(origin, "gzip", reasonOf(cause), cause));
  if (gunzip.bytesWritten !== inputBytes) {
    throw corrupt(origin, "gzip", `something else follows after ${gunzip.bytesWritten} bytes`);
  }
}

// src/compression/xz-program.ts
import { spawn } from "node:child_process";
import { once } from "node:events";
import { Readable as Readable2 } from "node:stream";
import { pipeline as pipeline2 } from "node:stream/promises";
var OPTIONS = ["--compress", "--stdout", "--threads=1", "--check=crc64"];
async function* xzCompressed(chunks, level) {
  const { XZ_DEFAULTS: _, XZ_OPT: __, ...env } = process.env;
  const child = spawn("xz", [...OPTIONS, `-${level}`], { env, stdio: ["pipe", "pipe", "pipe"] });
  const said = [];
  child.stderr.on("data", (chunk) => said.push(chunk));
  const ended = once(child, "close").catch((error) => [error]);
  const fed = pipeline2(Readable2.from(chunks), child.stdin).then(
    () => void 0,
    (error) => error
  );
  try {
    yield* child.stdout;
    const [[outcome], broken3] = await Promise.all([ended, fed]);
    if (broken3 instanceof PublishError) throw broken3;
    if (outcome !== 0 || broken3 !== void 0) throw failed(outcome, Buffer.concat(said).toString().trim());
  } finally {
    child.kill();
  }
}
function failed(outcome, said) {
  const reason = outcome instanceof Error ? outcome.message : `it ended with ${String(outcome)}: ${said}`;
  return new PublishError(
    "PACKAGE",
    `compression: xz is written by the machine's own program xz, and ${reason}. Install it (xz-utils, xz), or write gzip or zstd.`,
    { cause: outcome }
  );
}

// src/compression/zstd.ts
import { constants as constants2, createZstdCompress, createZstdDecompress } from "node:zlib";
var INPUT_CHUNK_BYTES2 = 128 * 1024;
var OUTPUT_CHUNK_BYTES2 = 128 * 1024;
var FRAME_MAGIC = 4247762216;
var SKIPPABLE_MAGIC = 407710288;
var SKIPPABLE_MASK = 4294967280;
var MAGIC_BYTES = 4;
var BLOCK_HEADER_BYTES = 3;
var CHECKSUM_BYTES = 4;
var DICTIONARY_ID_BYTES = [0, 1, 2, 4];
var CONTENT_SIZE_BYTES = [0, 2, 4, 8];
var RLE_BLOCK = 1;
var RESERVED_BLOCK = 3;
async function* zstdCompressed(chunks, level) {
  const params = { [constants2.ZSTD_c_compressionLevel]: level, [constants2.ZSTD_c_checksumFlag]: 1 };
  const compress = createZstdCompress({ chunkSize: OUTPUT_CHUNK_BYTES2, params });
  const unexpected = (cause) => new Error("zstd could not compress", { cause });
  yield* through(evenChunks(chunks, INPUT_CHUNK_BYTES2), compress, unexpected);
}
async function* unzstd(chunks, origin) {
  const decompress = createZstdDecompress({ chunkSize: OUTPUT_CHUNK_BYTES2 });
  yield* through(
    framesOf(chunks, origin),
    decompress,
    (cause) => corrupt(origin, "zstd", reasonOf(cause), cause)
  );
}
async function* framesOf(chunks, origin) {
  const source = byteSource(chunks);
  try {
    do {
      const magic = await exactly2(source, MAGIC_BYTES, origin);
      const number = magic.readUInt32LE();
      if (number === FRAME_MAGIC) {
        yield magic;
        yield* frameAfterMagic(source, origin);
      } else if ((number & SKIPPABLE_MASK) >>> 0 === SKIPPABLE_MAGIC) {
        await skipFrame(source, origin);
      } else {
        throw corrupt(origin, "zstd", `no frame begins at byte ${source.offset - MAGIC_BYTES}`);
      }
    } while (!await source.atEnd());
  } finally {
    await source.close();
  }
}
async function* frameAfterMagic(source, origin) {
  const descriptor = await exactly2(source, 1, origin);
  const flags = descriptor.readUInt8();
  yield descriptor;
  yield await exactly2(source, frameHeaderBytes(flags), origin);
  for (let last = false; !last; ) {
    const header2 = await exactly2(source, BLOCK_HEADER_BYTES, origin);
    const number = header2.readUIntLE(0, BLOCK_HEADER_BYTES);
    last = (number & 1) === 1;
    const type = number >> 1 & 3;
    if (type === RESERVED_BLOCK) throw corrupt(origin, "zstd", `a reserved block at byte ${source.offset}`);
    yield header2;
    yield await exactly2(source, type === RLE_BLOCK ? 1 : number >> 3, origin);
  }
  if ((flags & 4) !== 0) yield await exactly2(source, CHECKSUM_BYTES, origin);
}
function frameHeaderBytes(flags) {
  const isSingleSegment = (flags & 32) !== 0;
  const contentSizeFlag = flags >> 6;
  const contentSizeBytes = contentSizeFlag === 0 && isSingleSegment ? 1 : CONTENT_SIZE_BYTES[contentSizeFlag] ?? 0;
  return (isSingleSegment ? 0 : 1) + (DICTIONARY_ID_BYTES[flags & 3] ?? 0) + contentSizeBytes;
}
async function skipFrame(source, origin) {
  let missing2 = (await exactly2(source, 4, origin)).readUInt32LE();
  while (missing2 > 0) {
    const part = await source.some(missing2);
    if (part.length === 0) throw cutShort(origin, source);
    missing2 -= part.length;
  }
}
async function exactly2(source, sizeBytes, origin) {
  const bytes = await source.upTo(sizeBytes);
  if (bytes.length < sizeBytes) throw cutShort(origin, source);
  return bytes;
}
function cutShort(origin, source) {
  return corrupt(origin, "zstd", `it ends in the middle of a frame, after ${source.offset} bytes`);
}

// src/compression/compress.ts
var LEVELS = {
  gzip: { least: 1, usual: 6, most: 9 },
  xz: { least: 0, usual: 6, most: 9 },
  zstd: { least: 1, usual: 3, most: 22 }
};
function writtenCompression({ name, level } = { name: "gzip" }) {
  if (name === "none") {
    if (level === void 0) return { name };
    throw new PublishError("PACKAGE", `compression: none has no levels, and ${level} is given; leave it out`);
  }
  const { least, usual, most } = LEVELS[name];
  const chosen = level ?? usual;
  if (Number.isInteger(chosen) && chosen >= least && chosen <= most) return { name, level: chosen };
  throw new PublishError("PACKAGE", `compression: ${name} has the levels ${least} to ${most}, not ${chosen}`);
}
function compressed(chunks, compression) {
  switch (compression.name) {
    case "gzip":
      return gzipped(chunks, compression);
    case "xz":
      return xzCompressed(chunks, compression.level);
    case "zstd":
      return zstdCompressed(chunks, compression.level);
    case "none":
      return chunks;
  }
}

// src/recipe/script.ts
var SHELL = "#!/bin/sh";
var FIRST_LINE = /^#![ \t]*(?<program>\/[^\s\0]+)(?:[ \t]+(?<argument>[^\n\0]*?))?[ \t]*(?:\n|$)/;
function readScripts(scripts3, moments) {
  return moments.flatMap((moment) => {
    const text = scripts3[moment];
    return text === void 0 ? [] : [readScript(moment, text)];
  });
}
function readScript(moment, given) {
  const text = given.startsWith("#!") ? given : `${SHELL}
${given}`;
  const { program, argument } = FIRST_LINE.exec(text)?.groups ?? {};
  if (program === void 0) {
    const line = JSON.stringify(text.split("\n", 1)[0]);
    throw refused(moment, `begins with ${line}, which names no program; write ${SHELL}`);
  }
  if (given.trim() === "" || !text.isWellFormed() || /[\0\r]/.test(text)) {
    throw refused(
      moment,
      "is empty, or has a NUL, a carriage return or half a character; write lines of text"
    );
  }
  const interpreter = argument ? [program, argument] : [program];
  return { moment, interpreter, text: text.endsWith("\n") ? text : `${text}
` };
}
function refused(moment, fault) {
  return new PublishError("PACKAGE", `scripts: ${moment} ${fault}`);
}

// src/deb/scripts.ts
var NAMES = {
  beforeInstall: "preinst",
  afterInstall: "postinst",
  beforeRemove: "prerm",
  afterRemove: "postrm",
  config: "config"
};
function maintainerScripts({
  scripts: scripts3,
  deb: deb2 = {}
}) {
  const { config, rules = "" } = deb2;
  const given = { ...scripts3, ...config === void 0 ? {} : { config } };
  const all = readScripts(given, Object.keys(NAMES));
  return { ...Object.fromEntries(all.map(({ moment, text }) => [NAMES[moment], text])), rules };
}

// src/recipe/version-proposal.ts
var BASE = /^[0-9][A-Za-z0-9.+~]*$/;
var PART = /^[A-Za-z0-9.+~]+$/;
var EPOCH_LIMIT = 2 ** 31 - 1;
var NUMBERED = /^[0-9]+(?![0-9A-Za-z])/;
var DOTTED = /(?:^|[^A-Za-z0-9.])v?([0-9]+\.[0-9].*)$/is;
var NUMBER = /(?:^|[^A-Za-z0-9.])(?:v|r|rel|release|version)?\.?([0-9].*)$/is;
var DATE = /^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?![0-9])/;
function proposeVersion(text) {
  const [rest, epoch] = splitEpoch(text);
  const prefix = epoch === void 0 || epoch > EPOCH_LIMIT ? "" : `${epoch}:`;
  return candidates(rest).map((candidate) => prefix + candidate).find(fitsEveryFormat);
}
function proposePart(text) {
  const plain2 = plainText(text);
  return PART.test(plain2) && plain2.length <= LIMITS.packageVersionBytes ? plain2 : void 0;
}
function candidates(text) {
  const numbered = starts(text).flatMap((start) => {
    const dated2 = start.replace(DATE, "$1.$2.$3");
    const [, core = "", rest = ""] = /^([0-9.]+-)?(.*)$/s.exec(dated2) ?? [];
    return [dated2, core + plainText(rest), plainText(dated2)];
  });
  const plain2 = plainText(text);
  return plain2 === "" ? numbered : [...numbered, `0.0.0+${plain2}`];
}
function starts(text) {
  if (NUMBERED.test(text)) return [text];
  return [DOTTED, NUMBER].flatMap((start) => start.exec(text)?.slice(1) ?? []);
}
function plainText(text) {
  return text.replaceAll("^", "+").replace(/[^A-Za-z0-9.+~]+/g, ".").replace(/^\.+|\.+$/g, "");
}
function fitsEveryFormat(text) {
  const version = readVersion(text);
  return version !== void 0 && text.length <= LIMITS.packageVersionBytes && isPlain(version);
}
function isPlain({ base, prerelease, metadata, snapshot }) {
  return BASE.test(base) && [prerelease, metadata, snapshot].every((part) => part === void 0 || PART.test(part));
}

// src/recipe/unfit-version.ts
function unfitVersion(description, grammar) {
  const { versionParts, version } = description;
  if (versionParts === void 0) {
    const rule2 = `${grammar.baseRule}, and a pre-release as in 1.2.3-rc.1`;
    return unfit("version", version, rule2, grammar, proposeVersion(version));
  }
  const { base, prerelease = "0", metadata = "0" } = versionParts;
  const parts = [
    { field: "version", text: base, rule: grammar.baseRule, form: grammar.base },
    { field: "prerelease", text: prerelease, rule: grammar.partRule, form: grammar.part },
    { field: "version_metadata", text: metadata, rule: grammar.partRule, form: grammar.part }
  ];
  const whole = { field: "version", text: version, rule: grammar.baseRule };
  const { field: field2, text, rule } = parts.find((it) => !it.form.test(it.text)) ?? whole;
  const start = field2 === "version" ? text.replace(/^[^0-9]+/, "") : text;
  return unfit(field2, text, rule, grammar, proposePart(start) ?? proposeVersion(text));
}
function unfitRelease(release, grammar) {
  return unfit("release", release, grammar.partRule, grammar, proposePart(release) ?? "1");
}
function checkEpoch(epoch, { packaged, epochLimit }) {
  if (epoch === void 0 || Number.isInteger(epoch) && epoch >= 0 && epoch <= epochLimit) return;
  throw new PublishError("PACKAGE", `epoch: ${epoch} is none that ${packaged} can have: 0 to ${epochLimit}`);
}
function unfit(field2, text, rule, { packaged }, proposal) {
  const advice = proposal === void 0 ? "" : `; write ${JSON.stringify(proposal)} instead`;
  const seen = JSON.stringify(text.slice(0, 2 * LIMITS.packageVersionBytes));
  const limit = `at most ${LIMITS.packageVersionBytes} characters`;
  return new PublishError(
    "PACKAGE",
    `${field2}: ${seen} is none that ${packaged} can have: ${rule}, ${limit}${advice}`
  );
}

// src/deb/version.ts
var EPOCH = /^(?:0|[1-9][0-9]{0,9})$/;
var UPSTREAM = /^[0-9][A-Za-z0-9.+~:-]*$/;
var REVISION = /^[A-Za-z0-9.+~]+$/;
var EPOCH_LIMIT2 = 2 ** 31 - 1;
function parseVersion(text, source) {
  const version = versionIn(text);
  if (version !== void 0) return version;
  throw new PublishError(
    "PACKAGE",
    `${source} has the version ${JSON.stringify(text.slice(0, 200))}, which is none for Debian: [epoch:]upstream[-revision], upstream beginning with a digit, of letters, digits and . + ~ -, at most ${LIMITS.packageVersionBytes} characters.`
  );
}
function isVersion2(text) {
  return versionIn(text) !== void 0;
}
function versionIn(text) {
  const colon = text.indexOf(":");
  const hyphen = text.lastIndexOf("-");
  const epoch = colon < 0 ? void 0 : text.slice(0, colon);
  const revision = hyphen < 0 ? void 0 : text.slice(hyphen + 1);
  const upstream = text.slice(colon + 1, hyphen < 0 ? void 0 : hyphen);
  const isValid = UPSTREAM.test(upstream) && (epoch === void 0 || EPOCH.test(epoch) && Number(epoch) <= EPOCH_LIMIT2) && (revision === void 0 || REVISION.test(revision)) && text.length <= LIMITS.packageVersionBytes;
  if (!isValid) return void 0;
  return {
    ...epoch === void 0 ? {} : { epoch: Number(epoch) },
    upstream,
    ...revision === void 0 ? {} : { revision }
  };
}
function compareVersions(a, b) {
  return (a.epoch ?? 0) - (b.epoch ?? 0) || compareParts(a.upstream, b.upstream) || compareParts(a.revision ?? "", b.revision ?? "");
}
function compareVersionTexts(a, b) {
  const [left, right] = [a, b].map((text) => versionIn(text) ?? { upstream: text });
  return left === void 0 || right === void 0 ? 0 : compareVersions(left, right);
}
function compareParts(a, b) {
  const left = runsOf(a);
  const right = runsOf(b);
  for (let i2 = 0; i2 < Math.max(left.length, right.length); i2 += 1) {
    const compare = i2 % 2 === 0 ? compareText : compareDigits;
    const order = compare(left[i2] ?? "", right[i2] ?? "");
    if (order !== 0) return order;
  }
  return 0;
}
function runsOf(part) {
  return [...part.matchAll(/([^0-9]*)([0-9]*)/g)].flatMap(([, text = "", digits = ""]) => [text, digits]);
}
function compareText(a, b) {
  for (let i2 = 0; i2 < Math.max(a.length, b.length); i2 += 1) {
    const order = rank(a[i2]) - rank(b[i2]);
    if (order !== 0) return order;
  }
  return 0;
}
function rank(character) {
  if (character === void 0) return 0;
  if (character === "~") return -1;
  const code2 = character.charCodeAt(0);
  return /[A-Za-z]/.test(character) ? code2 : code2 + 256;
}
function compareDigits(a, b) {
  const left = a.replace(/^0+/, "");
  const right = b.replace(/^0+/, "");
  if (left.length !== right.length) return left.length - right.length;
  return left < right ? -1 : Number(left > right);
}

// src/deb/debian-version.ts
var GRAMMAR = {
  packaged: "a .deb",
  baseRule: "letters, digits and . + ~, beginning with a digit",
  partRule: "letters, digits and . + ~",
  base: /^[0-9][A-Za-z0-9.+~:-]*$/,
  // The last hyphen of a version ends it, and must have a revision behind it.
  part: /^[A-Za-z0-9.+~-]*[A-Za-z0-9.+~]$/,
  epochLimit: EPOCH_LIMIT2
};
function debianVersion(description) {
  const version = projectVersion(description);
  checkEpoch(version?.epoch, GRAMMAR);
  const upstream = version === void 0 ? "" : upstreamOf(version);
  if (!isVersion2(upstream)) throw unfitVersion(description, GRAMMAR);
  const { release } = description;
  if (release === void 0) return upstream;
  const full = `${upstream}-${release}`;
  if (isVersion2(full) && !release.includes("-")) return full;
  throw unfitRelease(release, GRAMMAR);
}
function upstreamOf({ epoch, base, prerelease, metadata, snapshot }) {
  const after = [metadata, snapshot].filter((part) => part !== void 0).map((part) => `+${part}`);
  return [
    epoch === void 0 ? "" : `${epoch}:`,
    base,
    prerelease === void 0 ? "" : `~${prerelease}`,
    ...after
  ].join("");
}

// src/deb/shlibs.ts
var PUBLIC = /^\/(?:usr\/)?lib\/(?:[a-z0-9_]+-linux-[a-z0-9]+\/)?[^/]+$/;
var SONAMES = [
  /^(?<library>\S+)\.so\.(?<version>\S+)$/,
  /^(?<library>\S+)-(?<version>[0-9]\S*)\.so$/
];
var NAME_SERVICE = /^libnss_[^.]+\.so\.[0-9]+$/;
var TRIGGER = "ldconfig";
function shlibsFile(description, tree) {
  const { name, release } = description;
  const full = debianVersion(description);
  const upstream = release === void 0 ? full : full.slice(0, full.lastIndexOf("-"));
  const lines = publicSonames(tree).filter((soname) => !NAME_SERVICE.test(soname)).flatMap(partsOf).map(({ library, version }) => `${library} ${version} ${name} (>= ${upstream})
`);
  return [...new Set(lines)].sort().join("");
}
function partsOf(soname) {
  const groups = SONAMES.map((form) => form.exec(soname)?.groups).find((found) => found !== void 0);
  return groups === void 0 ? [] : [{ library: groups["library"] ?? "", version: groups["version"] ?? "" }];
}
function librariesTriggered(triggers = {}, tree) {
  const { activate = [], "activate-await": awaited = [], "activate-noawait": noawait = [] } = triggers;
  const isActivated = [...activate, ...awaited, ...noawait].includes(TRIGGER);
  if (isActivated || publicSonames(tree).length === 0) return triggers;
  return { ...triggers, "activate-noawait": [...noawait, TRIGGER] };
}
function publicSonames(tree) {
  return tree.flatMap((entry) => {
    const soname = entry.type === "file" && PUBLIC.test(entry.path) ? entry.links?.soname : void 0;
    return soname === void 0 ? [] : [soname];
  });
}

// src/deb/tree.ts
var PERMISSION_BITS = 4095;
var PARENT_MODE = 493;
function packagedTree(entries) {
  const tree = /* @__PURE__ */ new Map([["/", parent("/")]]);
  for (const entry of entries) {
    assertEntry(entry);
    if (tree.has(entry.path)) throw refused2(entry.path, "is there twice");
    tree.set(entry.path, entry);
  }
  for (const { path } of entries) addParents(tree, path);
  return [...tree.values()].sort((a, b) => a.path < b.path ? -1 : 1);
}
function addParents(tree, path) {
  for (let end = path.lastIndexOf("/"); end > 0; end = path.lastIndexOf("/", end - 1)) {
    const above = path.slice(0, end);
    const known = tree.get(above);
    if (known === void 0) tree.set(above, parent(above));
    else if (known.type !== "directory") throw refused2(path, `lies below ${above}, which is a ${known.type}`);
  }
}
function parent(path) {
  return { type: "directory", path, mode: PARENT_MODE };
}
function assertEntry(entry) {
  const { path } = entry;
  const [root, ...segments] = path.split("/");
  const isNormal = root === "" && segments.every((name) => name !== "" && name !== "." && name !== "..");
  if (!isNormal || !isPlain2(path)) throw refused2(path, "is not absolute and normalised");
  const isLong2 = segments.some((name) => Buffer.byteLength(name) > LIMITS.pathSegmentBytes);
  if (isLong2 || Buffer.byteLength(path) > LIMITS.pathBytes)
    throw refused2(path, "is longer than file systems take");
  if (entry.type !== "symlink") assertMode(path, entry.mode);
  else if (entry.target === "" || !isPlain2(entry.target) || Buffer.byteLength(entry.target) > LIMITS.pathBytes) {
    throw refused2(path, `is a link to ${JSON.stringify(entry.target)}, which is no target`);
  }
}
function assertMode(path, mode) {
  if (Number.isInteger(mode) && (mode & ~PERMISSION_BITS) === 0) return;
  throw refused2(path, `has the mode ${mode}, which is not of permission bits alone`);
}
function isPlain2(text) {
  return text.isWellFormed() && !new RegExp("\\p{Cc}", "u").test(text);
}
function refused2(path, fault) {
  return new PublishError("PACKAGE", `the path ${JSON.stringify(path)} cannot be in a .deb: it ${fault}`);
}

// src/deb/triggers.ts
var DIRECTIVES = [
  "interest",
  "interest-await",
  "interest-noawait",
  "activate",
  "activate-await",
  "activate-noawait"
];
var NAME = /^[!-~]+$/;
function triggersFile(triggers = {}) {
  const lines = DIRECTIVES.flatMap(
    (directive) => (triggers[directive] ?? []).map((name) => ({ directive, name, verb: directive.split("-", 1)[0] ?? "" }))
  );
  const seen = /* @__PURE__ */ new Set();
  for (const { directive, name, verb } of lines) {
    if (!NAME.test(name)) throw refused3(directive, name, "is no name of a trigger: write a word or a path");
    if (seen.has(`${verb} ${name}`)) throw refused3(directive, name, "is there twice");
    seen.add(`${verb} ${name}`);
  }
  return lines.map(({ directive, name }) => `${directive} ${name}
`).join("");
}
function refused3(directive, name, fault) {
  return new PublishError("PACKAGE", `triggers: ${directive} ${JSON.stringify(name)} ${fault}`);
}

// src/deb/control-archive.ts
var FILE_MODE = 420;
var SCRIPT_MODE = 493;
function controlArchive(description, control, tree, digests) {
  const { templates = "", triggers } = description.deb ?? {};
  const files = {
    control,
    md5sums: md5sums(digests),
    conffiles: conffiles(tree),
    shlibs: shlibsFile(description, tree),
    templates,
    triggers: triggersFile(librariesTriggered(triggers, tree))
  };
  return packagedTree([
    ...controlFiles(files, FILE_MODE),
    ...controlFiles(maintainerScripts(description), SCRIPT_MODE)
  ]);
}
function md5sums(digests) {
  return [...digests].map(([path, hash]) => `${hash.digest("hex")}  ${path.slice(1)}
`).join("");
}
function conffiles(tree) {
  const paths = tree.filter((entry) => entry.type === "file" && (entry.role === "config" || entry.path.startsWith("/etc/"))).map(({ path }) => path);
  const blank = paths.find((path) => /\s$/.test(path));
  if (blank === void 0) return paths.map((path) => `${path}
`).join("");
  throw new PublishError(
    "PACKAGE",
    `the path ${JSON.stringify(blank)} cannot be configuration in a .deb: dpkg drops the blank at its end`
  );
}
function controlFiles(files, mode) {
  return Object.entries(files).filter(([, text]) => text !== "").map(([name, text]) => ({ type: "file", path: `/${name}`, mode, content: contentOf(Buffer.from(text)) }));
}

// src/deb/architecture.ts
var DEBIAN_ARCHITECTURES = {
  amd64: "amd64",
  arm64: "arm64",
  "386": "i386",
  arm5: "armel",
  arm6: "armhf",
  arm7: "armhf",
  ppc64le: "ppc64el",
  s390x: "s390x",
  riscv64: "riscv64",
  loong64: "loong64",
  mips64le: "mips64el",
  all: "all"
};
function debianArchitecture(arch) {
  return DEBIAN_ARCHITECTURES[arch];
}
function isArchitecture(name) {
  return /^[a-z0-9][a-z0-9-]{0,63}$/.test(name) && name !== "any" && name !== "source" && !WILDCARD.test(name);
}
var WILDCARD = /^any-|-any$|-any-/;

// src/deb/control-details.ts
var SECTION = "utils";
var PRIORITY = "optional";
var SECTION_FORM = /^(?:[a-z][a-z0-9-]*\/)?[a-z][a-z0-9-]*$/;
var PRIORITIES = /* @__PURE__ */ new Set(["required", "important", "standard", "optional", "extra"]);
var BLANKS_AROUND = /^[ \t]+|[ \t\n]+$/g;
var VARIANT = /^[a-z0-9][a-z0-9.+-]*$/;
var FOREIGN_FIELDS = names(
  "status conffiles config-version triggers-pending triggers-awaited",
  "filename size md5sum sha1 sha256 sha512 description-md5"
);
var DESCRIBED_FIELDS = names(
  "pre-depends depends recommends suggests enhances conflicts breaks replaces provides",
  "homepage architecture-variant"
);
function architectureFields({ arch, deb: deb2 = {} }) {
  const { architecture: architecture2 = debianArchitecture(arch), architectureVariant } = deb2;
  if (!isArchitecture(architecture2)) throw unfit2("architecture", architecture2, "a name such as amd64");
  const field2 = { name: "Architecture", value: architecture2 };
  if (architectureVariant === void 0) return [field2];
  if (!VARIANT.test(architectureVariant)) {
    throw unfit2("architectureVariant", architectureVariant, "a name such as amd64v3");
  }
  return [field2, { name: "Architecture-Variant", value: architectureVariant }];
}
function classFields({ section = SECTION, priority = PRIORITY } = {}) {
  if (!SECTION_FORM.test(section)) throw unfit2("section", section, "a word such as utils or non-free/net");
  if (!PRIORITIES.has(priority)) throw unfit2("priority", priority, `one of ${[...PRIORITIES].join(", ")}`);
  return [
    { name: "Section", value: section },
    { name: "Priority", value: priority }
  ];
}
function furtherFields({ fields = [] } = {}, own) {
  const taken = new Set(own.map(({ name }) => name.toLowerCase()));
  const given = fields.map(({ name, value }) => ({ name, value: value.replaceAll(BLANKS_AROUND, "") }));
  for (const { name } of given) {
    const key = name.toLowerCase();
    if (taken.has(key) || DESCRIBED_FIELDS.has(key)) {
      throw unfit2("fields", name, "another name: this field has a place of its own in the description");
    }
    if (FOREIGN_FIELDS.has(key))
      throw unfit2("fields", name, "another name: dpkg or apt write this one themselves");
  }
  return given.filter(({ value }) => value !== "");
}
function names(...lists2) {
  return new Set(lists2.flatMap((list) => list.split(" ")));
}
function unfit2(member, text, wanted2) {
  return new PublishError(
    "PACKAGE",
    `${member}: ${JSON.stringify(text)} is none that a .deb can have; write ${wanted2}`
  );
}

// src/deb/name.ts
var NAME2 = /^[a-z0-9][a-z0-9+.-]+$/;
function isPackageName(name) {
  return NAME2.test(name) && name.length <= LIMITS.packageNameBytes;
}
function debianName(name) {
  if (isPackageName(name)) return name;
  const proposal = name.toLowerCase().replace(/[^a-z0-9+.-]+/g, "-").replace(/^[^a-z0-9]+|-+$/g, "");
  const advice = isPackageName(proposal) ? `; write ${JSON.stringify(proposal)} instead` : "";
  throw new PublishError(
    "PACKAGE",
    `name: ${JSON.stringify(name)} is none that a .deb can have: at least two, at most ${LIMITS.packageNameBytes} lower-case letters, digits and + - ., beginning with a letter or digit${advice}`
  );
}

// src/deb/dependency.ts
var NAME3 = /^([a-z0-9][a-z0-9+.-]+(?::[a-z0-9-]+)?)\s*(.*)$/s;
var RELATION = /^([<>=]{1,2})\s*([^\s()]+)$/;
var PARENTHESES = /^\(\s*(.*?)\s*\)$/s;
var OPERATORS = /* @__PURE__ */ new Set(["<<", "<=", "=", ">=", ">>"]);
var OTHER_OPERATORS = { "<": "<<", ">": ">>", "==": "=" };
var DEPENDS = { name: "depends", takes: "alternatives" };
var FORMS = {
  alternatives: "`NAME`, `NAME >= VERSION` or `NAME (>= VERSION)`",
  one: "`NAME`, `NAME >= VERSION` or `NAME (>= VERSION)`",
  exact: "`NAME` or `NAME (= VERSION)`"
};
function debianDependency(text, { name, takes } = DEPENDS) {
  const alternatives = text.split("|").map((alternative) => printAlternative(alternative.trim()));
  const isAllowed = (takes === "alternatives" || alternatives.length === 1) && (takes !== "exact" || alternatives.every((printed3) => printed3 !== void 0 && !INEXACT.test(printed3)));
  if (isAllowed && !alternatives.includes(void 0)) return alternatives.join(" | ");
  const seen = JSON.stringify(text);
  throw new PublishError(
    "PACKAGE",
    name === DEPENDS.name ? `${name}: ${seen} is nothing that a .deb can depend on; write one a line, as ${FORMS[takes]}` : `${name}: ${seen} is nothing that a .deb can say there; write one a line, as ${FORMS[takes]}`
  );
}
var INEXACT = /\((?!= )/;
function printAlternative(text) {
  const [, name, rest = ""] = NAME3.exec(text) ?? [];
  if (name === void 0 || rest === "") return name;
  const inner = PARENTHESES.exec(rest)?.[1];
  const [, sign = "", version = ""] = RELATION.exec(inner ?? rest) ?? [];
  const operator = inner === void 0 ? OTHER_OPERATORS[sign] ?? sign : sign;
  return OPERATORS.has(operator) && isVersion2(version) ? `${name} (${operator} ${version})` : void 0;
}

// src/recipe/glibc.ts
var ABI_MARKS = {
  GLIBC_ABI_DT_RELR: "2.36",
  GLIBC_ABI_GNU_TLS: "2.42",
  GLIBC_ABI_GNU2_TLS: "2.42",
  GLIBC_ABI_DT_X86_64_PLT: "2.42"
};
var VERSION = /^GLIBC_(?<version>[0-9]{1,4}(?:\.[0-9]{1,4}){1,2})$/;
function glibcNeeded({ versionNeeds }) {
  const versions = versionNeeds.filter(({ isWeak }) => !isWeak).map(({ version }) => ABI_MARKS[version] ?? VERSION.exec(version)?.groups?.["version"]);
  return newestOf(versions);
}
function newestOf(versions) {
  return versions.filter((version) => version !== void 0).toSorted(compareNumbers).at(-1);
}
function compareNumbers(a, b) {
  const [left, right] = [a, b].map((version) => version.split(".").map(Number));
  const at = left.findIndex((part, index) => part !== right[index]);
  if (at < 0) return left.length - right.length;
  return (left[at] ?? 0) - (right[at] ?? -1);
}

// src/deb/desktop-libraries.ts
var DESKTOP_LIBRARIES = {
  // Display
  "libx11-6": "libX11.so.6",
  "libx11-xcb1": "libX11-xcb.so.1",
  libxau6: "libXau.so.6",
  libxcb1: "libxcb.so.1",
  "libxcb-dri3-0": "libxcb-dri3.so.0",
  "libxcb-icccm4": "libxcb-icccm.so.4",
  "libxcb-image0": "libxcb-image.so.0",
  "libxcb-keysyms1": "libxcb-keysyms.so.1",
  "libxcb-present0": "libxcb-present.so.0",
  "libxcb-randr0": "libxcb-randr.so.0",
  "libxcb-render0": "libxcb-render.so.0",
  "libxcb-shape0": "libxcb-shape.so.0",
  "libxcb-shm0": "libxcb-shm.so.0",
  "libxcb-sync1": "libxcb-sync.so.1",
  "libxcb-xfixes0": "libxcb-xfixes.so.0",
  "libxcb-xinerama0": "libxcb-xinerama.so.0",
  "libxcb-xkb1": "libxcb-xkb.so.1",
  libxcomposite1: "libXcomposite.so.1",
  libxcursor1: "libXcursor.so.1",
  libxdamage1: "libXdamage.so.1",
  libxext6: "libXext.so.6",
  libxfixes3: "libXfixes.so.3",
  libxft2: "libXft.so.2",
  libxi6: "libXi.so.6",
  libxinerama1: "libXinerama.so.1",
  libxmu6: "libXmu.so.6",
  libxrandr2: "libXrandr.so.2",
  libxrender1: "libXrender.so.1",
  libxss1: "libXss.so.1",
  "libxt6t64 | libxt6": "libXt.so.6",
  libxtst6: "libXtst.so.6",
  libxv1: "libXv.so.1",
  libxxf86vm1: "libXxf86vm.so.1",
  libice6: "libICE.so.6",
  libsm6: "libSM.so.6",
  libxkbcommon0: "libxkbcommon.so.0",
  "libxkbcommon-x11-0": "libxkbcommon-x11.so.0",
  "libwayland-client0": "libwayland-client.so.0",
  "libwayland-cursor0": "libwayland-cursor.so.0",
  "libwayland-egl1": "libwayland-egl.so.1",
  "libwayland-server0": "libwayland-server.so.0",
  libgl1: "libGL.so.1",
  libglx0: "libGLX.so.0",
  libegl1: "libEGL.so.1",
  libgles2: "libGLESv2.so.2",
  libopengl0: "libOpenGL.so.0",
  "libglu1-mesa": "libGLU.so.1",
  libdrm2: "libdrm.so.2",
  libgbm1: "libgbm.so.1",
  libvulkan1: "libvulkan.so.1",
  "ocl-icd-libopencl1": "libOpenCL.so.1",
  libva2: "libva.so.2",
  "libva-drm2": "libva-drm.so.2",
  "libva-x11-2": "libva-x11.so.2",
  libvdpau1: "libvdpau.so.1",
  "libsdl2-2.0-0": "libSDL2-2.0.so.0",
  // Images, fonts
  "libpng16-16t64 | libpng16-16": "libpng16.so.16",
  "libjpeg62-turbo | libjpeg62": "libjpeg.so.62",
  "libjpeg-turbo8": "libjpeg.so.8",
  libtiff5: "libtiff.so.5",
  libtiff6: "libtiff.so.6",
  libwebp6: "libwebp.so.6",
  libwebp7: "libwebp.so.7",
  libwebpdemux2: "libwebpdemux.so.2",
  libwebpmux3: "libwebpmux.so.3",
  libgif7: "libgif.so.7",
  "liblcms2-2": "liblcms2.so.2",
  "libopenjp2-7": "libopenjp2.so.7",
  libfreetype6: "libfreetype.so.6",
  libfontconfig1: "libfontconfig.so.1",
  libharfbuzz0b: "libharfbuzz.so.0",
  libfribidi0: "libfribidi.so.0",
  "libpixman-1-0": "libpixman-1.so.0",
  libcairo2: "libcairo.so.2",
  "libcairo-gobject2": "libcairo-gobject.so.2",
  "libpango-1.0-0": "libpango-1.0.so.0",
  "libpangocairo-1.0-0": "libpangocairo-1.0.so.0",
  "libpangoft2-1.0-0": "libpangoft2-1.0.so.0",
  "librsvg2-2": "librsvg-2.so.2",
  "libgdk-pixbuf-2.0-0": "libgdk_pixbuf-2.0.so.0",
  // Desktop
  "libgtk2.0-0t64 | libgtk2.0-0": "libgtk-x11-2.0.so.0 libgdk-x11-2.0.so.0",
  "libgtk-3-0t64 | libgtk-3-0": "libgtk-3.so.0 libgdk-3.so.0",
  "libgtk-4-1": "libgtk-4.so.1",
  "libatk1.0-0t64 | libatk1.0-0": "libatk-1.0.so.0",
  "libatk-bridge2.0-0t64 | libatk-bridge2.0-0": "libatk-bridge-2.0.so.0",
  "libatspi2.0-0t64 | libatspi2.0-0": "libatspi.so.0",
  libepoxy0: "libepoxy.so.0",
  libnotify4: "libnotify.so.4",
  "libsecret-1-0": "libsecret-1.so.0",
  "libsoup-2.4-1 | libsoup2.4-1": "libsoup-2.4.so.1",
  "libsoup-3.0-0": "libsoup-3.0.so.0",
  "libwebkit2gtk-4.0-37": "libwebkit2gtk-4.0.so.37",
  "libjavascriptcoregtk-4.0-18": "libjavascriptcoregtk-4.0.so.18",
  "libwebkit2gtk-4.1-0": "libwebkit2gtk-4.1.so.0",
  "libjavascriptcoregtk-4.1-0": "libjavascriptcoregtk-4.1.so.0",
  "libayatana-appindicator3-1": "libayatana-appindicator3.so.1",
  "libcups2t64 | libcups2": "libcups.so.2",
  "libqt5core5t64 | libqt5core5a": "libQt5Core.so.5",
  "libqt5dbus5t64 | libqt5dbus5": "libQt5DBus.so.5",
  "libqt5gui5t64 | libqt5gui5": "libQt5Gui.so.5",
  "libqt5network5t64 | libqt5network5": "libQt5Network.so.5",
  "libqt5widgets5t64 | libqt5widgets5": "libQt5Widgets.so.5",
  "libqt6core6t64 | libqt6core6": "libQt6Core.so.6",
  "libqt6dbus6t64 | libqt6dbus6": "libQt6DBus.so.6",
  "libqt6gui6t64 | libqt6gui6": "libQt6Gui.so.6",
  "libqt6network6t64 | libqt6network6": "libQt6Network.so.6",
  "libqt6widgets6t64 | libqt6widgets6": "libQt6Widgets.so.6",
  // Sound
  "libasound2t64 | libasound2": "libasound.so.2",
  libpulse0: "libpulse.so.0 libpulse-simple.so.0",
  "libpipewire-0.3-0t64 | libpipewire-0.3-0": "libpipewire-0.3.so.0",
  "libjack-jackd2-0 | libjack0": "libjack.so.0",
  libsndfile1: "libsndfile.so.1",
  libogg0: "libogg.so.0",
  libvorbis0a: "libvorbis.so.0",
  libopus0: "libopus.so.0",
  libmp3lame0: "libmp3lame.so.0",
  libportaudio2: "libportaudio.so.2",
  libopenal1: "libopenal.so.1",
  "libgstreamer1.0-0": "libgstreamer-1.0.so.0 libgstbase-1.0.so.0",
  "libgstreamer-plugins-base1.0-0": "libgstapp-1.0.so.0 libgstaudio-1.0.so.0 libgstvideo-1.0.so.0"
};

// src/deb/libraries.ts
var LIBRARIES = {
  // GNU C library, compilers
  libc6: "libc.so.6 libm.so.6 libpthread.so.0 libdl.so.2 librt.so.1 libresolv.so.2 libutil.so.1 libnsl.so.1 libanl.so.1 libmvec.so.1 libthread_db.so.1 libBrokenLocale.so.1 libnss_files.so.2 libnss_dns.so.2 libnss_compat.so.2 ld-linux-x86-64.so.2 ld-linux.so.2 ld-linux.so.3 ld-linux-armhf.so.3 ld-linux-aarch64.so.1 ld64.so.1 ld64.so.2 ld-linux-riscv64-lp64d.so.1 ld-linux-loongarch-lp64d.so.1 ld.so.1",
  libcrypt1: "libcrypt.so.1",
  // The second is its name before Debian 11 and Ubuntu 20.04.
  "libgcc-s1 | libgcc1": "libgcc_s.so.1",
  "libstdc++6": "libstdc++.so.6",
  libatomic1: "libatomic.so.1",
  libgomp1: "libgomp.so.1",
  libitm1: "libitm.so.1",
  libgfortran5: "libgfortran.so.5",
  libquadmath0: "libquadmath.so.0",
  libobjc4: "libobjc.so.4",
  // Compression, archives
  zlib1g: "libz.so.1",
  "libbz2-1.0": "libbz2.so.1.0",
  liblzma5: "liblzma.so.5",
  libzstd1: "libzstd.so.1",
  "liblz4-1": "liblz4.so.1",
  "liblzo2-2": "liblzo2.so.2",
  libbrotli1: "libbrotlicommon.so.1 libbrotlidec.so.1 libbrotlienc.so.1",
  libsnappy1v5: "libsnappy.so.1",
  "libarchive13t64 | libarchive13": "libarchive.so.13",
  // Cryptography
  "libssl3t64 | libssl3": "libssl.so.3 libcrypto.so.3",
  "libssl1.1": "libssl.so.1.1 libcrypto.so.1.1",
  "libgnutls30t64 | libgnutls30": "libgnutls.so.30",
  libgcrypt20: "libgcrypt.so.20",
  "libgpg-error0": "libgpg-error.so.0",
  "libnettle8t64 | libnettle8": "libnettle.so.8",
  "libhogweed6t64 | libhogweed6": "libhogweed.so.6",
  libsodium23: "libsodium.so.23",
  libsodium26: "libsodium.so.26",
  "libtasn1-6": "libtasn1.so.6",
  "libp11-kit0": "libp11-kit.so.0",
  "libgpgme11t64 | libgpgme11": "libgpgme.so.11",
  libgpgme45: "libgpgme.so.45",
  libassuan0: "libassuan.so.0",
  libassuan9: "libassuan.so.9",
  "libargon2-1": "libargon2.so.1",
  libnss3: "libnss3.so libnssutil3.so libsmime3.so libssl3.so",
  libnspr4: "libnspr4.so libplc4.so libplds4.so",
  libpcsclite1: "libpcsclite.so.1",
  "libfido2-1": "libfido2.so.1",
  libxxhash0: "libxxhash.so.0",
  libmd0: "libmd.so.0",
  // Kerberos, LDAP
  "libgssapi-krb5-2": "libgssapi_krb5.so.2",
  "libkrb5-3": "libkrb5.so.3",
  libk5crypto3: "libk5crypto.so.3",
  libkrb5support0: "libkrb5support.so.0",
  "libcom-err2": "libcom_err.so.2",
  "libldap-2.4-2": "libldap-2.4.so.2 libldap_r-2.4.so.2 liblber-2.4.so.2",
  "libldap-2.5-0": "libldap-2.5.so.0 liblber-2.5.so.0",
  libldap2: "libldap.so.2 liblber.so.2",
  "libsasl2-2": "libsasl2.so.2",
  // Network
  "libcurl4t64 | libcurl4": "libcurl.so.4",
  "libcurl4-gnutls | libcurl3t64-gnutls | libcurl3-gnutls": "libcurl-gnutls.so.4",
  "libnghttp2-14": "libnghttp2.so.14",
  "libssh2-1t64 | libssh2-1": "libssh2.so.1",
  "libssh-4": "libssh.so.4",
  "libpsl5t64 | libpsl5": "libpsl.so.5",
  "libidn2-0": "libidn2.so.0",
  libunistring2: "libunistring.so.2",
  libunistring5: "libunistring.so.5",
  "libc-ares2": "libcares.so.2",
  "libevent-2.1-7t64 | libevent-2.1-7": "libevent-2.1.so.7",
  "libevent-core-2.1-7t64 | libevent-core-2.1-7": "libevent_core-2.1.so.7",
  "libevent-openssl-2.1-7t64 | libevent-openssl-2.1-7": "libevent_openssl-2.1.so.7",
  "libevent-pthreads-2.1-7t64 | libevent-pthreads-2.1-7": "libevent_pthreads-2.1.so.7",
  "libuv1t64 | libuv1": "libuv.so.1",
  "libev4t64 | libev4": "libev.so.4",
  libzmq5: "libzmq.so.5",
  "libpcap0.8t64 | libpcap0.8": "libpcap.so.0.8",
  "libnl-3-200": "libnl-3.so.200",
  "libnl-genl-3-200": "libnl-genl-3.so.200",
  "libnl-route-3-200": "libnl-route-3.so.200",
  libmnl0: "libmnl.so.0",
  libnftnl11: "libnftnl.so.11",
  "libnetfilter-conntrack3": "libnetfilter_conntrack.so.3",
  "libnetfilter-queue1": "libnetfilter_queue.so.1",
  "libavahi-client3": "libavahi-client.so.3",
  "libavahi-common3": "libavahi-common.so.3",
  // Databases
  "libsqlite3-0": "libsqlite3.so.0",
  libpq5: "libpq.so.5",
  libmariadb3: "libmariadb.so.3",
  "libdb5.3t64 | libdb5.3": "libdb-5.3.so",
  "libgdbm6t64 | libgdbm6": "libgdbm.so.6",
  liblmdb0: "liblmdb.so.0",
  "libodbc2 | libodbc1": "libodbc.so.2",
  // Texts, data
  libxml2: "libxml2.so.2",
  "libxml2-16": "libxml2.so.16",
  "libxslt1.1": "libxslt.so.1 libexslt.so.0",
  libexpat1: "libexpat.so.1",
  "libyaml-0-2": "libyaml-0.so.2",
  libjansson4: "libjansson.so.4",
  "libjson-c5": "libjson-c.so.5",
  libyajl2: "libyajl.so.2",
  libpcre3: "libpcre.so.3 libpcreposix.so.3",
  "libpcre2-8-0": "libpcre2-8.so.0",
  libonig5: "libonig.so.5",
  "libmagic1t64 | libmagic1": "libmagic.so.1",
  libgmp10: "libgmp.so.10",
  libmpfr6: "libmpfr.so.6",
  libmpc3: "libmpc.so.3",
  // Terminal
  libtinfo6: "libtinfo.so.6 libtic.so.6",
  libncurses6: "libncurses.so.6 libform.so.6 libmenu.so.6 libpanel.so.6",
  libncursesw6: "libncursesw.so.6 libformw.so.6 libmenuw.so.6 libpanelw.so.6",
  libtinfo5: "libtinfo.so.5",
  libncurses5: "libncurses.so.5",
  libncursesw5: "libncursesw.so.5",
  "libreadline8t64 | libreadline8": "libreadline.so.8 libhistory.so.8",
  libedit2: "libedit.so.2",
  // System
  libsystemd0: "libsystemd.so.0",
  libudev1: "libudev.so.1",
  "libdbus-1-3": "libdbus-1.so.3",
  libcap2: "libcap.so.2 libpsx.so.2",
  "libcap-ng0": "libcap-ng.so.0",
  libseccomp2: "libseccomp.so.2",
  libselinux1: "libselinux.so.1",
  libapparmor1: "libapparmor.so.1",
  libaudit1: "libaudit.so.1",
  libacl1: "libacl.so.1",
  libattr1: "libattr.so.1",
  libpam0g: "libpam.so.0 libpam_misc.so.0 libpamc.so.0",
  libkeyutils1: "libkeyutils.so.1",
  libblkid1: "libblkid.so.1",
  libmount1: "libmount.so.1",
  libuuid1: "libuuid.so.1",
  libfdisk1: "libfdisk.so.1",
  libsmartcols1: "libsmartcols.so.1",
  libkmod2: "libkmod.so.2",
  "libdevmapper1.02.1": "libdevmapper.so.1.02.1",
  libcryptsetup12: "libcryptsetup.so.12",
  "libext2fs2t64 | libext2fs2": "libext2fs.so.2 libe2p.so.2",
  "libfuse2t64 | libfuse2": "libfuse.so.2",
  "libfuse3-3": "libfuse3.so.3",
  "libfuse3-4": "libfuse3.so.4",
  "libtirpc3t64 | libtirpc3": "libtirpc.so.3",
  libnsl2: "libnsl.so.2",
  libnuma1: "libnuma.so.1",
  libhwloc15: "libhwloc.so.15",
  libpci3: "libpci.so.3",
  "libusb-1.0-0": "libusb-1.0.so.0",
  "libhidapi-hidraw0": "libhidapi-hidraw.so.0",
  "libhidapi-libusb0": "libhidapi-libusb.so.0",
  libbluetooth3: "libbluetooth.so.3",
  "libelf1t64 | libelf1": "libelf.so.1",
  "libdw1t64 | libdw1": "libdw.so.1",
  libunwind8: "libunwind.so.8",
  libbpf0: "libbpf.so.0",
  libbpf1: "libbpf.so.1",
  libbsd0: "libbsd.so.0",
  libpopt0: "libpopt.so.0",
  libvirt0: "libvirt.so.0",
  libjemalloc2: "libjemalloc.so.2",
  "libgoogle-perftools4t64 | libgoogle-perftools4": "libtcmalloc.so.4 libprofiler.so.0",
  "libtcmalloc-minimal4t64 | libtcmalloc-minimal4": "libtcmalloc_minimal.so.4",
  "libtcl8.6": "libtcl8.6.so",
  "libluajit-5.1-2": "libluajit-5.1.so.2",
  libffi7: "libffi.so.7",
  libffi8: "libffi.so.8",
  "libglib2.0-0t64 | libglib2.0-0": "libglib-2.0.so.0 libgobject-2.0.so.0 libgio-2.0.so.0 libgmodule-2.0.so.0 libgthread-2.0.so.0",
  "libpolkit-gobject-1-0": "libpolkit-gobject-1.so.0"
};
var FAMILIES = [
  [/^libicu(?:data|uc|i18n|io|tu)\.so\.(?<v>[0-9]{2})$/, "libicu{v}"],
  [/^libpython(?<v>3\.[0-9]{1,2})\.so\.1\.0$/, "libpython{v}t64 | libpython{v}"],
  [/^libperl\.so\.(?<v>5\.[0-9]{2})$/, "libperl{v}t64 | libperl{v}"],
  [/^liblua(?<v>5\.[0-9])\.so\.0$/, "liblua{v}-0"],
  [/^libLLVM(?:-|\.so\.)(?<v>[0-9]{2})(?:\.so\.1|\.1)$/, "libllvm{v}"],
  [/^libprotobuf\.so\.(?<v>[0-9]{2})$/, "libprotobuf{v}t64 | libprotobuf{v}"]
];
var PACKAGES = new Map(
  Object.entries({ ...LIBRARIES, ...DESKTOP_LIBRARIES }).flatMap(
    ([packages, sonames]) => sonames.split(" ").map((soname) => [soname, packages.split(" | ")])
  )
);
function packagesOf(soname) {
  const known = PACKAGES.get(soname);
  if (known !== void 0) return known;
  for (const [pattern, packages] of FAMILIES) {
    const version = pattern.exec(soname)?.groups?.["v"];
    if (version !== void 0) return packages.replaceAll("{v}", version).split(" | ");
  }
  return void 0;
}
var KNOWN_LIBRARIES = [...PACKAGES.keys()];

// src/deb/library-versions.ts
var GLIBCXX_GCC = [
  [21, "5"],
  [22, "6"],
  [23, "7"],
  [25, "8"],
  [26, "9"],
  [28, "10"],
  [29, "11"],
  [30, "12"],
  [31, "13"],
  [32, "13.1"],
  [33, "14"],
  [34, "15"],
  [35, "16"]
];
var CXXABI_GCC = [
  [9, "5"],
  [10, "6"],
  [11, "7"],
  [12, "9"],
  [13, "11"],
  [14, "13"],
  [15, "14"]
];
function libraryVersion(soname, links) {
  const needs = links.versionNeeds.filter(({ library, isWeak }) => library === soname && !isWeak);
  return newestOf(needs.map(({ version }) => versionOf(soname, version)));
}
function versionOf(soname, version) {
  const [, family = "", numbers = ""] = /^([A-Z]+)_([0-9]+(?:[._][0-9]+)*)$/.exec(version) ?? [];
  if (soname === "libstdc++.so.6") return gccOf(family, numbers);
  if (soname === "libgcc_s.so.1" && family === "GCC") return numbers.replace(/(?:\.0)+$/, "");
  if (/^lib(?:ssl|crypto)\.so\./.test(soname) && family === "OPENSSL") return numbers.replaceAll("_", ".");
  return void 0;
}
function gccOf(family, numbers) {
  const prefix = family === "GLIBCXX" ? "3.4." : "1.3.";
  const table2 = family === "GLIBCXX" ? GLIBCXX_GCC : CXXABI_GCC;
  if (!numbers.startsWith(prefix)) return void 0;
  const symbols = Number(numbers.slice(prefix.length));
  return table2.findLast(([since]) => since <= symbols)?.[1];
}

// src/deb/library-dependencies.ts
var GLIBC = "libc6";
var MUSL = "musl";
function libraryDependencies({
  arch,
  entries
}) {
  const own = ownLibraries(entries);
  const needs = entries.flatMap((entry) => needsOf(entry, arch)).filter(({ soname }) => !own.has(soname));
  const known = needs.filter(
    (need) => need.packages !== void 0
  );
  const byPackages = Map.groupBy(known, ({ packages }) => packages.join(" | "));
  const unknown = needs.filter(({ packages }) => packages === void 0);
  return {
    depends: [...byPackages.values()].map(dependency).toSorted(),
    unknown: [...new Map(unknown.map(({ soname, path }) => [soname, { soname, path }])).values()]
  };
}
function needsOf(entry, arch) {
  if (entry.type !== "file" || entry.links?.architectures.includes(arch) !== true) return [];
  const { path, links } = entry;
  const needs = links.needed.map((soname) => ({ soname, path, ...providerOf(soname, links) }));
  if (links.interpreter === void 0 || links.kind === "library") return needs;
  const loader = isMusl(links) ? muslLoader : { packages: [GLIBC], version: glibcNeeded(links) };
  return [...needs, { soname: links.interpreter, path, ...loader }];
}
var muslLoader = { packages: [MUSL], version: void 0 };
function providerOf(soname, links) {
  const packages = packagesOf(soname);
  if (isMusl(links)) return isMuslLibrary(soname) ? muslLoader : { packages: void 0, version: void 0 };
  const version = packages?.includes(GLIBC) === true ? glibcNeeded(links) : libraryVersion(soname, links);
  return { packages, version };
}
function ownLibraries(entries) {
  return new Set(
    entries.flatMap((entry) => {
      if (entry.type === "directory") return [];
      const names2 = [entry.path, entry.path.slice(entry.path.lastIndexOf("/") + 1)];
      return entry.type === "file" && entry.links?.soname !== void 0 ? [...names2, entry.links.soname] : names2;
    })
  );
}
function dependency(needs) {
  const version = newestOf(needs.map((need) => need.version));
  const suffix2 = version === void 0 ? "" : ` (>= ${version})`;
  return (needs[0]?.packages ?? []).map((name) => `${name}${suffix2}`).join(" | ");
}

// src/deb/depends.ts
function dependsOf(description) {
  const given = description.depends.map((text) => debianDependency(text));
  const libraries = libraryDependencies(description).depends;
  const kept2 = given.filter((text) => !libraries.some((library) => isImplied(text, library)));
  const decided = new Set(kept2.flatMap(namesIn));
  return [...kept2, ...libraries.filter((text) => !namesIn(text).some((name) => decided.has(name)))];
}
function isImplied(text, library) {
  const [, name = "", version] = /^([^\s:|]+)(?: \(>= (\S+)\))?$/.exec(text) ?? [];
  if (!namesIn(library).includes(name)) return false;
  const [, known] = /^[^|]* \(>= (\S+)\)$/.exec(library) ?? [];
  return version === void 0 || known !== void 0 && compareVersionTexts(version, known) <= 0;
}
function namesIn(text) {
  return text.split(" | ").map((alternative) => alternative.replace(/[ :(].*$/s, ""));
}

// src/deb/relations.ts
function relationFields(description) {
  const { relations = {}, deb: deb2 = {} } = description;
  const all = [
    ["Pre-Depends", deb2.preDepends, { name: "preDepends", takes: "alternatives" }],
    ["Depends", dependsOf(description), { name: "depends", takes: "alternatives" }],
    ["Recommends", relations.recommends, { name: "recommends", takes: "alternatives" }],
    ["Suggests", relations.suggests, { name: "suggests", takes: "alternatives" }],
    ["Enhances", deb2.enhances, { name: "enhances", takes: "one" }],
    ["Conflicts", relations.conflicts, { name: "conflicts", takes: "one" }],
    ["Breaks", deb2.breaks, { name: "breaks", takes: "one" }],
    ["Replaces", relations.replaces, { name: "replaces", takes: "one" }],
    ["Provides", relations.provides, { name: "provides", takes: "exact" }]
  ];
  return all.flatMap(
    ([name, items2 = [], rule]) => items2.length === 0 ? [] : [{ name, value: items2.map((item) => debianDependency(item, rule)).join(", ") }]
  );
}

// src/deb/control.ts
var NAMELESS_SYNOPSIS = "command-line program from its own project";
var KIB = 1024;
var TAB = " ".repeat(8);
function controlStanza(description, tree) {
  const { maintainer, homepage, deb: deb2 } = description;
  const optional = (name, value) => value === void 0 || value === "" ? [] : [{ name, value }];
  const own = [
    { name: "Package", value: debianName(description.name) },
    { name: "Version", value: debianVersion(description) },
    ...architectureFields(description),
    { name: "Maintainer", value: maintainer.trim() },
    { name: "Installed-Size", value: String(installedKib(tree)) },
    ...relationFields(description),
    ...classFields(deb2),
    ...optional("Homepage", homepage?.trim()),
    { name: "Description", value: descriptionValue(description) }
  ];
  return [...own, ...furtherFields(deb2, own)];
}
function installedKib(tree) {
  return tree.reduce((sum, entry) => sum + Math.ceil(sizeOf(entry) / KIB), 0);
}
function sizeOf(entry) {
  if (entry.type === "file") return entry.content.sizeBytes;
  return entry.type === "symlink" ? Buffer.byteLength(entry.target) : KIB;
}
function descriptionValue({ name, description }) {
  const [synopsis = "", ...rest] = description.trim().split("\n");
  const given = rest.join("\n").replace(/^(?:[ \t]*\n)+/, "");
  const extended = given === "" ? `This is ${name} as its own project releases it.` : given;
  const lines = extended.split("\n");
  return [
    synopsis.trim() === name ? NAMELESS_SYNOPSIS : synopsis.trim(),
    ...lines.map((line) => ` ${extendedLine(line)}`)
  ].join("\n");
}
function extendedLine(line) {
  const plain2 = line.trimEnd().replaceAll("	", TAB);
  if (plain2 === "") return ".";
  return plain2.startsWith(".") ? ` ${plain2}` : plain2;
}

// src/recipe/changelog.ts
var TIME_LIMIT_SECONDS = 2 ** 32;
function changelogOf({ changelog = [] }) {
  let newestSeconds = TIME_LIMIT_SECONDS - 1;
  for (const entry of changelog) {
    assertEntry2(entry);
    if (entry.timeSeconds > newestSeconds) {
      throw refused4(entry, "is newer than the one before it; write the newest first");
    }
    newestSeconds = entry.timeSeconds;
  }
  return changelog;
}
function entryVersion({ version, versionParts, release: own }, description) {
  if (version === description.version) return description;
  const { epoch } = description;
  const release = own ?? description.release;
  return {
    version,
    ...versionParts === void 0 ? {} : { versionParts },
    ...epoch === void 0 ? {} : { epoch },
    ...release === void 0 ? {} : { release }
  };
}
function linesOf(change) {
  return change.replace(/^(?:[ \t]*\n)+/, "").trimEnd().split("\n").map((line) => line.trimEnd());
}
function assertEntry2(entry) {
  const { author, timeSeconds, changes } = entry;
  if (author.trim() === "" || !author.isWellFormed() || new RegExp("\\p{Cc}", "u").test(author)) {
    throw refused4(
      entry,
      `has the author ${JSON.stringify(author)}; write a line like Jane Doe <jane@example.com>`
    );
  }
  if (!Number.isInteger(timeSeconds) || timeSeconds < 0 || timeSeconds >= TIME_LIMIT_SECONDS) {
    throw refused4(entry, `has the time ${timeSeconds}; whole seconds since 1970 are needed`);
  }
  const isText4 = (change) => change.trim() !== "" && change.isWellFormed() && !/[^\P{Cc}\n\t]/u.test(change);
  const stranger = changes.find((change) => !isText4(change));
  if (stranger !== void 0) throw refused4(entry, `has the change ${JSON.stringify(stranger)}; write text`);
  if (changes.length === 0) throw refused4(entry, "has no changes; write what changed, or leave it out");
}
function refused4({ version }, fault) {
  return new PublishError("PACKAGE", `changelog: the entry of ${JSON.stringify(version)} ${fault}`);
}

// src/deb/changelog.ts
var AUTHOR = /^[^<>]*[^<>\s] <[^<>\s]*>$/;
var ADDRESS = /^[^\s<>@]+@[^\s<>@]+$/;
var DISTRIBUTION = /^[A-Za-z0-9][A-Za-z0-9+.~-]*$/;
var URGENCIES = /* @__PURE__ */ new Set(["low", "medium", "high", "emergency", "critical"]);
function debianChangelog(description) {
  const { name, version, maintainer, timeSeconds } = description;
  const entries = changelogOf(description);
  if (entries.length === 0) {
    const changes = [`Version ${version}.`];
    return entryText(name, debianVersion(description), { version, author: maintainer, timeSeconds, changes });
  }
  return entries.map((entry) => {
    assertEntry3(entry);
    return entryText(name, debianVersion(entryVersion(entry, description)), entry);
  }).join("\n");
}
function entryText(name, version, entry) {
  const { distributions = ["unstable"], urgency = "medium", timeSeconds, author } = entry;
  const date = new Date(timeSeconds * 1e3).toUTCString().replace("GMT", "+0000");
  const title = `${name} (${version}) ${distributions.join(" ")}; urgency=${urgency}`;
  return `${title}

${entry.changes.map(changeText).join("")}
 -- ${authorText(author)}  ${date}
`;
}
function authorText(author) {
  const text = author.trim();
  if (text === "" || /[<>]/.test(text)) return text;
  return `${text} <${ADDRESS.test(text) ? text : ""}>`;
}
function changeText(change) {
  const [first = "", ...rest] = linesOf(change);
  return [`  * ${first}`, ...rest.map((line) => line === "" ? "" : `    ${line}`)].map((line) => `${line}
`).join("");
}
function assertEntry3({
  version,
  author,
  urgency = "low",
  distributions = ["unstable"]
}) {
  const faults = [
    {
      what: "author",
      seen: author,
      isGood: AUTHOR.test(authorText(author)),
      wanted: "Jane Doe <jane@example.com>"
    },
    { what: "urgency", seen: urgency, isGood: URGENCIES.has(urgency), wanted: [...URGENCIES].join(", ") },
    {
      what: "distributions",
      seen: distributions.join(" "),
      isGood: distributions.length > 0 && distributions.every((name) => DISTRIBUTION.test(name)),
      wanted: "words such as unstable"
    }
  ].filter(({ isGood }) => !isGood);
  for (const { what, seen, wanted: wanted2 } of faults) {
    throw new PublishError(
      "PACKAGE",
      `changelog: the entry of ${JSON.stringify(version)} has the ${what} ${JSON.stringify(seen)}, which Debian's changelog cannot hold; write ${wanted2}`
    );
  }
}

// src/deb/license-text.ts
var COMMON = [
  { file: "LGPL-3", title: /\bGNU LESSER GENERAL PUBLIC LICENSE Version 3\b/i, characters: 7317 },
  { file: "LGPL-2.1", title: /\bGNU LESSER GENERAL PUBLIC LICENSE Version 2\.1\b/i, characters: 25842 },
  { file: "LGPL-2", title: /\bGNU LIBRARY GENERAL PUBLIC LICENSE Version 2\b/i, characters: 24730 },
  { file: "GPL-3", title: /\bGNU GENERAL PUBLIC LICENSE Version 3\b/i, characters: 34283 },
  { file: "GPL-2", title: /\bGNU GENERAL PUBLIC LICENSE Version 2\b/i, characters: 17588 },
  { file: "GPL-1", title: /\bGNU GENERAL PUBLIC LICENSE Version 1\b/i, characters: 12133 },
  { file: "Apache-2.0", title: /\bApache License,? Version 2\.0, January 2004\b/i, characters: 10221 },
  { file: "MPL-2.0", title: /\bMozilla Public License,? Version 2\.0\b/i, characters: 15565 },
  { file: "MPL-1.1", title: /\bMozilla Public License,? Version 1\.1\b/i, characters: 23299 },
  { file: "CC0-1.0", title: /\bCC0 1\.0 Universal\b/i, characters: 6886 }
];
var TITLE_CHARACTERS = 120;
var FILLED_CHARACTERS = 500;
var LEAST_PART = 0.8;
var COPYRIGHT = /^[ \t*#/>-]{0,40}(?:Copyright|©)[ \t:]{0,8}(?:\(c\)|©)?[ \t:]{0,8}(?<holders>[0-9]{4}[^\n]*)$/gim;
var NO_HOLDER = /\[(?:yyyy|year)|<(?:year|yyyy)/i;
var LICENSE_HOLDER = /^[0-9, -]+ Free Software Foundation, Inc\b/i;
var HOLDERS = 50;
function commonLicense(text) {
  const words3 = text.replace(/\s+/g, " ");
  return COMMON.find(({ title, characters }) => {
    const isWhole = words3.length >= characters * LEAST_PART && words3.length <= characters + FILLED_CHARACTERS;
    return isWhole && title.test(words3.slice(0, TITLE_CHARACTERS));
  })?.file;
}
function copyrightHolders(texts) {
  const all = texts.flatMap(
    (text) => [...clean(text).matchAll(COPYRIGHT)].map(([, holders = ""]) => holders.replace(/[\s*#/]{1,40}$/, ""))
  );
  const own = all.filter((holders) => !NO_HOLDER.test(holders) && !LICENSE_HOLDER.test(holders));
  return [...new Set(own)].slice(0, HOLDERS);
}
function continuationLines(text) {
  const lines = clean(text).replace(/^(?:[ \t]*\n)+/, "").trimEnd().split("\n");
  return lines.map((line) => line.trim() === "" ? "." : line.trimEnd());
}
function clean(text) {
  return text.replace(/^\ufeff/, "").replaceAll(/\r\n?/g, "\n").replaceAll(/[^\P{Cc}\n\t]/gu, "").toWellFormed();
}

// src/deb/stanza.ts
var NAME4 = /^[!"$-,.-9;-~][!-9;-~]*$/;
var LINE = /^([^:\s]*):([ \t]*)(.*)$/s;
var BLANK_LINE = /^[ \t]*$/;
var CONTROL_CHARACTER = /[\0-\x08\x0b-\x1f\x7f]/;
function parseStanza(text, source) {
  const fields = [];
  for (const lines of fieldLines(text.replace(/\n+$/, ""), source)) fields.push(parseField(lines, source));
  assertStanza(fields, source);
  return fields;
}
function printStanza(stanza, source = "What is to be written") {
  assertStanza(stanza, source);
  return stanza.map((it) => `${it.name}:${it.separator ?? usualSeparator(it.value)}${it.value}
`).join("");
}
function field(stanza, name) {
  const wanted2 = name.toLowerCase();
  return stanza.find((it) => it.name.toLowerCase() === wanted2)?.value;
}
function* fieldLines(text, source) {
  let lines;
  for (const line of text.split("\n")) {
    if (!/^[ \t]/.test(line)) {
      if (lines !== void 0) yield lines;
      lines = line;
    } else if (lines === void 0) {
      throw malformed(source, `it begins with the continuation line ${quoted(line)}`);
    } else lines += `
${line}`;
  }
  if (lines !== void 0) yield lines;
}
function parseField(lines, source) {
  const newline = lines.indexOf("\n");
  const first = newline < 0 ? lines : lines.slice(0, newline);
  const [matched2, name = "", separator = "", start = ""] = LINE.exec(first) ?? [];
  if (matched2 === void 0) throw malformed(source, `the line ${quoted(first)} is no field`);
  const value = newline < 0 ? start : start + lines.slice(newline);
  return separator === usualSeparator(value) ? { name, value } : { name, value, separator };
}
function usualSeparator(value) {
  return value === "" || value.startsWith("\n") ? "" : " ";
}
function assertStanza(stanza, source) {
  const seen = /* @__PURE__ */ new Set();
  for (const { name, value, separator = "" } of stanza) {
    const key = name.toLowerCase();
    if (!NAME4.test(name)) throw malformed(source, `${quoted(name)} is no name of a field`);
    if (seen.has(key)) throw malformed(source, `it has the field ${name} twice`);
    seen.add(key);
    if (!/^[ \t]*$/.test(separator))
      throw malformed(source, `its field ${name} has no blank before its value`);
    assertValue(name, value, source);
  }
  if (stanza.length === 0) throw malformed(source, "it has no fields");
}
function assertValue(name, value, source) {
  if (CONTROL_CHARACTER.test(value) || !value.isWellFormed()) {
    throw malformed(
      source,
      `its field ${name} holds a control character or no valid Unicode: ${quoted(value)}`
    );
  }
  const continuations = value.split("\n").slice(1);
  const escaping = continuations.find((line) => !/^[ \t]/.test(line) || BLANK_LINE.test(line));
  if (escaping !== void 0) {
    throw malformed(source, `a line of its field ${name} does not continue it: ${quoted(escaping)}`);
  }
}
function malformed(source, seen) {
  return new PublishError("PACKAGE", `${source} is no stanza of fields (deb822): ${seen}.`);
}
function quoted(text) {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}\u2026` : text);
}

// src/deb/documentation.ts
var MODE = 420;
var COPYRIGHT_FORMAT = "https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/";
var COMMON_LICENSES = {
  "Apache-2.0": "Apache-2.0",
  "Artistic-1.0": "Artistic",
  "CC0-1.0": "CC0-1.0",
  "GPL-1.0": "GPL-1",
  "GPL-2.0": "GPL-2",
  "GPL-3.0": "GPL-3",
  "LGPL-2.0": "LGPL-2",
  "LGPL-2.1": "LGPL-2.1",
  "LGPL-3.0": "LGPL-3",
  "MPL-1.1": "MPL-1.1",
  "MPL-2.0": "MPL-2.0"
};
async function documentationOf(description) {
  const folder2 = `/usr/share/doc/${description.name}`;
  const taken = new Map(description.entries.map(({ path, type }) => [path, type]));
  if ((taken.get(folder2) ?? "directory") !== "directory") return [];
  const isNative = !debianVersion(description).includes("-");
  const changelog = await gzipBytes(Buffer.from(debianChangelog(description)), 0);
  const files = {
    [`${folder2}/copyright`]: Buffer.from(copyrightText(description)),
    [`${folder2}/changelog${isNative ? "" : ".Debian"}.gz`]: changelog
  };
  return Object.entries(files).filter(([path]) => !taken.has(path)).map(([path, bytes]) => ({ type: "file", path, mode: MODE, content: contentOf(bytes) }));
}
function copyrightText(description) {
  const { name, maintainer, homepage } = description;
  const license = description.license.trim().replace(/ (OR|AND) /g, (word3) => word3.toLowerCase());
  const header2 = [
    { name: "Format", value: COPYRIGHT_FORMAT },
    { name: "Upstream-Name", value: name },
    { name: "Upstream-Contact", value: maintainer.trim() },
    ...homepage === void 0 ? [] : [{ name: "Source", value: homepage.trim() }]
  ];
  const files = [
    { name: "Files", value: "*" },
    { name: "Copyright", value: copyrightValue(description) },
    { name: "License", value: [license, ...licenseText(description)].join("\n ") }
  ];
  return [header2, files].map((stanza) => printStanza(stanza, "The description")).join("\n");
}
function copyrightValue({ name, deb: deb2 }) {
  const holders = copyrightHolders(deb2?.licenseTexts ?? []);
  return holders.length === 0 ? `the authors of ${name}` : holders.join("\n ");
}
function licenseText(description) {
  const texts = description.deb?.licenseTexts ?? [];
  const own = texts.filter((text) => commonLicense(text) === void 0).flatMap((text, index) => [...index === 0 ? [] : ["."], ...continuationLines(text)]);
  const common = texts.map(commonLicense).filter((file4) => file4 !== void 0);
  const places = licensePlaces(description, common);
  return own.length === 0 ? places : [...own, ...common.length === 0 ? [] : [".", ...places]];
}
function licensePlaces({ name, license, homepage, entries }, known) {
  const named3 = [...new Set(license.match(/[A-Za-z0-9.-]+/g))].map((id) => COMMON_LICENSES[id.replace(/-(?:only|or-later)$/, "")]).filter((file4) => file4 !== void 0);
  const common = [.../* @__PURE__ */ new Set([...known, ...named3])].map((file4) => `/usr/share/common-licenses/${file4}`);
  const own = entries.filter((entry) => entry.type === "file" && entry.role === "license").map(({ path }) => path);
  const home = homepage === void 0 ? [] : [homepage.trim()];
  const places = own.length > 0 || common.length > 0 ? [...own, ...common] : home;
  return [
    `This is what the makers of ${name} say of its license.`,
    ...places.length === 0 ? [] : ["Its full text is found in:", ...places.map((place) => ` ${place}`)]
  ];
}

// src/recipe/ownership.ts
var ROOT = "root";
var NAME5 = /^(?=.{1,31}$)[A-Za-z_][A-Za-z0-9_.-]*\$?$/;
var TIME_LIMIT_SECONDS2 = 2 ** 32;
function ownershipOf(entry, packageSeconds) {
  const { path, owner = ROOT, group = ROOT, modifiedSeconds = packageSeconds } = entry;
  const stranger = [owner, group].find((name) => !NAME5.test(name));
  if (stranger !== void 0) {
    throw refused5(path, `belongs to ${JSON.stringify(stranger)}, which is no name of a user or group`);
  }
  const isTime = Number.isInteger(modifiedSeconds) && modifiedSeconds >= 0 && modifiedSeconds < TIME_LIMIT_SECONDS2;
  if (entry.modifiedSeconds !== void 0 && !isTime) {
    throw refused5(path, `has the time ${modifiedSeconds}; a package holds 0 to 2^32 - 1 seconds since 1970`);
  }
  return { owner, group, mtimeSeconds: Math.min(modifiedSeconds, packageSeconds) };
}
function refused5(path, fault) {
  return new PublishError("PACKAGE", `the path ${JSON.stringify(path)} ${fault}`);
}

// src/deb/tar-header.ts
var BLOCK_BYTES = 512;
var NAME_BYTES = 100;
var FIELDS = {
  name: [0, NAME_BYTES],
  mode: [100, 8],
  uid: [108, 8],
  gid: [116, 8],
  size: [124, 12],
  mtime: [136, 12],
  checksum: [148, 8],
  type: [156, 1],
  linkName: [157, NAME_BYTES],
  magic: [257, 8],
  user: [265, 32],
  group: [297, 32],
  prefix: [345, 155]
};
var TYPES_WITHOUT_CONTENT = /* @__PURE__ */ new Set(["1", "2", "3", "4", "5", "6"]);
var ROOT2 = "root";
var GNU_MAGIC = "ustar  \0";
var POSIX_MAGIC = "ustar\0";
var BINARY = 128;
function encodeTarHeader(header2) {
  const block = Buffer.alloc(BLOCK_BYTES);
  const put = (field2, text) => fieldOf(block, field2).write(text);
  put("name", header2.name);
  put("linkName", header2.linkName);
  put("type", header2.type);
  put("magic", GNU_MAGIC);
  put("user", header2.owner ?? ROOT2);
  put("group", header2.group ?? ROOT2);
  putNumber(block, "mode", header2.mode);
  putNumber(block, "uid", 0);
  putNumber(block, "gid", 0);
  putNumber(block, "size", header2.sizeBytes);
  putNumber(block, "mtime", header2.mtimeSeconds);
  put("checksum", `${checksumOf(block).toString(8).padStart(6, "0")}\0 `);
  return block;
}
function decodeTarHeader(block, source) {
  if (block.every((byte) => byte === 0)) return void 0;
  if (numberIn(block, "checksum", source) !== checksumOf(block)) {
    throw new PublishError(
      "PACKAGE",
      `${source}: the checksum of a tar header is wrong. Get or build it again.`
    );
  }
  const isPosix = fieldOf(block, "magic").toString("latin1").startsWith(POSIX_MAGIC);
  const prefix = isPosix ? textIn(block, "prefix") : "";
  const name = textIn(block, "name");
  const type = fieldOf(block, "type").toString("latin1");
  return {
    name: prefix === "" ? name : `${prefix}/${name}`,
    linkName: textIn(block, "linkName"),
    type,
    mode: numberIn(block, "mode", source),
    sizeBytes: TYPES_WITHOUT_CONTENT.has(type) ? 0 : numberIn(block, "size", source),
    mtimeSeconds: numberIn(block, "mtime", source)
  };
}
function fieldOf(block, field2) {
  const [start, sizeBytes] = FIELDS[field2];
  return block.subarray(start, start + sizeBytes);
}
function textIn(block, field2) {
  const bytes = fieldOf(block, field2);
  const end = bytes.indexOf(0);
  return bytes.toString("utf8", 0, end < 0 ? bytes.length : end);
}
function putNumber(block, field2, value) {
  const bytes = fieldOf(block, field2);
  const digits = value.toString(8).padStart(bytes.length - 1, "0");
  if (digits.length < bytes.length) {
    bytes.write(`${digits}\0`);
    return;
  }
  bytes.writeBigUInt64BE(BigInt(value), bytes.length - 8);
  bytes[0] = BINARY;
}
function numberIn(block, field2, source) {
  const bytes = fieldOf(block, field2);
  const isBinary = ((bytes[0] ?? 0) & BINARY) !== 0;
  const value = isBinary ? binaryNumber(bytes) : octalNumber(bytes);
  if (value !== void 0 && Number.isSafeInteger(value)) return value;
  throw new PublishError(
    "PACKAGE",
    `${source}: the ${field2} of a tar header is ${JSON.stringify(bytes.toString("latin1"))}. Get or build it again.`
  );
}
function binaryNumber(bytes) {
  if (bytes[0] !== BINARY) return void 0;
  return Number(BigInt(`0x${bytes.toString("hex", 1)}`));
}
function octalNumber(bytes) {
  const [matched2, digits = ""] = /^ *([0-7]*)[ \0]*$/.exec(bytes.toString("latin1")) ?? [];
  return matched2 === void 0 ? void 0 : Number.parseInt(`0${digits}`, 8);
}
function checksumOf(block) {
  const [start, sizeBytes] = FIELDS.checksum;
  let sum = sizeBytes * 32;
  for (let at = 0; at < BLOCK_BYTES; at += 1) {
    if (at < start || at >= start + sizeBytes) sum += block[at] ?? 0;
  }
  return sum;
}

// src/deb/tar.ts
var LONG_LINK = "././@LongLink";
var END_BLOCKS = 2;
var SYMLINK_MODE = 511;
async function* tarArchive(entries, mtimeSeconds) {
  for (const entry of entries) {
    yield* headerBlocks(entry, mtimeSeconds);
    if (entry.type === "file") yield* paddedContent(entry);
  }
  yield Buffer.alloc(END_BLOCKS * BLOCK_BYTES);
}
function* headerBlocks(entry, mtimeSeconds) {
  const name = entry.type === "directory" && entry.path !== "/" ? `.${entry.path}/` : `.${entry.path}`;
  const linkName = entry.type === "symlink" ? entry.target : "";
  yield* longNameBlocks("K", linkName);
  yield* longNameBlocks("L", name);
  yield encodeTarHeader({
    name,
    linkName,
    type: TYPES[entry.type],
    mode: entry.type === "symlink" ? SYMLINK_MODE : entry.mode,
    sizeBytes: entry.type === "file" ? entry.content.sizeBytes : 0,
    ...ownershipOf(entry, mtimeSeconds)
  });
}
var TYPES = { file: "0", symlink: "2", directory: "5" };
function* longNameBlocks(type, name) {
  const bytes = Buffer.from(`${name}\0`);
  if (bytes.length - 1 <= NAME_BYTES) return;
  yield encodeTarHeader({
    name: LONG_LINK,
    linkName: "",
    type,
    mode: 420,
    sizeBytes: bytes.length,
    mtimeSeconds: 0
  });
  yield Buffer.concat([bytes, Buffer.alloc(paddingOf(bytes.length))]);
}
async function* paddedContent({
  path,
  content
}) {
  let sizeBytes = 0;
  for await (const chunk of content.read()) {
    sizeBytes += chunk.length;
    yield chunk;
  }
  if (sizeBytes !== content.sizeBytes) {
    throw new PublishError(
      "ARTIFACT",
      `${path} had ${content.sizeBytes} bytes, and ${sizeBytes} when it was packaged: something writes to it. Run again.`
    );
  }
  yield Buffer.alloc(paddingOf(sizeBytes));
}
function paddingOf(sizeBytes) {
  return -sizeBytes & BLOCK_BYTES - 1;
}
async function* tarMembers(chunks, source) {
  const bytes = byteSource(chunks);
  try {
    let names2 = {};
    for (; ; ) {
      const header2 = await headerIn(bytes, source);
      if (header2 === void 0) break;
      const sizeBytes = names2.sizeBytes ?? header2.sizeBytes;
      const end = bytes.offset + sizeBytes;
      const content = upToOffset(bytes, end, source);
      if (EXTENSIONS.has(header2.type)) {
        const extension = await extensionBytes(content, sizeBytes, source);
        Object.assign(names2, extensionOf(header2.type, extension, source));
      } else {
        yield { ...header2, ...names2, content };
        names2 = {};
      }
      for await (const rest of upToOffset(bytes, end + paddingOf(sizeBytes), source)) void rest;
    }
    await assertZeros(bytes, source);
  } finally {
    await bytes.close();
  }
}
async function headerIn(bytes, source) {
  if (await bytes.atEnd()) return void 0;
  const block = await bytes.upTo(BLOCK_BYTES);
  if (block.length < BLOCK_BYTES) throw malformed2(source, "it is cut short");
  return decodeTarHeader(block, source);
}
var EXTENSIONS = /* @__PURE__ */ new Set(["L", "K", "x", "g"]);
function extensionOf(type, bytes, source) {
  switch (type) {
    case "L":
      return { name: untilNul(bytes) };
    case "K":
      return { linkName: untilNul(bytes) };
    case "x":
      return paxNames(bytes, source);
    default:
      return {};
  }
}
function untilNul(bytes) {
  const end = bytes.indexOf(0);
  return bytes.toString("utf8", 0, end < 0 ? bytes.length : end);
}
function paxNames(bytes, source) {
  const records = /* @__PURE__ */ new Map();
  for (let start = 0; start < bytes.length; ) {
    const [prefix = "", digits = ""] = /^([1-9][0-9]{0,6}) /.exec(bytes.toString("latin1", start, start + 8)) ?? [];
    const end = start + Number(digits);
    const record = bytes.toString("utf8", start + prefix.length, end);
    const equals = record.indexOf("=");
    if (prefix === "" || end > bytes.length || equals < 1 || !record.endsWith("\n")) {
      throw malformed2(source, "a PAX header in it is damaged");
    }
    records.set(record.slice(0, equals), record.slice(equals + 1, -1));
    start = end;
  }
  const [name, linkName, size] = ["path", "linkpath", "size"].map((key) => records.get(key));
  if (size !== void 0 && !/^[0-9]{1,15}$/.test(size))
    throw malformed2(source, `a PAX header says the size ${size}`);
  return {
    ...name === void 0 ? {} : { name },
    ...linkName === void 0 ? {} : { linkName },
    ...size === void 0 ? {} : { sizeBytes: Number(size) }
  };
}
async function extensionBytes(content, sizeBytes, source) {
  if (sizeBytes > LIMITS.tarExtensionBytes) throw malformed2(source, `a header in it has ${sizeBytes} bytes`);
  return Buffer.concat(await Array.fromAsync(content));
}
async function* upToOffset(bytes, end, source) {
  while (bytes.offset < end) {
    const part = await bytes.some(end - bytes.offset);
    if (part.length === 0) throw malformed2(source, "it is cut short");
    yield part;
  }
}
async function assertZeros(bytes, source) {
  while (!await bytes.atEnd()) {
    const part = await bytes.some(BLOCK_BYTES);
    if (part.some((byte) => byte !== 0)) throw malformed2(source, "something follows after its end");
  }
}
function malformed2(source, seen) {
  return new PublishError("PACKAGE", `${source} is no intact tar archive: ${seen}. Get or build it again.`);
}

// src/deb/text.ts
function assertText(description) {
  for (const input of ["maintainer", "homepage", "license"]) {
    const text = description[input];
    const isLine = text === void 0 || isText(text) && !/[\n\t]/.test(text);
    if (!isLine) throw new PublishError("PACKAGE", `${input}: ${quoted2(text)} is no line of text; write one`);
  }
  assertLines("description", description.description);
  const { templates, rules } = description.deb ?? {};
  if (templates !== void 0) assertLines("templates", templates);
  if (rules !== void 0) assertLines("rules", rules);
}
function assertLines(input, text) {
  if (!isText(text)) throw new PublishError("PACKAGE", `${input}: ${quoted2(text)} is no text; write some`);
}
function isText(text) {
  return text.trim() !== "" && text.isWellFormed() && !/[^\P{Cc}\n\t]/u.test(text);
}
function quoted2(text) {
  return JSON.stringify(text.length > 200 ? `${text.slice(0, 200)}\u2026` : text);
}

// src/deb/build.ts
var FORMAT_VERSION = "2.0\n";
var TIME_LIMIT_SECONDS3 = 2 ** 33;
var CONTROL_COMPRESSION = { name: "gzip", level: 6 };
var DATA_NAMES = {
  gzip: "data.tar.gz",
  xz: "data.tar.xz",
  zstd: "data.tar.zst",
  none: "data.tar"
};
async function buildDeb(description, scratch) {
  const { name, timeSeconds } = description;
  assertText(description);
  assertTime(timeSeconds);
  const compression = writtenCompression(description.deb?.compression);
  const entries = [...description.entries, ...await documentationOf(description)];
  const tree = packagedTree(entries);
  const control = printStanza(controlStanza(description, tree), "The description");
  const digests = /* @__PURE__ */ new Map();
  const pack = (files, form) => scratch(compressed(tarArchive(files, timeSeconds), form));
  const data = await pack(digesting(tree, digests), compression);
  const controlFiles2 = controlArchive(description, control, tree, digests);
  const members = [
    { name: "debian-binary", content: contentOf(Buffer.from(FORMAT_VERSION)) },
    { name: "control.tar.gz", content: await pack(controlFiles2, CONTROL_COMPRESSION) },
    { name: DATA_NAMES[compression.name], content: data }
  ];
  const deb2 = arArchive(members, timeSeconds);
  if (deb2.sizeBytes <= LIMITS.packageBytes) return deb2;
  throw new PublishError(
    "LIMIT",
    `The .deb of ${name} has ${deb2.sizeBytes} bytes; the store takes ${LIMITS.packageBytes}. Split the package.`
  );
}
function digesting(tree, digests) {
  return tree.map((entry) => {
    if (entry.type !== "file") return entry;
    const { path, content } = entry;
    async function* read2() {
      const hash = createHash("md5");
      digests.set(path, hash);
      for await (const chunk of content.read()) {
        hash.update(chunk);
        yield chunk;
      }
    }
    return { ...entry, content: { sizeBytes: content.sizeBytes, read: read2 } };
  });
}
function assertTime(timeSeconds) {
  if (Number.isInteger(timeSeconds) && timeSeconds >= 0 && timeSeconds < TIME_LIMIT_SECONDS3) return;
  throw new PublishError(
    "PACKAGE",
    `The time of the package is ${timeSeconds}; whole seconds since 1970 are needed.`
  );
}

// src/deb/pool.ts
function poolKey(pkg, component) {
  const letters = /^lib./.test(pkg.name) ? pkg.name.slice(0, 4) : pkg.name.slice(0, 1);
  return `pool/${component}/${letters}/${pkg.name}/${debFileName(pkg)}`.replaceAll("+", ".");
}
function debFileName(pkg) {
  return `${pkg.name}_${pkg.version.replace(/^\d+:/, "")}_${pkg.arch}.deb`;
}

// src/compression/xz.ts
var import_xz_decompress = __toESM(require_xz_decompress(), 1);
async function freshDecoder() {
  const library = import_xz_decompress.default.XzReadableStream;
  const { _getModuleInstance: instantiate } = library;
  await instantiate();
  const { _moduleInstance: instance } = library;
  return instance.exports;
}
var WORDS = {
  bufferBytes: 0,
  input: 1,
  inputPosition: 2,
  inputEnd: 3,
  output: 4,
  outputPosition: 5
};
var XZ_OK = 0;
var XZ_STREAM_END = 1;
var FAILURES = {
  2: "it has a check of an unknown type",
  3: "it needs more memory than there is",
  4: "its dictionary is larger than 64 MiB",
  5: "it does not begin as one",
  6: "it uses a filter or a check that is not read here (only LZMA2 is, with CRC32, CRC64 or none)",
  7: "its data are damaged",
  8: "it is cut short, or damaged"
};
async function* unxz(chunks, origin) {
  const decoder = await freshDecoder();
  const context = decoder.create_context();
  try {
    for await (const chunk of chunks) {
      for (const part of partsOf2(chunk, words(decoder, context)[WORDS.bufferBytes] ?? 0)) {
        supply(decoder, context, part);
        yield* outputOf(decoder, context, origin);
      }
    }
    supply(decoder, context, new Uint8Array());
    const ended = yield* outputOf(decoder, context, origin);
    if (!ended) throw corrupt(origin, "xz", "it is cut short");
  } finally {
    decoder.destroy_context(context);
  }
}
function* partsOf2(chunk, sizeBytes) {
  for (let start = 0; start < chunk.length; start += sizeBytes) yield chunk.subarray(start, start + sizeBytes);
}
function words(decoder, context) {
  return new Uint32Array(decoder.memory.buffer, context, Object.keys(WORDS).length);
}
function supply(decoder, context, part) {
  new Uint8Array(decoder.memory.buffer).set(part, words(decoder, context)[WORDS.input]);
  decoder.supply_input(context, part.length);
}
function* outputOf(decoder, context, origin) {
  for (; ; ) {
    const result = decoder.get_next_output(context);
    if (result !== XZ_OK && result !== XZ_STREAM_END) {
      throw corrupt(origin, "xz", FAILURES[result] ?? `the decoder says ${result}`);
    }
    const state = words(decoder, context);
    const [bufferBytes = 0, , inputPosition = 0, inputEnd = 0, output = 0, outputBytes = 0] = state;
    if (outputBytes > 0) yield new Uint8Array(decoder.memory.buffer).slice(output, output + outputBytes);
    words(decoder, context)[WORDS.outputPosition] = 0;
    if (result === XZ_STREAM_END) return true;
    if (inputPosition === inputEnd && outputBytes < bufferBytes) return false;
  }
}

// src/compression/decompress.ts
var READERS = {
  none: (chunks) => chunks,
  gzip: gunzipped,
  xz: unxz,
  zstd: unzstd
};
function decompressed(chunks, form, origin = { source: "A compressed file", code: "PACKAGE" }) {
  return READERS[form](chunks, origin);
}

// src/deb/read.ts
var FORMAT_VERSION2 = "2.0\n";
var CONTROL_FORMS = {
  "control.tar": "none",
  "control.tar.gz": "gzip",
  "control.tar.xz": "xz",
  "control.tar.zst": "zstd"
};
var DATA_FORMS = {
  "data.tar.gz": "gzip",
  "data.tar.xz": "xz",
  "data.tar.zst": "zstd"
};
var DATA_NAME = /^data\.tar(?:\.(?:gz|xz|zst|bz2|lzma))?$/;
var REGULAR_FILES = /* @__PURE__ */ new Set(["0", "\0", "7"]);
async function readDeb(content, source) {
  if (content.sizeBytes > LIMITS.packageBytes) {
    throw new PublishError(
      "LIMIT",
      `${source} has ${content.sizeBytes} bytes; the store takes ${LIMITS.packageBytes}.`
    );
  }
  return { ...await readControl(content, source), sha256: await digestOf(content, "sha256") };
}
async function readDebHead(content, sha2562, source) {
  return { ...await readControl(content, source), sha256: sha2562 };
}
async function readControl(content, source) {
  const members = await readAr(content, source);
  const control = parseStanza(await controlText(await controlMember(members, source), source), source);
  return { format: "deb", ...identityIn(control, source), control, content, source };
}
async function checkData(content, source) {
  const members = await readAr(content, source);
  const data = members.find(({ name }) => DATA_FORMS[name] !== void 0);
  const form = DATA_FORMS[data?.name ?? ""];
  if (data === void 0 || form === void 0) return;
  const unpacked3 = decompressed(data.content.read(), form, { source, code: "PACKAGE" });
  for await (const chunk of unpacked3) if (chunk.length === 0) break;
}
async function controlMember(members, source) {
  const [format, control, data] = members.filter(({ name }) => !name.startsWith("_"));
  if (format?.name !== "debian-binary" || members[0] !== format)
    throw malformed3(source, "debian-binary is not first");
  const isKnown = format.content.sizeBytes === FORMAT_VERSION2.length && (await bytesOf(format.content, FORMAT_VERSION2.length, source)).toString() === FORMAT_VERSION2;
  if (!isKnown) throw malformed3(source, "its debian-binary does not say 2.0");
  if (control === void 0 || CONTROL_FORMS[control.name] === void 0) {
    throw malformed3(source, `control.tar, or .gz, .xz, .zst, is not second, but ${quoted3(control?.name)}`);
  }
  if (data === void 0 || !DATA_NAME.test(data.name)) {
    throw malformed3(
      source,
      `data.tar, or .gz, .xz, .zst, .bz2, .lzma, is not third, but ${quoted3(data?.name)}`
    );
  }
  const empty = [control, data].find((member) => member.content.sizeBytes === 0);
  if (empty !== void 0) throw malformed3(source, `its ${empty.name} is empty`);
  return control;
}
async function controlText(member, source) {
  const origin = { source: `${member.name} of ${source}`, code: "PACKAGE" };
  const form = CONTROL_FORMS[member.name] ?? "none";
  const unpacked3 = bounded(decompressed(member.content.read(), form, origin), origin.source);
  let control;
  for await (const { name, type, sizeBytes, content } of tarMembers(unpacked3, origin.source)) {
    if (name !== "control" && name !== "./control") continue;
    if (!REGULAR_FILES.has(type)) throw malformed3(source, "its control file is no file");
    if (control !== void 0) throw malformed3(source, "it has two control files");
    if (sizeBytes > LIMITS.controlFileBytes) {
      throw new PublishError(
        "LIMIT",
        `The control file of ${source} has ${sizeBytes} bytes; at most ${LIMITS.controlFileBytes} are read.`
      );
    }
    control = Buffer.concat(await Array.fromAsync(content));
  }
  if (control === void 0) throw malformed3(source, "it has no control file");
  return decoded(control, source);
}
async function* bounded(chunks, source) {
  let sizeBytes = 0;
  for await (const chunk of chunks) {
    sizeBytes += chunk.length;
    if (sizeBytes > LIMITS.controlTarBytes) {
      throw new PublishError("LIMIT", `${source} unpacks to more than ${LIMITS.controlTarBytes} bytes.`);
    }
    yield chunk;
  }
}
function decoded(control, source) {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(control).replace(/^\n+/, "");
  } catch (cause) {
    throw malformed3(source, "its control file is not UTF-8", cause);
  }
}
function identityIn(control, source) {
  const [name, version, arch] = ["Package", "Version", "Architecture"].map(
    (key) => field(control, key)?.trim()
  );
  if (name === void 0 || !isPackageName(name)) throw malformed3(source, `its Package is ${quoted3(name)}`);
  if (version === void 0) throw malformed3(source, "it has no Version");
  parseVersion(version, source);
  if (arch === void 0 || !isArchitecture(arch))
    throw malformed3(source, `its Architecture is ${quoted3(arch)}`);
  return { name, version, arch };
}
function malformed3(source, seen, cause) {
  return new PublishError(
    "PACKAGE",
    `${source} is no .deb that can be published: ${seen}. Get or build it again.`,
    {
      cause
    }
  );
}
function quoted3(text) {
  return text === void 0 ? "missing" : JSON.stringify(text.slice(0, 200));
}

// src/rpm/architecture.ts
var RPM_ARCHITECTURES = {
  amd64: { name: "x86_64", isa: "x86-64" },
  arm64: { name: "aarch64", isa: "aarch-64" },
  "386": { name: "i386", isa: "x86-32" },
  arm5: { name: "armv5tel", isa: "armv5tel-32" },
  arm6: { name: "armv6hl", isa: "armv6hl-32" },
  arm7: { name: "armv7hl", isa: "armv7hl-32" },
  ppc64le: { name: "ppc64le", isa: "ppc-64" },
  s390x: { name: "s390x", isa: "s390-64" },
  riscv64: { name: "riscv64", isa: "riscv-64" },
  loong64: { name: "loongarch64", isa: "loongarch64-64" },
  mips64le: { name: "mips64el", isa: "mips-64" },
  all: { name: "noarch" }
};
var BASEARCHES = new Map(
  Object.entries({
    arm: ["armv5tejl", "armv5tel", "armv5tl", "armv6l", "armv7l", "armv8l"],
    armhfp: ["armv6hl", "armv7hl", "armv7hnl", "armv8hl"],
    i386: ["athlon", "geode", "i486", "i586", "i686"],
    ppc64: ["ppc64iseries", "ppc64p7", "ppc64pseries"],
    sh4: ["sh4a"],
    sparc: ["sparc64", "sparc64v", "sparcv8", "sparcv9", "sparcv9v"],
    x86_64: ["amd64", "ia32e"]
  }).flatMap(([basearch2, names2]) => names2.map((name) => [name, basearch2]))
);
var OTHER_ISAS = [
  [/^(?:x86_64_v[2-4]|amd64|ia32e)$/, "x86-64"],
  [/^(?:i[456]86|athlon|geode|pentium[34])$/, "x86-32"],
  [/^armv7hnl$/, "armv7hl-32"],
  [/^arm[a-z0-9]+$/, "$&-32"],
  [/^ppc64(?:p7)?$/, "ppc-64"]
];
function rpmArchitecture(arch) {
  return RPM_ARCHITECTURES[arch].name;
}
function isaOf(name) {
  const own = Object.values(RPM_ARCHITECTURES).find((arch) => arch.name === name);
  if (own !== void 0) return own.isa;
  const [pattern, isa] = OTHER_ISAS.find(([names2]) => names2.test(name)) ?? [];
  return pattern === void 0 || isa === void 0 ? void 0 : name.replace(pattern, isa);
}
function basearch(rpmArch) {
  return BASEARCHES.get(rpmArch) ?? rpmArch;
}

// src/rpm/flags.ts
var SENSE = {
  LESS: 1 << 1,
  GREATER: 1 << 2,
  EQUAL: 1 << 3,
  POSTTRANS: 1 << 5,
  PREREQ: 1 << 6,
  PRETRANS: 1 << 7,
  INTERP: 1 << 8,
  SCRIPT_PRE: 1 << 9,
  SCRIPT_POST: 1 << 10,
  SCRIPT_PREUN: 1 << 11,
  SCRIPT_POSTUN: 1 << 12,
  SCRIPT_VERIFY: 1 << 13,
  /** Found by a generator of rpmbuild, not written by the packager. */
  FIND_REQUIRES: 1 << 14,
  FIND_PROVIDES: 1 << 15,
  MISSINGOK: 1 << 19,
  RPMLIB: 1 << 24,
  CONFIG: 1 << 28
};
var VERIFY_FLAGS = {
  FILEDIGEST: 1 << 0,
  FILESIZE: 1 << 1,
  LINKTO: 1 << 2,
  MTIME: 1 << 5
};
var FILE_FLAGS = {
  CONFIG: 1 << 0,
  DOC: 1 << 1,
  MISSINGOK: 1 << 3,
  NOREPLACE: 1 << 4,
  GHOST: 1 << 6,
  LICENSE: 1 << 7,
  README: 1 << 8
};

// src/rpm/file-flags.ts
var ROLE_FLAGS = {
  doc: FILE_FLAGS.DOC,
  license: FILE_FLAGS.LICENSE,
  readme: FILE_FLAGS.README
};
var DOCUMENTATION = /^\/usr\/(?:share\/(?:doc|man|info|gtk-doc\/html|gnome\/help)|doc|man|info|X11R6\/man)\//;
var USUAL_POLICY = { noReplace: true, missingOk: false };
var VERIFY_ALL = 4294967295;
var UNKNOWN_OF_GHOSTS = VERIFY_FLAGS.FILEDIGEST | VERIFY_FLAGS.FILESIZE | VERIFY_FLAGS.LINKTO | VERIFY_FLAGS.MTIME;
var LANGUAGE = /^[A-Za-z][A-Za-z0-9_.@-]{0,30}$/;
function flagsOf(file4) {
  const isDocumentation = file4.type !== "directory" && DOCUMENTATION.test(file4.path);
  return ownFlags(file4) | (isDocumentation ? FILE_FLAGS.DOC : 0);
}
function ownFlags(file4) {
  if (file4.type === "ghost") return FILE_FLAGS.GHOST;
  if (file4.type !== "file" || file4.role === void 0) return 0;
  if (file4.role !== "config") return ROLE_FLAGS[file4.role];
  const { noReplace, missingOk } = file4.policy ?? USUAL_POLICY;
  return FILE_FLAGS.CONFIG | (noReplace ? FILE_FLAGS.NOREPLACE : 0) | (missingOk ? FILE_FLAGS.MISSINGOK : 0);
}
function verifyFlagsOf({ type }) {
  return type === "ghost" ? (VERIFY_ALL & ~UNKNOWN_OF_GHOSTS) >>> 0 : VERIFY_ALL;
}
function languageOf(file4) {
  if (file4.type !== "file" || file4.language === void 0) return "";
  if (LANGUAGE.test(file4.language)) return file4.language;
  throw new PublishError(
    "PACKAGE",
    `the path ${JSON.stringify(file4.path)} has the language ${JSON.stringify(file4.language)}; write one like de or pt_BR`
  );
}

// src/rpm/files.ts
var LARGE_FILE_BYTES = 2 ** 32;
var TYPE_BITS = { file: 32768, ghost: 32768, directory: 16384, symlink: 40960 };
var PERMISSION_BITS2 = 4095;
var SYMLINK_PERMISSIONS = 511;
var SHA256 = 8;
function sortedFiles(packed, ghosts = []) {
  const entries = [
    ...packed,
    ...ghosts.map((ghost) => ({ ...ghost, type: "ghost" }))
  ];
  if (entries.length > LIMITS.rpmArrayEntries) {
    throw new PublishError(
      "LIMIT",
      `the package has ${entries.length} files; rpm takes ${LIMITS.rpmArrayEntries}`
    );
  }
  for (const entry of entries) checkEntry(entry);
  const files = entries.map((entry) => ({ entry, key: Buffer.from(entry.path) })).sort((a, b) => Buffer.compare(a.key, b.key)).map(({ entry }) => entry);
  checkTogether(files);
  return files;
}
function modeOf(entry) {
  return TYPE_BITS[entry.type] | (entry.type === "symlink" ? SYMLINK_PERMISSIONS : entry.mode);
}
function fileSize(entry) {
  if (entry.type === "file") return entry.content.sizeBytes;
  return entry.type === "symlink" ? Buffer.byteLength(entry.target) : 0;
}
function fileTags(files, packed, timeSeconds) {
  const algorithm = entryOf(TAGS.FILEDIGESTALGO, [SHA256]);
  if (files.length === 0) return [algorithm];
  const each2 = (value) => files.map(value);
  const owned = files.map((entry) => ownershipOf(entry, timeSeconds));
  return [
    ...pathTags(files),
    fileSizes(files.map(fileSize)),
    entryOf(TAGS.FILEMODES, each2(modeOf)),
    entryOf(
      TAGS.FILERDEVS,
      each2(() => 0)
    ),
    entryOf(
      TAGS.FILEMTIMES,
      owned.map(({ mtimeSeconds }) => mtimeSeconds)
    ),
    entryOf(
      TAGS.FILEDIGESTS,
      each2(({ path }) => packed.get(path)?.sha256 ?? "")
    ),
    entryOf(
      TAGS.FILELINKTOS,
      each2((entry) => entry.type === "symlink" ? entry.target : "")
    ),
    entryOf(TAGS.FILEFLAGS, each2(flagsOf)),
    entryOf(
      TAGS.FILEUSERNAME,
      owned.map(({ owner }) => owner)
    ),
    entryOf(
      TAGS.FILEGROUPNAME,
      owned.map(({ group }) => group)
    ),
    entryOf(TAGS.FILEVERIFYFLAGS, each2(verifyFlagsOf)),
    entryOf(
      TAGS.FILEDEVICES,
      each2(() => 1)
    ),
    entryOf(
      TAGS.FILEINODES,
      each2((_, position) => position + 1)
    ),
    entryOf(TAGS.FILELANGS, each2(languageOf)),
    entryOf(
      TAGS.FILECOLORS,
      each2(({ path }) => packed.get(path)?.color ?? 0)
    ),
    algorithm
  ];
}
function fileSizes(sizes) {
  const isLarge = sizes.some((size) => size >= LARGE_FILE_BYTES);
  return entryOf(isLarge ? TAGS.LONGFILESIZES : TAGS.FILESIZES, sizes);
}
function pathTags(files) {
  const directories = /* @__PURE__ */ new Map();
  const split = files.map(({ path }) => {
    const end = path.lastIndexOf("/") + 1;
    const directory = path.slice(0, end);
    if (!directories.has(directory)) directories.set(directory, directories.size);
    return { index: directories.get(directory) ?? 0, basename: path.slice(end) };
  });
  return [
    entryOf(
      TAGS.DIRINDEXES,
      split.map(({ index }) => index)
    ),
    entryOf(
      TAGS.BASENAMES,
      split.map(({ basename: basename2 }) => basename2)
    ),
    entryOf(TAGS.DIRNAMES, [...directories.keys()])
  ];
}
function checkEntry(entry) {
  const { path } = entry;
  const segments = path.split("/").slice(1);
  const isNormal = path.startsWith("/") && segments.every((name) => name !== "" && name !== "." && name !== "..");
  if (!isNormal || !isPlain3(path)) throw refused6(path, "is not absolute and normalised");
  if (isLong(segments, entry.type) || Buffer.byteLength(path) > LIMITS.pathBytes)
    throw refused6(path, "is longer than rpm takes");
  if (entry.type === "symlink") {
    const { target } = entry;
    const fits = target !== "" && isPlain3(target) && Buffer.byteLength(target) <= LIMITS.pathBytes;
    if (!fits) throw refused6(path, `is a link to ${JSON.stringify(target)}, which is no target`);
  } else if (!Number.isInteger(entry.mode) || (entry.mode & ~PERMISSION_BITS2) !== 0) {
    throw refused6(path, `has the mode ${entry.mode}, which is not of permission bits alone`);
  }
}
function isLong(segments, type) {
  const last = type === "directory" ? LIMITS.pathSegmentBytes : LIMITS.rpmBasenameBytes;
  return segments.some((name, at) => {
    const limitBytes = at === segments.length - 1 ? last : LIMITS.pathSegmentBytes;
    return Buffer.byteLength(name) > limitBytes;
  });
}
function checkTogether(files) {
  const types = /* @__PURE__ */ new Map();
  for (const { path, type } of files) {
    if (types.has(path)) throw refused6(path, "is there twice");
    for (let end = path.lastIndexOf("/"); end > 0; end = path.lastIndexOf("/", end - 1)) {
      const above = path.slice(0, end);
      if ((types.get(above) ?? "directory") !== "directory")
        throw refused6(path, `lies below ${above}, a file or link`);
    }
    types.set(path, type);
  }
}
function isPlain3(text) {
  return text.isWellFormed() && !new RegExp("\\p{Cc}", "u").test(text);
}
function refused6(path, fault) {
  return new PublishError("PACKAGE", `the path ${JSON.stringify(path)} cannot be in an rpm: it ${fault}`);
}

// src/rpm/evr.ts
var SEGMENTS = /[0-9]+|[A-Za-z]+|[~^]/g;
function compareVersions2(a, b) {
  const left = a.match(SEGMENTS) ?? [];
  const right = b.match(SEGMENTS) ?? [];
  for (let position = 0; position < Math.max(left.length, right.length); position += 1) {
    const order = compareSegments(left[position], right[position]);
    if (order !== 0) return order;
  }
  return 0;
}
function compareEvr(a, b) {
  const order = (a.epoch ?? 0) - (b.epoch ?? 0) || compareVersions2(a.version, b.version);
  if (order !== 0) return order;
  if (a.release === void 0 || b.release === void 0) {
    return Number(a.release !== void 0) - Number(b.release !== void 0);
  }
  return compareVersions2(a.release, b.release);
}
function parseEvr(text) {
  const [, epoch, rest = ""] = /^(?:(0|[1-9][0-9]{0,9}):)?(.*)$/s.exec(text) ?? [];
  const hyphen = rest.lastIndexOf("-");
  return {
    ...epoch === void 0 ? {} : { epoch: Number(epoch) },
    ...hyphen < 0 ? { version: rest } : { version: rest.slice(0, hyphen), release: rest.slice(hyphen + 1) }
  };
}
function printEvr({ epoch, version, release }) {
  return `${epoch === void 0 ? "" : `${epoch}:`}${version}${release === void 0 ? "" : `-${release}`}`;
}
function compareSegments(a, b) {
  const ranks = segmentRank(a) - segmentRank(b);
  if (ranks !== 0 || a === void 0 || b === void 0) return ranks;
  return segmentRank(a) === DIGITS ? compareDigits2(a, b) : compareText2(a, b);
}
var DIGITS = 4;
function segmentRank(segment) {
  if (segment === void 0) return 1;
  if (segment === "~") return 0;
  if (segment === "^") return 2;
  return /^[0-9]/.test(segment) ? DIGITS : 3;
}
function compareDigits2(a, b) {
  const left = a.replace(/^0+/, "");
  const right = b.replace(/^0+/, "");
  return left.length - right.length || compareText2(left, right);
}
function compareText2(a, b) {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

// src/rpm/version.ts
var DEFAULT_RELEASE = "1";
var GRAMMAR2 = {
  packaged: "an rpm",
  baseRule: "letters, digits and . _ + ~ ^",
  partRule: "letters, digits and . _ + ~ ^",
  base: /^[A-Za-z0-9._+~^]+$/,
  part: /^[A-Za-z0-9._+~^]+$/,
  // The tag has 32 bits.
  epochLimit: 2 ** 32 - 1
};
function rpmVersion(description) {
  const project = projectVersion(description);
  checkEpoch(project?.epoch, GRAMMAR2);
  const version = project === void 0 ? "" : versionOf2(project);
  if (!isVersion(version)) throw unfitVersion(description, GRAMMAR2);
  const release = description.release ?? DEFAULT_RELEASE;
  if (!isVersion(release)) throw unfitRelease(release, GRAMMAR2);
  return { ...project?.epoch === void 0 ? {} : { epoch: project.epoch }, version, release };
}
function versionOf2({ base, prerelease, metadata, snapshot }) {
  return [base, marked("~", prerelease), marked("+", metadata), marked("^", snapshot)].join("");
}
function marked(mark, part) {
  return part === void 0 ? "" : mark + part.replaceAll("-", "_");
}

// src/rpm/changelog.ts
var DAY_SECONDS = 86400;
function changelogTags(description, nvra) {
  const { version, maintainer, timeSeconds } = description;
  const told2 = changelogOf(description);
  const entries = told2.length === 0 ? [{ version, author: maintainer, timeSeconds, changes: [`Version ${version}`] }] : told2;
  return [
    entryOf(
      TAGS.CHANGELOGTIME,
      entries.map((entry) => noonOf(entry.timeSeconds))
    ),
    entryOf(
      TAGS.CHANGELOGNAME,
      entries.map((entry) => `${entry.author.trim()} - ${versionText(entry, description, nvra)}`)
    ),
    entryOf(
      TAGS.CHANGELOGTEXT,
      entries.map(({ changes }) => changes.map(changeText2).join("\n"))
    )
  ];
}
function noonOf(timeSeconds) {
  return timeSeconds - timeSeconds % DAY_SECONDS + DAY_SECONDS / 2;
}
function versionText(entry, description, nvra) {
  return printEvr(entry.version === description.version ? nvra : rpmVersion(entryVersion(entry, description)));
}
function changeText2(change) {
  return linesOf(change).map((line, at) => at === 0 ? `- ${line}` : `  ${line}`.trimEnd()).join("\n");
}

// src/rpm/identity.ts
var BUILD_HOST = "reproducible";
var GROUP = "Unspecified";
var RPM_VERSION = "4.18.0";
function identityTags(description, nvra) {
  const { description: text, maintainer, homepage, license, timeSeconds, rpm: rpm2 = {} } = description;
  const [first = "", ...rest] = text.trim().split("\n");
  const below = rest.join("\n").trim();
  return [
    entryOf(TAGS.HEADERI18NTABLE, ["C"]),
    entryOf(TAGS.NAME, nvra.name),
    entryOf(TAGS.VERSION, nvra.version),
    entryOf(TAGS.RELEASE, nvra.release),
    ...nvra.epoch === void 0 ? [] : [entryOf(TAGS.EPOCH, [nvra.epoch])],
    entryOf(TAGS.SUMMARY, (rpm2.summary ?? first).trim()),
    entryOf(TAGS.DESCRIPTION, rpm2.summary === void 0 ? below || first.trim() : text.trim()),
    entryOf(TAGS.BUILDTIME, [timeSeconds]),
    entryOf(TAGS.BUILDHOST, rpm2.buildHost ?? BUILD_HOST),
    ...rpm2.vendor === void 0 ? [] : [entryOf(TAGS.VENDOR, rpm2.vendor)],
    entryOf(TAGS.LICENSE, license),
    entryOf(TAGS.PACKAGER, rpm2.packager ?? maintainer),
    entryOf(TAGS.GROUP, rpm2.group ?? GROUP),
    ...homepage === void 0 ? [] : [entryOf(TAGS.URL, homepage)],
    entryOf(TAGS.OS, "linux"),
    entryOf(TAGS.ARCH, nvra.arch),
    // Old rpms and tools take a package without it for a source package.
    entryOf(TAGS.SOURCERPM, `${nvra.name}-${nvra.version}-${nvra.release}.src.rpm`),
    entryOf(TAGS.RPMVERSION, RPM_VERSION),
    ...prefixTags(rpm2.prefixes ?? []),
    ...changelogTags(description, nvra),
    entryOf(TAGS.ENCODING, "utf-8")
  ];
}
function prefixTags(prefixes) {
  return prefixes.length === 0 ? [] : [entryOf(TAGS.PREFIXES, prefixes)];
}

// src/rpm/payload.ts
import { createHash as createHash2 } from "node:crypto";

// src/rpm/cpio.ts
var TRAILER = {
  name: "TRAILER!!!",
  mode: 0,
  mtimeSeconds: 0,
  position: -1,
  content: { sizeBytes: 0, async *read() {
  } }
};
async function* cpioArchive(members, form) {
  for (const member of members) {
    yield form === "newc" ? newcHeader(member) : strippedHeader(member.position);
    yield* member.content.read();
    yield padding(member.content.sizeBytes);
  }
  yield newcHeader(TRAILER);
}
function newcHeader({ name, mode, mtimeSeconds, content, position }) {
  const nameBytes = Buffer.from(`${name}\0`);
  const owner = [0, 0];
  const devices = [0, 0, 0, 0];
  const fields = [
    position + 1,
    mode,
    ...owner,
    1,
    mtimeSeconds,
    content.sizeBytes,
    ...devices,
    nameBytes.length,
    0
  ];
  const numbers = Buffer.from(`070701${fields.map(hex).join("")}`);
  return Buffer.concat([numbers, nameBytes, padding(numbers.length + nameBytes.length)]);
}
function strippedHeader(position) {
  const header2 = Buffer.from(`07070X${hex(position)}`);
  return Buffer.concat([header2, padding(header2.length)]);
}
function hex(value) {
  return value.toString(16).padStart(8, "0");
}
function padding(length) {
  return Buffer.alloc(-length & 3);
}

// src/rpm/file-color.ts
var COLOR_BYTES = 64;
var CLASSES = {
  1: { color: 1 << 0, headerBytes: 52 },
  2: { color: 1 << 1, headerBytes: COLOR_BYTES }
};
var MAGIC = Buffer.from("\x7FELF", "latin1");
var BYTE_ORDERS = /* @__PURE__ */ new Set([1, 2]);
var CURRENT_VERSION = 1;
function colorOf(head) {
  const [elfClass = 0, byteOrder = 0, version] = head.subarray(MAGIC.length);
  const { color, headerBytes } = CLASSES[elfClass] ?? { color: 0, headerBytes: 0 };
  const isElf = head.subarray(0, MAGIC.length).equals(MAGIC) && head.length >= headerBytes && BYTE_ORDERS.has(byteOrder) && version === CURRENT_VERSION;
  return isElf ? color : 0;
}

// src/rpm/file.ts
function isExecutable({ mode }) {
  return (mode & 73) !== 0;
}

// src/rpm/payload.ts
function payloadForm(files) {
  return files.some((entry) => fileSize(entry) >= LARGE_FILE_BYTES) ? "stripped" : "newc";
}
async function buildPayload(files, timeSeconds, compression, scratch) {
  const packedFiles = /* @__PURE__ */ new Map();
  const members = files.flatMap((entry, position) => {
    if (entry.type === "ghost") return [];
    const content2 = contentOfEntry(entry, (file4) => packedFiles.set(entry.path, file4));
    const { mtimeSeconds } = ownershipOf(entry, timeSeconds);
    return [{ name: `.${entry.path}`, mode: modeOf(entry), mtimeSeconds, content: content2, position }];
  });
  const unpacked3 = meter();
  const packed = meter();
  const archive = unpacked3.pass(cpioArchive(members, payloadForm(files)));
  const content = await scratch(packed.pass(compressed(archive, compression)));
  return { content, sha256: packed.result().sha256, unpacked: unpacked3.result(), files: packedFiles };
}
function contentOfEntry(entry, onEnd) {
  if (entry.type === "directory") return contentOf(Buffer.alloc(0));
  if (entry.type === "symlink") return contentOf(Buffer.from(entry.target));
  return { sizeBytes: entry.content.sizeBytes, read: () => readWhole(entry, onEnd) };
}
async function* readWhole(entry, onEnd) {
  const { path, content } = entry;
  const file4 = meter();
  let head = Buffer.alloc(0);
  for await (const chunk of file4.pass(content.read())) {
    if (head.length < COLOR_BYTES) head = Buffer.concat([head, chunk.subarray(0, COLOR_BYTES - head.length)]);
    yield chunk;
  }
  const { sizeBytes, sha256: sha2562 } = file4.result();
  if (sizeBytes !== content.sizeBytes) {
    const sizes = `${content.sizeBytes} bytes were announced, ${sizeBytes} read`;
    throw new PublishError("ARTIFACT", `${path} changed while it was packed: ${sizes}; run the step again`);
  }
  onEnd({ sha256: sha2562, color: isExecutable(entry) ? colorOf(head) : 0 });
}
function meter() {
  const hash = createHash2("sha256");
  let sizeBytes = 0;
  return {
    async *pass(chunks) {
      for await (const chunk of chunks) {
        hash.update(chunk);
        sizeBytes += chunk.length;
        yield chunk;
      }
    },
    result: () => ({ sizeBytes, sha256: hash.digest("hex") })
  };
}

// src/rpm/dependency.ts
var DEPENDS2 = "depends";
var OPERATORS2 = {
  "<": SENSE.LESS,
  "<<": SENSE.LESS,
  "<=": SENSE.LESS | SENSE.EQUAL,
  "=": SENSE.EQUAL,
  "==": SENSE.EQUAL,
  ">=": SENSE.GREATER | SENSE.EQUAL,
  ">": SENSE.GREATER,
  ">>": SENSE.GREATER
};
var NAME6 = /[A-Za-z0-9_/][^\s()<>=|,:;[\]{}\p{Cc}]*(?:\((?![<>=])[^\s()<>=|,\p{Cc}]*\))*/u;
var RELATION2 = /(?<operator>[<>=]{1,2})\s*(?<version>[^\s()]+)/u;
var FORM = new RegExp(
  `^(?<name>${NAME6.source})(?:\\s*${RELATION2.source}|\\s*\\(\\s*${RELATION2.source}\\s*\\))?$`,
  "u"
);
var VERSION2 = /^(?:(?:0|[1-9][0-9]{0,8}):)?[A-Za-z0-9._+~^]+(?:-[A-Za-z0-9._+~^]+)?$/;
var OBSOLETE_NAME = /^[A-Za-z0-9_][A-Za-z0-9._+-]*$/;
function parseDependency(text, relation = DEPENDS2) {
  const { name, operator, version } = FORM.exec(text.trim())?.groups ?? {};
  if (name === void 0) throw unreadable(relation, text);
  if (operator === void 0 || version === void 0) return { name, flags: 0, version: "" };
  const flags = OPERATORS2[operator];
  if (flags === void 0 || !VERSION2.test(version)) throw unreadable(relation, text);
  return { name, flags, version };
}
function parseObsolete(text) {
  const obsolete = parseDependency(text, "replaces");
  if (OBSOLETE_NAME.test(obsolete.name)) return obsolete;
  throw unreadable("replaces", text);
}
function rpmlibFeatures(relations, has) {
  const occurs = (mark) => relations.some(({ version }) => version.includes(mark));
  const features = [
    { name: "CompressedFileNames", since: "3.0.4-1", isUsed: true },
    { name: "PayloadFilesHavePrefix", since: "4.0-1", isUsed: true },
    { name: "ScriptletInterpreterArgs", since: "4.0.3-1", isUsed: has.hasScriptArguments },
    { name: "FileDigests", since: "4.6.0-1", isUsed: true },
    { name: "TildeInVersions", since: "4.10.0-1", isUsed: occurs("~") },
    { name: "LargeFiles", since: "4.12.0-1", isUsed: has.hasLargeFiles },
    { name: "CaretInVersions", since: "4.15.0-1", isUsed: occurs("^") },
    { name: "PayloadIsXz", since: "5.2-1", isUsed: has.compression === "xz" },
    { name: "PayloadIsZstd", since: "5.4.18-1", isUsed: has.compression === "zstd" }
  ];
  const flags = SENSE.RPMLIB | SENSE.LESS | SENSE.EQUAL;
  return features.filter(({ isUsed }) => isUsed).map(({ name, since }) => ({ name: `rpmlib(${name})`, flags, version: since }));
}
var RELATION_TAGS = {
  provide: [TAGS.PROVIDENAME, TAGS.PROVIDEFLAGS, TAGS.PROVIDEVERSION],
  require: [TAGS.REQUIRENAME, TAGS.REQUIREFLAGS, TAGS.REQUIREVERSION],
  recommend: [TAGS.RECOMMENDNAME, TAGS.RECOMMENDFLAGS, TAGS.RECOMMENDVERSION],
  suggest: [TAGS.SUGGESTNAME, TAGS.SUGGESTFLAGS, TAGS.SUGGESTVERSION],
  conflict: [TAGS.CONFLICTNAME, TAGS.CONFLICTFLAGS, TAGS.CONFLICTVERSION],
  obsolete: [TAGS.OBSOLETENAME, TAGS.OBSOLETEFLAGS, TAGS.OBSOLETEVERSION]
};
function dependencyTags(relation, dependencies) {
  const sorted2 = [...new Map(dependencies.map((each2) => [dependencyKey(each2), each2])).values()].sort(
    (a, b) => compareTexts(a.name, b.name) || compareTexts(a.version, b.version) || a.flags - b.flags
  );
  const [names2, flags, versions] = RELATION_TAGS[relation];
  return [
    entryOf(
      names2,
      sorted2.map(({ name }) => name)
    ),
    entryOf(
      flags,
      sorted2.map((dependency2) => dependency2.flags)
    ),
    entryOf(
      versions,
      sorted2.map(({ version }) => version)
    )
  ];
}
function compareTexts(a, b) {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
function dependencyKey({ name, flags, version }) {
  return [name, version, flags].join("\0");
}
function unreadable(relation, text) {
  const advice = "write one a line, as `NAME`, `NAME >= VERSION` or `NAME (>= VERSION)`";
  return new PublishError(
    "PACKAGE",
    `${relation}: ${JSON.stringify(text)} is nothing that an rpm can ${relation === DEPENDS2 ? "require" : "say there"}; ${advice}`
  );
}

// src/rpm/desktop-dependencies.ts
var DESKTOP = /^\/usr\/share\/applications\/(?:.*\/)?(?<name>[A-Za-z0-9_][A-Za-z0-9_.+-]*\.desktop)$/;
var METAINFO = /^\/usr\/share\/(?:appdata|metainfo)\/(?:.*\/)?(?<name>[A-Za-z0-9_][A-Za-z0-9_.+-]*\.(?:appdata|metainfo)\.xml)$/;
var APPLICATION = /^(?:Type\s*=\s*Application$|Exec\s*=)/;
var MEDIA_TYPES = /^MimeType\s*=\s*(?<types>.+)$/;
var MEDIA_TYPE = /^[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]*\/[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]*$/;
async function desktopProvides(entries) {
  const files = entries.filter((entry) => entry.type === "file");
  const names2 = (await Promise.all(files.map(namesOf))).flat();
  return names2.map((name) => ({ name, flags: SENSE.FIND_PROVIDES, version: "" }));
}
async function namesOf({ path, content }) {
  const metainfo = METAINFO.exec(path)?.groups?.["name"];
  if (metainfo !== void 0) return ["metainfo()", `metainfo(${metainfo})`];
  const desktop2 = DESKTOP.exec(path)?.groups?.["name"];
  if (desktop2 === void 0 || content.sizeBytes > LIMITS.documentBytes) return [];
  const lines = (await bytesOf(content, LIMITS.documentBytes, path)).toString("utf8").split("\n");
  if (!lines.some((line) => APPLICATION.test(line))) return [];
  const types = lines.findLast((line) => MEDIA_TYPES.test(line)) ?? "";
  const handled = (MEDIA_TYPES.exec(types)?.groups?.["types"] ?? "").trim().split(";");
  return [
    "application()",
    `application(${desktop2})`,
    ...handled.filter((type) => MEDIA_TYPE.test(type)).map((type) => `mimehandler(${type})`)
  ];
}

// src/rpm/elf-dependencies.ts
var SONAME = /^[A-Za-z0-9_][A-Za-z0-9_.+@~-]*$/;
var VERSION3 = /^[^\s()<>=|,\p{Cc}]+$/u;
function elfDependencies(entries) {
  const files = entries.flatMap(
    (entry) => entry.type === "file" && entry.links !== void 0 ? [{ ...entry, links: entry.links }] : []
  );
  const seen = files.filter(isExecutable);
  const provided = new Set(seen.flatMap(({ path, links }) => providedBy(links, path)));
  const hidden = new Set(ownLibraries2(entries)).difference(new Set([...provided].map(sonameOf)));
  const required2 = new Set(seen.flatMap(({ links }) => requiredBy(links)));
  return {
    provides: [...provided].map((name) => ({ name, flags: SENSE.FIND_PROVIDES, version: "" })),
    requires: [...required2].filter((name) => !hidden.has(sonameOf(name))).map((name) => ({ name, flags: SENSE.FIND_REQUIRES, version: "" }))
  };
}
function ownLibraries2(entries) {
  return entries.flatMap((entry) => {
    if (entry.type === "directory") return [];
    const names2 = [entry.path.slice(entry.path.lastIndexOf("/") + 1)];
    if (entry.type === "file" && entry.links?.soname !== void 0) names2.push(entry.links.soname);
    return names2.filter(isSoname);
  });
}
function sonameOf(name) {
  return name.replace(/\(.*$/s, "");
}
function requiredBy(links) {
  const libraries = links.needed.map((soname) => ({ soname, version: "" }));
  const versions = links.versionNeeds.map(({ library, version }) => ({ soname: library, version }));
  return [
    ...named([...libraries, ...versions], links),
    ...links.hashTables.gnu && !links.hashTables.sysv ? ["rtld(GNU_HASH)"] : []
  ];
}
function providedBy(links, path) {
  const soname = links.soname ?? path.slice(path.lastIndexOf("/") + 1);
  const own = links.kind === "library" && !links.hasDebugTag ? [{ soname, version: "" }] : [];
  const versions = links.versionDefinitions.map(({ library, version }) => ({ soname: library, version }));
  return named([...own, ...versions], links);
}
function named(symbols, { is64Bit }) {
  return symbols.filter(({ soname, version }) => isSoname(soname) && (version === "" || VERSION3.test(version))).map(({ soname, version }) => {
    if (is64Bit) return `${soname}(${version})(64bit)`;
    return version === "" ? soname : `${soname}(${version})`;
  });
}
function isSoname(soname) {
  return SONAME.test(soname) && soname.includes(".so") && /^(?:lib|ld[-.]|ld64[-.])/.test(soname);
}

// src/rpm/script-dependencies.ts
var BROUGHT_BY_NO_PACKAGE = /^\/(?:usr\/local|home|nix)\//;
function scriptDependencies(entries) {
  const own = new Set(entries.map(({ path }) => path));
  return entries.filter((entry) => entry.type === "file").filter(isExecutable).flatMap(({ interpreters = [] }) => interpreters).filter((program) => !own.has(program) && !BROUGHT_BY_NO_PACKAGE.test(program)).map((name) => ({ name, flags: SENSE.FIND_REQUIRES, version: "" }));
}

// src/rpm/scripts.ts
var SCRIPTLETS = {
  beforeInstall: { body: TAGS.PREIN, program: TAGS.PREINPROG, sense: SENSE.SCRIPT_PRE },
  afterInstall: { body: TAGS.POSTIN, program: TAGS.POSTINPROG, sense: SENSE.SCRIPT_POST },
  beforeRemove: { body: TAGS.PREUN, program: TAGS.PREUNPROG, sense: SENSE.SCRIPT_PREUN },
  afterRemove: { body: TAGS.POSTUN, program: TAGS.POSTUNPROG, sense: SENSE.SCRIPT_POSTUN },
  beforeTransaction: { body: TAGS.PRETRANS, program: TAGS.PRETRANSPROG, sense: SENSE.PRETRANS },
  afterTransaction: { body: TAGS.POSTTRANS, program: TAGS.POSTTRANSPROG, sense: SENSE.POSTTRANS },
  verify: { body: TAGS.VERIFYSCRIPT, program: TAGS.VERIFYSCRIPTPROG, sense: SENSE.SCRIPT_VERIFY }
};
function scriptlets({
  scripts: scripts3,
  rpm: rpm2
}) {
  return readScripts({ ...scripts3, ...rpm2?.scripts }, Object.keys(SCRIPTLETS));
}
function scriptletTags(scripts3) {
  return scripts3.flatMap(({ moment, text, interpreter }) => {
    const { body, program } = SCRIPTLETS[moment];
    const [word3] = interpreter;
    const isWord = interpreter.length === 1;
    return [
      entryOf(body, text),
      isWord ? entryOf({ ...program, type: "string" }, word3) : entryOf(program, interpreter)
    ];
  });
}
function interpretersOf2(scripts3) {
  return scripts3.map(({ moment, interpreter: [program] }) => ({
    name: program,
    flags: SENSE.INTERP | SCRIPTLETS[moment].sense,
    version: ""
  }));
}

// src/rpm/relations.ts
async function relationTags(description, nvra, payload) {
  const { relations = {}, rpm: rpm2 = {} } = description;
  const read2 = (name) => (relations[name] ?? []).map((text) => parseDependency(text, name));
  const run2 = scriptlets(description);
  const elf = elfDependencies(description.entries);
  const configuration = itsConfiguration(description.entries, nvra);
  const desktop2 = await desktopProvides(description.entries);
  const provides = [...itself(nvra), ...configuration, ...read2("provides"), ...elf.provides, ...desktop2];
  const required2 = [
    ...configuration,
    ...description.depends.map((text) => parseDependency(text)),
    ...(rpm2.requiresPost ?? []).map(afterInstallation),
    ...interpretersOf2(run2),
    ...elf.requires,
    ...scriptDependencies(description.entries)
  ];
  const others2 = {
    recommend: read2("recommends"),
    suggest: read2("suggests"),
    conflict: read2("conflicts"),
    obsolete: (relations.replaces ?? []).map(parseObsolete)
  };
  const features = rpmlibFeatures([...provides, ...required2, ...Object.values(others2).flat()], {
    ...payload,
    hasScriptArguments: run2.some(({ interpreter }) => interpreter.length > 1)
  });
  return [
    ...dependencyTags("provide", provides),
    ...dependencyTags("require", [...required2, ...features]),
    ...Object.entries(others2).flatMap(
      ([relation, items2]) => items2.length === 0 ? [] : dependencyTags(relation, items2)
    )
  ];
}
function itself({ name, arch, ...evr }) {
  const isa = isaOf(arch);
  const names2 = isa === void 0 ? [name] : [name, `${name}(${isa})`];
  return names2.map((provided) => ({ name: provided, flags: SENSE.EQUAL, version: printEvr(evr) }));
}
function itsConfiguration(entries, { name, ...evr }) {
  const isThere = entries.some((entry) => entry.type === "file" && entry.role === "config");
  const flags = SENSE.CONFIG | SENSE.EQUAL;
  return isThere ? [{ name: `config(${name})`, flags, version: printEvr(evr) }] : [];
}
function afterInstallation(text) {
  const dependency2 = parseDependency(text, "requiresPost");
  return { ...dependency2, flags: dependency2.flags | SENSE.SCRIPT_POST };
}

// src/rpm/texts.ts
var TIME_LIMIT_SECONDS4 = 2 ** 32;
function checkTexts(description) {
  checkText("description", description.description, /[^\P{Cc}\n\t]/u);
  const { maintainer, license, homepage, timeSeconds, rpm: rpm2 = {} } = description;
  const { summary, vendor, packager, group, buildHost, prefixes = [] } = rpm2;
  const texts = { maintainer, license, homepage, summary, vendor, packager, group, buildHost };
  for (const [field2, text] of Object.entries(texts)) {
    if (text !== void 0) checkText(field2, text, new RegExp("\\p{Cc}", "u"));
  }
  for (const prefix of prefixes) checkPrefix(prefix);
  if (!Number.isInteger(timeSeconds) || timeSeconds < 0 || timeSeconds >= TIME_LIMIT_SECONDS4) {
    throw new PublishError(
      "PACKAGE",
      `the package's time is ${timeSeconds}; an rpm holds 0 to 2^32 - 1 seconds`
    );
  }
}
function checkText(field2, text, forbidden) {
  if (text.trim() === "") throw new PublishError("PACKAGE", `${field2}: is empty, and an rpm must have one`);
  if (!text.isWellFormed() || forbidden.test(text)) {
    throw new PublishError("PACKAGE", `${field2}: ${JSON.stringify(text)} contains what is no text; remove it`);
  }
}
function checkPrefix(prefix) {
  const isNormal = prefix.startsWith("/") && prefix.split("/").slice(1).every((name) => name !== "" && name !== "." && name !== "..");
  const isPlain5 = prefix.isWellFormed() && !new RegExp("\\p{Cc}", "u").test(prefix);
  if (isNormal && isPlain5 && Buffer.byteLength(prefix) <= LIMITS.pathBytes) return;
  throw new PublishError(
    "PACKAGE",
    `prefixes: ${JSON.stringify(prefix)} is no place that a package can be relocated from; write one like /opt/hello`
  );
}

// src/rpm/build.ts
var SHA2562 = 8;
async function buildRpm(description, scratch) {
  checkTexts(description);
  const { entries, rpm: rpm2 = {}, timeSeconds } = description;
  const nvra = nvraOf(description);
  const files = sortedFiles(entries, rpm2.ghosts);
  const compression = writtenCompression(rpm2.compression);
  const preamble = [
    ...identityTags(description, nvra),
    ...await relationTags(description, nvra, {
      hasLargeFiles: payloadForm(files) === "stripped",
      compression: compression.name
    }),
    ...scriptletTags(scriptlets(description))
  ];
  const payload = await buildPayload(files, timeSeconds, compression, scratch);
  const details = [
    sizeTag(files),
    ...fileTags(files, payload.files, timeSeconds),
    ...payloadTags(payload, compression)
  ];
  const header2 = encodeHeader([...preamble, ...details], "main");
  headerSize(header2, "main", description.name);
  const signature = signatureHeader(await digestEntries(header2, payload.content, payload.unpacked.sizeBytes));
  const lead2 = encodeLead(`${nvra.name}-${nvra.version}-${nvra.release}`);
  return joined([contentOf(Buffer.concat([lead2, signature, header2])), payload.content]);
}
function nvraOf(description) {
  const arch = description.rpm?.architecture ?? rpmArchitecture(description.arch);
  if (arch === "src" || arch === "nosrc") {
    throw new PublishError(
      "PACKAGE",
      `architecture: ${arch} is that of source packages; write one like x86_64`
    );
  }
  const nvra = { name: description.name, ...rpmVersion(description), arch };
  checkNvra(nvra, "the description");
  return nvra;
}
function sizeTag(files) {
  const size = files.reduce((sum, file4) => sum + fileSize(file4), 0);
  return entryOf(size >= LARGE_FILE_BYTES ? TAGS.LONGSIZE : TAGS.SIZE, [size]);
}
function payloadTags({ sha256: sha2562, unpacked: unpacked3 }, compression) {
  return [
    entryOf(TAGS.PAYLOADFORMAT, "cpio"),
    ...compressionTags(compression),
    entryOf(TAGS.PAYLOADDIGEST, [sha2562]),
    entryOf(TAGS.PAYLOADDIGESTALGO, [SHA2562]),
    entryOf(TAGS.PAYLOADDIGESTALT, [unpacked3.sha256])
  ];
}
function compressionTags(compression) {
  if (compression.name === "none") return [entryOf(TAGS.PAYLOADFLAGS, "")];
  return [
    entryOf(TAGS.PAYLOADCOMPRESSOR, compression.name),
    entryOf(TAGS.PAYLOADFLAGS, `${compression.level}`)
  ];
}

// src/rpm/layout.ts
function rpmFileName(pkg) {
  return `${pkg.name}-${pkg.version}-${pkg.release}.${pkg.arch}.rpm`;
}
function rpmKeyName(pkg) {
  return rpmFileName(pkg).replaceAll("+", ".");
}
var FIRST_BASEARCHES = ["x86_64", "aarch64"];
function rpmFolder(template, channel, arch) {
  const path = template.replace("{channel}", channel).replace("{arch}", arch);
  return path === "" ? "" : `${path}/`;
}
function isPerArchitecture(template) {
  return template.includes("{arch}");
}
function repositoryArch(pkg) {
  return pkg.arch === "noarch" ? void 0 : basearch(pkg.arch);
}
function archListing(template, channel) {
  const [before = "", after = ""] = template.replace("{channel}", channel).split("{arch}");
  const cut2 = before.lastIndexOf("/") + 1;
  const end = after.indexOf("/");
  return {
    folder: before.slice(0, cut2),
    prefix: before.slice(cut2),
    suffix: end < 0 ? after : after.slice(0, end)
  };
}

// src/formats.ts
var FORMATS = {
  deb: {
    build: buildDeb,
    read: readDeb,
    fileName: debFileName
  },
  rpm: { build: buildRpm, read: readRpm, fileName: rpmFileName }
};

// src/report/made-files.ts
async function writeMadeFiles(packages, cwd, directory) {
  const folder2 = resolve(cwd, directory);
  await mkdir(folder2, { recursive: true });
  const files = [...packages.debs, ...packages.rpms].map((pkg) => ({
    pkg,
    path: packages.made.has(pkg) ? join(folder2, fileName(pkg)) : resolve(cwd, pkg.source)
  }));
  for (const { pkg, path } of files) {
    if (packages.made.has(pkg)) await pipeline3(Readable3.from(pkg.content.read()), createWriteStream(path));
  }
  const checksumsPath = join(folder2, "SHA256SUMS");
  const names2 = distinctNames(
    files.map(({ path }) => path),
    cwd
  );
  const lines = files.map(({ pkg }, at) => `${pkg.sha256}  ${names2[at]}
`);
  await writeFile(checksumsPath, lines.join(""));
  return { packagePaths: files.map(({ path }) => path), checksumsPath };
}
function distinctNames(paths, cwd) {
  const names2 = paths.map((path) => basename(path));
  return paths.map((path, at) => {
    const name = names2[at] ?? "";
    const isShared = names2.indexOf(name) !== names2.lastIndexOf(name);
    return isShared ? relative(cwd, path).replaceAll(sep, "/") : name;
  });
}
function fileName(pkg) {
  return pkg.format === "deb" ? FORMATS.deb.fileName(pkg) : FORMATS.rpm.fileName(pkg);
}

// src/report/installation.ts
import { join as join2 } from "node:path";
import { fileURLToPath } from "node:url";

// src/shell-word.ts
function shellWord(text) {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

// src/report/installation.ts
function installations(baseUrl, repositoryName, entries) {
  const isLocal = baseUrl.startsWith("file://");
  const placeOf3 = (file4) => quoted4(isLocal ? join2(fileURLToPath(baseUrl), file4) : `${baseUrl}/${file4}`);
  const fetch2 = (file4, target) => isLocal ? `sudo install -Dm644 ${placeOf3(file4)} ${target}` : `sudo curl -fsSL -o ${target} ${placeOf3(file4)}`;
  const namesOf4 = (format) => [...new Set(entries.filter((it) => it.format === format).map(({ name: name2 }) => name2))].map(quoted4).join(" ");
  const apt = isLocal ? "sudo apt-get -o APT::Sandbox::User=root" : "sudo apt-get";
  const [debs, rpms] = [namesOf4("deb"), namesOf4("rpm")];
  const name = repositoryName;
  const forDebs = {
    title: "Debian, Ubuntu",
    commands: [
      ...isLocal ? [] : ["sudo install -d -m 755 /etc/apt/keyrings"],
      fetch2(`${name}.asc`, `/etc/apt/keyrings/${name}.asc`),
      fetch2(`${name}.sources`, `/etc/apt/sources.list.d/${name}.sources`),
      `${apt} update && ${apt} install ${debs}`
    ]
  };
  const forRpms = [
    {
      title: "Fedora, RHEL and its clones",
      commands: [fetch2(`${name}.repo`, `/etc/yum.repos.d/${name}.repo`), `sudo dnf install ${rpms}`]
    },
    {
      title: "SUSE",
      commands: [
        `sudo rpm --import ${placeOf3(`${name}.asc`)}`,
        `sudo zypper addrepo ${placeOf3(`${name}.repo`)}`,
        `sudo zypper install ${rpms}`
      ]
    }
  ];
  return [...debs === "" ? [] : [forDebs], ...rpms === "" ? [] : forRpms];
}
function quoted4(word3) {
  return /^[\w./:@%+,=~-]+$/.test(word3) ? word3 : shellWord(word3);
}

// src/verification/finding.ts
var ORDER = ["error", "warning", "notice"];
function bySeverity(findings) {
  return findings.toSorted((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity));
}
function countOf(findings, severity) {
  return findings.filter((it) => it.severity === severity).length;
}

// src/report/columns.ts
function columns(rows) {
  const widths = (rows[0] ?? []).map(
    (_, column) => rows.reduce((widest, row2) => Math.max(widest, row2[column]?.length ?? 0), 0)
  );
  return rows.map(
    (row2) => row2.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ").trimEnd()
  );
}

// src/report/size.ts
function sizeOf2(bytes) {
  const units = ["bytes", "KiB", "MiB", "GiB"];
  const step = Math.min(units.length - 1, Math.floor(Math.log2(Math.max(bytes, 1)) / 10));
  return step === 0 ? `${bytes} bytes` : `${(bytes / 1024 ** step).toFixed(1)} ${units[step]}`;
}

// src/report/verification.ts
var MOST_FINDINGS = 200;
var SEVERITIES = ["error", "warning", "notice"];
function linesOf2({ repositories, findings }) {
  const shown2 = findings.slice(0, MOST_FINDINGS);
  const left = findings.length - shown2.length;
  const copies = repositories.flatMap(({ title, copies: copies2 }) => copies2.map(({ id, date }) => [title, id, date]));
  return [
    ...columns(repositories.map((it) => verdictCells(it, findings))),
    ...copies.length === 0 ? [] : ["rollback can go back to:", ...columns(copies)],
    ...shown2.flatMap(findingLines),
    ...left === 0 ? [] : [`and ${counted(left, "more finding")}`],
    `Found: ${countsOf(findings)}.`
  ];
}
function verdictCells({ title, packages, bytes, head, neverInForce: neverInForce2 }, findings) {
  const own = findings.filter(({ repository }) => repository === title);
  const state = countOf(own, "error") === 0 ? "sound" : countsOf(own);
  const unborn = neverInForce2.length === 0 ? "" : `, beside it ${counted(neverInForce2.length, "head")} never in force`;
  return [
    title,
    state,
    `${counted(packages, "package")}, ${sizeOf2(bytes)}`,
    head === void 0 ? "no head that verifies" : `${head.id} of ${head.date}${unborn}`,
    head === void 0 ? "" : head.signedBy.join(" ")
  ];
}
function findingLines({ severity, key, seen, remedy }) {
  return [`${severity}: ${key}`, `  ${seen}`, `  ${remedy}`];
}
function countsOf(findings) {
  return SEVERITIES.map((severity) => counted(countOf(findings, severity), severity)).join(", ");
}
function failureOf(verification) {
  if (verification === void 0 || verification.isSound) return void 0;
  const errors = countOf(verification.findings, "error");
  const [first] = verification.findings;
  return new PublishError(
    "INTEGRITY",
    `What is published is not sound: ${counted(errors, "error")}. The first: ${first?.seen} ${first?.remedy}`
  );
}

// src/report/cost.ts
function costOf(isDry, counts) {
  const requests = requestsOf(counts);
  if (requests === 0) return "Nothing was read from the store, and nothing written.";
  const { uploadedObjects, uploadedBytes, copiedObjects, deletedObjects } = counts;
  const isNothing = uploadedObjects + copiedObjects + deletedObjects === 0;
  if (isNothing) return `${isDry ? "Would write" : "Wrote"} nothing, with ${counted(requests, "request")}.`;
  const parts = [
    `${counted(uploadedObjects, "object")}, ${sizeOf2(uploadedBytes)}`,
    ...copiedObjects === 0 ? [] : [`${isDry ? "copy" : "copied"} ${copiedObjects}`],
    ...deletedObjects === 0 ? [] : [`${isDry ? "delete" : "deleted"} ${deletedObjects}`],
    `with ${counted(requests, "request")}.`
  ];
  return `${isDry ? "Would upload" : "Uploaded"} ${parts.join(", ")}`;
}
function requestsOf({ requests }) {
  return Object.values(requests).reduce((sum, count) => sum + count, 0);
}
function operationsOf({ requests }) {
  return Object.entries(requests).filter(([, count]) => count > 0).map(([operation, count]) => `${count} ${operation}`).join(", ");
}

// src/report/plan.ts
var MOST_LINES = 300;
var KINDS = ["write", "copy", "relabel", "delete"];
function planOf(planned) {
  const sorted2 = KINDS.flatMap((kind) => planned.filter((it) => it.kind === kind));
  const shown2 = sorted2.slice(0, MOST_LINES);
  const left = sorted2.length - shown2.length;
  return [
    ...columns(shown2.map((it) => [it.kind, it.key, detailOf(it)])),
    ...left === 0 ? [] : [`and ${left} more`],
    `Planned: ${KINDS.map((kind) => `${kind} ${sorted2.filter((it) => it.kind === kind).length}`).join(", ")}.`
  ];
}
function detailOf(planned) {
  switch (planned.kind) {
    case "write":
      return sizeOf2(planned.sizeBytes);
    case "copy":
      return `from ${planned.from}`;
    case "relabel":
    case "delete":
      return "";
  }
}

// src/report/result.ts
var STATUSES = ["added", "replaced", "removed", "unchanged", "skipped"];
function resultOf({ entries, request, packages, whyUnpublished: whyUnpublished2 }) {
  if (whyUnpublished2 !== void 0) {
    const ready = (packages?.debs.length ?? 0) + (packages?.rpms.length ?? 0);
    return `Built and checked: ${counted(ready, "package")}. Nothing is published: ${whyUnpublished2}.`;
  }
  const changes = channelsOf(entries);
  const done = request.dryRun ? "Would be done: " : "Done: ";
  if (request.command === "republish") {
    const listed2 = changes === "" ? ", with the packages that were in it" : `; ${changes}`;
    return `${done}every index of ${theChannels(request.channels)} written anew${listed2}.`;
  }
  if (changes === "") return `No package changes: ${emptinessOf(request)}.`;
  const isChange = entries.some(({ status }) => status !== "unchanged" && status !== "skipped");
  return `${isChange ? done : "No package changes: "}${changes}.`;
}
function channelsOf(entries) {
  const channels = [...new Set(entries.map(({ channel }) => channel))];
  return channels.map((name) => `in ${name} ${statusesOf(entries.filter(({ channel }) => channel === name))}`).join("; ");
}
function statusesOf(outcomes, wordOf = (status) => status) {
  return STATUSES.map((status) => ({
    status,
    count: outcomes.filter((outcome) => outcome.status === status).length
  })).filter(({ count }) => count > 0).map(({ status, count }, at) => `${at === 0 ? counted(count, "package") : count} ${wordOf(status)}`).join(", ");
}
function emptinessOf(request) {
  if (request.command === "rollback") return "what is in force has those of the head to go back to";
  if (request.command === "promote") return `${theChannels([request.fromChannel])} has none to promote`;
  return "there are none";
}

// src/report/table.ts
function tableOf(report) {
  const { entries, counts, request, planned, verification, arrival } = report;
  const hasPlan = verification === void 0 && request.dryRun && requestsOf(counts) > 0;
  return [
    ...columns(entries.map(cellsOf)),
    ...hasPlan ? planOf(planned) : [],
    ...verification === void 0 ? [] : linesOf2(verification),
    ...arrival === void 0 ? [] : installationLines(arrival)
  ];
}
function closingOf(report) {
  const { request, counts, verification } = report;
  return [...verification === void 0 ? [resultOf(report)] : [], costOf(request.dryRun, counts)];
}
function cellsOf({ status, format, name, version, arch, channel, key }) {
  return [status, format, name, version, arch, channel, key];
}

// src/run/output-folder.ts
import { mkdir as mkdir2 } from "node:fs/promises";
import { resolve as resolve2 } from "node:path";
async function makeOutputFolder(request, cwd) {
  const path = outputDirectoryOf(request);
  if (path === void 0) return;
  try {
    await mkdir2(resolve2(cwd, path), { recursive: true });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new PublishError("INPUT", `output-directory cannot be made: ${reason}`, { cause });
  }
}
function outputDirectoryOf(request) {
  if (request.command === "publish") return request.outputDirectory;
  return request.command === "republish" ? request.release?.outputDirectory : void 0;
}

// src/fetch-failure.ts
function fetchFailure(error) {
  const { cause, message } = error;
  const { code: code2 = "", message: detail = "" } = cause ?? {};
  return { code: code2, reason: detail || code2 || message || "the connection failed" };
}

// src/readback/address.ts
var ENCODED = /[^A-Za-z0-9/._-]/gu;
var RAW = /[^A-Za-z0-9/._~+-]/gu;
function clientUrl(baseUrl, key, spelling) {
  return `${baseUrl}/${key.replaceAll(spelling === "raw" ? RAW : ENCODED, percentEncoded)}`;
}
function clientUrls(baseUrl, key) {
  return [.../* @__PURE__ */ new Set([clientUrl(baseUrl, key, "encoded"), clientUrl(baseUrl, key, "raw")])];
}
function percentEncoded(character) {
  return [...Buffer.from(character)].map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join("");
}

// src/cloudflare/purge.ts
var CLOUDFLARE_API = "https://api.cloudflare.com/client/v4";
var FILES_A_REQUEST = 30;
async function purge(keys, baseUrl, access2, signal) {
  const urls = keys.flatMap((key) => [
    ...clientUrls(baseUrl, key),
    // The page of a folder has two names.
    ...key === "index.html" ? [`${baseUrl}/`] : []
  ]);
  for (let at = 0; at < urls.length; at += FILES_A_REQUEST)
    await purgeSome(urls.slice(at, at + FILES_A_REQUEST), access2, signal);
  return urls.length;
}
async function purgeSome(files, { zoneId, token, apiUrl }, signal) {
  const timeout = AbortSignal.timeout(LIMITS.purgeRequestMs);
  const response = await fetch(`${apiUrl}/zones/${zoneId}/purge_cache`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify({ files }),
    redirect: "error",
    signal: AbortSignal.any([signal, timeout])
  }).catch((cause) => {
    signal.throwIfAborted();
    throw new PublishError("CLIENT", `Cloudflare's API cannot be reached (${fetchFailure(cause).reason}).`, {
      cause
    });
  });
  const said = await response.json().catch(() => void 0);
  if (response.ok && said?.success === true) return;
  throw new PublishError(
    "CLIENT",
    `Cloudflare answered ${response.status}${wordsOf(said, token)}. ${adviceFor(response.status)}`
  );
}
var MOST_CHARACTERS = 300;
function wordsOf(said, token) {
  const errors = said?.errors;
  if (!Array.isArray(errors) || errors.length === 0) return "";
  const texts = errors.map(
    ({ code: code2, message }) => `${String(message)}, ${String(code2)}`
  );
  return ` (${texts.join("; ").replaceAll(token, "***").replaceAll(new RegExp("\\p{Cc}+", "gu"), " ").slice(0, MOST_CHARACTERS)})`;
}
function adviceFor(status) {
  if (status === 429) return "It takes no more purges for now.";
  if (status >= 500) return "See https://www.cloudflarestatus.com.";
  return "cloudflare-zone-id must be the zone of the host of public-url, and cloudflare-api-token one with the permission Zone, Cache Purge, for it.";
}

// src/cloudflare/access.ts
var BOTH = ["cloudflare-zone-id", "cloudflare-api-token"];
function purgeAccess(texts, apiUrl = CLOUDFLARE_API) {
  const lacking = BOTH.filter((name) => texts[name] === "");
  if (lacking.length === BOTH.length) return void 0;
  if (lacking.length > 0) {
    const given = BOTH.filter((name) => !lacking.includes(name));
    throw new PublishError(
      "INPUT",
      `${given.join()} is set, but ${lacking.join()} is not: purging the cache needs both. Set the other one too, or leave both out.`
    );
  }
  const { "cloudflare-zone-id": zoneId, "cloudflare-api-token": token } = texts;
  if (!/^[0-9a-f]{32}$/.test(zoneId)) {
    throw new PublishError(
      "INPUT",
      // Not quoted: it may be the token, in the wrong place.
      `cloudflare-zone-id must be the 32 hex digits that Cloudflare shows on the page of the domain, under API; it is something else, of length ${zoneId.length}.`
    );
  }
  if (!/^[\u0021-\u007e]+$/.test(token)) {
    throw new PublishError(
      "INPUT",
      "cloudflare-api-token has spaces, line breaks or other characters that no token has: copy it again."
    );
  }
  if (texts["public-url"] === "") {
    throw new PublishError("INPUT", "cloudflare-zone-id needs public-url: what is purged are URLs of it.");
  }
  return { zoneId, token, apiUrl };
}

// src/report/intent.ts
function intentOf(request, storeName) {
  const where = `${theChannels(request.channels)} of ${storeName}`;
  const action = `${actionOf(request, where)}.`;
  return request.dryRun ? `Dry run, nothing is written: ${action}` : `${action.charAt(0).toUpperCase()}${action.slice(1)}`;
}
function actionOf(request, where) {
  switch (request.command) {
    case "publish":
      return `publish ${artifactsOf(request)} in ${where}${keptOf(request)}`;
    case "republish":
      return `write every index of ${where} anew${additionsOf(request)}`;
    case "promote": {
      const { fromChannel: fromChannel2, packages } = request;
      const what = packages.length === 0 ? "the newest version of each package" : textOf(packages);
      return `promote ${what} from ${theChannels([fromChannel2])} to ${where}`;
    }
    case "remove":
      return `remove ${textOf(request.packages)} from ${where}`;
    case "rollback":
      return `roll back ${where} to ${request.to === void 0 ? "the heads before those in force" : some(request.to)}`;
    case "verify":
      return `verify ${where}${request.deep ? ", with every byte of the packages" : ""}`;
  }
}
function artifactsOf({ artifacts, config, releaseTag }) {
  if (config !== void 0) return `what ${some(config.files)} describes`;
  if (releaseTag === void 0) return some(artifacts);
  const which = artifacts.length === 0 ? "the assets" : `the assets ${some(artifacts)}`;
  return `${which} of the GitHub release ${releaseTag}`;
}
function keptOf({ keepVersions }) {
  return keepVersions === 0 ? "" : `, and keep ${counted(keepVersions, "version")} of each package`;
}
function additionsOf({ packages, release }) {
  const vouched = packages.length === 0 ? "" : `, with ${textOf(packages)} as it lies there`;
  return `${vouched}${release === void 0 ? "" : `, and publish ${artifactsOf(release)}`}`;
}
function textOf(patterns) {
  return some(patterns.map(({ text }) => text));
}

// src/pages/sources.ts
function keyringPath(repositoryName) {
  return `/etc/apt/keyrings/${repositoryName}.asc`;
}
function sourcesFile(files, aptRoot2, channel, component, lacking = []) {
  const fields = [
    ["Types", "deb"],
    ["URIs", `${files.baseUrl}/${aptRoot2}`.replace(/\/$/, "")],
    ["Suites", channel],
    ["Components", component],
    ...lacking.length > 0 ? [["Architectures-Remove", lacking.join(" ")]] : [],
    ["Signed-By", keyringPath(files.repositoryName)]
  ];
  return fields.map(([name, value]) => `${name}: ${value}
`).join("");
}
var FOREIGN = ["amd64", "arm64", "armel", "armhf", "i386"];
function lackingArchitectures(architectures) {
  return FOREIGN.filter((arch) => !architectures.includes(arch));
}
function removedArchitectures(sources) {
  const words3 = /^Architectures-Remove:(.*)$/m.exec(sources)?.[1]?.trim().split(/\s+/);
  return words3?.filter((word3) => FOREIGN.includes(word3));
}
function suiteOf(sources) {
  return /^Suites:[ \t]*(\S+)[ \t]*$/m.exec(sources)?.[1];
}

// src/keyring/ground.ts
var LICENSE = "CC0-1.0";
function plainName(repositoryName) {
  return repositoryName.toLowerCase().replaceAll("_", "-");
}
function isUnchanged(sha2562, path) {
  return `echo '${sha2562}  ${path}' | sha256sum --check --status 2>/dev/null`;
}

// src/keyring/deb.ts
function debKeyringName(repositoryName) {
  return `${plainName(repositoryName)}-archive-keyring`;
}
function debKeyring(ground, version) {
  const { request, baseUrl, keys, maintainer, timeSeconds } = ground;
  const { repositoryName: repository, aptRoot: aptRoot2, component, channels } = request;
  const name = debKeyringName(repository);
  const [channel = ""] = channels;
  const sources = sourcesFile({ repositoryName: repository, baseUrl }, aptRoot2, channel, component);
  const entries = [
    file(`/usr/share/keyrings/${name}.asc`, keys.armored),
    file(`/usr/share/keyrings/${name}.gpg`, keys.binary),
    file(`/usr/share/${name}/${repository}.sources`, sources)
  ];
  const wanted2 = {
    name,
    version,
    release: void 0,
    maintainer,
    description: `OpenPGP keys of the ${repository} repository
They tell apt which packages of this repository are genuine.
A source for apt comes with them.`,
    homepage: baseUrl.startsWith("http") ? `${baseUrl}/` : void 0,
    license: LICENSE,
    depends: []
  };
  return {
    ...describePackage(wanted2, { arch: "all", entries }, timeSeconds),
    scripts: scripts(ground, name, sources)
  };
}
function file(path, text) {
  return { type: "file", path, mode: 420, content: contentOf(Buffer.from(text)) };
}
function scripts({ request, baseUrl, keys }, name, sources) {
  const { repositoryName } = request;
  const key = `/etc/apt/keyrings/${repositoryName}.asc`;
  const source = `/etc/apt/sources.list.d/${repositoryName}.sources`;
  return {
    // The key is renamed into its place, because apt may be reading it. A source is made once, and not where one of any
    // name is about this repository: apt takes no two with different keys.
    afterInstall: `#!/bin/sh
set -e
[ "$1" = configure ] || exit 0
[ -d /etc/apt/keyrings ] || install -d -m 0755 /etc/apt/keyrings
install -m 0644 /usr/share/keyrings/${name}.asc ${key}.new
mv -f ${key}.new ${key}
if [ -z "$2" ] && [ ! -e ${source} ] && ! grep -rqsF ${shellWord(baseUrl)} /etc/apt/sources.list /etc/apt/sources.list.d; then
  install -m 0644 /usr/share/${name}/${repositoryName}.sources ${source}
fi
`,
    // Who purges the package wants its source gone too, unless he changed it; and the key, unless a source names it.
    afterRemove: `#!/bin/sh
set -e
[ "$1" = purge ] || exit 0
if ${isUnchanged(sha256(sources), source)}; then
  rm -f ${source}
fi
if ! grep -rqsF ${key} /etc/apt/sources.list /etc/apt/sources.list.d && ${isUnchanged(sha256(keys.armored), key)}; then
  rm -f ${key}
fi
`
  };
}

// src/pages/repo-file.ts
function repoSections(rpmPath2, channels) {
  return channels.map((channel) => ({
    channel,
    folder: rpmFolder(rpmPath2, channel, "{arch}").replace(/\/$/, "")
  }));
}
function repoSection(files, { folder: folder2, channel }, keyUrl, enabled) {
  const { repositoryName, baseUrl } = files;
  return [
    `[${sectionId(repositoryName, channel)}]`,
    `name=${repositoryName} ${channel}`,
    `baseurl=${baseUrl}/${folder2.replace("{arch}", "$basearch")}`,
    `enabled=${enabled ? 1 : 0}`,
    "type=rpm-md",
    "autorefresh=1",
    "gpgcheck=1",
    "repo_gpgcheck=1",
    `gpgkey=${keyUrl}`,
    ""
  ].join("\n");
}
function sectionId(repositoryName, channel) {
  return `${repositoryName}-${channel}`;
}
function repoFile(existing, files, channels, keyUrl = `${files.baseUrl}/${files.repositoryName}.asc`) {
  const sections = existing.split(/^(?=\[)/m).filter((section) => section.startsWith("["));
  for (const wanted2 of channels) {
    const head = `[${sectionId(files.repositoryName, wanted2.channel)}]`;
    const position = sections.findIndex((section2) => section2.startsWith(head));
    const section = repoSection(files, wanted2, keyUrl, position === 0 || sections.length === 0);
    if (position < 0) sections.push(section);
    else sections[position] = section;
  }
  return sections.map((section) => section.trimEnd()).join("\n\n") + "\n";
}
function firstChannelOf(repo, repositoryName) {
  const [, id = ""] = /^\[(.+)\]$/m.exec(repo) ?? [];
  const start = sectionId(repositoryName, "");
  return id.startsWith(start) ? id.slice(start.length) : void 0;
}

// src/keyring/rpm.ts
function rpmKeyringName(repositoryName) {
  return `${plainName(repositoryName)}-release`;
}
function rpmKeyring(ground, version) {
  const { request, baseUrl, keys, maintainer, timeSeconds } = ground;
  const { repositoryName, channels, rpmPath: rpmPath2 } = request;
  const keyPath = `/etc/pki/rpm-gpg/RPM-GPG-KEY-${repositoryName}`;
  const files = { repositoryName, baseUrl };
  const repositories = repoFile("", files, repoSections(rpmPath2, channels), `file://${keyPath}`);
  const entries = [
    file2(keyPath, keys.armored),
    file2(`/etc/yum.repos.d/${repositoryName}.repo`, repositories, "config")
  ];
  const wanted2 = {
    name: rpmKeyringName(repositoryName),
    version,
    release: void 0,
    maintainer,
    description: `OpenPGP keys and configuration of the ${repositoryName} repository
They tell dnf, yum and zypper where to find its packages,
and which of them are genuine.`,
    homepage: baseUrl.startsWith("http") ? `${baseUrl}/` : void 0,
    license: LICENSE,
    depends: []
  };
  return {
    ...describePackage(wanted2, { arch: "all", entries }, timeSeconds),
    scripts: scripts2(repositoryName, baseUrl, repositories)
  };
}
function file2(path, text, role) {
  const content = contentOf(Buffer.from(text));
  return { type: "file", path, mode: 420, content, ...role === void 0 ? {} : { role } };
}
function scripts2(repositoryName, baseUrl, repositories) {
  const dnf = `/etc/yum.repos.d/${repositoryName}.repo`;
  const zypper = `/etc/zypp/repos.d/${repositoryName}.repo`;
  return {
    afterInstall: `#!/bin/sh
if [ "$1" = 1 ] && [ -d /etc/zypp/repos.d ] && [ ! -e ${zypper} ] && ! grep -rqsF ${shellWord(baseUrl)} /etc/zypp/repos.d; then
  install -m 0644 ${dnf} ${zypper}
fi
exit 0
`,
    afterRemove: `#!/bin/sh
if [ "$1" = 0 ] && ${isUnchanged(sha256(repositories), zypper)}; then
  rm -f ${zypper}
fi
exit 0
`
  };
}

// src/package.ts
function versionOf3(pkg) {
  return pkg.format === "deb" ? pkg.version : printedVersion(pkg);
}
function printedVersion({
  epoch = 0,
  version,
  release
}) {
  return `${epoch === 0 ? "" : `${epoch}:`}${version}-${release}`;
}
function contentDigest(pkg) {
  return pkg.format === "deb" ? pkg.sha256 : pkg.headerSha256 ?? pkg.sha256;
}
function mayLieElsewhere(pkg) {
  return pkg.format === "rpm" && pkg.base !== void 0;
}
function labelOf(pkg) {
  return `${pkg.name} ${versionOf3(pkg)} for ${pkg.arch}`;
}
function identityOf(pkg) {
  return `${pkg.format} ${pkg.name} ${versionOf3(pkg)} ${pkg.arch}`;
}
function listedIdentityOf(pkg) {
  return "component" in pkg ? `${identityOf(pkg)} ${pkg.component}` : identityOf(pkg);
}

// src/report/entries.ts
function entriesOf(outcomes, baseUrl) {
  const entries = /* @__PURE__ */ new Map();
  for (const outcome of outcomes) {
    const entry = entryOf2(outcome, baseUrl);
    const identity = `${entry.channel} ${listedIdentityOf(outcome.pkg)}`;
    const first = entries.get(identity);
    const status = first === void 0 || first.status === "unchanged" ? entry.status : first.status;
    entries.set(identity, { ...first ?? entry, status });
  }
  return [...entries.values()];
}
function entryOf2({ pkg, channel, file: file4, status }, baseUrl) {
  return {
    format: pkg.format,
    name: pkg.name,
    version: versionOf3(pkg),
    arch: pkg.arch,
    channel,
    key: file4.key,
    url: baseUrl === void 0 ? "" : `${baseUrl}/${encodePath(file4.key)}`,
    sha256: file4.sha256,
    size: file4.sizeBytes,
    status
  };
}
function encodePath(key) {
  return key.split("/").map(encodeURIComponent).join("/");
}

// src/deb/release.ts
var HASH_FIELDS = ["MD5Sum", "SHA1", "SHA256", "SHA512"];
var OTHER_HASHES = [
  ["MD5Sum", "md5"],
  ["SHA1", "sha1"],
  ["SHA512", "sha512"]
];
var ELSEWHERE = "Move what lies there away, or publish to another place.";
var WRITTEN_FIELDS = [
  ...HASH_FIELDS,
  "Date",
  "Valid-Until",
  "Architectures",
  "Components",
  "Acquire-By-Hash"
];
function parseRelease(text, source) {
  const fields = parseFields(text.replaceAll("\r\n", "\n"), source);
  const files = /* @__PURE__ */ new Map();
  for (const { path, sizeBytes, hash } of listedIn(fields, "SHA256", source)) {
    if (!/^[0-9a-f]{64}$/.test(hash))
      throw malformed4(source, `its SHA256 of ${path} is ${JSON.stringify(hash)}`);
    if (files.has(path)) throw malformed4(source, `it lists ${path} twice`);
    files.set(path, { sizeBytes, sha256: hash });
  }
  const others2 = OTHER_HASHES.flatMap(
    ([name, algorithm]) => listedIn(fields, name, source).map((line) => [line.path, { ...line, algorithm }])
  );
  const unhashed2 = [...new Map(others2).values()].filter(({ path }) => !files.has(path));
  return { fields, files, unhashed: unhashed2 };
}
function parseFields(text, source) {
  try {
    return parseStanza(text, source);
  } catch (cause) {
    throw new PublishError("INTEGRITY", `${cause.message} ${ELSEWHERE}`, { cause });
  }
}
function listedIn(fields, name, source) {
  const lines = (field(fields, name) ?? "").split("\n").filter((line) => line.trim() !== "");
  return lines.map((line) => {
    const [hash = "", size = "", path = "", ...rest] = line.trim().split(/[ \t]+/);
    if (rest.length > 0 || !/^\d{1,15}$/.test(size))
      throw malformed4(source, `a line of ${name} reads ${JSON.stringify(line)}`);
    assertInside2(path, source);
    return { hash: hash.toLowerCase(), sizeBytes: Number(size), path };
  });
}
function assertInside2(path, source) {
  const parts = path.split("/");
  if (parts.includes("") || parts.includes("..") || parts.includes(".") || /[\\%?#\p{Cc}]/u.test(path)) {
    throw malformed4(source, `it lists the path ${JSON.stringify(path)}`);
  }
}
function malformed4(source, seen) {
  return new PublishError(
    "INTEGRITY",
    `${source} is no Release file that can be continued: ${seen}. ${ELSEWHERE}`
  );
}
var INDEX_PATH = /^(.+)\/binary-([^/]+)\/Packages(?:\.[a-z0-9]+)?$/;
function wordsOf2(release, name) {
  const given = field(release.fields, name);
  if (given !== void 0) return given.split(/\s+/).filter((word3) => word3 !== "");
  const paths = [...release.files.keys(), ...release.unhashed.map(({ path }) => path)];
  const words3 = paths.map((path) => INDEX_PATH.exec(path)?.[name === "Components" ? 1 : 2]);
  return [...new Set(words3)].filter((word3) => word3 !== void 0).sort();
}
function readsArchitectureAll(release) {
  const unsupported = (field(release.fields, "No-Support-for-Architecture-all") ?? "").split(/\s+/);
  return wordsOf2(release, "Architectures").includes("all") && !unsupported.includes("Packages");
}
function dateOf(release) {
  const milliseconds = Date.parse((field(release.fields, "Date") ?? "").trim());
  return Number.isNaN(milliseconds) ? void 0 : Math.floor(milliseconds / 1e3);
}
function continuationWarnings(release, title) {
  const value = (name) => field(release.fields, name)?.trim();
  const [until, signers] = [value("Valid-Until"), value("Signed-By")];
  const expiring = `The Release of the ${title} is valid until ${until}. What is published here has no such date: nobody signs it again on a schedule.`;
  const restricted = `The Release of the ${title} says Signed-By: ${signers}. That stays: clients that know it take the suite from no other key, so one of those must stay in gpg-private-key.`;
  return [...until === void 0 ? [] : [expiring], ...signers === void 0 ? [] : [restricted]];
}
function printRelease(content) {
  const kept2 = content.fields.filter(
    ({ name }) => !WRITTEN_FIELDS.some((written) => equalNames(written, name))
  );
  const fields = kept2.map(withoutBlanks);
  const files = [...content.files].sort(([a], [b]) => a < b ? -1 : 1);
  const lines = files.map(([path, file4]) => `
 ${file4.sha256} ${String(file4.sizeBytes).padStart(8)} ${path}`);
  return printStanza([
    ...fields,
    { name: "Date", value: releaseDate(content.stampSeconds) },
    { name: "Architectures", value: content.architectures.join(" ") },
    { name: "Components", value: content.components.join(" ") },
    { name: "Acquire-By-Hash", value: "yes" },
    { name: "SHA256", value: lines.join("") }
  ]);
}
function withoutBlanks({ name, value, separator }) {
  const trimmed = value.replace(/[ \t]+$/gm, "");
  const isBare = trimmed === "" || trimmed.startsWith("\n");
  return isBare || separator === void 0 ? { name, value: trimmed } : { name, value: trimmed, separator };
}
function equalNames(a, b) {
  return a.toLowerCase() === b.toLowerCase();
}
function releaseDate(seconds) {
  return new Date(seconds * 1e3).toUTCString().replace("GMT", "UTC");
}

// src/compression/gzip-segments.ts
import { promisify } from "node:util";
import { constants as constants3, crc32, deflateRaw } from "node:zlib";
var deflate = promisify(deflateRaw);
var FIRST_SEGMENT_BYTES = 4 * 1024;
var SEGMENT_BYTES = 256 * 1024;
var AT_ONCE = 8;
var OUTPUT_CHUNK_BYTES3 = 64 * 1024;
var HEADER_START = Buffer.from("1f8b0804", "hex");
var XFL_BEST = 2;
var OS_UNKNOWN2 = 255;
var HEADER_BYTES = 12;
var MTIME_START2 = 4;
var TRAILER_BYTES = 8;
var SUBFIELD = Buffer.from("R2");
var SUBFIELD_HEADER_BYTES = 4;
var SIZES_START = HEADER_BYTES + SUBFIELD_HEADER_BYTES;
var SIZE_BYTES = 4;
var SEGMENTS_LIMIT = Math.floor((65535 - SUBFIELD_HEADER_BYTES) / SIZE_BYTES);
var FLUSH_MARKER = Buffer.from("0000ffff", "hex");
async function gzipSegments(text, mtimeSeconds, previous) {
  const known = previous === void 0 ? [] : knownSegments(previous);
  const segments = segmentsOf(text);
  const last = segments.length - 1;
  const packed = await abreast([...segments.entries()], AT_ONCE, async ([position, segment]) => {
    const same = known[position];
    if (position < last && same?.text.equals(segment) === true) return same.packed;
    const finishFlush = position < last ? constants3.Z_FULL_FLUSH : constants3.Z_FINISH;
    return deflate(segment, {
      level: constants3.Z_BEST_COMPRESSION,
      chunkSize: OUTPUT_CHUNK_BYTES3,
      finishFlush
    });
  });
  return Buffer.concat([header(packed, mtimeSeconds), ...packed, trailer(text)]);
}
function isPackedHere(stored) {
  const subfield = stored.subarray(HEADER_BYTES, HEADER_BYTES + SUBFIELD.length);
  return stored.subarray(0, HEADER_START.length).equals(HEADER_START) && subfield.equals(SUBFIELD);
}
function segmentsOf(text) {
  if ((text.length - FIRST_SEGMENT_BYTES) / SEGMENT_BYTES + 2 > SEGMENTS_LIMIT) return [text];
  const segments = [text.subarray(0, FIRST_SEGMENT_BYTES)];
  for (let start = FIRST_SEGMENT_BYTES; start < text.length; start += SEGMENT_BYTES)
    segments.push(text.subarray(start, start + SEGMENT_BYTES));
  return segments;
}
function header(packed, mtimeSeconds) {
  const sizes = Buffer.alloc(packed.length * SIZE_BYTES);
  for (const [position, { length }] of packed.entries()) sizes.writeUInt32LE(length, position * SIZE_BYTES);
  return Buffer.concat([headerBeforeSizes(packed.length, mtimeSeconds), sizes]);
}
function headerBeforeSizes(count, mtimeSeconds) {
  const bytes = Buffer.alloc(SIZES_START);
  HEADER_START.copy(bytes);
  bytes.writeUInt32LE(mtimeSeconds, MTIME_START2);
  bytes.writeUInt8(XFL_BEST, 8);
  bytes.writeUInt8(OS_UNKNOWN2, 9);
  bytes.writeUInt16LE(SUBFIELD_HEADER_BYTES + count * SIZE_BYTES, 10);
  SUBFIELD.copy(bytes, HEADER_BYTES);
  bytes.writeUInt16LE(count * SIZE_BYTES, HEADER_BYTES + SUBFIELD.length);
  return bytes;
}
function trailer(text) {
  const bytes = Buffer.alloc(TRAILER_BYTES);
  bytes.writeUInt32LE(crc32(text), 0);
  bytes.writeUInt32LE(text.length % 2 ** 32, 4);
  return bytes;
}
function knownSegments({ text, stored }) {
  const segments = segmentsOf(text);
  const sizes = packedSizes(stored, segments.length);
  let position = SIZES_START + segments.length * SIZE_BYTES;
  const known = segments.map((segment, number) => {
    const start = position;
    position += sizes[number] ?? 0;
    return { text: segment, packed: stored.subarray(start, position) };
  });
  const isWhole = position + TRAILER_BYTES === stored.length;
  const others2 = known.slice(0, -1);
  return isWhole && others2.every(({ packed }) => packed.subarray(-4).equals(FLUSH_MARKER)) ? others2 : [];
}
function packedSizes(stored, count) {
  if (stored.length < SIZES_START + count * SIZE_BYTES) return [];
  const expected = headerBeforeSizes(count, stored.readUInt32LE(MTIME_START2));
  if (!stored.subarray(0, SIZES_START).equals(expected)) return [];
  return Array.from(
    { length: count },
    (_, position) => stored.readUInt32LE(SIZES_START + position * SIZE_BYTES)
  );
}

// src/deb/packages.ts
var NEWLINE = 10;
var CANONICAL = Buffer.from("Package: ");
function* slicesOf(index) {
  let start = 0;
  while (start < index.length) {
    if (index[start] === NEWLINE) {
      start += 1;
      continue;
    }
    const gap = index.indexOf("\n\n", start);
    const end = gap < 0 ? index.length : gap + 1;
    yield { start, end };
    start = end;
  }
}
var namesOfIndexes = /* @__PURE__ */ new WeakMap();
function stanzasNamed(index, name) {
  const slices = namesOf2(index).get(name) ?? [];
  return slices.map((slice) => ({ ...slice, stanza: stanzaAt(index, slice) }));
}
function slicesNamed(index, isWanted) {
  return [...namesOf2(index)].filter(([name]) => isWanted(name)).flatMap(([, slices]) => slices);
}
function namesIn2(index) {
  return namesOf2(index).keys();
}
function namesOf2(index) {
  const known = namesOfIndexes.get(index);
  if (known !== void 0) return known;
  const names2 = slicesByName(index);
  namesOfIndexes.set(index, names2);
  return names2;
}
function slicesByName(index) {
  const names2 = /* @__PURE__ */ new Map();
  for (const slice of slicesOf(index)) {
    const name = nameAt(index, slice);
    const known = names2.get(name);
    if (known === void 0) names2.set(name, [slice]);
    else known.push(slice);
  }
  return names2;
}
function nameAt(index, slice) {
  const nameStart = slice.start + CANONICAL.length;
  if (index.compare(CANONICAL, 0, CANONICAL.length, slice.start, nameStart) === 0) {
    return index.toString("utf8", nameStart, index.indexOf(NEWLINE, nameStart)).trim();
  }
  return field(stanzaAt(index, slice), "Package")?.trim() ?? "";
}
function filenamesOf(index) {
  const lines = index.toString("utf8").matchAll(/^Filename:[ \t]*(?:\.\/)?(.*?)[ \t]*$/gim);
  return [...lines].map(([, filename = ""]) => filename);
}
function architectureAll(index) {
  return [...slicesOf(index)].filter(
    (slice) => /^Architecture:[ \t]*all[ \t]*$/im.test(index.toString("latin1", slice.start, slice.end))
  ).map((slice) => index.subarray(slice.start, slice.end));
}
function terminated(stanza) {
  return stanza.at(-1) === NEWLINE ? stanza : Buffer.concat([stanza, Buffer.from([NEWLINE])]);
}
function stanzaAt(index, slice) {
  return parseStanza(index.toString("utf8", slice.start, slice.end), "a Packages index");
}
function changedIndex(index, removed, added) {
  const parts = [];
  let position = 0;
  for (const { start, end } of [...removed].sort((a, b) => a.start - b.start)) {
    parts.push(index.subarray(position, start));
    position = index[end] === NEWLINE ? end + 1 : end;
  }
  parts.push(index.subarray(position));
  const last = parts.findLast((part) => part.length > 0);
  if (last !== void 0 && added.length > 0) parts.push(separatorAfter(last));
  for (const stanza of added) parts.push(stanza, Buffer.from("\n"));
  return Buffer.concat(parts);
}
function separatorAfter(text) {
  const tail = text.subarray(-2).toString("latin1");
  if (tail === "\n\n") return Buffer.alloc(0);
  return Buffer.from(tail.endsWith("\n") ? "\n" : "\n\n");
}
var INDEX_FIELDS = ["Filename", "Size", "MD5sum", "SHA1", "SHA256", "SHA512"];
var LAST_FIELDS = ["Homepage", "Description", "Description-md5", "Tag", "Task"];
function indexStanza(control, filename, sizeBytes, sha2562) {
  const within = (names2, name) => names2.some((it) => it.toLowerCase() === name.toLowerCase());
  const fields = control.filter(({ name }) => !within(INDEX_FIELDS, name));
  const located = [
    { name: "Filename", value: filename },
    { name: "Size", value: String(sizeBytes) },
    { name: "SHA256", value: sha2562 }
  ];
  const first = fields.filter(({ name }) => !within(LAST_FIELDS, name));
  const last = fields.filter(({ name }) => within(LAST_FIELDS, name));
  return Buffer.from(printStanza([...first, ...located, ...last]));
}
function movedStanza(stanza, filename) {
  const text = stanza.toString("latin1");
  const moved2 = text.replace(/^(Filename:[ \t]*).*$/im, (_, start) => start + filename);
  return Buffer.from(moved2, "latin1");
}

// src/deb/previous-head.ts
var NAME7 = "X-Previous-Head";
function previousHead(release) {
  return field(release.fields, NAME7)?.trim();
}
function previousHeadField(previous) {
  return previous === void 0 ? [] : [{ name: NAME7, value: previous }];
}
function withoutPreviousHead(fields) {
  return fields.filter(({ name }) => name.toLowerCase() !== NAME7.toLowerCase());
}

// src/deb/suite.ts
function indexesFor({ indexes, component }, pkg) {
  const wanted2 = pkg.component ?? component;
  return indexes.filter(
    (index) => componentOf(index) === wanted2 && (pkg.arch === "all" || index.arch === pkg.arch)
  );
}
function componentOf({ path }) {
  return path.slice(0, path.lastIndexOf("/binary-"));
}
function sameVersion(index, pkg) {
  return stanzasNamed(index.text, pkg.name).filter(
    ({ stanza }) => field(stanza, "Version")?.trim() === pkg.version && field(stanza, "Architecture")?.trim() === pkg.arch
  );
}
function changedIndexes(suite, edit) {
  return suite.indexes.flatMap((index) => {
    const arriving = edit.added.filter(
      ({ pkg }) => indexesFor(suite, pkg).includes(index) && !lists(index, pkg)
    );
    const leaving = edit.removed.filter(({ component }) => component === componentOf(index));
    const removed = [...arriving.map(({ pkg }) => pkg), ...leaving].flatMap((pkg) => sameVersion(index, pkg));
    if (arriving.length === 0 && removed.length === 0) return edit.rewrite ? [index] : [];
    const text = changedIndex(index.text, distinct(removed), arriving.map(stanzaOf));
    return [{ ...index, text }];
  });
}
function distinct(slices) {
  return [...new Map(slices.map((slice) => [slice.start, slice])).values()];
}
function stanzaOf({ pkg, filename }) {
  if ("control" in pkg) return indexStanza(pkg.control, filename, pkg.content.sizeBytes, pkg.sha256);
  return pkg.filename === filename ? pkg.stanza : movedStanza(pkg.stanza, filename);
}
function lists(index, pkg) {
  return sameVersion(index, pkg).some(
    ({ stanza }) => field(stanza, "SHA256")?.trim().toLowerCase() === pkg.sha256
  );
}
function identityChanges({ release }, identity) {
  if (release === void 0) return [];
  const wanted2 = [
    ...identity.given.origin ? [{ name: "Origin", to: identity.origin }] : [],
    ...identity.given.label ? [{ name: "Label", to: identity.label }] : []
  ];
  return wanted2.map(({ name, to }) => ({ name, from: (field(release.fields, name) ?? "").trim(), to })).filter(({ from, to }) => from !== to);
}
async function renderSuite(suite, changed, identity, { stampSeconds, previous }, keys) {
  const indexes = await Promise.all(
    changed.map(async ({ path, arch, text: text2, published: published2 }) => ({
      path,
      arch,
      text: text2,
      stored: await gzipSegments(text2, stampSeconds, published2)
    }))
  );
  const files = new Map(suite.files);
  for (const { path, text: text2, stored } of indexes) {
    for (const old of files.keys()) if (isFormOf(old, path)) files.delete(old);
    files.set(path, { sizeBytes: text2.length, sha256: sha256(text2) });
    files.set(`${path}.gz`, { sizeBytes: stored.length, sha256: sha256(stored) });
  }
  const text = printRelease({
    fields: [...releaseFields(suite, identity), ...previousHeadField(previous)],
    architectures: union(
      architecturesOf(suite),
      indexes.map(({ arch }) => arch)
    ),
    components: union(componentsOf(suite), changed.map(componentOf)),
    files,
    stampSeconds
  });
  return {
    indexes: indexes.map(({ path, stored }) => ({ path, stored })),
    ...await signRelease(text, stampSeconds, keys)
  };
}
async function signRelease(text, stampSeconds, keys) {
  const at = new Date(stampSeconds * 1e3);
  const [inRelease, signature] = await Promise.all([
    signCleartext(text, keys, at),
    signDetachedArmored(contentOf(Buffer.from(text)), keys, at, "all")
  ]);
  return { release: Buffer.from(text), inRelease: Buffer.from(inRelease), signature: Buffer.from(signature) };
}
function isFormOf(path, index) {
  return path === index || path.startsWith(`${index}.`) && /^\.(gz|xz|bz2|lzma|lz4|zst|diff\/)/.test(path.slice(index.length));
}
function releaseFields(suite, identity) {
  if (suite.release === void 0) {
    return [
      { name: "Origin", value: identity.origin },
      { name: "Label", value: identity.label },
      { name: "Suite", value: identity.channel },
      { name: "Codename", value: identity.channel }
    ];
  }
  const changes = identityChanges(suite, identity);
  const kept2 = withoutPreviousHead(suite.release.fields).filter(
    ({ name }) => !changes.some((change) => change.name === name)
  );
  return [...changes.map(({ name, to }) => ({ name, value: to })), ...kept2];
}
function architecturesOf({ release }) {
  return release === void 0 ? [] : wordsOf2(release, "Architectures");
}
function componentsOf({ release }) {
  return release === void 0 ? [] : wordsOf2(release, "Components");
}
function union(known, more2) {
  return [...known, ...[...new Set(more2)].filter((word3) => !known.includes(word3)).sort()];
}

// src/repository/heads/id.ts
var ID = /^(\d{1,12})-[0-9a-f]{16}$/;
function identifier2(stampSeconds, sha2562) {
  return `${stampSeconds}-${sha2562.slice(0, 16)}`;
}
function isIdentifier(text) {
  return ID.test(text);
}
function stampOf(id) {
  return Number(ID.exec(id)?.[1] ?? 0);
}
function hashOf(id) {
  return id.slice(id.indexOf("-") + 1);
}
function copyKey(headKey, id) {
  const cut2 = headKey.lastIndexOf("/") + 1;
  return `${headKey.slice(0, cut2)}heads/${id}/${headKey.slice(cut2)}`;
}

// src/repository/heads/copies.ts
async function storedCopies(store, folder2, head) {
  const keysOfIds = /* @__PURE__ */ new Map();
  for (const { key } of await store.list(`${folder2}heads/`)) {
    const [id = ""] = key.slice(`${folder2}heads/`.length).split("/");
    if (isIdentifier(id)) keysOfIds.set(id, [...keysOfIds.get(id) ?? [], key]);
  }
  return [...keysOfIds].filter(([id, keys]) => keys.includes(`${folder2}heads/${id}/${head}`)).map(([id, keys]) => ({ id, keys, stampSeconds: stampOf(id) })).sort((a, b) => a.stampSeconds - b.stampSeconds || (a.id < b.id ? -1 : 1));
}

// src/repository/heads/succession.ts
function idsInForce(head, copies) {
  const ids = [head?.id, head?.previous, ...copies.map(({ previous }) => previous)];
  return new Set(ids.filter((id) => id !== void 0));
}
async function readableCopies(repository, copies) {
  const read2 = await abreast(copies, LIMITS.parallelRequests, ({ id }) => readable(repository.openCopy(id)));
  return read2.filter((copy) => copy !== void 0);
}
async function readable(opening) {
  try {
    return await opening;
  } catch (error) {
    if (error instanceof PublishError && (error.code === "SIGNATURE" || error.code === "INTEGRITY")) {
      return void 0;
    }
    throw error;
  }
}

// src/repository/heads/loss.ts
async function hasBegunMeanwhile(store, { title, headKey, openCopy }, copies) {
  for (const { id } of copies.toReversed()) {
    const copy = await readable(openCopy(id));
    if (copy?.previous === void 0) continue;
    if (await store.head(headKey) !== void 0) return true;
    throw new PublishError(
      "INTEGRITY",
      `${headKey}, the head of the ${title}, is gone, but was in force: the copy ${id} says that it replaced ${copy.previous}. Build the indexes again with \`republish\`.`
    );
  }
  return false;
}

// src/repository/repository.ts
var EVERYTHING = { packages: [], everything: true };
function hasCopy({ head, copies }) {
  return copies.some(({ id }) => id === head?.id);
}

// src/pages/index/contents.ts
function newestVersions(all, versionsOf, compare) {
  const names2 = [...new Set(all)];
  const shown2 = names2.sort().slice(0, LIMITS.pageNames);
  const newest = shown2.flatMap((name) => {
    const groups = Map.groupBy(versionsOf(name), ({ arch }) => arch);
    return [...groups.values()].flatMap((versions) => newestOf2(versions, compare));
  });
  return { names: names2.length, newest: newest.slice(0, LIMITS.pageRows) };
}
function newestOf2(versions, compare) {
  const [first, ...older2] = versions.toSorted((a, b) => compare(b.version, a.version));
  return first === void 0 ? [] : [{ ...first, older: older2.length }];
}

// src/repository/object-headers.ts
var IMMUTABLE = "public, max-age=31536000, immutable";
var MUTABLE = "no-cache, no-transform";
var CONTENT_TYPES = [
  [/\.deb$/, "application/vnd.debian.binary-package"],
  [/\.rpm$/, "application/x-rpm"],
  [/\.gz$|\/by-hash\//, "application/gzip"],
  [/\.xml$/, "application/xml"],
  [/(Release\.gpg|\.xml\.asc)$/, "application/pgp-signature"],
  [/\.html$/, "text/html; charset=utf-8"],
  [/\.json$/, "application/json"],
  [/\.(asc|gpg|key)$/, "application/pgp-keys"]
];
var TEXT = "text/plain; charset=utf-8";
function knownContentType(key) {
  const isHead2 = /(^|\/)(In)?Release$/.test(key);
  return CONTENT_TYPES.find(([pattern]) => pattern.test(key))?.[1] ?? (isHead2 ? TEXT : void 0);
}
function contentTypeOf(key) {
  return knownContentType(key) ?? TEXT;
}
function immutable(key, metadata = {}) {
  return { contentType: contentTypeOf(key), cacheControl: IMMUTABLE, metadata };
}
function mutable(key) {
  return { contentType: contentTypeOf(key), cacheControl: MUTABLE };
}

// src/repository/digests.ts
var SHA2563 = /^[0-9a-f]{64}$/;
async function storedDigest(store, key) {
  const details = await store.head(key);
  return details === void 0 ? void 0 : digestOfStored(store, details);
}
async function digestOfStored(store, details) {
  return knownDigest(details) ?? await readDigest(store, details.key);
}
function knownDigest({ metadata }, name = "sha256") {
  const known = metadata[name];
  return known !== void 0 && SHA2563.test(known) ? known : void 0;
}
async function readDigest(store, key) {
  const content = await store.open(key);
  return content === void 0 ? void 0 : digestOf(content, "sha256");
}
async function storedHeaderDigest(store, key) {
  const details = await store.head(key);
  if (details === void 0) return void 0;
  return knownDigest(details, "header-sha256") ?? readHeaderDigest(store, key);
}
async function readHeaderDigest(store, key) {
  const content = await store.open(key);
  if (content === void 0) return void 0;
  const head = await readRpmHead(content, "", key).catch(() => void 0);
  return head?.headerSha256;
}
async function storedPackage(store, key) {
  const details = await store.head(key);
  if (details === void 0) return void 0;
  const sha2562 = await digestOfStored(store, details);
  if (sha2562 === void 0) return void 0;
  const labels = { ...details.metadata, sha256: sha2562, ...await headerLabel(store, details) };
  const isLabelled = Object.entries(labels).every(([name, value]) => details.metadata[name] === value);
  const { etag, sizeBytes } = details;
  return { key, etag, sha256: sha2562, sizeBytes, labels: isLabelled ? void 0 : labels };
}
async function label(store, { key, etag, labels }) {
  if (labels !== void 0) await store.relabel(key, etag, immutable(key, labels));
}
async function headerLabel(store, { key, metadata }) {
  if (!key.endsWith(".rpm") || SHA2563.test(metadata["header-sha256"] ?? "")) return {};
  const digest2 = await readHeaderDigest(store, key);
  return digest2 === void 0 ? {} : { "header-sha256": digest2 };
}

// src/repository/stored-content.ts
import { createHash as createHash3 } from "node:crypto";
function storedContent(store, { key, sizeBytes, sha256: sha2562 }) {
  const fault = (seen, remedy) => new PublishError("INTEGRITY", `${key} in ${store.name} ${seen}. ${remedy}`);
  return {
    sizeBytes,
    async *read(start = 0, end = sizeBytes) {
      const content = await store.open(key);
      if (content === void 0)
        throw fault(
          "is missing, but the signed index names it",
          "Take it out with the command remove, and publish it again."
        );
      const hash = createHash3("sha256");
      for await (const chunk of content.read(start, end)) {
        hash.update(chunk);
        yield chunk;
      }
      const isWhole = start === 0 && end >= sizeBytes;
      if (!isWhole || sha2562 === "" || hash.digest("hex") === sha2562) return;
      throw fault(
        "is another file than the signed index says",
        "Put the right file back, or take it out with the command remove, and publish it again."
      );
    }
  };
}

// src/repository/condition.ts
function conditionOf(object) {
  return object === void 0 ? { absent: true } : { etag: object.etag };
}

// src/repository/unpack.ts
async function unpack(bytes, form, source) {
  if (form === "none") return bytes;
  const chunks = [];
  let sizeBytes = 0;
  for await (const chunk of decompressed(contentOf(bytes).read(), form)) {
    sizeBytes += chunk.length;
    if (sizeBytes > LIMITS.indexBytes) {
      throw new PublishError(
        "LIMIT",
        `${source} unpacks to more than ${LIMITS.indexBytes} bytes; that is not read.`
      );
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

// src/repository/apt/stored-index.ts
var FORMS2 = { ".gz": "gzip", ".xz": "xz", ".zst": "zstd", "": "none" };
var ENDINGS = Object.keys(FORMS2);
var OTHER_ENDINGS = [".bz2", ".lzma", ".lz4"];
async function readIndex(ground, path) {
  const forms = ENDINGS.flatMap((ending) => {
    const listed2 = ground.files.get(path + ending);
    return listed2 === void 0 ? [] : [{ ...listed2, path: path + ending, ending }];
  });
  for (const form of forms) {
    const found = await fetchForm(ground, form);
    if (found !== void 0) return unpacked(ground, path, form, found);
  }
  if (isEmpty(ground.files.get(path))) return EMPTY;
  if (forms[0] !== void 0) throw damaged(ground, forms[0], void 0);
  const unread = OTHER_ENDINGS.find((ending) => ground.files.has(path + ending));
  if (unread !== void 0) throw unreadable2(ground, path, unread);
  return void 0;
}
var EMPTY = {
  text: Buffer.alloc(0),
  gzip: void 0,
  alias: void 0,
  aliasIsStale: false
};
function isEmpty(listed2) {
  return listed2?.sizeBytes === 0 && listed2.sha256 === sha256("");
}
async function fetchForm(ground, form) {
  const { object } = await ground.store.get(ground.folder + form.path, LIMITS.storedIndexBytes);
  const alias = conditionOf(object);
  if (object !== void 0 && isListed(object.bytes, form)) {
    return { bytes: object.bytes, alias, aliasIsStale: false };
  }
  const key = ground.folder + byHashPath(form.path, form.sha256);
  const byHash = await ground.store.get(key, LIMITS.storedIndexBytes);
  if (byHash.object !== void 0 && isListed(byHash.object.bytes, form)) {
    return { bytes: byHash.object.bytes, alias, aliasIsStale: true };
  }
  if (object === void 0 && byHash.object === void 0) return void 0;
  throw damaged(ground, form, byHash.object?.bytes ?? object?.bytes);
}
async function unpacked(ground, path, form, { bytes, alias, aliasIsStale }) {
  const source = `${ground.folder}${form.path} in ${ground.store.name}`;
  const text = await unpack(bytes, FORMS2[form.ending], source);
  const listed2 = ground.files.get(path);
  if (listed2 !== void 0 && !isListed(text, listed2)) {
    throw damaged(ground, { ...listed2, path, ending: "" }, text);
  }
  if (form.ending !== ".gz") return { text, gzip: void 0, alias: void 0, aliasIsStale: false };
  return { text, gzip: bytes, alias, aliasIsStale };
}
function isListed(bytes, listed2) {
  return bytes.length === listed2.sizeBytes && sha256(bytes) === listed2.sha256;
}
function damaged(ground, form, found) {
  const seen = found === void 0 ? "is missing" : `has ${found.length} bytes with SHA256 ${sha256(found)}`;
  return new PublishError(
    "INTEGRITY",
    `${ground.folder}${form.path} in ${ground.store.name} ${seen}, but the Release of the suite says ${form.sizeBytes} bytes with SHA256 ${form.sha256}. Put the file back, or build the indexes again from the packages with \`republish\`.`
  );
}
function unreadable2({ folder: folder2, store }, path, ending) {
  return new PublishError(
    "INTEGRITY",
    `The suite at ${folder2} in ${store.name} has ${path}${ending}, but neither ${path}.gz nor another form of it that is read here. Let the tool that made it write gzip too, and sign the Release that lists it.`
  );
}
function byHashPath(path, hash) {
  return `${path.slice(0, path.lastIndexOf("/"))}/by-hash/SHA256/${hash}`;
}
async function staleIndexes(ground) {
  const forms = [...ground.files].filter(([path]) => path.endsWith("/Packages.gz")).map(([path, listed2]) => ({ ...listed2, path, ending: ".gz" }));
  const found = await Promise.all(
    forms.map(async (form) => ({ path: form.path, fetched: await fetchForm(ground, form) }))
  );
  return found.flatMap(
    ({ path, fetched }) => fetched?.aliasIsStale === true ? [{ path, bytes: fetched.bytes, alias: fetched.alias }] : []
  );
}

// src/repository/apt/listing.ts
async function publishedDeb({ options, suite }, pkg) {
  const targets = indexesFor(suite, pkg);
  const found = targets.flatMap((index) => sameVersion(index, pkg));
  if (found.length === 0) return { kind: "absent" };
  const files = await Promise.all(found.map(({ stanza }) => publishedFile(options, stanza)));
  const other2 = files.find((file4) => file4.sha256 !== pkg.sha256);
  if (other2 !== void 0) return { kind: "different", file: other2 };
  const isExact = found.every(({ stanza }) => fileIn(stanza, options.root).sha256 === pkg.sha256);
  return {
    kind: "same",
    file: files[0],
    complete: isComplete(suite, targets, pkg),
    isExact
  };
}
function isComplete({ release }, targets, pkg) {
  const listing = targets.filter((index) => sameVersion(index, pkg).length > 0);
  const isEverywhere = targets.every((index) => index.arch === "all" || listing.includes(index));
  const isRead = release !== void 0 && readsArchitectureAll(release);
  return isEverywhere || isRead && listing.some(({ arch }) => arch === "all");
}
async function publishedFile({ root, store }, stanza) {
  const { key, sha256: sha2562, sizeBytes } = fileIn(stanza, root);
  return { key, sizeBytes, sha256: sha2562 === "" ? await storedDigest(store, key) ?? "" : sha2562 };
}
function fileIn(stanza, root) {
  const value = (name) => field(stanza, name)?.trim();
  return {
    key: root + (value("Filename") ?? "").replace(/^\.\//, ""),
    sha256: value("SHA256")?.toLowerCase() ?? "",
    sizeBytes: Number(value("Size") ?? 0)
  };
}
function listedDebs({ options, indexes }, isWanted = () => true) {
  const found = /* @__PURE__ */ new Map();
  for (const index of indexes) {
    for (const slice of slicesNamed(index.text, isWanted)) {
      const pkg = listedDeb(options, componentOf(index), index.text.subarray(slice.start, slice.end));
      const identity = [pkg.component, pkg.name, pkg.version, pkg.arch, pkg.key].join(" ");
      if (!found.has(identity)) found.set(identity, pkg);
    }
  }
  return [...found.values()];
}
function listedDeb({ root, store }, component, stanza) {
  const fields = stanzaAt(stanza, { start: 0, end: stanza.length });
  const value = (name) => field(fields, name)?.trim() ?? "";
  const file4 = fileIn(fields, root);
  return {
    format: "deb",
    name: value("Package"),
    version: value("Version"),
    arch: value("Architecture"),
    content: storedContent(store, file4),
    sha256: file4.sha256,
    source: `${file4.key} in ${store.name}`,
    key: file4.key,
    filename: file4.key.slice(root.length),
    component,
    stanza: terminated(stanza)
  };
}
function namedPackages({ indexes, options }) {
  return [...new Set(indexes.flatMap(({ text }) => filenamesOf(text).map((name) => options.root + name)))];
}
function namedFiles(folder2, files) {
  return [...files].flatMap(([path, { sha256: sha2562 }]) => [folder2 + byHashPath(path, sha2562), folder2 + path]);
}

// src/repository/apt/contents.ts
function suiteContents({ options, suite, indexes }, changed = []) {
  const current2 = indexes.map((index) => changed.find(({ path }) => path === index.path) ?? index);
  const architectures = /* @__PURE__ */ new Set([...architecturesOf(suite), ...changed.map(({ arch }) => arch)]);
  return {
    architectures: [...architectures].filter((arch) => arch !== "all"),
    indexes: current2.map((index) => indexContents(index, options.root))
  };
}
function indexContents(index, root) {
  const versionsOf = (name) => stanzasNamed(index.text, name).map(({ stanza }) => {
    const value = (of) => field(stanza, of)?.trim() ?? "";
    const { key, sizeBytes } = fileIn(stanza, root);
    return { name, version: value("Version"), arch: value("Architecture"), key, sizeBytes };
  });
  return {
    component: componentOf(index),
    arch: index.arch,
    ...newestVersions(namesIn2(index.text), versionsOf, compareVersionTexts)
  };
}

// src/repository/heads/recovery.ts
async function firstReadable(current2, copies, fromCopy, empty) {
  const failure = await attempt(current2);
  if (!(failure instanceof PublishError)) return { found: failure, warnings: [] };
  const all = await copies();
  for (const copy of all.toReversed()) {
    const found = await attempt(() => fromCopy(copy, all));
    if (found instanceof PublishError) continue;
    const since = new Date(copy.stampSeconds * 1e3).toISOString();
    const loss = `What was published after ${since} is not in it: publish that again.`;
    return {
      found,
      warnings: [`${failure.message} Instead the copy ${copy.id} of an earlier head is used. ${loss}`]
    };
  }
  if (empty === void 0) throw hopeless(failure);
  return { found: await empty(all), warnings: [`${failure.message} The indexes are begun anew.`] };
}
function hopeless(failure) {
  const advice = "No copy of an earlier head can be used instead: mend that first, or name in packages what `republish` is to list as it lies there.";
  return new PublishError(failure.code, `${failure.message} ${advice}`, { cause: failure });
}
async function attempt(work) {
  try {
    return await work();
  } catch (error) {
    if (error instanceof PublishError && (error.code === "SIGNATURE" || error.code === "INTEGRITY")) {
      return error;
    }
    throw error;
  }
}
function inPlaceOf(seen, copies, copy) {
  const stamps = [...copies.map(({ stampSeconds }) => stampSeconds), copy?.stampSeconds ?? 0];
  return {
    condition: conditionOf(seen),
    stampSeconds: Math.max(...stamps),
    writtenSeconds: seen === void 0 ? 0 : Math.floor(seen.lastModified.getTime() / 1e3),
    id: copy?.id,
    previous: copy?.previous
  };
}

// src/repository/heads/adoption.ts
async function assertAdoptable(store, { source, copies, missing: missing2 }, { adoptUnsigned }) {
  const refused7 = (what) => new PublishError("SIGNATURE", `${source} is not signed: there is ${missing2}. ${what}`);
  if ((await store.list(copies)).length > 0) {
    throw refused7(
      `But it was: ${copies} has copies of signed heads, so somebody or something took the signature away. Build the indexes again from the packages with \`republish\`; adopt-unsigned is for repositories that never were signed.`
    );
  }
  if (adoptUnsigned === true) return;
  throw refused7(
    "If it is right as it stands, set adopt-unsigned to true for one run; it is signed from then on. Else move what lies there away, or publish to another place."
  );
}
function adoptionNotices(repositories) {
  const unsigned = repositories.filter(({ isUnsigned }) => isUnsigned);
  if (unsigned.length === 0) {
    return ["adopt-unsigned is set, but nothing that was opened is unsigned: take it out of the workflow."];
  }
  return unsigned.map(
    ({ repository: { title } }) => `The ${title} is not signed and is taken as it stands, because adopt-unsigned says so. What is published to it is signed: take the input out of the workflow then.`
  );
}

// src/repository/apt/head.ts
async function openAptHead(store, folder2, acceptance) {
  const [head, release, signature] = await Promise.all(
    ["InRelease", "Release", "Release.gpg"].map((name) => store.get(folder2 + name, LIMITS.headBytes))
  );
  const seen = { release: release?.object, signature: signature?.object };
  const common = {
    nowSeconds: Math.floor((head?.date.getTime() ?? 0) / 1e3),
    releaseAlias: conditionOf(seen.release),
    signatureAlias: conditionOf(seen.signature)
  };
  if (head?.object !== void 0)
    return { ...common, ...await fromInRelease(store, head.object, seen, acceptance.trust) };
  if (seen.release === void 0 && seen.signature === void 0) return { ...common, ...NOTHING };
  if (await store.head(`${folder2}InRelease`) !== void 0) return openAptHead(store, folder2, acceptance);
  if (seen.release === void 0) throw withoutHead(store, folder2);
  return { ...common, ...await fromRelease(store, seen.release, seen.signature, acceptance) };
}
var NOTHING = {
  version: void 0,
  release: void 0,
  signers: [],
  releaseText: "",
  aliasesAreStale: false,
  isUnsigned: false
};
async function readInRelease(object, trust, source) {
  const { text, signers } = await verifyCleartext(object.bytes, trust, source);
  const releaseText = `${text.replace(/\n+$/, "")}
`;
  const release = parseRelease(releaseText, source);
  const stampSeconds = dateOf(release) ?? writtenSeconds(object);
  const id = identifier2(stampSeconds, sha256(object.bytes));
  return { release, signers, releaseText, stampSeconds, id };
}
async function fromInRelease(store, object, seen, trust) {
  const signed = await readInRelease(object, trust, `${object.key} in ${store.name}`);
  return {
    version: {
      condition: { etag: object.etag },
      stampSeconds: signed.stampSeconds,
      writtenSeconds: writtenSeconds(object),
      id: signed.id,
      previous: previousHead(signed.release)
    },
    release: signed.release,
    signers: signed.signers,
    releaseText: signed.releaseText,
    aliasesAreStale: !await aliasesAreCurrent(signed.releaseText, seen, trust),
    isUnsigned: false
  };
}
function writtenSeconds({ lastModified }) {
  return Math.floor(lastModified.getTime() / 1e3);
}
async function aliasesAreCurrent(releaseText, seen, trust) {
  if (seen.release === void 0 || seen.signature === void 0) return false;
  if (!seen.release.bytes.equals(Buffer.from(releaseText))) return false;
  return verifyDetached(contentOf(seen.release.bytes), seen.signature.bytes, trust, "Release.gpg").then(
    () => true,
    () => false
  );
}
async function fromRelease(store, object, signature, acceptance) {
  const source = `${object.key} in ${store.name}`;
  const copies = `${folderOf(object)}heads/`;
  let signers = [];
  if (signature === void 0) {
    const missing2 = "neither InRelease nor Release.gpg";
    await assertAdoptable(store, { source, copies, missing: missing2 }, acceptance);
  } else {
    const verified2 = await verifyDetached(contentOf(object.bytes), signature.bytes, acceptance.trust, source);
    if ((await store.list(copies)).length > 0) throw withoutInRelease(store, folderOf(object));
    signers = verified2.signers;
  }
  const releaseText = object.bytes.toString("utf8");
  const release = parseRelease(releaseText, source);
  const stampSeconds = dateOf(release) ?? writtenSeconds(object);
  const version = {
    condition: { absent: true },
    stampSeconds,
    writtenSeconds: writtenSeconds(object),
    id: identifier2(stampSeconds, sha256(object.bytes)),
    previous: void 0
  };
  return { ...NOTHING, version, release, signers, releaseText, isUnsigned: signature === void 0 };
}
function folderOf({ key }) {
  return key.slice(0, key.lastIndexOf("/") + 1);
}
function withoutInRelease(store, folder2) {
  return new PublishError(
    "INTEGRITY",
    `${folder2}InRelease in ${store.name} is gone, and Release is only a copy for old tools. Put it back, or build the indexes again from the packages with \`republish\`.`
  );
}
function withoutHead(store, folder2) {
  return new PublishError(
    "INTEGRITY",
    `${folder2}Release.gpg is in ${store.name}, but the InRelease and Release that it belongs to are gone. Put them back, or build the indexes again from the packages with \`republish\`.`
  );
}

// src/repository/apt/copy.ts
async function openAptCopy(store, folder2, id, trust) {
  const key = `${folder2}heads/${id}/InRelease`;
  const { object, date } = await store.get(key, LIMITS.headBytes);
  const source = `${key} in ${store.name}`;
  if (object === void 0) throw new PublishError("INTEGRITY", `${source} is missing.`);
  const signed = await readInRelease(object, trust, source);
  if (signed.id !== id) {
    throw new PublishError("INTEGRITY", `${source} is the copy of another head, ${signed.id}.`);
  }
  return {
    version: {
      condition: { etag: object.etag },
      stampSeconds: signed.stampSeconds,
      writtenSeconds: signed.stampSeconds,
      id,
      previous: previousHead(signed.release)
    },
    release: signed.release,
    signers: signed.signers,
    releaseText: signed.releaseText,
    nowSeconds: Math.floor(date.getTime() / 1e3),
    ...UNSEEN,
    aliasesAreStale: true,
    isUnsigned: false
  };
}
async function recoverAptHead(store, folder2, { orEmpty, ...acceptance }, read2) {
  const seen = await seenInPlace(store, folder2);
  const copies = () => storedCopies(store, folder2, "InRelease");
  const instead = (head, all) => read2(inPlace(seen, head, all));
  return firstReadable(
    async () => {
      const head = await openAptHead(store, folder2, acceptance);
      if (head.version === void 0 && (await copies()).length > 0) throw gone(store, folder2);
      return read2(head);
    },
    copies,
    async ({ id }, all) => instead(await openAptCopy(store, folder2, id, acceptance.trust), all),
    orEmpty ? async (all) => instead(await nothing(store, folder2), all) : void 0
  );
}
async function seenInPlace(store, folder2) {
  const [head, release, signature] = await Promise.all(
    ["InRelease", "Release", "Release.gpg"].map((name) => store.head(folder2 + name))
  );
  return { head, release, signature };
}
function inPlace({ head, release, signature }, copy, copies) {
  return {
    ...copy,
    version: inPlaceOf(head, copies, copy.version),
    releaseAlias: conditionOf(release),
    signatureAlias: conditionOf(signature)
  };
}
async function nothing(store, folder2) {
  const { date } = await store.get(`${folder2}heads/none`, 0);
  return { ...NOTHING, nowSeconds: Math.floor(date.getTime() / 1e3), ...UNSEEN };
}
var UNSEEN = { releaseAlias: { absent: true }, signatureAlias: { absent: true } };
function gone(store, folder2) {
  return new PublishError(
    "INTEGRITY",
    `${folder2}InRelease in ${store.name} is gone, and no copy of it can be read either.`
  );
}

// src/repository/apt/indexes.ts
var FIRST_ARCHITECTURES = ["amd64", "arm64"];
function indexesOf(ground, component, packages) {
  const groups = Map.groupBy(packages, (pkg) => pkg.component ?? component);
  return [...groups].flatMap(
    ([name, debs]) => architecturesFor(ground, debs).map((arch) => ({ component: name, arch }))
  );
}
function architecturesFor(ground, packages) {
  const own = packages.map(({ arch }) => arch).filter((arch) => arch !== "all");
  if (packages.every(({ arch }) => arch !== "all")) return [...new Set(own)];
  const known = [.../* @__PURE__ */ new Set([...publishedArchitectures(ground), ...own])];
  const everywhere = known.length > 0 ? known : FIRST_ARCHITECTURES;
  return architecturesOf(ground).includes("all") ? [...everywhere, "all"] : everywhere;
}
function everyIndex({ files }) {
  return [...files.keys()].flatMap((path) => {
    const [, component, arch] = INDEX.exec(path) ?? [];
    return component === void 0 || arch === void 0 ? [] : [{ component, arch }];
  });
}
var INDEX = /^(.+)\/binary-([^/]+)\/Packages(?:\.(?:gz|xz|zst|bz2|lzma|lz4))?$/;
async function openIndexes(ground, names2) {
  const distinct7 = new Map(names2.map((name) => [indexPath(name.component, name.arch), name]));
  const opened = await Promise.all(
    [...distinct7.values()].map(
      ({ component, arch }) => arch === "all" ? openPublished(ground, component, arch) : openIndex(ground, component, arch)
    )
  );
  return opened.filter((index) => index !== void 0);
}
function publishedArchitectures(ground) {
  return architecturesOf(ground).filter((arch) => arch !== "all" && arch !== "source");
}
async function openIndex(ground, component, arch) {
  const published2 = await openPublished(ground, component, arch);
  if (published2 !== void 0) return published2;
  const path = indexPath(component, arch);
  const alias = await ground.store.head(`${ground.folder}${path}.gz`);
  return { arch, path, text: await seed(ground, component), alias: conditionOf(alias), aliasIsStale: false };
}
async function openPublished(ground, component, arch) {
  const path = indexPath(component, arch);
  const stored = await readIndex(ground, path);
  if (stored === void 0) return void 0;
  const { text, gzip, alias, aliasIsStale } = stored;
  const published2 = gzip === void 0 ? void 0 : { text, stored: gzip };
  return { arch, path, text, published: published2, alias, aliasIsStale };
}
function indexPath(component, arch) {
  return `${component}/binary-${arch}/Packages`;
}
async function seed(ground, component) {
  const siblings = [...publishedArchitectures(ground), "all"];
  const indexes = await abreast(
    siblings,
    LIMITS.parallelRequests,
    (arch) => readIndex(ground, indexPath(component, arch))
  );
  const stanzas = /* @__PURE__ */ new Map();
  for (const stanza of indexes.flatMap((index) => architectureAll(index?.text ?? Buffer.alloc(0)))) {
    const version = versionOf4(stanza);
    if (!stanzas.has(version)) stanzas.set(version, terminated(stanza));
  }
  return changedIndex(Buffer.alloc(0), [], [...stanzas.values()]);
}
function versionOf4(stanza) {
  const text = stanza.toString("utf8");
  return ["Package", "Version"].map((name) => new RegExp(`^${name}:(.*)$`, "im").exec(text)?.[1]?.trim()).join(" ");
}
function isForeign({ published: published2 }) {
  return published2 !== void 0 && !isPackedHere(published2.stored);
}
function foreignIndexes({ folder: folder2 }, changed) {
  return changed.filter(isForeign).flatMap(({ path, published: published2 }) => {
    if (published2 === void 0) return [];
    const key = `${folder2}${byHashPath(`${path}.gz`, sha256(published2.stored))}`;
    return [{ key, bytes: published2.stored, headers: immutable(key) }];
  });
}

// src/repository/apt/listed-files.ts
import { createHash as createHash4 } from "node:crypto";
async function listedFiles(store, folder2, release) {
  const others2 = release?.unhashed ?? [];
  const found = await abreast(others2, LIMITS.parallelRequests, (listed2) => hashed(store, folder2, listed2));
  const files = new Map(release?.files);
  for (const [position, file4] of found.entries())
    if (file4 !== void 0) files.set(others2[position]?.path ?? "", file4);
  const lost = others2.find(({ path }) => ![...files.keys()].some((it) => formless(it) === formless(path)));
  if (lost === void 0) return files;
  throw new PublishError(
    "INTEGRITY",
    `${folder2}${lost.path} in ${store.name} is missing, but the Release of the suite names it. Put it back first.`
  );
}
function formless(path) {
  return path.replace(/\.(gz|xz|bz2|lzma|lz4|zst)$/, "");
}
async function hashed(store, folder2, listed2) {
  const { path, sizeBytes, algorithm, hash } = listed2;
  const { object } = await store.get(folder2 + path, LIMITS.storedIndexBytes);
  if (object === void 0) return void 0;
  const digest2 = createHash4(algorithm).update(object.bytes).digest("hex");
  if (object.sizeBytes === sizeBytes && digest2 === hash) return { sizeBytes, sha256: sha256(object.bytes) };
  throw new PublishError(
    "INTEGRITY",
    `${folder2}${path} in ${store.name} has ${object.sizeBytes} bytes with the ${algorithm} ${digest2}, but the Release of the suite says ${sizeBytes} bytes with ${hash}. Put the right file back first.`
  );
}

// src/repository/apt/inspection.ts
async function inspectSuite({
  store,
  folder: folder2,
  trust,
  listing
}) {
  const head = await openAptHead(store, folder2, { trust });
  const files = await listedFiles(store, folder2, head.release);
  return {
    head: head.version,
    nowSeconds: head.nowSeconds,
    signers: head.signers,
    files: namedFilesOf(folder2, head.release, files),
    listing: () => listing(head),
    staleAliases: async () => {
      if (!await isOurs(store, folder2, head)) return [];
      const [indexes, releases] = await Promise.all([
        staleIndexes2(store, folder2, files),
        staleReleases(store, folder2, head, trust)
      ]);
      return [...indexes, ...releases].map((key) => ({ key, isNeeded: false }));
    }
  };
}
function namedFilesOf(folder2, release, files) {
  const isByHash = release !== void 0 && field(release.fields, "Acquire-By-Hash")?.trim().toLowerCase() === "yes";
  return [...files].map(([path, { sizeBytes, sha256: hash }]) => {
    const [plain2, byHash] = [folder2 + path, folder2 + byHashPath(path, hash)];
    const place = isByHash ? { key: byHash, plainKey: plain2 } : { key: plain2, plainKey: void 0 };
    return { ...place, sizeBytes, algorithm: "sha256", hash, index: folder2 + formless(path) };
  });
}
async function isOurs(store, folder2, { version }) {
  if (version === void 0 || !("etag" in version.condition)) return false;
  return version.previous !== void 0 || (await storedCopies(store, folder2, "InRelease")).length > 0;
}
async function staleIndexes2(store, folder2, files) {
  const plain2 = [...files].filter(([path]) => path.endsWith("/Packages.gz"));
  const stale = await Promise.all(
    plain2.map(async ([path, { sha256: hash }]) => {
      const content = await store.open(folder2 + path);
      return content === void 0 || await digestOf(content, "sha256") !== hash;
    })
  );
  return plain2.flatMap(([path], at) => stale[at] === true ? [folder2 + path] : []);
}
async function staleReleases(store, folder2, { aliasesAreStale, releaseText }, trust) {
  if (!aliasesAreStale) return [];
  const keys = [`${folder2}Release`, `${folder2}Release.gpg`];
  const [release, signature] = await Promise.all(keys.map((key) => store.get(key, LIMITS.headBytes)));
  const text = Buffer.from(releaseText);
  const isSigned2 = signature?.object !== void 0 && await verifyDetached(contentOf(text), signature.object.bytes, trust, "Release.gpg").then(
    () => true,
    () => false
  );
  const isCurrent = [release?.object?.bytes.equals(text) === true, isSigned2];
  return keys.filter((_, at) => isCurrent[at] === false);
}

// src/repository/apt/rendering.ts
function renderChange(opened, changed) {
  return {
    contents: () => suiteContents(opened, changed),
    render: (stampSeconds, keys) => render(opened, changed, stampSeconds, keys)
  };
}
async function render(opened, changed, stampSeconds, keys) {
  const { ground, head, options, suite } = opened;
  const order = { stampSeconds, previous: head.version?.id };
  const rendered = await renderSuite(suite, changed, options.identity, order, keys);
  const id = identifier2(stampSeconds, sha256(rendered.inRelease));
  const copy = `${ground.folder}heads/${id}/InRelease`;
  const indexes = rendered.indexes.map(({ path, stored }) => {
    const key = `${ground.folder}${byHashPath(path, sha256(stored))}`;
    return { key, bytes: stored, headers: immutable(key) };
  });
  const repaired = isOurs2(opened) && head.aliasesAreStale ? await staleIndexAliases(ground) : [];
  const own = indexAliases(opened, rendered);
  return {
    objects: [
      ...foreignIndexes(ground, changed),
      ...indexes,
      { key: copy, bytes: rendered.inRelease, headers: immutable(copy) }
    ],
    id,
    head: changeable(`${ground.folder}InRelease`, rendered.inRelease),
    aliases: [
      [...own, ...repaired.filter(({ key }) => !own.some((alias) => alias.key === key))],
      releaseAliases(opened, rendered)
    ]
  };
}
function isOurs2({ head, copies }) {
  return copies.some(({ id }) => id === head.version?.id);
}
function indexAliases({ ground, indexes }, { indexes: written }) {
  return written.flatMap(({ path, stored }) => {
    const index = indexes.find((it) => it.path === path);
    if (index !== void 0 && isForeign(index)) return [];
    return [{ ...changeable(`${ground.folder}${path}.gz`, stored), noted: index?.alias }];
  });
}
function releaseAliases({ ground, head }, { release, signature }) {
  return [
    { ...changeable(`${ground.folder}Release`, release), noted: head.releaseAlias },
    { ...changeable(`${ground.folder}Release.gpg`, signature), noted: head.signatureAlias }
  ];
}
async function staleAliases(opened, keys) {
  const { ground, head } = opened;
  if (head.version === void 0 || !isOurs2(opened)) return [];
  if (!head.aliasesAreStale && opened.indexes.every((index) => !index.aliasIsStale)) return [];
  const indexes = await staleIndexAliases(ground);
  if (!head.aliasesAreStale) return [indexes];
  const signed = await signRelease(head.releaseText, head.version.stampSeconds, keys);
  return [indexes, releaseAliases(opened, signed)];
}
async function staleIndexAliases(ground) {
  const stale = await staleIndexes(ground);
  return stale.map(({ path, bytes, alias }) => ({ ...changeable(ground.folder + path, bytes), noted: alias }));
}
function changeable(key, bytes) {
  return { key, bytes, headers: mutable(key) };
}

// src/repository/apt/suite.ts
function aptSuite(options) {
  const { root, store, trust } = options;
  const { channel, component } = options.identity;
  const folder2 = `${root}dists/${channel}/`;
  const listing = async (head) => listingOf(await openSuite(options, folder2, head, EVERYTHING));
  const repository = {
    format: "deb",
    title: `apt suite ${channel}`,
    channel,
    headKey: `${folder2}InRelease`,
    tree: root,
    packageKey: (pkg) => "key" in pkg ? pkg.key : root + poolKey(pkg, pkg.component ?? component),
    open: async (scope) => {
      const opened = await openSuite(options, folder2, await openAptHead(store, folder2, options), scope);
      const isNew = opened.head.version === void 0;
      if (isNew && await hasBegunMeanwhile(store, repository, opened.copies)) return repository.open(scope);
      return openRepository(opened);
    },
    recover: async (scope, orEmpty) => {
      const readable2 = (head) => openSuite(options, folder2, head, { ...scope, everything: true });
      const { found, warnings } = await recoverAptHead(store, folder2, { ...options, orEmpty }, readable2);
      return openRepository(found, warnings);
    },
    openCopy: async (id) => {
      const head = await openAptCopy(store, folder2, id, trust);
      const files = head.release?.files ?? /* @__PURE__ */ new Map();
      return {
        id,
        previous: head.version?.previous,
        namedFiles: namedFiles(folder2, files),
        files: namedFilesOf(folder2, head.release, files),
        listing: () => listing(head)
      };
    },
    inspect: () => inspectSuite({ store, folder: folder2, trust, listing }),
    copies: () => storedCopies(store, folder2, "InRelease")
  };
  return repository;
}
async function openSuite(options, folder2, head, scope) {
  const { store, identity } = options;
  const { release } = head;
  const files = await listedFiles(store, folder2, release);
  const ground = { store, folder: folder2, release, files };
  const [indexes, copies] = await Promise.all([
    openIndexes(ground, [
      ...scope.everything ? everyIndex(ground) : [],
      ...indexesOf(ground, identity.component, scope.packages)
    ]),
    storedCopies(store, folder2, "InRelease")
  ]);
  return {
    options,
    ground,
    head,
    suite: { release, files, indexes, component: identity.component },
    indexes,
    copies
  };
}
function listingOf(opened) {
  return {
    listed: (isWanted) => listedDebs(opened, isWanted),
    contents: () => suiteContents(opened),
    namedPackages: () => namedPackages(opened),
    namedFiles: namedFiles(opened.ground.folder, opened.ground.files)
  };
}
async function openRepository(opened, warnings = []) {
  const { options, head, suite } = opened;
  return {
    ...listingOf(opened),
    head: head.version,
    nowSeconds: head.nowSeconds,
    copies: opened.copies,
    isUnsigned: head.isUnsigned,
    warnings: [...warnings, ...identityWarnings(suite, options.identity), ...await foreignWarnings(opened)],
    published: (pkg) => publishedDeb(opened, pkg),
    staleAliases: (keys) => staleAliases(opened, keys),
    edit: (edit) => changeOf(opened, edit)
  };
}
function changeOf(opened, { added, removed, rewrite }) {
  const { options, suite } = opened;
  const changed = changedIndexes(suite, {
    added: added.map(({ pkg, key }) => ({ pkg, filename: key.slice(options.root.length) })),
    removed: removed.filter((pkg) => pkg.format === "deb"),
    rewrite
  });
  const isSame4 = changed.length === 0 && identityChanges(suite, options.identity).length === 0;
  return isSame4 && !rewrite ? void 0 : renderChange(opened, changed);
}
function identityWarnings(suite, identity) {
  return identityChanges(suite, identity).map(
    ({ name, from, to }) => `${name} of the apt suite ${identity.channel} changes from ${JSON.stringify(from)} to ${JSON.stringify(to)}: \`apt-get update\` fails on every client until its user confirms the change.`
  );
}
async function foreignWarnings({ options, head, copies }) {
  const { store, root, identity } = options;
  if (head.release !== void 0) {
    const isOurs3 = copies.some(({ id }) => id === head.version?.id);
    return isOurs3 ? [] : continuationWarnings(head.release, `apt suite ${identity.channel}`);
  }
  const [flat] = await store.list(`${root}Packages`);
  if (flat === void 0) return [];
  return [
    `${flat.key} in ${store.name} is the index of a flat repository, one without dists/, and such a one cannot be continued: the new apt suite ${identity.channel} does not have its packages. Publish their files too.`
  ];
}

// src/repository/rpm/architectures.ts
async function rpmArchitectures(store, template, channel) {
  const names2 = await rpmArchitectureFolders(store, template, channel);
  const heads = await Promise.all(
    names2.map((arch) => store.head(`${rpmFolder(template, channel, arch)}repodata/repomd.xml`))
  );
  return names2.filter((_, position) => heads[position] !== void 0);
}
async function rpmArchitectureFolders(store, template, channel) {
  const { folder: folder2, prefix, suffix: suffix2 } = archListing(template, channel);
  return (await store.folders(folder2)).filter(
    (name) => name.startsWith(prefix) && name.endsWith(suffix2) && name.length > prefix.length + suffix2.length
  ).map((name) => name.slice(prefix.length, name.length - suffix2.length)).filter((arch) => /^[a-z0-9_]+$/i.test(arch));
}

// src/rpm/repodata/xml.ts
var ILLEGAL = /[^\t\n\r -\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;
var ILLEGAL_CHARACTERS = /[^\t\n\r -\uFFFD\u{10000}-\u{10FFFF}]/gu;
var ESCAPES = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "	": "&#9;",
  "\n": "&#10;",
  "\r": "&#13;"
};
var ENTITIES = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };
var REFERENCE = /&(?:#x(?<hex>[0-9A-Fa-f]{1,6})|#(?<decimal>[0-9]{1,7})|(?<entity>[a-z]{2,4}));|&/g;
function escapeText(text, source) {
  return checked(text, source).replace(/[&<>\r]/g, (character) => ESCAPES[character] ?? character);
}
function escapeAttribute(text, source) {
  return checked(text, source).replace(/[&<>"\t\n\r]/g, (character) => ESCAPES[character] ?? character);
}
function withoutControls(text) {
  return text.replace(ILLEGAL_CHARACTERS, "");
}
function unescapeText(text, source) {
  return unescape(text.includes("\r") ? text.replace(/\r\n?/g, "\n") : text, source);
}
function unescapeAttribute(text, source) {
  return unescape(text.replace(/\r\n|[\t\n\r]/g, " "), source);
}
function unescape(text, source) {
  if (!text.includes("&")) return text;
  return text.replace(REFERENCE, (reference, hex2, decimal, entity) => {
    const point = hex2 === void 0 ? Number(decimal) : Number.parseInt(hex2, 16);
    const character = entity === void 0 ? characterOf(point) : ENTITIES[entity];
    if (character !== void 0) return character;
    throw new PublishError("INTEGRITY", `${source} is no XML that is read here: it has ${quoted5(reference)}`);
  });
}
function characterOf(point) {
  if (!(point <= 1114111)) return void 0;
  const character = String.fromCodePoint(point);
  return ILLEGAL.test(character) ? void 0 : character;
}
function checked(text, source) {
  const illegal = ILLEGAL.exec(text);
  if (illegal === null) return text;
  const where = quoted5(text.slice(Math.max(illegal.index - 20, 0), illegal.index + 20));
  throw new PublishError(
    "PACKAGE",
    `${source}: ${where} has a character that no index of rpm packages can hold`
  );
}
function quoted5(text) {
  return JSON.stringify(text.slice(0, 80));
}

// src/rpm/repodata/element.ts
var DEPTH_LIMIT = 16;
var NAME8 = "[A-Za-z_][A-Za-z0-9_.:-]*";
var ATTRIBUTE = `(${NAME8})\\s*=\\s*("[^"<]*"|'[^'<]*')`;
var START_TAG = new RegExp(`<(${NAME8})((?:\\s+${ATTRIBUTE})*)\\s*(/?)>`, "y");
var ATTRIBUTES = new RegExp(ATTRIBUTE, "g");
var CLOSING = /\s*>/y;
var SPACE = /[ \t\r\n]*/y;
var COMMENT = "<!--";
var DECLARATION = /^<\?xml\s+version=["']1\.0["'](?:\s+encoding=["']utf-8["'])?(?:\s+standalone=["'](?:yes|no)["'])?\s*\?>\s*/i;
function parseDocument(text, source) {
  const element = readElement(text, afterComments(text, declarationLength(text), source), source, 0);
  const end = afterComments(text, element.end, source);
  if (end === text.length) return element;
  throw notRead(source, text, end);
}
function declarationLength(text) {
  return DECLARATION.exec(text)?.[0].length ?? 0;
}
function readTag(text, start, source) {
  START_TAG.lastIndex = start;
  const match = START_TAG.exec(text);
  if (match === null) throw notRead(source, text, start);
  const [, name = "", attributes = ""] = match;
  return {
    name,
    attributes: readAttributes(attributes, source),
    isEmpty: match.at(-1) === "/",
    end: START_TAG.lastIndex
  };
}
function printElement(name, attributes, text, source) {
  const printed3 = Object.entries(attributes).filter(([, value]) => value !== void 0).map(([key, value]) => ` ${key}="${escapeAttribute(String(value), source)}"`).join("");
  if (text === void 0) return `<${name}${printed3}/>`;
  return `<${name}${printed3}>${escapeText(text, source)}</${name}>`;
}
function readElement(text, start, source, depth) {
  const { name, attributes, isEmpty: isEmpty2, end } = readTag(text, start, source);
  if (isEmpty2) return { name, attributes, children: [], text: "", start, end };
  if (depth === DEPTH_LIMIT) throw notRead(source, text, start);
  const children = [];
  let content = "";
  let comment;
  let position = end;
  for (; ; ) {
    const next = text.indexOf("<", position);
    if (next < 0) throw new PublishError("INTEGRITY", `${source} ends before its element ${name} does`);
    content += unescapeText(text.slice(position, next), source);
    if (comment !== void 0 && content.trim() !== "") throw notRead(source, text, comment);
    if (text.startsWith("</", next)) {
      return { name, attributes, children, text: content, start, end: readClosing(text, next, name, source) };
    }
    if (text.startsWith(COMMENT, next)) {
      comment = next;
      position = commentEnd(text, next, source);
      continue;
    }
    const child = readElement(text, next, source, depth + 1);
    children.push(child);
    position = child.end;
  }
}
function afterComments(text, start, source) {
  for (let position = start; ; ) {
    SPACE.lastIndex = position;
    SPACE.test(text);
    position = SPACE.lastIndex;
    if (!text.startsWith(COMMENT, position)) return position;
    position = commentEnd(text, position, source);
  }
}
function commentEnd(text, start, source) {
  const hyphens = text.indexOf("--", start + COMMENT.length);
  if (hyphens < 0 || text[hyphens + 2] !== ">") throw notRead(source, text, start);
  return hyphens + "-->".length;
}
function readClosing(text, start, name, source) {
  CLOSING.lastIndex = start + "</".length + name.length;
  if (!text.startsWith(name, start + "</".length) || !CLOSING.test(text)) throw notRead(source, text, start);
  return CLOSING.lastIndex;
}
function readAttributes(text, source) {
  const attributes = /* @__PURE__ */ new Map();
  if (text === "") return attributes;
  for (const [, name = "", value = ""] of text.matchAll(ATTRIBUTES)) {
    if (attributes.has(name)) {
      throw new PublishError("INTEGRITY", `${source} has the attribute ${name} twice in one element`);
    }
    attributes.set(name, unescapeAttribute(value.slice(1, -1), source));
  }
  return attributes;
}
function notRead(source, text, position) {
  const seen = JSON.stringify(text.slice(position, position + 60));
  return new PublishError("INTEGRITY", `${source} is no XML that is read here, from ${seen} on`);
}

// src/rpm/repodata/files.ts
var FORMAT_BITS = 61440;
var DIRECTORY_BITS = 16384;
function listedFiles2(header2) {
  const directories = header2.strings(TAGS.DIRNAMES) ?? [];
  const indexes = header2.numbers(TAGS.DIRINDEXES) ?? [];
  const modes = header2.numbers(TAGS.FILEMODES) ?? [];
  const flags = header2.numbers(TAGS.FILEFLAGS) ?? [];
  return (header2.strings(TAGS.BASENAMES) ?? []).map((basename2, position) => {
    const path = (directories[indexes[position] ?? -1] ?? "") + basename2;
    if (((modes[position] ?? 0) & FORMAT_BITS) === DIRECTORY_BITS) return { path, type: "dir" };
    return ((flags[position] ?? 0) & FILE_FLAGS.GHOST) === 0 ? { path } : { path, type: "ghost" };
  });
}
function isPrimary(path) {
  return path.startsWith("/etc/") || path === "/usr/lib/sendmail" || path.includes("bin/");
}
function fileElement({ path, type }, source) {
  return printElement("file", { type }, path, source);
}

// src/rpm/repodata/package-tag.ts
function versionElement({ epoch = 0, version, release, source }) {
  return printElement("version", { epoch, ver: version, rel: release }, void 0, source);
}
function detailsEntry(pkg, details) {
  const { sha256: sha2562, name, arch, source } = pkg;
  const tag = printElement("package", { pkgid: sha2562, name, arch }, void 0, source).replace(/\/>$/, ">");
  return [tag, ...indented([versionElement(pkg), ...details]), "</package>", ""].join("\n");
}
function indented(elements) {
  return elements.map((element) => `  ${element}`);
}

// src/rpm/repodata/relations.ts
var RELATION_KINDS = [
  "provides",
  "requires",
  "conflicts",
  "obsoletes",
  "suggests",
  "enhances",
  "recommends",
  "supplements"
];
var OPERATORS3 = {
  [SENSE.LESS]: "LT",
  [SENSE.GREATER]: "GT",
  [SENSE.EQUAL]: "EQ",
  [SENSE.LESS | SENSE.EQUAL]: "LE",
  [SENSE.GREATER | SENSE.EQUAL]: "GE"
};
var OPERATOR_BITS = SENSE.LESS | SENSE.GREATER | SENSE.EQUAL;
var PRE_BITS = SENSE.PREREQ | SENSE.SCRIPT_PRE | SENSE.SCRIPT_POST | SENSE.PRETRANS | SENSE.POSTTRANS;
var RELATION_TAGS2 = {
  provides: [TAGS.PROVIDENAME, TAGS.PROVIDEFLAGS, TAGS.PROVIDEVERSION],
  requires: [TAGS.REQUIRENAME, TAGS.REQUIREFLAGS, TAGS.REQUIREVERSION],
  conflicts: [TAGS.CONFLICTNAME, TAGS.CONFLICTFLAGS, TAGS.CONFLICTVERSION],
  obsoletes: [TAGS.OBSOLETENAME, TAGS.OBSOLETEFLAGS, TAGS.OBSOLETEVERSION],
  suggests: [TAGS.SUGGESTNAME, TAGS.SUGGESTFLAGS, TAGS.SUGGESTVERSION],
  enhances: [TAGS.ENHANCENAME, TAGS.ENHANCEFLAGS, TAGS.ENHANCEVERSION],
  recommends: [TAGS.RECOMMENDNAME, TAGS.RECOMMENDFLAGS, TAGS.RECOMMENDVERSION],
  supplements: [TAGS.SUPPLEMENTNAME, TAGS.SUPPLEMENTFLAGS, TAGS.SUPPLEMENTVERSION]
};
function relationsOf(header2, paths) {
  const read2 = (kind) => readRelations(header2, RELATION_TAGS2[kind]);
  const provides = read2("provides");
  const requires = wanted(read2("requires"), new Set(provides.map(relationKey)), paths);
  return {
    provides,
    requires: withOneLibc(withoutRepeats(requires.filter(({ isOptional }) => !isOptional))),
    conflicts: read2("conflicts"),
    obsoletes: read2("obsoletes"),
    suggests: read2("suggests"),
    enhances: read2("enhances"),
    recommends: [...requires.filter(({ isOptional }) => isOptional), ...read2("recommends")],
    supplements: read2("supplements")
  };
}
function relationElements(relations, kind, source) {
  if (relations.length === 0) return [];
  const entries = relations.map((relation) => printEntry(relation, kind, source));
  return [`<rpm:${kind}>`, ...indented(entries), `</rpm:${kind}>`];
}
function printEntry({ name, operator, version, isPre }, kind, source) {
  const evr = operator === void 0 || version === "" ? void 0 : parseEvr(version);
  const attributes = {
    name,
    flags: operator,
    epoch: evr && (evr.epoch ?? 0),
    ver: evr?.version || void 0,
    rel: evr?.release || void 0,
    pre: kind === "requires" && isPre ? 1 : void 0
  };
  return printElement("rpm:entry", attributes, void 0, source);
}
function readRelations(header2, [names2, flags, versions]) {
  const allFlags = header2.numbers(flags) ?? [];
  const allVersions = header2.strings(versions) ?? [];
  return (header2.strings(names2) ?? []).map((name, position) => {
    const bits2 = allFlags[position] ?? 0;
    return {
      name,
      operator: OPERATORS3[bits2 & OPERATOR_BITS],
      version: allVersions[position] ?? "",
      isPre: (bits2 & PRE_BITS) !== 0,
      isOptional: (bits2 & SENSE.MISSINGOK) !== 0
    };
  });
}
function wanted(requires, provided, paths) {
  return requires.filter((relation) => {
    const { name } = relation;
    const isOwnFile = paths.has(name) && isPrimary(name);
    return !name.startsWith("rpmlib(") && !isOwnFile && !provided.has(relationKey(relation));
  });
}
function withoutRepeats(requires) {
  const last = /* @__PURE__ */ new Map();
  return requires.filter((relation) => {
    const key = `${relation.isPre}${relationKey(relation)}`;
    const isNew = last.get(relation.name) !== key;
    last.set(relation.name, key);
    return isNew;
  });
}
function withOneLibc(requires) {
  const isLibc = ({ name }) => name.startsWith("libc.so.6");
  const [first, ...others2] = requires.filter(isLibc);
  if (first === void 0) return requires;
  const newest = others2.reduce((a, b) => compareLibc(a.name, b.name) < 0 ? b : a, first);
  return [...requires.filter((relation) => !isLibc(relation)), newest];
}
function compareLibc(a, b) {
  const [left, right] = [libcSymbol(a), libcSymbol(b)];
  return left.rank - right.rank || compareVersions2(left.version, right.version);
}
function libcSymbol(name) {
  const [, symbol] = /\(([^)]*)\)/.exec(name) ?? [];
  if (symbol === void 0) return { rank: 0, version: "" };
  return { rank: symbol === "" ? 1 : 2, version: symbol.replace(/^[^0-9]*/, "") };
}
function relationKey({ name, operator, version }) {
  return [name, operator ?? "", version].join("\0");
}

// src/rpm/repodata/primary.ts
function primaryEntry(pkg, href) {
  const lines = ["<format>", ...indented(formatElements(pkg)), "</format>"];
  return [
    '<package type="rpm">',
    ...indented([...identityElements(pkg, href), ...lines]),
    "</package>",
    ""
  ].join("\n");
}
function identityElements(pkg, href) {
  const { header: header2, signatureHeader: signatureHeader2, source } = pkg;
  const element = (name, attributes, text) => printElement(name, attributes, text, source);
  const buildSeconds = header2.number(TAGS.BUILDTIME) ?? 0;
  const sizes = {
    package: pkg.content.sizeBytes,
    installed: header2.number(TAGS.SIZE) ?? header2.number(TAGS.LONGSIZE) ?? 0,
    archive: signatureHeader2.number(SIGNATURE_TAGS.PAYLOADSIZE) ?? signatureHeader2.number(SIGNATURE_TAGS.LONGARCHIVESIZE) ?? 0
  };
  return [
    element("name", {}, pkg.name),
    element("arch", {}, pkg.arch),
    versionElement(pkg),
    element("checksum", { type: "sha256", pkgid: "YES" }, pkg.sha256),
    proseElement(pkg, "summary", TAGS.SUMMARY),
    proseElement(pkg, "description", TAGS.DESCRIPTION),
    proseElement(pkg, "packager", TAGS.PACKAGER),
    proseElement(pkg, "url", TAGS.URL),
    element("time", { file: buildSeconds, build: buildSeconds }),
    element("size", sizes),
    element("location", { href })
  ];
}
function formatElements(pkg) {
  const { header: header2, headerRange, source } = pkg;
  const files = listedFiles2(header2);
  const relations = relationsOf(header2, new Set(files.map(({ path }) => path)));
  return [
    proseElement(pkg, "rpm:license", TAGS.LICENSE),
    proseElement(pkg, "rpm:vendor", TAGS.VENDOR),
    proseElement(pkg, "rpm:group", TAGS.GROUP),
    proseElement(pkg, "rpm:buildhost", TAGS.BUILDHOST),
    proseElement(pkg, "rpm:sourcerpm", TAGS.SOURCERPM),
    printElement("rpm:header-range", { start: headerRange.start, end: headerRange.end }, void 0, source),
    ...RELATION_KINDS.flatMap((kind) => relationElements(relations[kind], kind, source)),
    ...files.filter(({ path }) => isPrimary(path)).map((file4) => fileElement(file4, source))
  ];
}
function proseElement({ header: header2, source }, name, tag) {
  return printElement(name, {}, withoutControls(header2.string(tag) ?? ""), source);
}
var FORMAT = "<format>";
var FORMAT_END = "</format>";
function readPrimaryEntry(entry, source) {
  const children = childrenByName(parseDocument(withoutFormat(entry), source), source);
  const child = (name) => children.get(name) ?? missing(source, name);
  const attribute = (element, name) => element.attributes.get(name) ?? missing(source, `${element.name}/@${name}`);
  const [checksum, version, location] = [child("checksum"), child("version"), child("location")];
  const base = location.attributes.get("xml:base");
  const size = children.get("size")?.attributes.get("package");
  return {
    name: child("name").text,
    arch: child("arch").text,
    epoch: wholeNumber(version.attributes.get("epoch") || "0", source),
    version: attribute(version, "ver"),
    release: attribute(version, "rel"),
    pkgid: checksum.text,
    checksumType: attribute(checksum, "type"),
    href: attribute(location, "href"),
    ...base === void 0 ? {} : { base },
    ...size === void 0 ? {} : { sizeBytes: wholeNumber(size, source) }
  };
}
function withoutFormat(entry) {
  const start = entry.indexOf(FORMAT);
  const end = start < 0 ? -1 : entry.indexOf(FORMAT_END, start);
  if (end < 0) return entry.toString("utf8");
  return entry.toString("utf8", 0, start) + entry.toString("utf8", end + FORMAT_END.length);
}
var READ = /* @__PURE__ */ new Set(["name", "arch", "version", "checksum", "size", "location"]);
function childrenByName({ children }, source) {
  const byName2 = /* @__PURE__ */ new Map();
  for (const child of children) {
    if (child.name === "checksum" && child.attributes.get("pkgid") !== "YES") continue;
    if (READ.has(child.name) && byName2.has(child.name)) {
      throw new PublishError("INTEGRITY", `${source} has a package with two elements ${child.name}`);
    }
    byName2.set(child.name, child);
  }
  return byName2;
}
function wholeNumber(text, source) {
  const number = Number(text);
  if (/^[0-9]+$/.test(text) && Number.isSafeInteger(number)) return number;
  throw new PublishError("INTEGRITY", `${source} has ${JSON.stringify(text)} where a number should be`);
}
function missing(source, what) {
  throw new PublishError("INTEGRITY", `${source} has a package without ${what}`);
}

// src/rpm/repodata/lookup.ts
var LESS_THAN = 60;
var QUOTE = 34;
var NAME_START = Buffer.from('<package type="rpm">\n  <name>');
var PKGID_START = Buffer.from('<package pkgid="');
var CHECKSUM_START = Buffer.from('<checksum type="sha256" pkgid="YES">');
function* packagesOf2(primary) {
  for (const entry of primary.entries) yield readPrimaryEntry(entry, primary.source);
}
var namesOfIndexes2 = /* @__PURE__ */ new WeakMap();
function packagesNamed(primary, name) {
  return (entriesByName(primary).get(name) ?? []).map((entry) => readPrimaryEntry(entry, primary.source));
}
function packagesWanted(primary, isWanted) {
  return [...entriesByName(primary)].filter(([name]) => isWanted(name)).flatMap(
    ([, entries]) => entries.map((entry) => ({ fields: readPrimaryEntry(entry, primary.source), entry }))
  );
}
function namesIn3(primary) {
  return entriesByName(primary).keys();
}
function entriesByName(primary) {
  const known = namesOfIndexes2.get(primary);
  if (known !== void 0) return known;
  const names2 = /* @__PURE__ */ new Map();
  for (const entry of primary.entries) {
    const name = nameOf(entry, primary.source);
    const others2 = names2.get(name);
    if (others2 === void 0) names2.set(name, [entry]);
    else others2.push(entry);
  }
  namesOfIndexes2.set(primary, names2);
  return names2;
}
function withoutPackages(index, pkgids) {
  if (pkgids.size === 0) return index;
  const { kind, source } = index;
  return { ...index, entries: index.entries.filter((entry) => !pkgids.has(pkgidOf(entry, kind, source))) };
}
function entriesById({ entries, kind, source }) {
  return new Map(entries.map((entry) => [pkgidOf(entry, kind, source), entry]));
}
function nameOf(entry, source) {
  if (!startsWith(entry, NAME_START)) return readPrimaryEntry(entry, source).name;
  return unescapeText(valueAt(entry, NAME_START.length, LESS_THAN), source);
}
function pkgidOf(entry, kind, source) {
  return kind === "primary" ? checksumOf2(entry, source) : attributeOf(entry, source);
}
function checksumOf2(entry, source) {
  const start = entry.indexOf(CHECKSUM_START);
  if (start < 0) return readPrimaryEntry(entry, source).pkgid;
  return unescapeText(valueAt(entry, start + CHECKSUM_START.length, LESS_THAN), source);
}
function attributeOf(entry, source) {
  if (startsWith(entry, PKGID_START)) {
    return unescapeAttribute(valueAt(entry, PKGID_START.length, QUOTE), source);
  }
  const tag = entry.toString("utf8", 0, entry.indexOf(LESS_THAN, 1));
  const pkgid = readTag(tag, 0, source).attributes.get("pkgid");
  if (pkgid !== void 0) return pkgid;
  throw new PublishError("INTEGRITY", `${source} has a package without pkgid: ${JSON.stringify(tag)}`);
}
function valueAt(entry, start, terminator) {
  return entry.toString("utf8", start, entry.indexOf(terminator, start));
}
function startsWith(entry, start) {
  return entry.compare(start, 0, start.length, 0, start.length) === 0;
}

// src/rpm/repodata/filelists.ts
function filelistsEntry(pkg) {
  return detailsEntry(
    pkg,
    listedFiles2(pkg.header).map((file4) => fileElement(file4, pkg.source))
  );
}

// src/rpm/repodata/other.ts
var CHANGELOG_LIMIT = 10;
function otherEntry(pkg) {
  const changes = changesOf(pkg.header).map(
    ({ author, timeSeconds, text }) => printElement("changelog", { author, date: timeSeconds }, text, pkg.source)
  );
  return detailsEntry(pkg, changes);
}
function changesOf(header2) {
  const times = distinctTimes((header2.numbers(TAGS.CHANGELOGTIME) ?? []).slice(0, CHANGELOG_LIMIT));
  const names2 = header2.strings(TAGS.CHANGELOGNAME) ?? [];
  const texts = header2.strings(TAGS.CHANGELOGTEXT) ?? [];
  return times.map((timeSeconds, position) => ({
    author: withoutControls(names2[position] ?? "").replace(/(?<=.) +$/s, ""),
    timeSeconds,
    text: withoutControls(texts[position] ?? "")
  })).toReversed();
}
function distinctTimes(newestFirst) {
  const times = [];
  for (const [position, time] of newestFirst.entries()) {
    if (time === newestFirst[position - 1]) makeRoom(times, time);
    times.push(time);
  }
  return times;
}
function makeRoom(times, time) {
  let taken = time;
  for (let position = times.length - 1; times[position] === taken; position -= 1) {
    taken += 1;
    times[position] = taken;
  }
}

// src/rpm/repodata/entries.ts
function entriesOf2(pkg, href) {
  if ("header" in pkg) {
    return { primary: primaryEntry(pkg, href), filelists: filelistsEntry(pkg), other: otherEntry(pkg) };
  }
  if (pkg.entries === void 0) throw notCopyable(pkg);
  const { primary, filelists, other: other2 } = pkg.entries;
  return {
    primary: moved(primary.toString("utf8"), pkg, href),
    filelists: filelists.toString("utf8"),
    other: other2.toString("utf8")
  };
}
function moved(entry, pkg, href) {
  if (href === pkg.href) return entry;
  const [from, to] = [pkg.href, href].map((it) => `href="${escapeAttribute(it, pkg.source)}"`);
  const start = entry.indexOf(from ?? "", entry.indexOf("<location"));
  if (from === void 0 || to === void 0 || start < 0) throw notCopyable(pkg);
  return entry.slice(0, start) + to + entry.slice(start + from.length);
}
function notCopyable({ source }) {
  return new PublishError(
    "INTEGRITY",
    `${source} is listed in a form that cannot be listed elsewhere; publish the package again`
  );
}

// src/rpm/repodata/key-hints.ts
function hintedKeys(signing) {
  return signing.slice(1).map((key) => {
    const bytes = Buffer.from(keyFiles([key]).armored);
    const id = key.fingerprint.slice(-8).toLowerCase();
    const href = `gpg-pubkey-${id}-${sha256(bytes).slice(0, 16)}.asc`;
    return { href, bytes, fingerprint: key.fingerprint };
  });
}
var HINTS = / *<tags>\n(?: *<content>gpg-pubkey-[0-9a-f]{8}-[0-9a-f]{16}\.asc\?fpr=[0-9A-F]{40}<\/content>\n)+ *<\/tags>\n/;
function withKeyHints(repomd, keys) {
  const without2 = repomd.replace(HINTS, "");
  if (keys.length === 0) return without2;
  const end = without2.lastIndexOf("</repomd>");
  const hints = keys.map(({ href, fingerprint }) => `    <content>${href}?fpr=${fingerprint}</content>
`);
  return `${without2.slice(0, end)}  <tags>
${hints.join("")}  </tags>
${without2.slice(end)}`;
}
function hintsIn(repomd) {
  const [hints = ""] = HINTS.exec(repomd) ?? [];
  return [...hints.matchAll(/<content>(gpg-pubkey-[0-9a-f]{8}-([0-9a-f]{16})\.asc)\?/g)].map(
    ([, href = "", sha256Start = ""]) => ({ href, sha256Start })
  );
}

// src/rpm/repodata/index-file.ts
import { isUtf8 } from "node:buffer";
var METADATA = "http://linux.duke.edu/metadata";
var ROOTS = {
  primary: { name: "metadata", namespace: `${METADATA}/common`, others: ` xmlns:rpm="${METADATA}/rpm"` },
  filelists: { name: "filelists", namespace: `${METADATA}/filelists`, others: "" },
  other: { name: "otherdata", namespace: `${METADATA}/other`, others: "" }
};
var ENTRY = Buffer.from("<package ");
var ENTRY_END = Buffer.from("</package>");
var EDGE_BYTES = 16 * 1024;
var COUNT = /(?<=\spackages\s*=\s*["'])[0-9]+(?=["'])/g;
function emptyIndex(kind) {
  const { name, namespace, others: others2 } = ROOTS[kind];
  const declaration = '<?xml version="1.0" encoding="UTF-8"?>';
  return {
    kind,
    source: `a new ${kind}`,
    head: Buffer.from(`${declaration}
<${name} xmlns="${namespace}"${others2} packages="0">
`),
    entries: [],
    tail: Buffer.from(`</${name}>`)
  };
}
function parseIndex(bytes, kind, source) {
  const first = bytes.indexOf(ENTRY);
  const start = first < 0 ? bytes.lastIndexOf("</") : first;
  const head = bytes.subarray(0, Math.max(start, 0));
  checkEncoding(bytes, head, source);
  checkHead(head, kind, source);
  const entries = [];
  let position = start;
  for (let next = first; next >= 0; ) {
    const end = entryEnd(bytes, next, source);
    const following = bytes.indexOf(ENTRY, next + ENTRY.length);
    if (following >= 0 && following !== end) throw notSliced(bytes, Math.min(following, end), source);
    entries.push(bytes.subarray(next, end));
    position = end;
    next = following;
  }
  const tail = bytes.subarray(position);
  checkTail(tail, kind, source);
  return { kind, source, head, entries, tail };
}
function withEntries(index, added) {
  return { ...index, entries: [...index.entries, ...added.map((entry) => Buffer.from(entry))] };
}
function printIndex(index) {
  return Buffer.concat(indexParts(index));
}
function indexParts({ head, entries, tail }) {
  const counted2 = head.toString("latin1").replace(COUNT, String(entries.length));
  const parts = [];
  for (const part of [Buffer.from(counted2, "latin1"), ...entries, tail]) {
    const last = parts.at(-1);
    const isNext = last?.buffer === part.buffer && last.byteOffset + last.length === part.byteOffset;
    if (last === void 0 || !isNext) parts.push(part);
    else parts[parts.length - 1] = Buffer.from(last.buffer, last.byteOffset, last.length + part.length);
  }
  return parts;
}
function entryEnd(bytes, start, source) {
  const closing = bytes.indexOf(ENTRY_END, start);
  if (closing < 0) throw new PublishError("INTEGRITY", `${source} ends within a package; is it damaged?`);
  let end = closing + ENTRY_END.length;
  while (isSpace(bytes[end])) end += 1;
  return end;
}
function isSpace(byte) {
  return byte === 32 || byte === 10 || byte === 13 || byte === 9;
}
function checkEncoding(bytes, head, source) {
  if (!isUtf8(bytes) || bytes.includes(0)) {
    throw new PublishError("INTEGRITY", `${source} is no text in UTF-8; is it damaged, or still compressed?`);
  }
  const declaration = declarationLength(head.toString("latin1", 0, EDGE_BYTES));
  for (const mark of ["<!", "<?"]) {
    const position = bytes.indexOf(mark, declaration);
    if (position >= 0) throw notSliced(bytes, position, source);
  }
}
function checkHead(head, kind, source) {
  const { name, namespace } = ROOTS[kind];
  const text = head.toString("utf8", 0, EDGE_BYTES);
  const root = readTag(text, declarationLength(text), source);
  const isRoot = root.name === name && root.attributes.get("xmlns") === namespace;
  if (!isRoot || root.isEmpty) {
    throw new PublishError(
      "INTEGRITY",
      `${source} is no ${kind}: it does not begin with <${name} xmlns="${namespace}"`
    );
  }
  if (head.length > EDGE_BYTES || text.slice(root.end).trim() !== "") {
    throw notSliced(head, Buffer.byteLength(text.slice(0, root.end)), source);
  }
  const counts = text.match(COUNT) ?? [];
  if (counts.length === (root.attributes.has("packages") ? 1 : 0)) return;
  throw new PublishError("INTEGRITY", `${source} says in no form that is read here how many packages it has`);
}
function checkTail(tail, kind, source) {
  const expected = new RegExp(`^</${ROOTS[kind].name}\\s*>\\s*$`);
  if (tail.length > EDGE_BYTES || !expected.test(tail.toString("latin1"))) throw notSliced(tail, 0, source);
}
function notSliced(bytes, position, source) {
  const seen = JSON.stringify(bytes.toString("utf8", position, position + 60));
  return new PublishError(
    "INTEGRITY",
    `${source} has a form that cannot be added to, from ${seen} on; let createrepo_c write it anew`
  );
}

// src/rpm/repodata/previous-head.ts
var COMMENT2 = /<!-- previous head: (\d{1,12}-[0-9a-f]{16}) -->\n/;
function previousHead2(repomd) {
  return COMMENT2.exec(repomd)?.[1];
}
function withPreviousHead(repomd, previous) {
  const without2 = repomd.replace(COMMENT2, "");
  if (previous === void 0) return without2;
  const end = without2.lastIndexOf("</repomd>");
  return `${without2.slice(0, end)}<!-- previous head: ${previous} -->
${without2.slice(end)}`;
}

// src/rpm/repodata/href.ts
function isRelativeHref(href) {
  const isPlain5 = href.isWellFormed() && !/[%\\?#\p{Cc}]/u.test(href);
  const segments = href.split("/");
  const isBelow2 = segments.every((segment) => segment !== "" && segment !== "." && segment !== "..");
  return isPlain5 && isBelow2 && !/^[a-z][a-z0-9+.-]*:/i.test(href) && Buffer.byteLength(href) <= LIMITS.objectKeyBytes;
}

// src/rpm/repodata/record.ts
function readRecord(element, source) {
  const type = element.attributes.get("type") ?? "";
  const where = `${source}: the record ${JSON.stringify(type)}`;
  if (!/^[A-Za-z0-9_.:+-]{1,128}$/.test(type)) throw broken(where, "has no name that is read here");
  const children = new Map(element.children.map((child) => [child.name, child]));
  if (children.size !== element.children.length) throw broken(where, "has an element twice");
  const checksum = children.get("checksum");
  if (checksum === void 0) throw broken(where, "has no checksum, and what it names cannot be verified");
  const openChecksum = children.get("open-checksum");
  const numbers = {
    timestampSeconds: numberOf(children.get("timestamp"), where),
    sizeBytes: numberOf(children.get("size"), where),
    openSizeBytes: numberOf(children.get("open-size"), where),
    databaseVersion: numberOf(children.get("database_version"), where)
  };
  return {
    type,
    checksum: checksumOf3(checksum, where),
    ...openChecksum && { openChecksum: checksumOf3(openChecksum, where) },
    href: hrefOf(children.get("location"), where),
    ...Object.fromEntries(Object.entries(numbers).filter(([, number]) => number !== void 0))
  };
}
function printRecord(record, stampSeconds, source) {
  const element = (name, text, attributes = {}) => printElement(name, attributes, text?.toString(), source);
  const lines = [
    element("checksum", record.sha256, { type: "sha256" }),
    element("open-checksum", record.openSha256, { type: "sha256" }),
    element("location", void 0, { href: record.href }),
    element("timestamp", stampSeconds),
    element("size", record.sizeBytes),
    element("open-size", record.openSizeBytes)
  ];
  return [`<data type="${record.type}">`, ...indented(indented(lines)), "  </data>"].join("\n");
}
function checksumOf3({ attributes, text }, where) {
  const type = attributes.get("type") ?? "";
  const value = text.trim();
  if (/^[a-z0-9]{1,16}$/.test(type) && /^[0-9a-f]{32,128}$/.test(value)) return { type, value };
  throw broken(where, `has the checksum ${JSON.stringify(value)} of type ${JSON.stringify(type)}`);
}
function numberOf(element, where) {
  if (element === void 0) return void 0;
  const text = element.text.trim();
  const number = Math.ceil(Number(text));
  if (/^[0-9]+(?:\.[0-9]+)?$/.test(text) && Number.isSafeInteger(number)) return number;
  throw broken(where, `has ${JSON.stringify(text)} as ${element.name}, which is no number`);
}
function hrefOf(location, where) {
  const href = location?.attributes.get("href");
  if (location === void 0 || href === void 0) throw broken(where, "has no location");
  if (location.attributes.has("xml:base"))
    throw broken(where, "lies in another repository: it has an xml:base");
  if (isRelativeHref(href)) return href;
  throw broken(where, `lies at ${JSON.stringify(href)}, which is no plain path inside of the repository`);
}
function broken(where, fault) {
  return new PublishError("INTEGRITY", `${where} ${fault}`);
}

// src/rpm/repodata/repomd.ts
var NAMESPACE = "http://linux.duke.edu/metadata/repo";
var REVISION_AHEAD_SECONDS = 24 * 60 * 60;
var TIME_LIMIT_SECONDS5 = 2 ** 32;
var EMPTY_REPOMD = `<?xml version="1.0" encoding="UTF-8"?>
<repomd xmlns="${NAMESPACE}" xmlns:rpm="http://linux.duke.edu/metadata/rpm">
  <revision>0</revision>
</repomd>
`;
function parseRepomd(bytes, source) {
  const text = decode(bytes, source);
  const root = parseDocument(text, source);
  if (root.name !== "repomd" || root.attributes.get("xmlns") !== NAMESPACE) {
    throw new PublishError("INTEGRITY", `${source} does not begin with <repomd xmlns="${NAMESPACE}"`);
  }
  const last = root.children.at(-1);
  if (last === void 0) {
    throw new PublishError("INTEGRITY", `${source} is empty: it names no index`);
  }
  const records = readRecords(root, source);
  const revision = onlyRevision(root, source);
  return {
    text,
    source,
    stampSeconds: stampOf2(revision, records),
    previous: previousHead2(text),
    records,
    ...revision && { revision: { start: revision.start, end: revision.end } },
    content: { start: readTag(text, root.start, source).end, end: last.end }
  };
}
function printRepomd(repomd, records, { stampSeconds, previous }) {
  const { text, source, content } = repomd;
  const added = records.filter(({ type }) => !repomd.records.has(type)).map((record) => `
  ${printRecord(record, stampSeconds, source)}`);
  const edits = [
    revisionEdit(repomd, stampSeconds),
    ...[...repomd.records.values()].map((placed) => recordEdit(repomd, placed, records, stampSeconds)),
    { start: content.end, end: content.end, text: added.join("") }
  ].filter((edit) => edit !== void 0);
  return Buffer.from(withPreviousHead(edited(text, edits), previous));
}
var DERIVED = /^(?:filelists-ext|(?:primary|filelists|filelists-ext|other)_.*)$/;
function revisionEdit({ revision, content }, stampSeconds) {
  const text = `<revision>${stampSeconds}</revision>`;
  if (revision !== void 0) return { ...revision, text };
  return { start: content.start, end: content.start, text: `
  ${text}` };
}
function recordEdit({ text, source }, { type, start, end }, records, stampSeconds) {
  const record = records.find((each2) => each2.type === type);
  if (record !== void 0) return { start, end, text: printRecord(record, stampSeconds, source) };
  if (!DERIVED.test(type)) return void 0;
  return { start: text.slice(0, start).trimEnd().length, end, text: "" };
}
function edited(text, edits) {
  let position = 0;
  let result = "";
  for (const edit of edits.toSorted((a, b) => a.start - b.start)) {
    result += text.slice(position, edit.start) + edit.text;
    position = edit.end;
  }
  return result + text.slice(position);
}
function decode(bytes, source) {
  if (bytes.length > LIMITS.headBytes) {
    throw new PublishError(
      "LIMIT",
      `${source} has ${bytes.length} bytes; at most ${LIMITS.headBytes} are read`
    );
  }
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new PublishError("INTEGRITY", `${source} is no text in UTF-8; is it damaged?`, { cause });
  }
}
function readRecords(root, source) {
  const records = /* @__PURE__ */ new Map();
  for (const element of root.children.filter(({ name }) => name === "data")) {
    const record = readRecord(element, source);
    if (records.has(record.type)) throw new PublishError("INTEGRITY", `${source} has ${record.type} twice`);
    records.set(record.type, { ...record, start: element.start, end: element.end });
  }
  return records;
}
function onlyRevision(root, source) {
  const [revision, second] = root.children.filter(({ name }) => name === "revision");
  if (second === void 0) return revision;
  throw new PublishError("INTEGRITY", `${source} has two revisions`);
}
function stampOf2(revision, records) {
  const text = revision?.text.trim() ?? "";
  const times = [...records.values()].map(({ timestampSeconds }) => timestampSeconds ?? 0);
  const latest2 = times.reduce((before, time) => Math.max(before, time), 0);
  const limit = latest2 === 0 ? TIME_LIMIT_SECONDS5 : latest2 + REVISION_AHEAD_SECONDS;
  return /^[0-9]{1,10}$/.test(text) && Number(text) < limit ? Number(text) : latest2;
}

// src/rpm/repodata/metadata.ts
var INDEX_KINDS = ["primary", "filelists", "other"];
function emptyMetadata() {
  return {
    repomd: parseRepomd(Buffer.from(EMPTY_REPOMD), "a new repomd.xml"),
    indexes: {
      primary: emptyIndex("primary"),
      filelists: emptyIndex("filelists"),
      other: emptyIndex("other")
    }
  };
}
function sameVersion2({ indexes }, pkg) {
  return packagesNamed(indexes.primary, pkg.name).filter(
    ({ epoch, version, release, arch }) => epoch === (pkg.epoch ?? 0) && version === pkg.version && release === pkg.release && arch === pkg.arch
  );
}
function editedMetadata(metadata, { added, removed }) {
  const gone3 = /* @__PURE__ */ new Set([
    ...removed.map(({ pkgid }) => pkgid),
    ...added.flatMap(({ pkg }) => sameVersion2(metadata, pkg).map(({ pkgid }) => pkgid))
  ]);
  const entries = added.map(({ pkg, href }) => entriesOf2(pkg, href));
  const changed = (kind) => withEntries(
    withoutPackages(metadata.indexes[kind], gone3),
    entries.map((each2) => each2[kind])
  );
  return {
    repomd: metadata.repomd,
    indexes: { primary: changed("primary"), filelists: changed("filelists"), other: changed("other") }
  };
}
async function renderMetadata({ repomd, indexes }, { stampSeconds, previous }, keys) {
  const rendered = await Promise.all(INDEX_KINDS.map((kind) => renderIndex(indexes[kind], stampSeconds)));
  const records = rendered.map(({ record }) => record);
  const hinted = hintedKeys(trustOf(keys));
  const printed3 = printRepomd(repomd, records, { stampSeconds, previous });
  const head = Buffer.from(withKeyHints(printed3.toString(), hinted));
  return {
    indexes: rendered.map(({ record, stored }) => ({ href: record.href, stored })),
    hinted,
    repomd: head,
    signature: await signRepomd(head, stampSeconds, keys)
  };
}
async function signRepomd(repomd, stampSeconds, keys) {
  return Buffer.from(
    await signDetachedArmored(contentOf(repomd), keys, new Date(stampSeconds * 1e3), "first")
  );
}
async function renderIndex(index, stampSeconds) {
  const text = printIndex(index);
  const stored = await gzipSegments(text, stampSeconds, index.published);
  const hash = sha256(stored);
  const record = {
    type: index.kind,
    sha256: hash,
    openSha256: sha256(text),
    href: `repodata/${hash}-${index.kind}.xml.gz`,
    sizeBytes: stored.length,
    openSizeBytes: text.length
  };
  return { record, stored };
}

// src/repository/rpm/contents.ts
function rpmContents({ folder: folder2, arch }, { indexes: { primary } }) {
  const versionsOf = (name) => packagesNamed(primary, name).filter(({ base }) => base === void 0).map((fields) => ({
    name,
    version: printedVersion(fields),
    arch: fields.arch,
    key: folder2 + fields.href,
    sizeBytes: fields.sizeBytes ?? 0
  }));
  const newest = newestVersions(namesIn3(primary), versionsOf, (a, b) => compareEvr(parseEvr(a), parseEvr(b)));
  return { architectures: arch === "" ? [] : [arch], indexes: [{ component: "", arch, ...newest }] };
}

// src/repository/rpm/head.ts
async function openRpmHead(store, folder2, acceptance) {
  const [head, signature] = await Promise.all(
    ["repomd.xml", "repomd.xml.asc"].map((name) => store.get(folder2 + name, LIMITS.headBytes))
  );
  const common = {
    nowSeconds: Math.floor((head?.date.getTime() ?? 0) / 1e3),
    signatureAlias: conditionOf(signature?.object)
  };
  if (head?.object !== void 0) {
    return { ...common, ...await verified(store, head.object, signature?.object?.bytes, acceptance) };
  }
  if (signature?.object !== void 0) {
    if (await store.head(`${folder2}repomd.xml`) !== void 0) return openRpmHead(store, folder2, acceptance);
    throw withoutHead2(store, folder2);
  }
  return { ...common, ...NOTHING2 };
}
var NOTHING2 = {
  version: void 0,
  repomd: void 0,
  bytes: Buffer.alloc(0),
  signers: [],
  missingAlias: void 0,
  isUnsigned: false
};
async function verified(store, object, alias, acceptance) {
  const source = `${object.key} in ${store.name}`;
  const folder2 = object.key.slice(0, object.key.lastIndexOf("/") + 1);
  const repomd = parseRepomd(object.bytes, source);
  const { stampSeconds, previous } = repomd;
  const id = identifier2(stampSeconds, sha256(object.bytes));
  const copy = `${folder2}${copyPath(id)}`;
  const head = { bytes: object.bytes, source, folder: folder2, copy };
  const signature = await signatureOf(store, head, alias, acceptance);
  const writtenSeconds2 = Math.floor(object.lastModified.getTime() / 1e3);
  return {
    version: { condition: { etag: object.etag }, stampSeconds, writtenSeconds: writtenSeconds2, id, previous },
    repomd,
    bytes: object.bytes,
    ...signature
  };
}
function withoutHead2(store, folder2) {
  return new PublishError(
    "INTEGRITY",
    `${folder2}repomd.xml.asc is in ${store.name}, but the repomd.xml that it belongs to is gone. Put it back, or build the indexes again from the packages with \`republish\`.`
  );
}
async function signatureOf(store, { bytes, source, folder: folder2, copy }, alias, acceptance) {
  const check = (signature) => verifyDetached(contentOf(bytes), signature, acceptance.trust, source).catch((error) => error);
  const found = alias === void 0 ? void 0 : await check(alias);
  if (found !== void 0 && "signers" in found)
    return { ...found, missingAlias: void 0, isUnsigned: false };
  const { object: own } = await store.get(`${copy}.asc`, LIMITS.signatureBytes);
  const instead = own === void 0 ? found : await check(own.bytes);
  if (instead instanceof Error) throw instead;
  if (instead !== void 0) return { ...instead, missingAlias: own?.bytes, isUnsigned: false };
  const unsigned = { source, copies: `${folder2}heads/`, missing: "no repomd.xml.asc" };
  await assertAdoptable(store, unsigned, acceptance);
  return { signers: [], missingAlias: void 0, isUnsigned: true };
}
function copyPath(id) {
  return `heads/${id}/repomd.xml`;
}

// src/repository/rpm/copy.ts
async function openRpmCopy(store, folder2, id, trust) {
  const key = folder2 + copyPath(id);
  const source = `${key} in ${store.name}`;
  const [{ object, date }, signature] = await Promise.all([
    store.get(key, LIMITS.headBytes),
    store.get(`${key}.asc`, LIMITS.signatureBytes)
  ]);
  if (object === void 0 || signature.object === void 0) {
    throw new PublishError("INTEGRITY", `${source}, or its .asc, is missing.`);
  }
  const { signers } = await verifyDetached(contentOf(object.bytes), signature.object.bytes, trust, source);
  const repomd = parseRepomd(object.bytes, source);
  const own = identifier2(repomd.stampSeconds, sha256(object.bytes));
  if (own !== id) throw new PublishError("INTEGRITY", `${source} is the copy of another head, ${own}.`);
  return {
    version: {
      condition: { etag: object.etag },
      stampSeconds: repomd.stampSeconds,
      writtenSeconds: repomd.stampSeconds,
      id,
      previous: repomd.previous
    },
    repomd,
    bytes: object.bytes,
    signers,
    nowSeconds: Math.floor(date.getTime() / 1e3),
    signatureAlias: { absent: true },
    missingAlias: signature.object.bytes,
    isUnsigned: false
  };
}
async function recoverRpmHead(store, folder2, { orEmpty, ...acceptance }, read2) {
  const seen = await seenInPlace2(store, folder2);
  const copies = () => storedCopies(store, folder2, "repomd.xml");
  const instead = (head, all) => read2(inPlace2(seen, head, all));
  return firstReadable(
    async () => {
      const head = await openRpmHead(store, folder2, acceptance);
      if (head.version === void 0 && (await copies()).length > 0) throw gone2(store, folder2);
      return read2(head);
    },
    copies,
    async ({ id }, all) => instead(await openRpmCopy(store, folder2, id, acceptance.trust), all),
    orEmpty ? async (all) => instead(await nothing2(store, folder2), all) : void 0
  );
}
async function seenInPlace2(store, folder2) {
  const [head, signature] = await Promise.all(
    ["repomd.xml", "repomd.xml.asc"].map((name) => store.head(folder2 + name))
  );
  return { head, signature };
}
function inPlace2({ head, signature }, copy, copies) {
  return {
    ...copy,
    version: inPlaceOf(head, copies, copy.version),
    signatureAlias: conditionOf(signature)
  };
}
async function nothing2(store, folder2) {
  const { date } = await store.get(`${folder2}heads/none`, 0);
  return { ...NOTHING2, nowSeconds: Math.floor(date.getTime() / 1e3), signatureAlias: { absent: true } };
}
function gone2(store, folder2) {
  return new PublishError(
    "INTEGRITY",
    `${folder2}repomd.xml in ${store.name} is gone, and no copy of it can be read either.`
  );
}

// src/repository/rpm/indexes.ts
import { createHash as createHash5 } from "node:crypto";
async function openMetadata(store, folder2, repomd) {
  const empty = emptyMetadata().indexes;
  const open3 = async (kind) => {
    const record = repomd.records.get(kind);
    if (record === void 0) return empty[kind];
    const { text, stored } = await fetchIndex(store, folder2, record);
    const index = parseIndex(text, kind, `${folder2}${record.href} in ${store.name}`);
    return formOf(record.href) === "gzip" ? { ...index, published: { text, stored } } : index;
  };
  const [primary, filelists, other2] = await Promise.all([open3("primary"), open3("filelists"), open3("other")]);
  return { repomd, indexes: { primary, filelists, other: other2 } };
}
async function fetchIndex(store, folder2, record) {
  const key = folder2 + record.href;
  const source = `${key} in ${store.name}`;
  const { object } = await store.get(key, LIMITS.storedIndexBytes);
  if (object === void 0) throw damaged2(source, "is missing", record.checksum);
  const stored = digest(object.bytes, record.checksum, source);
  if (stored !== record.checksum.value)
    throw damaged2(source, `has the ${record.checksum.type} ${stored}`, record.checksum);
  if (/\.(bz2|zck)$/.test(record.href)) throw unreadable3(source);
  const text = await unpack(object.bytes, formOf(record.href), source);
  const { openChecksum } = record;
  if (openChecksum !== void 0) {
    const opened = digest(text, openChecksum, source);
    if (opened !== openChecksum.value)
      throw damaged2(source, `unpacks to the ${openChecksum.type} ${opened}`, openChecksum);
  }
  return { text, stored: object.bytes };
}
function formOf(href) {
  if (href.endsWith(".gz")) return "gzip";
  if (href.endsWith(".xz")) return "xz";
  return href.endsWith(".zst") ? "zstd" : "none";
}
var ALGORITHMS = {
  sha: "sha1",
  sha1: "sha1",
  sha224: "sha224",
  sha256: "sha256",
  sha384: "sha384",
  sha512: "sha512"
};
function digest(bytes, checksum, source) {
  return createHash5(digestAlgorithm(checksum, source)).update(bytes).digest("hex");
}
function digestAlgorithm({ type }, source) {
  const algorithm = ALGORITHMS[type];
  if (algorithm !== void 0) return algorithm;
  throw new PublishError(
    "INTEGRITY",
    `${source} is checked by ${type}, which is not known here; let createrepo_c write it anew with sha256`
  );
}
function unreadable3(source) {
  return new PublishError(
    "INTEGRITY",
    `${source} has a compression that is not read here. Let createrepo_c write the indexes anew, with --general-compress-type=gz, and sign its repomd.xml.`
  );
}
function damaged2(source, seen, expected) {
  return new PublishError(
    "INTEGRITY",
    `${source} ${seen}, but repomd.xml says ${expected.type} ${expected.value}. Put the file back, or build the indexes again from the packages with \`republish\`.`
  );
}

// src/repository/rpm/inspection.ts
async function inspectRpmRepository({
  store,
  folder: folder2,
  trust,
  listing
}) {
  const head = await openRpmHead(store, `${folder2}repodata/`, { trust });
  const signature = `${folder2}repodata/repomd.xml.asc`;
  return {
    head: head.version,
    nowSeconds: head.nowSeconds,
    signers: head.signers,
    files: namedFilesOf2(folder2, head.repomd),
    listing: () => listing(head),
    staleAliases: async () => head.missingAlias === void 0 ? [] : [{ key: signature, isNeeded: true }]
  };
}
function namedFilesOf2(folder2, repomd) {
  const source = `${folder2}repodata/repomd.xml`;
  const records = [...repomd?.records.values() ?? []].map(({ type, href, checksum, sizeBytes }) => ({
    key: folder2 + href,
    plainKey: void 0,
    sizeBytes,
    algorithm: digestAlgorithm(checksum, source),
    hash: checksum.value,
    index: `${folder2}${type}`
  }));
  const hints = hintsIn(repomd?.text ?? "").map(({ href, sha256Start: hash }) => {
    const key = folder2 + href;
    return { key, plainKey: void 0, sizeBytes: void 0, algorithm: "sha256", hash, index: key };
  });
  return [...records, ...hints];
}

// src/repository/rpm/listing.ts
async function publishedRpm(options, metadata, pkg) {
  const [found] = sameVersion2(metadata, pkg);
  if (found === void 0) return { kind: "absent" };
  const file4 = fileIn2(options, found);
  const isExact = file4.sha256 === pkg.sha256;
  const isSame4 = isExact || await hasHeaderOf(options, file4.key, pkg);
  return isSame4 ? { kind: "same", file: file4, complete: true, isExact } : { kind: "different", file: file4 };
}
function fileIn2({ folder: folder2 }, fields) {
  const { href, pkgid, checksumType, sizeBytes = 0 } = fields;
  return { key: folder2 + href, sha256: checksumType === "sha256" ? pkgid : "", sizeBytes };
}
async function hasHeaderOf({ store }, key, pkg) {
  const wanted2 = "key" in pkg ? await storedHeaderDigest(store, pkg.key) : pkg.headerSha256;
  return wanted2 !== void 0 && await storedHeaderDigest(store, key) === wanted2;
}
function listedRpms(options, { indexes }, isWanted = () => true) {
  const found = packagesWanted(indexes.primary, isWanted);
  if (found.length === 0) return [];
  const [filelists, other2] = [entriesById(indexes.filelists), entriesById(indexes.other)];
  return found.map(({ fields, entry }) => {
    const details = { filelists: filelists.get(fields.pkgid), other: other2.get(fields.pkgid) };
    return listedRpm(options, fields, entry, details);
  });
}
function listedRpm(options, fields, primary, { filelists, other: other2 }) {
  const { store } = options;
  const { name, epoch, version, release, arch, pkgid, href } = fields;
  const { key, sha256: sha2562, sizeBytes } = fileIn2(options, fields);
  const isWhole = filelists !== void 0 && other2 !== void 0 && isPlain4(fields);
  return {
    format: "rpm",
    name,
    ...epoch === 0 ? {} : { epoch },
    version,
    release,
    arch,
    content: storedContent(store, { key, sizeBytes, sha256: sha2562 }),
    sha256: sha2562,
    headerSha256: void 0,
    source: `${key} in ${store.name}`,
    key,
    href,
    ...fields.base === void 0 ? {} : { base: fields.base },
    pkgid,
    entries: isWhole ? { primary, filelists, other: other2 } : void 0
  };
}
function isPlain4({ checksumType, href, base }) {
  return checksumType === "sha256" && base === void 0 && isRelativeHref(href);
}

// src/repository/rpm/repository.ts
function rpmRepository(options) {
  const { store, trust, folder: folder2, channel, arch } = options;
  const repodata = `${folder2}repodata/`;
  const listing = async (head) => listingOf2(await openIndexes2(options, head));
  const repository = {
    format: "rpm",
    title: `rpm repository ${channel}${arch === "" ? "" : `/${arch}`}`,
    channel,
    headKey: `${repodata}repomd.xml`,
    tree: folder2,
    packageKey: (pkg) => folder2 + ("href" in pkg ? pkg.href : rpmKeyName(pkg)),
    open: async (scope) => {
      const read2 = await openIndexes2(options, await openRpmHead(store, repodata, options));
      const opened = await openRepository2(read2);
      const isNew = opened.head === void 0;
      if (isNew && await hasBegunMeanwhile(store, repository, opened.copies)) return repository.open(scope);
      return opened;
    },
    recover: async (_, orEmpty) => {
      const readable2 = (head) => openIndexes2(options, head);
      const { found, warnings } = await recoverRpmHead(store, repodata, { ...options, orEmpty }, readable2);
      return openRepository2(found, warnings);
    },
    openCopy: async (id) => {
      const head = await openRpmCopy(store, repodata, id, trust);
      return {
        id,
        previous: head.version?.previous,
        namedFiles: namedFiles2(folder2, head.repomd),
        files: namedFilesOf2(folder2, head.repomd),
        listing: () => listing(head)
      };
    },
    inspect: () => inspectRpmRepository({ store, folder: folder2, trust, listing }),
    copies: () => storedCopies(store, repodata, "repomd.xml")
  };
  return repository;
}
async function openIndexes2(options, head) {
  const { store, folder: folder2 } = options;
  const metadata = head.repomd === void 0 ? emptyMetadata() : await openMetadata(store, folder2, head.repomd);
  return { options, head, metadata };
}
function listingOf2({ options, metadata }) {
  return {
    listed: (isWanted) => listedRpms(options, metadata, isWanted),
    contents: () => rpmContents(options, metadata),
    namedPackages: () => [...packagesOf2(metadata.indexes.primary)].map(({ href }) => options.folder + href),
    namedFiles: namedFiles2(options.folder, metadata.repomd)
  };
}
async function openRepository2(opened, warnings = []) {
  const { options, head, metadata } = opened;
  return {
    ...listingOf2(opened),
    head: head.version,
    nowSeconds: head.nowSeconds,
    copies: await storedCopies(options.store, `${options.folder}repodata/`, "repomd.xml"),
    isUnsigned: head.isUnsigned,
    warnings,
    published: (pkg) => publishedRpm(options, metadata, pkg),
    staleAliases: async () => missingAlias(options.folder, head),
    edit: (edit) => changeOf2(opened, edit)
  };
}
function namedFiles2(folder2, repomd) {
  return [...repomd?.records.values() ?? []].map(({ href }) => folder2 + href);
}
function changeOf2({ options, head, metadata }, { added, removed, rewrite }) {
  const { folder: folder2 } = options;
  const leaving = removed.filter((pkg) => pkg.format === "rpm");
  if (added.length === 0 && leaving.length === 0 && !rewrite) return void 0;
  const located = added.map(({ pkg, key }) => ({ pkg, href: key.slice(folder2.length) }));
  const changed = editedMetadata(metadata, { added: located, removed: leaving });
  return {
    contents: () => rpmContents(options, changed),
    render: (stampSeconds, keys) => render2(folder2, head, changed, stampSeconds, keys)
  };
}
async function render2(folder2, head, metadata, stampSeconds, keys) {
  const order = { stampSeconds, previous: head.version?.id };
  const { indexes, hinted, repomd, signature } = await renderMetadata(metadata, order, keys);
  const id = identifier2(stampSeconds, sha256(repomd));
  const copy = `${folder2}repodata/${copyPath(id)}`;
  const forever = (key, bytes) => ({ key, bytes, headers: immutable(key) });
  const headKey = `${folder2}repodata/repomd.xml`;
  return {
    objects: [
      ...indexes.map(({ href, stored }) => forever(folder2 + href, stored)),
      ...hinted.map(({ href, bytes }) => forever(folder2 + href, bytes)),
      forever(copy, repomd),
      forever(`${copy}.asc`, signature)
    ],
    id,
    head: { key: headKey, bytes: repomd, headers: mutable(headKey) },
    aliases: [[signatureAlias(folder2, head, signature)]]
  };
}
function signatureAlias(folder2, head, signature) {
  const key = `${folder2}repodata/repomd.xml.asc`;
  return { key, bytes: signature, headers: mutable(key), noted: head.signatureAlias };
}
function missingAlias(folder2, head) {
  return head.missingAlias === void 0 ? [] : [[signatureAlias(folder2, head, head.missingAlias)]];
}

// src/repository/channels.ts
function suiteOf2(request, { store, trust }, channel) {
  const { adoptUnsigned, aptRoot: root, component, origin, label: label2, given } = request;
  return aptSuite({
    store,
    trust,
    adoptUnsigned,
    root,
    identity: { channel, component, origin, label: label2, given }
  });
}
function rpmRepositoryOf(request, { store, trust }, channel, arch) {
  const { adoptUnsigned, rpmPath: rpmPath2 } = request;
  const folder2 = rpmFolder(rpmPath2, channel, arch);
  return rpmRepository({ store, trust, adoptUnsigned, folder: folder2, channel, arch });
}
async function rpmRepositoriesOf(request, ground, channel) {
  const { store } = ground;
  if (!isPerArchitecture(request.rpmPath)) {
    return havingHead(store, rpmRepositoryOf(request, ground, channel, ""));
  }
  const architectures = await rpmArchitectures(store, request.rpmPath, channel);
  return architectures.map((arch) => rpmRepositoryOf(request, ground, channel, arch));
}
async function repositoriesOf(request, ground, channel) {
  const [apt, rpm2] = await Promise.all([
    havingHead(ground.store, suiteOf2(request, ground, channel)),
    rpmRepositoriesOf(request, ground, channel)
  ]);
  return [...apt, ...rpm2];
}
async function publishedRepositoriesOf(request, ground, channel, input) {
  const repositories = await repositoriesOf(request, ground, channel);
  if (repositories.length > 0) return repositories;
  throw new PublishError(
    "INPUT",
    `${input} has ${channel}, of which nothing is published in ${ground.store.name}; check ${input}, apt-path and rpm-path.`
  );
}
async function havingHead(store, repository) {
  const keys = [repository.headKey, repository.headKey.replace(/InRelease$/, "Release")];
  for (const key of new Set(keys)) if (await store.head(key) !== void 0) return [repository];
  return [];
}

// src/repository/collection/marks.ts
async function storedMarks(store, tree) {
  const folder2 = `${tree}collecting/`;
  const marks = (await store.list(folder2)).map(({ key }) => ({
    key,
    stampSeconds: stampOf(key.slice(folder2.length))
  }));
  return marks.sort((a, b) => a.stampSeconds - b.stampSeconds);
}
async function markedKeys(store, tree) {
  const marks = await storedMarks(store, tree);
  const texts = await Promise.all(marks.map(({ key }) => store.get(key, LIMITS.markBytes)));
  return new Set(texts.flatMap(({ object }) => object?.bytes.toString("utf8").split("\n") ?? []));
}
async function writeMark(store, tree, keys, nowSeconds) {
  const text = Buffer.from(keys.map((key2) => `${key2}
`).join(""));
  const key = `${tree}collecting/${identifier2(nowSeconds, sha256(text))}`;
  await store.put(key, contentOf(text), mutable(key));
}

// src/repository/commit/publisher.ts
function isArriving({ status }) {
  return status === "added" || status === "replaced";
}

// src/repository/commit/arrivals.ts
function changeOf3({ opened, wish }, arriving) {
  const changes = arriving.filter(({ outcome }) => isArriving(outcome));
  const added = changes.map(({ pkg, outcome }) => ({ pkg, key: outcome.file.key }));
  return opened.edit({ added, removed: wish.removed, rewrite: wish.rewrite });
}
async function placeAll(attempted, publisher) {
  const { repository, opened, judged } = attempted;
  const { store, placement: placement2, named: named3, signal } = publisher;
  const { channel, tree } = repository;
  if (!hasCopy(opened) && judged.some(isArriving)) await publisher.checkStore();
  const placed = await abreast(judged, LIMITS.parallelRequests, async ({ pkg, published: published2, status }) => {
    const isNew = published2.kind === "absent" || status === "replaced";
    if (!isNew) return { pkg, isNew, outcome: { pkg, channel, status, file: published2.file } };
    signal.throwIfAborted();
    const wanted2 = repository.packageKey(pkg);
    const key = await placement2.place(pkg, wanted2, opened.nowSeconds, named3.has(wanted2));
    return { pkg, isNew, outcome: { pkg, channel, status, file: fileOf(pkg, key) } };
  });
  if (placed.every(({ isNew }) => !isNew)) return placed;
  const marked2 = await markedKeys(store, tree);
  for (const key of marked2) placement2.forget(key);
  return abreast(placed, LIMITS.parallelRequests, async (it) => {
    if (!it.isNew || !marked2.has(it.outcome.file.key)) return it;
    const key = await placement2.placeApart(it.pkg, repository.packageKey(it.pkg), opened.nowSeconds);
    return { ...it, outcome: { ...it.outcome, file: fileOf(it.pkg, key) } };
  });
}
function fileOf(pkg, key) {
  return { key, sha256: pkg.sha256, sizeBytes: pkg.content.sizeBytes };
}

// src/report/progress.ts
function progress({ title, count, sizeBytes }, log, clock) {
  const begunMs = clock.now();
  let [done, movedBytes, sparedBytes, dueMs, isSaid] = [0, 0, 0, begunMs + log.pace.firstMs, false];
  function look(isEnd) {
    const nowMs = clock.now();
    if (isEnd ? !isSaid : nowMs < dueMs) return;
    isSaid = true;
    dueMs = nowMs + log.pace.everyMs;
    log.progress(`${title}: ${done} of ${count}${bytesAfter(nowMs - begunMs)}`);
  }
  function bytesAfter(elapsedMs) {
    if (movedBytes <= 0) return "";
    const all = sizeBytes === void 0 ? "" : ` of ${sizeOf2(Math.max(sizeBytes - sparedBytes, movedBytes))}`;
    const perSecond = Math.round(movedBytes * 1e3 / Math.max(elapsedMs, 1));
    return `, ${sizeOf2(movedBytes)}${all}, ${sizeOf2(perSecond)}/s`;
  }
  return {
    moved: (bytes) => {
      movedBytes += bytes;
      if (bytes > 0) look(false);
    },
    finished: () => {
      done += 1;
      look(done === count);
    },
    spared: (bytes) => void (sparedBytes += bytes)
  };
}
async function* watched(chunks, moved2) {
  for await (const chunk of chunks) {
    moved2(chunk.length);
    yield chunk;
  }
}

// src/report/uploads.ts
var UNWATCHED = { contentOf: ({ content }) => content, placed: () => void 0 };
function watchedUploads(packages, log, clock) {
  const expected = new Map(packages.map(({ sha256: sha2562, content }) => [sha2562, content.sizeBytes]));
  const sizeBytes = [...expected.values()].reduce((sum, bytes) => sum + bytes, 0);
  const said = progress({ title: "Storing packages", count: expected.size, sizeBytes }, log, clock);
  const sent = /* @__PURE__ */ new Map();
  async function* read2({ sha256: sha2562, content }, start, end) {
    said.moved(-(sent.get(sha2562) ?? 0));
    sent.set(sha2562, 0);
    yield* watched(content.read(start, end), (bytes) => {
      sent.set(sha2562, (sent.get(sha2562) ?? 0) + bytes);
      said.moved(bytes);
    });
  }
  return {
    contentOf: (pkg) => expected.has(pkg.sha256) ? { sizeBytes: pkg.content.sizeBytes, read: (start, end) => read2(pkg, start, end) } : pkg.content,
    placed({ sha256: sha2562 }) {
      const bytes = expected.get(sha2562);
      if (bytes === void 0) return;
      expected.delete(sha2562);
      said.spared(bytes - (sent.get(sha2562) ?? 0));
      said.finished();
    }
  };
}

// src/repository/commit/placement.ts
var APART_BYTES = 128;
var YOUNG_MS = LIMITS.leastGraceDays * 24 * 60 * 60 * 1e3 / 2;
function placement(store, uploads = UNWATCHED) {
  const stored = /* @__PURE__ */ new Map();
  const sources = /* @__PURE__ */ new Map();
  const apart = /* @__PURE__ */ new Map();
  const pending = /* @__PURE__ */ new Map();
  async function place(pkg, key, nowSeconds, isNamed2) {
    if (stored.get(key) === pkg.sha256) return key;
    const earlier = apart.get(`${key} ${pkg.sha256}`);
    if (earlier !== void 0) return earlier;
    if (isNamed2 && sources.get(key) === pkg.sha256) return key;
    const details = await store.head(key);
    if (details === void 0) {
      if (await write(pkg, key)) return key;
      return place(pkg, key, nowSeconds, isNamed2);
    }
    if (!await isSame(store, details, pkg)) return placeApart(pkg, key, nowSeconds);
    const isYoung = nowSeconds * 1e3 - details.lastModified.getTime() < YOUNG_MS;
    if (isNamed2 || isYoung) {
      stored.set(key, pkg.sha256);
      return key;
    }
    sources.set(key, pkg.sha256);
    return placeApart(pkg, key, nowSeconds);
  }
  async function placeApart(pkg, key, nowSeconds) {
    const cut2 = key.lastIndexOf("/") + 1;
    for (let seconds = nowSeconds; ; seconds += 1) {
      const own = `${key.slice(0, cut2)}${identifier2(seconds, pkg.sha256)}/${key.slice(cut2)}`;
      if (!await write(pkg, own)) continue;
      apart.set(`${key} ${pkg.sha256}`, own);
      return own;
    }
  }
  async function write(pkg, key) {
    const outcome = await copied(pkg, key) ?? await store.put(key, uploads.contentOf(pkg), headersOf(pkg, key));
    if (outcome.kind === "stored") stored.set(key, pkg.sha256);
    return outcome.kind === "stored";
  }
  async function copied(pkg, key) {
    const twin = [...stored, ...sources].find(([, hash]) => hash === pkg.sha256)?.[0];
    if (twin === void 0) return void 0;
    try {
      return await store.copy(twin, key);
    } catch (error) {
      if (!(error instanceof PublishError) || error.code !== "STORE") throw error;
      forget(twin);
      return void 0;
    }
  }
  function forget(key) {
    stored.delete(key);
    sources.delete(key);
  }
  async function inTurn(pkg, work) {
    const turn = (pending.get(pkg.sha256) ?? Promise.resolve("")).catch(() => "").then(work);
    pending.set(pkg.sha256, turn);
    const key = await turn;
    uploads.placed(pkg);
    return key;
  }
  return {
    place: (pkg, key, nowSeconds, isNamed2) => inTurn(pkg, () => place(pkg, key, nowSeconds, isNamed2)),
    placeApart: (pkg, key, nowSeconds) => inTurn(pkg, () => placeApart(pkg, key, nowSeconds)),
    remember: (key, sha2562) => void sources.set(key, sha2562),
    forget
  };
}
async function isSame(store, details, pkg) {
  if (details.sizeBytes !== pkg.content.sizeBytes) return false;
  return await digestOfStored(store, details) === pkg.sha256;
}
function headersOf(pkg, key) {
  const header2 = pkg.format === "rpm" && pkg.headerSha256 !== void 0 ? { "header-sha256": pkg.headerSha256 } : {};
  return immutable(key, { sha256: pkg.sha256, ...header2 });
}
function assertStorable(pkg, key) {
  if (Buffer.byteLength(key) <= LIMITS.objectKeyBytes - APART_BYTES) return;
  throw new PublishError(
    "LIMIT",
    `${pkg.source} would be stored as ${key}, which is longer than an object key may be`
  );
}

// src/repository/commit/attempt.ts
async function attempt2(repository, goal) {
  const opened = await (goal.from === "head" ? repository.open(goal.scope) : repository.recover(goal.scope, goal.from === "rebuild"));
  const wish = await goal.wish(opened);
  for (const pkg of wish.added) assertStorable(pkg, repository.packageKey(pkg));
  const judged = await abreast(wish.added, LIMITS.parallelRequests, async (pkg) => {
    const published2 = await opened.published(pkg);
    return { pkg, published: published2, status: statusOf(repository, pkg, published2, goal.ifExists(pkg)) };
  });
  return { repository, opened, judged, wish };
}
function statusOf(repository, pkg, published2, ifExists) {
  if (published2.kind === "absent") return "added";
  if (published2.kind === "same") {
    if (ifExists === "take" && !published2.isExact) return "replaced";
    return published2.complete ? "unchanged" : "added";
  }
  switch (ifExists) {
    case "skip":
      return "skipped";
    case "replace":
    case "take":
      return "replaced";
    case "fail":
      throw new PublishError(
        "CONFLICT",
        `${pkg.source} is ${labelOf(pkg)}, which the ${repository.title} already has as ${published2.file.key} with other content. Give it a new version, or set if-exists to skip (keep what is published: right for an old tag that is built again, perhaps by a newer version of this action) or replace.`
      );
  }
}

// src/repository/heads/published-head.ts
function publishedHead({ id, objects }, stampSeconds) {
  return {
    id,
    stampSeconds,
    objects: objects.map(({ key, bytes }) => ({ key, sha256: sha256(bytes), sizeBytes: bytes.length }))
  };
}
function foundHead(head) {
  if (head?.id === void 0 || !("etag" in head.condition)) return void 0;
  return { id: head.id, stampSeconds: head.stampSeconds, objects: [] };
}

// src/repository/commit/aliases.ts
var MOST_TRIES = 6;
async function writeAliases(store, clock, groups, head) {
  for (const group of groups) {
    const written = await Promise.all(group.map((alias) => writeAlias(store, clock, alias, head)));
    const warnings = written.filter((warning3) => warning3 !== void 0);
    if (warnings.length > 0) return warnings;
  }
  return [];
}
async function writeAlias(store, clock, alias, head) {
  let condition = alias.noted;
  try {
    for (let tries = 0; tries < MOST_TRIES; tries += 1) {
      if (condition !== void 0) {
        const outcome = await store.swap(alias.key, contentOf(alias.bytes), condition, alias.headers);
        if (outcome.kind === "stored") return void 0;
        if (outcome.kind === "unknown") await clock.sleep(LIMITS.retryFloorMs * (1 + tries + clock.random()));
      }
      const next = await conditionNow(store, alias, head);
      if (next === "settled") return void 0;
      condition = next;
    }
  } catch (error) {
    return `${alias.key} in ${store.name} could not be written: ${error instanceof Error ? error.message : String(error)}`;
  }
  return `${alias.key} in ${store.name} was not written: others kept writing it. The next publish repairs it.`;
}
async function conditionNow(store, alias, head) {
  const { object } = await store.get(alias.key, LIMITS.storedIndexBytes);
  if (object?.bytes.equals(alias.bytes)) return "settled";
  const current2 = await store.head(head.key);
  if (current2?.etag !== head.etag) return "settled";
  return object === void 0 ? { absent: true } : { etag: object.etag };
}

// src/repository/heads/stamp.ts
function nextStamp(ground, title) {
  const { nowSeconds, head } = ground;
  if (head === void 0) return { stampSeconds: nowSeconds, waitMs: 0 };
  const earliest = Math.max(head.stampSeconds, Math.min(head.writtenSeconds, nowSeconds)) + 1;
  const stampSeconds = Math.max(nowSeconds, earliest);
  const waitMs = (stampSeconds - nowSeconds) * 1e3;
  if (waitMs > LIMITS.stampAheadMs) {
    throw new PublishError(
      "STORE",
      `${title} is dated ${new Date(head.stampSeconds * 1e3).toISOString()}, but the clock of the store says ${new Date(nowSeconds * 1e3).toISOString()}. Clients ignore a repository that goes back in time: publish again when that time has come.`
    );
  }
  return { stampSeconds, waitMs };
}

// src/repository/commit/swap.ts
async function swap({ repository, opened }, change, { store, clock, keys, signal, warn, checkStore }, endMs) {
  if (!hasCopy(opened)) await checkStore();
  const { stampSeconds, waitMs } = nextStamp(opened, repository.title);
  const rendering = await change.render(stampSeconds, keys);
  await Promise.all([storeAll(store, rendering), waitMs > 0 ? clock.sleep(waitMs, signal) : void 0]);
  signal.throwIfAborted();
  if (clock.now() > endMs) throw tooLate(repository.title);
  const published2 = publishedHead(rendering, stampSeconds);
  const condition = opened.head?.condition ?? { absent: true };
  const { key, bytes, headers } = rendering.head;
  const outcome = await store.swap(key, contentOf(bytes), condition, headers);
  if (outcome.kind !== "stored") return { head: published2, stampSeconds, outcome };
  const head = { key, etag: outcome.etag };
  for (const warning3 of await writeAliases(store, clock, rendering.aliases, head)) warn(warning3);
  return { head: published2, stampSeconds, outcome };
}
function tooLate(title) {
  return new PublishError(
    "CONTENTION",
    `The ${title} was opened more than ${LIMITS.commitMs / 36e5} hours ago. Nothing is lost: run the step again.`
  );
}
async function storeAll(store, { objects }) {
  await abreast(objects, LIMITS.parallelRequests, async ({ key, bytes, headers }) => {
    const outcome = await store.put(key, contentOf(bytes), headers);
    if (outcome.kind === "exists") await assertStored(store, key, bytes);
  });
}
async function assertStored(store, key, bytes) {
  const { object } = await store.get(key, LIMITS.storedIndexBytes);
  if (object?.bytes.equals(bytes)) return;
  throw new PublishError(
    "INTEGRITY",
    `${key} in ${store.name} holds other bytes than its name says. Delete it, and run the step again.`
  );
}
async function repairAliases({ repository, opened }, { store, clock, keys, warn, checkStore }) {
  const head = versionOf5(repository.headKey, opened.head);
  if (head === void 0) return;
  const stale = await opened.staleAliases(keys);
  const groups = stale.map((group) => group.map(({ key, bytes, headers }) => ({ key, bytes, headers })));
  if (groups.flat().length > 0 && !hasCopy(opened)) await checkStore();
  for (const warning3 of await writeAliases(store, clock, groups, head)) warn(warning3);
}
function versionOf5(key, head) {
  return head !== void 0 && "etag" in head.condition ? { key, etag: head.condition.etag } : void 0;
}

// src/repository/commit/commit.ts
async function prepare(repository, goal) {
  const open3 = () => attempt2(repository, goal);
  const first = await open3();
  return {
    repository,
    isNew: !hasCopy(first.opened),
    isForeign: first.opened.head?.id !== void 0 && !hasCopy(first.opened),
    isUnsigned: first.opened.isUnsigned,
    isNothing: first.opened.head === void 0 && first.judged.length === 0,
    warnings: [...first.opened.warnings, ...first.wish.warnings ?? []],
    named: first.judged.flatMap(({ published: published2 }) => published2.kind === "absent" ? [] : [published2.file.key]),
    outcomes: [...first.judged, ...removals(first)],
    commit: (publisher) => commit(first, open3, publisher)
  };
}
async function commit(first, open3, publisher) {
  const { clock, signal } = publisher;
  const repository = first.repository;
  const outcomes = /* @__PURE__ */ new Map();
  const ours = /* @__PURE__ */ new Map();
  const endMs = clock.now() + LIMITS.commitMs;
  let [current2, giveUpAt, isInDoubt, isCertain] = [first, Infinity, false, true];
  const committed = (stampSeconds, listing) => ({
    repository,
    outcomes: [...outcomes.values()],
    isChanged: ours.size > 0,
    head: [...ours.values()].at(-1) ?? foundHead(current2.opened.head),
    isCertain,
    copies: current2.opened.copies,
    nowSeconds: current2.opened.nowSeconds,
    state: { stampSeconds, contents: once2(() => listing.contents()) }
  });
  for (let tries = 1; ; tries += 1) {
    if (!isInDoubt) signal.throwIfAborted();
    const arriving = await placeAll(current2, publisher);
    for (const outcome2 of [...arriving.map((it) => it.outcome), ...removals(current2)]) {
      outcomes.set(
        listedIdentityOf(outcome2.pkg),
        latest(outcomes.get(listedIdentityOf(outcome2.pkg)), outcome2)
      );
    }
    const change = ours.has(current2.opened.head?.id ?? "") ? void 0 : changeOf3(current2, arriving);
    if (change === void 0) {
      await repairAliases(current2, publisher);
      return committed(current2.opened.head?.stampSeconds, current2.opened);
    }
    signal.throwIfAborted();
    const { head, stampSeconds, outcome } = await swap(current2, change, publisher, endMs);
    if (outcome.kind !== "refused") ours.set(head.id, head);
    if (outcome.kind === "stored") return committed(stampSeconds, change);
    if (ours.size === 0) for (const { pkg } of removals(current2)) outcomes.delete(listedIdentityOf(pkg));
    if (tries === 1) giveUpAt = clock.now() + LIMITS.contentionMs;
    if (clock.now() > giveUpAt) throw outOfTime(repository, publisher, outcome);
    isInDoubt = outcome.kind === "unknown";
    isCertain &&= !isInDoubt;
    await clock.sleep(backoffMs(tries, clock), signal);
    current2 = await open3();
  }
}
function once2(work) {
  let done;
  return () => (done ??= { result: work() }).result;
}
function removals({ repository, wish }) {
  return wish.removed.map((pkg) => ({
    pkg,
    channel: repository.channel,
    file: fileOf2(pkg),
    status: "removed"
  }));
}
function fileOf2({ key, sha256: sha2562, content }) {
  return { key, sha256: sha2562, sizeBytes: content.sizeBytes };
}
function latest(before, now) {
  const isOurs3 = before !== void 0 && isArriving(before) && now.status === "unchanged" && now.file.sha256 === now.pkg.sha256;
  return isOurs3 ? { ...now, status: before.status } : now;
}
function backoffMs(attempt3, clock) {
  const ceiling = Math.min(LIMITS.retryCeilingMs, LIMITS.retryFloorMs * 1.5 ** attempt3);
  return LIMITS.retryFloorMs + clock.random() * ceiling;
}
function outOfTime({ title, headKey }, { store }, last) {
  const cause = last.kind === "unknown" ? ` The last answer: ${last.cause.message}` : "";
  return new PublishError(
    "CONTENTION",
    `For ${LIMITS.contentionMs / 6e4} minutes every attempt to write ${headKey} in ${store.name} was refused or got no answer. What this run wants of the ${title} is not done yet. Nothing is lost: run the step again.${cause}`
  );
}

// src/repository/goals/goal.ts
function addition(packages, ifExists) {
  const wish = { added: packages, removed: [], rewrite: false };
  const scope = { packages, everything: false };
  return { scope, from: "head", ifExists: () => ifExists, wish: async () => wish };
}

// src/repository/goals/listed-files.ts
async function faultsOfFiles(packages, store, digestOf2) {
  const faults = await abreast(packages, LIMITS.parallelRequests, async ({ key, sha256: sha2562, content }) => {
    const file4 = await store.head(key);
    if (file4 === void 0) return `${key} is missing`;
    const isSame4 = file4.sizeBytes === content.sizeBytes && (await digestOf2(file4) ?? sha2562) === sha2562;
    return isSame4 ? void 0 : `${key} is another file than the signed index says`;
  });
  return faults.filter((fault) => fault !== void 0);
}
function isListable(pkg) {
  return pkg.sha256 !== "" && !(pkg.format === "rpm" && pkg.entries === void 0);
}

// src/repository/destinations.ts
function aptDestinations(request, ground, debs) {
  if (debs.length === 0) return [];
  return request.channels.map((channel) => ({
    repository: suiteOf2(request, ground, channel),
    packages: debs
  }));
}
async function rpmDestinations(request, ground, rpms) {
  if (rpms.length === 0) return [];
  const found = await Promise.all(
    request.channels.map(async (channel) => {
      const architectures = await destinationArchitectures(request, ground, channel, rpms);
      return architectures.map(({ arch, takesNoarch }) => ({
        repository: rpmRepositoryOf(request, ground, channel, arch),
        packages: rpms.filter((pkg) => belongs(request, pkg, arch, takesNoarch))
      }));
    })
  );
  return found.flat();
}
function belongs(request, pkg, arch, takesNoarch) {
  if (!isPerArchitecture(request.rpmPath)) return true;
  return pkg.arch === "noarch" ? takesNoarch : repositoryArch(pkg) === arch;
}
async function destinationArchitectures(request, ground, channel, rpms) {
  if (!isPerArchitecture(request.rpmPath)) return [{ arch: "", takesNoarch: true }];
  const own = [...new Set(rpms.map(repositoryArch).filter((arch) => arch !== void 0))];
  if (rpms.every(({ arch }) => arch !== "noarch")) return own.map((arch) => ({ arch, takesNoarch: false }));
  const published2 = await rpmArchitectures(ground.store, request.rpmPath, channel);
  const begun = own.length > 0 ? [] : await firstArchitectures(request, ground, channel, published2);
  const siblings = /* @__PURE__ */ new Set([...published2, ...begun]);
  return [.../* @__PURE__ */ new Set([...own, ...siblings])].sort().map((arch) => ({ arch, takesNoarch: siblings.size === 0 || siblings.has(arch) }));
}
async function firstArchitectures(request, ground, channel, published2) {
  if (published2.some((arch) => !FIRST_BASEARCHES.includes(arch))) return [];
  for (const arch of published2) {
    const opened = await rpmRepositoryOf(request, ground, channel, arch).open(EVERYTHING);
    if (opened.listed().some((pkg) => pkg.arch !== "noarch")) return [];
  }
  return FIRST_BASEARCHES;
}

// src/repository/goals/retention.ts
function superseded(listed2, arriving, keep) {
  if (keep === 0) return [];
  const groups = Map.groupBy([...arriving, ...listed2], groupOf);
  const own = new Set(arriving.map(identityOf));
  const wanted2 = new Set(arriving.map(groupOf));
  const old = new Set(
    [...groups].filter(([group]) => wanted2.has(group)).flatMap(([, packages]) => older(packages, keep))
  );
  return listed2.filter((pkg) => old.has(identityOf(pkg)) && !own.has(identityOf(pkg)));
}
function older(packages, keep) {
  const versions = new Map(packages.map((pkg) => [identityOf(pkg), pkg]));
  const newestFirst = [...versions].sort(([, a], [, b]) => comparePackages(b, a));
  return newestFirst.slice(keep).map(([identity]) => identity);
}
function groupOf({ format, name, arch }) {
  return [format, name, arch].join(" ");
}
function comparePackages(a, b) {
  if (a.format === "deb" && b.format === "deb") return compareVersionTexts(a.version, b.version);
  if (a.format === "rpm" && b.format === "rpm") return compareEvr(a, b);
  return 0;
}
var NEUTRAL = /* @__PURE__ */ new Set(["all", "noarch"]);
function newestOfEach(packages) {
  const newest = /* @__PURE__ */ new Set();
  for (const all of Map.groupBy(packages, ({ format }) => format).values()) {
    const own = [...new Set(all.map(({ arch }) => arch))].filter((arch) => !NEUTRAL.has(arch));
    const machines = own.length > 0 ? own : [""];
    for (const group of Map.groupBy(all, ({ name }) => name).values()) {
      for (const machine of machines) {
        const seen = group.filter(({ arch }) => arch === machine || NEUTRAL.has(arch));
        for (const pkg of newestAmong(seen)) newest.add(pkg);
      }
    }
  }
  return packages.filter((pkg) => newest.has(pkg));
}
function newestAmong(packages) {
  const [first] = packages.toSorted((a, b) => comparePackages(b, a));
  return first === void 0 ? [] : packages.filter((pkg) => comparePackages(pkg, first) === 0);
}

// src/request/selection.ts
function packagePatterns(items2) {
  return items2.map((text) => {
    const [matched2, name = "", version] = /^([A-Za-z0-9_.+*-]+)(?:=([A-Za-z0-9.+~^:*_-]+))?$/.exec(text) ?? [];
    if (matched2 !== void 0) return { text, name, version };
    throw new PublishError(
      "INPUT",
      `packages has ${JSON.stringify(text)}; write NAME or NAME=VERSION, where * stands for anything`
    );
  });
}
function selectsName({ name }, wanted2) {
  return matches(name, wanted2);
}
function selects({ name, version }, pkg) {
  if (!matches(name, pkg.name)) return false;
  return version === void 0 || writtenVersions(pkg).some((written) => matches(version, written));
}
function writtenVersions(pkg) {
  const whole = versionOf3(pkg);
  const written = [whole, whole.replace(/^\d+:/, "")];
  return [...written, ...written.map((text) => text.replace(/-[^-]*$/, ""))];
}
function matches(pattern, text) {
  const parts = pattern.split("*").map((part) => part.replace(/[.+^]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`).test(text);
}
function assertAllMatch(patterns, packages, where) {
  const idle = patterns.filter((pattern) => !packages.some((pkg) => selects(pattern, pkg)));
  if (idle.length === 0) return;
  const texts = idle.map(({ text }) => JSON.stringify(text)).join(", ");
  const which = idle.length === 1 ? "which is no package" : "which are no packages";
  throw new PublishError("INPUT", `packages has ${texts}, ${which} of ${where}.`);
}

// src/report/changes.ts
var MOST_ROWS = 300;
var TO_DO = {
  added: "to add",
  replaced: "to replace",
  removed: "to remove",
  unchanged: "published already",
  skipped: "to skip, as if-exists says"
};
function changeSentence(change) {
  const { repository, isNew, isForeign: isForeign2 } = change;
  const origin = isForeign2 ? ", made by another tool" : isNew ? ", new" : "";
  return `${repository.title}${origin}: ${changesIn(change)}`;
}
function changesIn({ outcomes }) {
  return statusesOf(outcomes, (status) => TO_DO[status]) || "no package changes";
}
var VERBS = { added: "add", replaced: "replace", removed: "remove", skipped: "skip" };
function changeLines(commits, isRewriting) {
  const blocks = commits.map((commit2) => ({
    title: commit2.repository.title,
    rows: rowsOf(commit2, isRewriting)
  }));
  const rows = columns(blocks.flatMap((block) => block.rows));
  const titles = blocks.flatMap(({ title, rows: rows2 }) => rows2.map((_, at) => at === 0 ? title : void 0));
  const lines = rows.flatMap((row2, at) => [...titles[at] === void 0 ? [] : [titles[at]], `  ${row2}`]);
  const left = lines.length - MOST_ROWS;
  return [
    ...lines.slice(0, MOST_ROWS),
    ...left > 0 ? [`and ${counted(left, "more line")}`] : [],
    ...lines.length === 0 ? ["Nothing changes."] : [sendingOf(commits, isRewriting)]
  ];
}
function rowsOf(commit2, isRewriting) {
  const rows = commit2.outcomes.flatMap(
    ({ pkg, status }) => status === "unchanged" ? [] : [[VERBS[status], labelOf(pkg), sizeOf2(pkg.content.sizeBytes)]]
  );
  return isSwapped(commit2, isRewriting) ? [...rows, ["swap", commit2.repository.headKey, ""]] : rows;
}
function isSwapped({ outcomes }, isRewriting) {
  return isRewriting || outcomes.some((it) => isArriving(it) || it.status === "removed");
}
function sendingOf(commits, isRewriting) {
  const arriving = commits.flatMap(({ outcomes }) => outcomes.filter(isArriving).map(({ pkg }) => pkg));
  const files = new Map(arriving.filter(isOnTheWay).map(({ sha256: sha2562, content }) => [sha2562, content.sizeBytes]));
  const sizeBytes = [...files.values()].reduce((sum, bytes) => sum + bytes, 0);
  const parts = [
    ...files.size === 0 ? [] : [`${counted(files.size, "package")} (${sizeOf2(sizeBytes)})`],
    ...commits.some((commit2) => isSwapped(commit2, isRewriting)) ? ["the indexes that change"] : []
  ];
  return `To be sent: ${parts.join(", and ") || "nothing"}.`;
}
function isOnTheWay(pkg) {
  return !("key" in pkg);
}

// src/openpgp/published-keys.ts
var BOTH2 = "put the key that clients hold first in gpg-private-key and the new one second, and let some releases pass before the new one goes first";
async function compareWithPublished(file4, name, signing) {
  const published2 = await certificatesOf(file4);
  if (published2 === void 0) {
    return [warning(`The published ${name} is no file of armored public keys; it is written anew.`)];
  }
  const held = new Map(published2.map((key) => [fingerprintOf(key), key]));
  const [first] = signing;
  const known = signing.filter(({ fingerprint }) => held.has(fingerprint));
  if (known.length === 0) return [warning(strangers(name, [...held.keys()], signing))];
  const findings = await Promise.all(known.map((key) => changedForm(key, held.get(key.fingerprint), name)));
  if (first !== void 0 && !held.has(first.fingerprint))
    findings.push(warning(newFirst(name, first, known)));
  return findings.filter((finding2) => finding2 !== void 0);
}
function strangers(name, held, signing) {
  return `The published ${name} holds ${listed(held)}, but gpg-private-key ${listed(signing.map(({ fingerprint }) => fingerprint))}: clients that have only what was published cannot verify what is signed now. To replace a key without that, ${BOTH2}.`;
}
function newFirst(name, first, known) {
  return `The first key of gpg-private-key, ${first.fingerprint}, is not in the published ${name} yet, and it signs rpms and repomd.xml: dnf and zypper ask their users before they go on. To spare them that, put ${listed(known.map(({ fingerprint }) => fingerprint))} first for some releases.`;
}
function listed(fingerprints) {
  return fingerprints.length === 0 ? "no key" : fingerprints.join(" and ");
}
async function changedForm({ fingerprint, certificate }, held, name) {
  if (held === void 0 || Buffer.from(held.write()).equals(certificate)) return void 0;
  const before = await endOf(held);
  const now = await endOf(await readKey({ binaryKey: certificate }));
  if (before > now) {
    return warning(
      `The key ${fingerprint} ${term(before)} in the published ${name}, but in gpg-private-key, which replaces it, it ${term(now)}: if that is an old copy, export the key again.`
    );
  }
  const change = before === now ? "changes its form" : `${term(before)}, and now it ${term(now)}`;
  return {
    level: "notice",
    message: `The key ${fingerprint} in the published ${name} ${change}. Clients get the new form with the packages of keyring-package, or when they fetch ${name} again.`
  };
}
async function endOf(key) {
  const end = await key.getExpirationTime(void 0, TRUST_RULES).catch(() => null);
  return end === null ? 0 : Number(end);
}
function term(end) {
  if (end === 0) return "is not valid";
  return end === Infinity ? "never expires" : `expires on ${day(new Date(end))}`;
}
async function certificatesOf(file4) {
  try {
    const text = Buffer.from(file4).toString("latin1");
    return await readPublicCertificates(text, (seen) => new PublishError("KEY", seen));
  } catch (error) {
    if (error instanceof PublishError) return void 0;
    throw error;
  }
}
function warning(message) {
  return { level: "warning", message };
}

// src/pages/install-script-body.ts
var INSTALL_SCRIPT = String.raw`#!/bin/sh
# Sets up a package repository on this machine, and installs packages from it:
#
#   curl -fsSL URL/install.sh | sh
#   curl -fsSL URL/install.sh | sh -s -- [--channel CHANNEL] [--with apt|dnf|yum|zypper] [PACKAGE ...]
#
# For Debian and its derivatives (apt), Fedora, RHEL and its clones, Amazon Linux (dnf, yum), SUSE (zypper).
# Tested with apt, dnf 4, dnf 5 and zypper on Debian 11, 12, 13 and sid. Not tested: yum, and the
# other systems themselves.
#
# The signing key has to be the one that is named below: its file by its SHA-256, and where gpg is installed also the
# fingerprints of the keys in it. What was set up by an earlier run stays as it is.
set -eu

# SETTINGS

say() {
  printf '%s\n' "$*"
}

step() {
  printf '==> %s\n' "$*"
}

die() {
  printf 'install.sh: %s\n' "$*" >&2
  exit 1
}

has() {
  command -v "$1" >/dev/null 2>&1
}

usage() {
  say "Usage: install.sh [--channel CHANNEL] [--with apt|dnf|yum|zypper] [PACKAGE ...]"
  say "Sets up the repository $name of $url, and installs the packages, if any are named."
}

read_arguments() {
  channel='' manager=''
  while [ $# -gt 0 ]; do
    case $1 in
    --channel | --with)
      [ $# -gt 1 ] || die "$1 needs a value."
      if [ "$1" = --channel ]; then channel=$2; else manager=$2; fi
      shift 2
      ;;
    --channel=*) channel=$(value_of "$1") && shift ;;
    --with=*) manager=$(value_of "$1") && shift ;;
    -h | --help) usage && exit 0 ;;
    -*) die "unknown option $1. $(usage)" ;;
    *) break ;;
    esac
  done
  packages=$*
  for package in "$@"; do
    case $package in
    -* | *[!A-Za-z0-9.+_:=~^-]*) die "$package is no name of a package." ;;
    esac
  done
  case $channel in
  [!A-Za-z0-9]* | *[!A-Za-z0-9.~-]*) die "$channel is no name of a channel." ;;
  esac
  case $manager in
  '' | apt | dnf | yum | zypper) ;;
  *) die "--with takes apt, dnf, yum or zypper, not $manager." ;;
  esac
}

value_of() {
  printf '%s' "$1" | cut -d= -f2-
}

# Which program installs packages here: by the system's own name, then by those of its relatives.
find_manager() {
  [ -z "$manager" ] || return 0
  systems=''
  if [ -r /etc/os-release ]; then
    # shellcheck disable=SC1091,SC2153
    systems=$(set +u && . /etc/os-release && printf '%s %s' "$ID" "$ID_LIKE")
  fi
  for system in $systems; do
    case $system in
    debian | ubuntu) manager=apt ;;
    fedora | rhel | centos | amzn) if has dnf || has dnf5; then manager=dnf; else manager=yum; fi ;;
    suse | opensuse* | sles | sled) manager=zypper ;;
    *) continue ;;
    esac
    return 0
  done
  die "this system ($systems) is none that packages are made for here: Debian, Fedora, RHEL, SUSE and their relatives.
If it has apt, dnf, yum or zypper all the same, say so: --with apt"
}

find_rights() {
  elevate=''
  if [ "$(id -u)" -eq 0 ]; then return 0; fi
  for elevate in sudo doas; do
    if has "$elevate"; then return 0; fi
  done
  die "this needs the rights of root: run it as root, or install sudo or doas."
}

# Standard input may be this very script.
as_root() {
  if [ -n "$elevate" ]; then "$elevate" "$@" </dev/null; else "$@" </dev/null; fi
}

# The third word says what it may mean that a file is not there.
fetch() {
  if has curl; then
    curl -fsSL --retry 3 -o "$2" "$1" || die "$1 cannot be downloaded. $3"
  elif has wget; then
    wget -q -O "$2" "$1" || die "$1 cannot be downloaded. $3"
  else
    die "curl or wget is needed."
  fi
}

sha256_of() {
  if has sha256sum; then
    sha256sum <"$1" | cut -d' ' -f1
  elif has shasum; then
    shasum -a 256 <"$1" | cut -d' ' -f1
  elif has openssl; then
    openssl dgst -sha256 -r <"$1" | cut -d' ' -f1
  else
    die "sha256sum is needed, to check the signing key."
  fi
}

fetch_key() {
  step "Signing key $url/$name.asc"
  fetch "$url/$name.asc" "$work/key.asc" ''
  found=$(sha256_of "$work/key.asc")
  [ "$found" = "$key_sha256" ] || die "the key is NOT the one that this script was written for: the SHA-256 of its file is
$found, and should be
$key_sha256.
Nothing was changed. If the keys were replaced a moment ago, download this script again. Else tell the project."
  for fingerprint in $fingerprints; do say "    $fingerprint"; done
  if has gpg; then
    check_fingerprints
  else
    say "    The SHA-256 of its file is right. The fingerprint was not computed: gpg is not installed."
  fi
}

check_fingerprints() {
  mkdir -m 700 "$work/gnupg"
  seen=$(gpg --homedir "$work/gnupg" --batch --no-tty --with-colons --with-fingerprint "$work/key.asc" 2>/dev/null |
    primary_fingerprints) || seen=''
  if [ -z "$seen" ]; then
    say "    The SHA-256 of its file is right. The fingerprint was not computed: this gpg cannot read the key."
    return 0
  fi
  for fingerprint in $fingerprints; do expect "$fingerprint" "$seen"; done
  for fingerprint in $seen; do expect "$fingerprint" "$fingerprints"; done
  say "    The SHA-256 of its file and the fingerprint are right."
}

# Of what gpg prints with colons: the fpr line after each pub line.
primary_fingerprints() {
  is_primary=''
  while IFS=: read -r kind _ _ _ _ _ _ _ _ value _; do
    case $kind in
    pub) is_primary=yes ;;
    fpr)
      if [ -n "$is_primary" ]; then printf '%s\n' "$value"; fi
      is_primary=''
      ;;
    esac
  done
}

expect() {
  for known in $2; do
    if [ "$known" = "$1" ]; then return 0; fi
  done
  die "the fingerprint $1 of a key is NOT as expected. Nothing was changed. Tell the project."
}

# Puts a file in its place, in one move; leaves one that is the same.
place() {
  if [ -r "$2" ] && [ "$(sha256_of "$1")" = "$(sha256_of "$2")" ]; then
    say "    $2 is there already."
    return 0
  fi
  as_root mkdir -p "$(dirname "$2")"
  as_root cp "$1" "$2.new"
  as_root chmod 0644 "$2.new"
  as_root mv -f "$2.new" "$2"
  say "    $2 is written."
}

# A file that is not signed may say only what this script expects.
unexpected() {
  die "$url/$name.$1 says something that this script does not expect: $2
Nothing was changed. Tell the project."
}

set_up_apt() {
  key=/etc/apt/keyrings/$name.asc
  step "Source $url/$name.sources"
  fetch "$url/$name.sources" "$work/published" "Perhaps nothing is published for apt there."
  source_lines <"$work/published" >"$work/sources"
  place "$work/key.asc" "$key"
  place "$work/sources" "/etc/apt/sources.list.d/$name.sources"
  step 'apt-get update'
  as_root apt-get update -q -o "Dir::Etc::sourcelist=/etc/apt/sources.list.d/$name.sources" -o Dir::Etc::sourceparts=- \
    -o APT::Get::List-Cleanup=0 -o APT::Update::Error-Mode=any
  [ -n "$packages" ] || return 0
  # Of the other sources: what the packages depend on.
  as_root apt-get update -q || say '    Another source of this system failed; trying all the same.'
  step "apt-get install $packages"
  # shellcheck disable=SC2086
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y $packages
}

source_lines() {
  while IFS= read -r line; do
    case $line in
    'Types: deb' | "URIs: $url" | "URIs: $url/"* | 'Components: '* | "Signed-By: $key") say "$line" ;;
    'Suites: '*) if [ -n "$channel" ]; then say "Suites: $channel"; else say "$line"; fi ;;
    # It is about the channel that the file is for.
    'Architectures-Remove: '*) if [ -z "$channel" ]; then say "$line"; fi ;;
    *) unexpected sources "$line" ;;
    esac
  done
}

# The repository for dnf, yum or zypper, with the key that was checked instead of whatever lies at a URL.
write_repo() {
  key=/etc/pki/rpm-gpg/RPM-GPG-KEY-$name
  step "Repository $url/$name.repo"
  fetch "$url/$name.repo" "$work/published" "Perhaps nothing is published for $manager there."
  section='' enabled='' repository=''
  repo_lines <"$work/published" >"$work/repo"
  [ -n "$repository" ] || die "no rpm repository of that channel is published at $url."
  place "$work/key.asc" "$key"
  place "$work/repo" "$1/$name.repo"
}

repo_lines() {
  while IFS= read -r line; do
    case $line in
    "[$name-"*']')
      section=$(printf '%s' "$line" | tr -d '[]')
      say "$line"
      ;;
    enabled=0 | enabled=1)
      enabled=$line
      if [ -n "$channel" ]; then
        enabled=enabled=0
        if [ "$section" = "$name-$channel" ]; then enabled=enabled=1; fi
      fi
      if [ "$enabled" = enabled=1 ]; then repository=$section; fi
      say "$enabled"
      ;;
    gpgkey=*) say "gpgkey=file://$key" ;;
    '' | "name=$name "* | "baseurl=$url/"* | "mirrorlist=$url/"* | type=rpm-md | autorefresh=1) say "$line" ;;
    gpgcheck=1 | repo_gpgcheck=1) say "$line" ;;
    *) unexpected repo "$line" ;;
    esac
  done
}

set_up_dnf() {
  program=$manager
  if [ "$program" = dnf ] && ! has dnf; then program=dnf5; fi
  write_repo /etc/yum.repos.d
  step "$program makecache"
  as_root "$program" -y --disablerepo='*' --enablerepo="$repository" makecache
  [ -n "$packages" ] || return 0
  step "$program install $packages"
  # shellcheck disable=SC2086
  as_root "$program" -y install $packages
}

set_up_zypper() {
  write_repo /etc/zypp/repos.d
  step 'zypper refresh'
  as_root rpm --import "$key"
  as_root zypper --non-interactive refresh "$repository"
  [ -n "$packages" ] || return 0
  step "zypper install $packages"
  # shellcheck disable=SC2086
  as_root zypper --non-interactive install $packages
}

main() {
  read_arguments "$@"
  find_manager
  find_rights
  umask 022
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  trap 'exit 1' HUP INT TERM
  fetch_key
  case $manager in
  apt) set_up_apt ;;
  zypper) set_up_zypper ;;
  *) set_up_dnf ;;
  esac
  if [ -n "$packages" ]; then
    step "Done: $packages"
  else
    step "Done. Packages of $name can now be installed with $manager."
  fi
}

main "$@"
`;

// src/pages/install-script.ts
function installScript({ repositoryName, baseUrl }, keys) {
  const settings = [
    ["name", repositoryName],
    ["url", baseUrl],
    ["key_sha256", keys.sha256],
    ["fingerprints", keys.fingerprints.join(" ")]
  ];
  const lines = settings.map(([variable, value]) => `${variable}=${shellWord(value)}`);
  return INSTALL_SCRIPT.replace("# SETTINGS", () => lines.join("\n"));
}

// src/repository/client-files/replaced-file.ts
var MOST_TRIES2 = 6;
async function replaceFile(store, clock, key, next, limitBytes = LIMITS.keyBytes) {
  for (let tries = 0; tries < MOST_TRIES2; tries += 1) {
    const { object, date } = await store.get(key, limitBytes);
    const bytes = next(object?.bytes, Math.floor(date.getTime() / 1e3));
    if (bytes === void 0 || object?.bytes.equals(bytes)) {
      return { etag: object?.etag, isWritten: false, warning: void 0 };
    }
    const outcome = await store.swap(key, contentOf(bytes), conditionOf(object), mutable(key));
    if (outcome.kind === "stored") return { etag: outcome.etag, isWritten: true, warning: void 0 };
    await clock.sleep(LIMITS.retryFloorMs * (1 + tries + clock.random()));
  }
  const warning3 = `${key} in ${store.name} was not written: others kept writing it. The next publish repairs it.`;
  return { etag: void 0, isWritten: false, warning: warning3 };
}

// src/repository/client-files/url-files.ts
function formatChannels({ channels }, served) {
  const having = (format, channel) => served.filter(({ repository: it }) => it.format === format && it.channel === channel);
  return {
    apt: channels.flatMap((channel) => {
      const suites = having("deb", channel);
      const architectures = suites.flatMap((it) => it.architectures);
      return suites.length === 0 ? [] : [{ channel, architectures }];
    }),
    rpm: channels.filter((channel) => having("rpm", channel).length > 0)
  };
}
function urlFiles(request, { baseUrl, channels }) {
  if (baseUrl === void 0 || !request.pages) return [];
  const name = request.repositoryName;
  const files = { repositoryName: name, baseUrl };
  const sections = repoSections(request.rpmPath, channels.rpm);
  return [
    ...channels.apt.length === 0 ? [] : [
      {
        path: `${name}.sources`,
        next: (existing) => sourcesOf(
          existing?.toString("utf8") ?? "",
          channels.apt,
          (channel, lacking) => sourcesFile(files, request.aptRoot, channel, request.component, lacking)
        )
      }
    ],
    ...sections.length > 0 ? [
      {
        path: `${name}.repo`,
        next: (existing) => Buffer.from(repoFile(existing?.toString("utf8") ?? "", files, sections))
      }
    ] : []
  ];
}
function sourcesOf(existing, suites, printed3) {
  const published2 = suiteOf(existing);
  const suite = suites.find(({ channel: channel2 }) => published2 === void 0 || channel2 === published2);
  if (suite === void 0) return void 0;
  const { channel, architectures } = suite;
  const before = published2 === void 0 ? void 0 : removedArchitectures(existing) ?? [];
  if (architectures.length === 0) return Buffer.from(printed3(channel, before ?? []));
  const lacking = lackingArchitectures(architectures);
  return Buffer.from(
    printed3(
      channel,
      lacking.filter((arch) => before?.includes(arch) ?? true)
    )
  );
}

// src/repository/client-files/client-files.ts
async function publishClientFiles(request, ground) {
  const { store, clock, trust, baseUrl } = ground;
  const { repositoryName: name, pages } = request;
  const { armored, binary } = keyFiles(trust);
  const key = Buffer.from(armored);
  const held = /* @__PURE__ */ new Map();
  const write = async (path, next) => {
    const { warning: warning3 } = await replaceFile(store, clock, path, (existing, nowSeconds) => {
      const bytes = next(existing, nowSeconds);
      held.set(path, Buffer.from(bytes ?? existing ?? ""));
      return bytes;
    });
    return warning3;
  };
  const found = {};
  const warnings = await Promise.all([
    write(`${name}.asc`, (existing) => {
      found.published ??= existing;
      return key;
    }),
    write(`${name}.gpg`, () => binary),
    ...ground.rpmFolders.map((folder2) => write(`${folder2}repodata/repomd.xml.key`, () => key)),
    ...urlFiles(request, ground).map(({ path, next }) => write(path, next)),
    ...pages && baseUrl !== void 0 ? [write("install.sh", () => script(name, baseUrl, trust))] : []
  ]);
  await sayWhatClientsHold(found.published, `${name}.asc`, ground);
  return { warnings: warnings.filter((warning3) => warning3 !== void 0), defaults: defaultsIn(held, name) };
}
function script(repositoryName, baseUrl, trust) {
  const fingerprints = [...new Set(trust.map(({ fingerprint }) => fingerprint))];
  const keys = { fingerprints, sha256: sha256(keyFiles(trust).armored) };
  return Buffer.from(installScript({ repositoryName, baseUrl }, keys));
}
function defaultsIn(held, name) {
  const textOf5 = (ending) => held.get(`${name}.${ending}`)?.toString("utf8") ?? "";
  const [deb2, rpm2] = [suiteOf(textOf5("sources")), firstChannelOf(textOf5("repo"), name)];
  return { ...deb2 === void 0 ? {} : { deb: deb2 }, ...rpm2 === void 0 ? {} : { rpm: rpm2 } };
}
async function sayWhatClientsHold(published2, name, { keys, log }) {
  if (published2 === void 0) return;
  for (const { level, message } of await compareWithPublished(published2, name, trustOf(keys)))
    log[level](message);
}

// src/pages/index/catalogue.ts
function channelsOf2({ sections, defaults }) {
  const having = sections.filter(({ rows }) => rows.length > 0).map(({ channel }) => channel);
  const first = [defaults.deb, defaults.rpm].filter((channel) => channel !== void 0);
  return [.../* @__PURE__ */ new Set([...first.filter((channel) => having.includes(channel)), ...having])];
}
function catalogueOf({ sections }, channel, format) {
  const own = sections.filter((it) => it.channel === channel && it.format === format);
  const rows = own.flatMap((it) => it.rows);
  const groups = Map.groupBy(rows, ({ name, version }) => `${name} ${version}`);
  const entries = [...groups.values()].flatMap(entryOf3);
  return {
    entries: entries.sort(
      (a, b) => compareTexts2(a.name, b.name) || b.publishedSeconds - a.publishedSeconds || compareTexts2(b.version, a.version)
    ),
    hidden: Math.max(0, ...own.map((it) => it.names - new Set(it.rows.map(({ name }) => name)).size))
  };
}
function entryOf3(rows) {
  const [first] = rows;
  if (first === void 0) return [];
  const { name, version } = first;
  const files = new Map(rows.map(({ arch, key, sizeBytes }) => [arch, { arch, key, sizeBytes }]));
  return [
    {
      name,
      version,
      publishedSeconds: Math.min(...rows.map((row2) => row2.publishedSeconds)),
      older: Math.max(...rows.map((row2) => row2.older)),
      files: [...files.values()].sort((a, b) => compareTexts2(a.arch, b.arch))
    }
  ];
}
function featured(entries, repositoryName) {
  return entries.find(({ name }) => name === repositoryName) ?? entries.find(({ name }) => !/-(?:archive-keyring|release)$/.test(name)) ?? entries[0];
}
function compareTexts2(a, b) {
  return a < b ? -1 : Number(a > b);
}

// src/pages/badge.ts
function badge(repositoryName, content) {
  const { defaults, sections } = content;
  const channel = defaults.deb ?? defaults.rpm;
  if (channel === void 0 || sections.every((it) => it.channel !== channel)) return void 0;
  const entries = ["deb", "rpm"].flatMap((format) => catalogueOf(content, channel, format).entries);
  const main = featured(entries, repositoryName);
  const state = main === void 0 ? { message: "no package", color: "lightgrey" } : { message: `v${upstreamOf2(main.version)}`, color: "blue" };
  return `${JSON.stringify({ schemaVersion: 1, label: repositoryName, ...state })}
`;
}
function upstreamOf2(version) {
  return version.replace(/^\d+:/, "").replace(/-[^-]*$/, "").replaceAll("~", "-");
}

// src/pages/index/section.ts
var NO_CONTENT = { defaults: {}, sections: [] };
var WORD = /^[A-Za-z0-9][A-Za-z0-9.~_-]*$/;
var COMPONENT = /^[A-Za-z0-9][A-Za-z0-9._/-]*$/;
var PACKAGE = /^[A-Za-z0-9_][A-Za-z0-9+._-]*$/;
var VERSION4 = /^[A-Za-z0-9][A-Za-z0-9.+~^:_-]*$/;
var KEY_SEGMENT = /^[A-Za-z0-9._+~@^%:=,-]+$/;
var LAST_SECOND = 253402300799;
function pageRow(value) {
  const { name, version, arch, key, sizeBytes, older: older2, publishedSeconds } = value;
  const isRow = isText2(name, PACKAGE, LIMITS.packageNameBytes) && isText2(version, VERSION4, LIMITS.packageVersionBytes) && isText2(arch, WORD, 64) && isKey(key) && isCount(sizeBytes) && isCount(older2) && isSecond(publishedSeconds);
  return isRow ? { name, version, arch, key, sizeBytes, older: older2, publishedSeconds } : void 0;
}
function pageSection(value) {
  const { format, channel, component, arch, stampSeconds, names: names2, rows } = value;
  const isSection = (format === "deb" || format === "rpm") && isChannel(channel) && (component === "" || isText2(component, COMPONENT, 128)) && (arch === "" || isText2(arch, WORD, 64)) && isSecond(stampSeconds) && isCount(names2) && Array.isArray(rows) && rows.length <= LIMITS.pageRows;
  if (!isSection) return void 0;
  const valid = rows.map((row2) => isRecord(row2) ? pageRow(row2) : void 0).filter((row2) => row2 !== void 0);
  return { format, channel, component, arch, stampSeconds, names: names2, rows: valid };
}
function isChannel(value) {
  return isText2(value, WORD, 128);
}
function isRecord(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
function isText2(value, pattern, mostCharacters) {
  return typeof value === "string" && value.length <= mostCharacters && pattern.test(value);
}
function isCount(value) {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}
function isSecond(value) {
  return isCount(value) && value <= LAST_SECOND;
}
function isKey(value) {
  if (typeof value !== "string" || value.length > LIMITS.pageKeyBytes) return false;
  return value.split("/").every((part) => KEY_SEGMENT.test(part) && part !== "." && part !== "..");
}

// src/pages/index/data.ts
var MARK = '<meta name="generator" content="R2 Package Repository">';
var START = '<script type="application/json" id="content">';
var END = "</script>";
var FORM2 = 1;
function isOurPage(page) {
  return page.includes(MARK);
}
function printContent({ defaults, sections }) {
  const lines = sections.map((section) => JSON.stringify(section));
  const text = `{"form":${FORM2},"defaults":${JSON.stringify(defaults)},"sections":[
${lines.join(",\n")}
]}`;
  return `${START}
${text.replaceAll(/[<>&\u2028\u2029]/g, escaped)}
${END}`;
}
function escaped(character) {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
function readContent(page) {
  const start = page.indexOf(START);
  const end = start < 0 ? -1 : page.indexOf(END, start);
  if (end < 0) return NO_CONTENT;
  const value = parsed(page.slice(start + START.length, end));
  if (!isRecord(value) || value["form"] !== FORM2 || !Array.isArray(value["sections"])) return NO_CONTENT;
  const sections = value["sections"].slice(0, LIMITS.pageSections).map((section) => isRecord(section) ? pageSection(section) : void 0).filter((section) => section !== void 0);
  return { defaults: readDefaults(value["defaults"]), sections };
}
function readDefaults(value) {
  if (!isRecord(value)) return {};
  const { deb: deb2, rpm: rpm2 } = value;
  return { ...isChannel(deb2) ? { deb: deb2 } : {}, ...isChannel(rpm2) ? { rpm: rpm2 } : {} };
}
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return void 0;
  }
}

// src/pages/index/merge.ts
function freshSections({ format, channel }, stampSeconds, indexes, isChanged) {
  return indexes.map(({ component, arch, names: names2, newest: rows }) => ({
    format,
    channel,
    component,
    arch,
    stampSeconds,
    names: names2,
    rows,
    isChanged
  }));
}
function withSections(existing, fresh, defaults, nowSeconds) {
  const latest2 = nowSeconds + LIMITS.stampAheadMs / 1e3;
  const sections = existing.sections.filter(({ stampSeconds }) => stampSeconds <= latest2);
  for (const arriving of fresh) {
    const position = sections.findIndex((it) => placeOf(it) === placeOf(arriving));
    const before = sections[position];
    if (before !== void 0 && before.stampSeconds > arriving.stampSeconds) continue;
    const section = dated(arriving, sections, latest2);
    if (section === void 0 || !arriving.isChanged && before !== void 0 && saysTheSame(before, section))
      continue;
    if (before !== void 0) sections[position] = section;
    else sections.push(section);
  }
  return {
    defaults: inOrder({ ...existing.defaults, ...defaults }),
    sections: sections.slice(0, LIMITS.pageSections)
  };
}
function inOrder({ deb: deb2, rpm: rpm2 }) {
  return { ...deb2 !== void 0 && { deb: deb2 }, ...rpm2 !== void 0 && { rpm: rpm2 } };
}
function placeOf({
  format,
  channel,
  component,
  arch
}) {
  return [format, channel, component, arch].join(" ");
}
function dated(fresh, sections, latest2) {
  const known = /* @__PURE__ */ new Map();
  for (const { format, channel, rows: rows2 } of sections) {
    if (format !== fresh.format || channel !== fresh.channel) continue;
    for (const row2 of rows2)
      if (row2.publishedSeconds <= latest2) known.set(identityOf2(row2), row2.publishedSeconds);
  }
  const rows = fresh.rows.map((row2) => ({
    ...row2,
    publishedSeconds: known.get(identityOf2(row2)) ?? fresh.stampSeconds
  }));
  return pageSection({ ...fresh, rows });
}
function identityOf2({ name, version, arch }) {
  return [name, version, arch].join(" ");
}
function saysTheSame(before, after) {
  return JSON.stringify({ ...before, stampSeconds: 0 }) === JSON.stringify({ ...after, stampSeconds: 0 });
}

// src/pages/index/page.ts
import { createHash as createHash6 } from "node:crypto";

// src/pages/index/html.ts
function markup(parts, ...values) {
  const texts = parts.map((part, at) => part + (at < values.length ? markupOf(values[at] ?? "") : ""));
  return { markup: texts.join("") };
}
var NOTHING3 = { markup: "" };
function trustedMarkup(text) {
  return { markup: text };
}
function markupOf(part) {
  if (typeof part === "string" || typeof part === "number") return escapeHtml(String(part));
  return "markup" in part ? part.markup : part.map((each2) => each2.markup).join("");
}
var ENTITIES2 = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;"
};
function escapeHtml(text) {
  return text.replaceAll(/[&<>"']/g, (character) => ENTITIES2[character] ?? "");
}

// src/pages/index/date.ts
var MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
function dayOf(seconds) {
  const date = new Date(seconds * 1e3);
  const day3 = `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
  return markup`<time datetime="${date.toISOString().slice(0, 10)}">${day3}</time>`;
}

// src/pages/index/instructions.ts
function oneLine2({ baseUrl, channel, isDefault, packageName: packageName2 }) {
  const options = isDefault ? "" : `--channel ${channel} `;
  return `curl -fsSL ${word(`${baseUrl}/install.sh`)} | sh -s -- ${options}${word(packageName2)}`;
}
function aptInstructions(installation2) {
  const { repositoryName: name, channel, isDefault, packageName: packageName2 } = installation2;
  const source = `/etc/apt/sources.list.d/${name}.sources`;
  return {
    systems: "Debian, Ubuntu and their derivatives",
    lines: [
      // Debian 11 and Ubuntu 20.04 lack it. curl would make it so that apt, a user of its own, may not enter.
      "sudo install -d -m 755 /etc/apt/keyrings",
      `sudo curl -fsSL -o /etc/apt/keyrings/${name}.asc ${published(installation2, "asc")}`,
      `sudo curl -fsSL -o ${source} ${published(installation2, "sources")}`,
      ...isDefault ? [] : [`sudo sed -i -e 's/^Suites: .*/Suites: ${channel}/' -e '/^Architectures-Remove: /d' ${source}`],
      "sudo apt-get update",
      `sudo apt-get install ${word(packageName2)}`
    ]
  };
}
function dnfInstructions(installation2) {
  const { repositoryName: name, channel, isDefault, packageName: packageName2 } = installation2;
  const file4 = `/etc/yum.repos.d/${name}.repo`;
  const section = `${name}-${channel}`.replaceAll(".", "\\.");
  return {
    systems: "Fedora, RHEL and its clones, Amazon Linux",
    lines: [
      `sudo curl -fsSL -o ${file4} ${published(installation2, "repo")}`,
      ...isDefault ? [] : [`sudo sed -i '/^\\[${section}\\]/,/^\\[/s/^enabled=0/enabled=1/' ${file4}`],
      `sudo dnf install ${word(packageName2)}`
    ]
  };
}
function zypperInstructions(installation2) {
  const { repositoryName: name, channel, isDefault, packageName: packageName2 } = installation2;
  return {
    systems: "openSUSE and SUSE Linux Enterprise",
    lines: [
      `sudo zypper addrepo ${published(installation2, "repo")}`,
      ...isDefault ? [] : [`sudo zypper modifyrepo --enable ${name}-${channel}`],
      `sudo zypper install ${word(packageName2)}`
    ]
  };
}
function published({ baseUrl, repositoryName }, ending) {
  return word(`${baseUrl}/${repositoryName}.${ending}`);
}
function word(text) {
  return /^[\w.:/@%+=~-]+$/.test(text) ? text : shellWord(text);
}

// src/pages/index/package-table.ts
var COLUMNS = ["Package", "Version", "Published", "Download"];
function packageTable(caption, { entries, hidden }) {
  if (entries.length === 0) return NOTHING3;
  const heads = COLUMNS.map((title) => markup`<th role="columnheader" scope="col">${title}</th>`);
  const more2 = hidden === 0 ? NOTHING3 : markup`<p class="soft more">And ${hidden.toLocaleString("en")} more.</p>\n`;
  return markup`<div class="packages">
<table role="table">
<caption>${caption}</caption>
<thead role="rowgroup"><tr role="row">${heads}</tr></thead>
<tbody role="rowgroup">
${entries.map(row)}</tbody>
</table>
${more2}</div>
`;
}
function row({ name, version, older: older2, publishedSeconds, files }) {
  const before = older2 === 0 ? NOTHING3 : markup` <span class="older">and ${older2} older</span>`;
  const cell = (kind, content) => markup`<td role="cell" class="${kind}">${content}</td>`;
  return markup`<tr role="row"><th role="rowheader" scope="row" class="name">${name}</th>${[
    cell("version", markup`${breakable(version)}${before}`),
    cell("when", dayOf(publishedSeconds)),
    cell("downloads", markup`<ul role="list" class="files">${files.map(file3)}</ul>`)
  ]}</tr>
`;
}
function breakable(version) {
  return version.split(/(?<=[.~+^:_-])/).map((part, at) => markup`${at === 0 ? NOTHING3 : trustedMarkup("<wbr>")}${part}`);
}
function file3({ arch, key, sizeBytes }) {
  const path = key.split("/").map(encodeURIComponent).join("/");
  return markup`<li><a href="./${path}">${arch}</a> <span>${sizeOf2(sizeBytes)}</span></li>`;
}

// src/pages/index/panel.ts
function channelPanel(site, content, channel, at, isOnly) {
  const debs = catalogueOf(content, channel, "deb");
  const rpms = catalogueOf(content, channel, "rpm");
  const [install2, packages] = isOnly ? ["Install", "Packages"] : [`Install from ${channel}`, `Packages in ${channel}`];
  return markup`<div class="panel" id="panel-${at}">
<section aria-labelledby="install-${at}">
<h2 id="install-${at}">${install2}</h2>
${installation(site, content, channel, debs, rpms)}</section>
<section aria-labelledby="packages-${at}">
<h2 id="packages-${at}">${packages}</h2>
${packageTable("For Debian, Ubuntu and their derivatives (.deb)", debs)}${packageTable("For Fedora, RHEL, SUSE and their relatives (.rpm)", rpms)}</section>
</div>
`;
}
function installation({ repositoryName, baseUrl }, { defaults }, channel, debs, rpms) {
  const of = (catalogue, format) => ({
    repositoryName,
    baseUrl,
    channel,
    isDefault: (defaults[format] ?? channel) === channel,
    packageName: featured(catalogue.entries, repositoryName)?.name ?? repositoryName
  });
  const apt = debs.entries.length > 0 ? [of(debs, "deb")] : [];
  const rpm2 = rpms.entries.length > 0 ? [of(rpms, "rpm")] : [];
  const [first] = [...apt, ...rpm2];
  if (first === void 0) return NOTHING3;
  const any = { ...first, isDefault: [...apt, ...rpm2].every(({ isDefault }) => isDefault) };
  const ways = [
    ...apt.map(aptInstructions),
    ...rpm2.flatMap((it) => [dnfInstructions(it), zypperInstructions(it)])
  ];
  const names2 = new Set([...debs.entries, ...rpms.entries].map(({ name }) => name));
  return markup`${command("on any system", [oneLine2(any)])}
<p>The script finds out what your system is, checks the fingerprint of the signing key, sets the repository up and installs <code>${any.packageName}</code>. <a href="./install.sh">Read it first</a>, or do the same by hand:</p>
${ways.map(way)}${names2.size > 1 ? others(any.packageName) : NOTHING3}`;
}
function others(name) {
  return markup`<p class="soft">Any other package of the list takes the place of <code>${name}</code>.</p>
`;
}
function way({ systems, lines }) {
  return markup`<h3>${systems}</h3>
${command(`for ${systems}`, lines)}
`;
}
function command(use, lines) {
  const code2 = lines.map((line) => markup`<span>${line}\n</span>`);
  return markup`<div class="command">
<pre><code>${code2}</code></pre>
<button type="button" hidden aria-label="Copy the commands ${use}">Copy</button>
<span role="status" class="status"></span>
</div>`;
}

// src/pages/index/script.ts
var SCRIPT = `
'use strict'
for (const button of document.querySelectorAll('button[hidden]')) {
  const pre = button.parentElement.querySelector('pre')
  const status = button.parentElement.querySelector('[role=status]')
  const say = (text) => {
    button.textContent = text
    status.textContent = text === 'Copy' ? '' : text
  }
  const select = () => {
    const selection = getSelection()
    selection.removeAllRanges()
    const range = document.createRange()
    range.selectNodeContents(pre)
    selection.addRange(range)
    return document.execCommand('copy')
  }
  let timer
  button.hidden = false
  button.addEventListener('click', async () => {
    const text = Array.from(pre.querySelectorAll('span'), (line) => line.textContent).join('').trimEnd()
    let copied
    try {
      await navigator.clipboard.writeText(text)
      copied = true
    } catch {
      copied = select()
    }
    say(copied ? 'Copied' : 'Selected')
    clearTimeout(timer)
    timer = setTimeout(say, 2000, 'Copy')
  })
}
`;

// src/pages/index/style.ts
var STYLE = `
:root {
  color-scheme: light dark;
  --paper: #fdfdfb; --ink: #1d2023; --soft: #565d66; --line: #e2e2dc; --block: #f4f4ef; --edge: #83878d; --link: #0a5a8c;
  --sans: system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", "DejaVu Sans", sans-serif;
  --mono: ui-monospace, "SF Mono", SFMono-Regular, Menlo, Consolas, "Liberation Mono", "DejaVu Sans Mono", monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #15181b; --ink: #e4e6e7; --soft: #a3abb3; --line: #2c3237; --block: #1d2226; --edge: #77818a; --link: #86c5ea;
  }
}
*, ::before, ::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0; background: var(--paper); color: var(--ink);
  font: 1rem/1.6 var(--sans); overflow-wrap: break-word;
}
header, main, footer { max-width: 47rem; margin-inline: auto; padding-inline: clamp(1.125rem, 5vw, 2rem); }
header { padding-block: clamp(2.5rem, 9vw, 5rem) 0; }
h1, h2, h3 { line-height: 1.25; font-weight: 650; text-wrap: balance; }
h1 { margin: 0; font-size: clamp(2rem, 7vw, 2.75rem); letter-spacing: -.022em; }
h2 { margin: 3.5rem 0 1rem; font-size: 1.375rem; letter-spacing: -.012em; }
h3 { margin: 2rem 0 .625rem; font-size: 1rem; }
p { margin: 0 0 1rem; max-width: 40rem; text-wrap: pretty; }
.lead { margin: .75rem 0 0; font-size: 1.125rem; line-height: 1.55; color: var(--soft); }
.soft { color: var(--soft); }
a { color: var(--link); text-decoration-thickness: .07em; text-underline-offset: .18em; }
a:hover { text-decoration-thickness: .14em; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 3px; border-radius: 3px; }
code { font-family: var(--mono); font-size: .875em; }
.skip { position: absolute; left: -100vw; top: 0; padding: .5rem 1rem; background: var(--paper); z-index: 1; }
.skip:focus { left: 0; }

.command { position: relative; display: flex; align-items: flex-start; gap: .75rem; margin: 0 0 1rem; padding: .8rem .8rem .8rem 1rem; background: var(--block); border: 1px solid var(--line); border-radius: 8px; }
.command pre { flex: 1; min-width: 0; margin: 0; padding: .125rem 0; white-space: pre-wrap; overflow-wrap: anywhere; line-height: 1.55; }
.command code { display: block; font-size: .84375rem; }
.command code span { display: block; padding-left: 1.25em; text-indent: -1.25em; }
.command span + span { margin-top: .2rem; }
button { flex: none; padding: .3rem .7rem; font: 500 .8125rem/1.3 var(--sans); color: var(--ink); background: var(--paper); border: 1px solid var(--edge); border-radius: 6px; cursor: pointer; }
button:hover { border-color: var(--ink); }
button[hidden] { display: none; }
.status { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }

.switch { display: flex; flex-wrap: wrap; align-items: center; gap: .5rem 1.25rem; margin: 2.25rem 0 0; padding: .85rem 0; border: solid var(--line); border-width: 1px 0; min-inline-size: 0; }
.switch legend { float: left; padding: 0; font-weight: 650; }
.switch label { max-width: 100%; overflow-wrap: anywhere; display: inline-flex; align-items: center; gap: .5rem; cursor: pointer; min-height: 1.75rem; }
h1, h2 { overflow-wrap: anywhere; }
.switch input { flex: none; width: 1.05rem; height: 1.05rem; margin: 0; accent-color: var(--link); }
.panel > h2:first-child { margin-top: 3rem; }

table { width: 100%; table-layout: fixed; border-collapse: collapse; font-variant-numeric: tabular-nums; }
caption { text-align: left; font-weight: 650; padding: 0 0 .5rem; }
.packages + .packages { margin-top: 2.5rem; }
th, td { padding: .6rem 1.25rem .6rem 0; text-align: left; vertical-align: baseline; font-weight: inherit; }
thead th { padding-block: .3rem; font-size: .8125rem; color: var(--soft); border-bottom: 1px solid var(--line); }
tbody tr { border-bottom: 1px solid var(--line); }
tbody th { font-weight: 600; overflow-wrap: anywhere; }
td { overflow-wrap: anywhere; }
time { white-space: nowrap; }
th:last-child, td:last-child { padding-right: 0; }
thead th:nth-child(1) { width: 33%; } thead th:nth-child(3) { width: 19%; } thead th:nth-child(4) { width: 21%; }
.older { display: block; font-size: .8125rem; color: var(--soft); }
.files { list-style: none; margin: 0; padding: 0; }
.files li { display: flex; justify-content: space-between; gap: 1rem; white-space: nowrap; }
/* Below the underscore of x86_64. */
.files a { text-underline-offset: .3em; }
.files span { color: var(--soft); font-size: .875rem; }

.fingerprint { max-width: none; margin: 0 0 .75rem; padding: .8rem 1rem; background: var(--block); border: 1px solid var(--line); border-radius: 8px; font: .9375rem/1.7 var(--mono); word-spacing: .15em; }
footer { margin-top: 4.5rem; padding-block: 1.25rem 3rem; font-size: .875rem; color: var(--soft); }
footer p { margin: 0; padding-top: 1.25rem; border-top: 1px solid var(--line); max-width: none; }

@media (max-width: 40rem) {
  .command { flex-direction: column; gap: .6rem; padding: .8rem .875rem; }
  .command pre { width: 100%; }
  button { align-self: flex-end; padding: .45rem .9rem; }
  table, tbody, tr { display: block; }
  caption { display: block; }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .packages { position: relative; }
  tbody tr { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: .1rem 1rem; padding: .8rem 0; }
  tbody tr:first-child { border-top: 1px solid var(--line); }
  th, td { padding: 0; }
  .when { text-align: right; font-size: .875rem; color: var(--soft); align-self: baseline; }
  .version { grid-column: 1; grid-row: 2; color: var(--soft); font-size: .9375rem; }
  .name { grid-column: 1; grid-row: 1; }
  .when { grid-column: 2; grid-row: 1; }
  .downloads { grid-column: 1 / -1; grid-row: 3; }
  .files { display: flex; flex-wrap: wrap; gap: .15rem 1.25rem; margin-top: .3rem; }
  .files li { gap: .5rem; padding: .2rem 0; }
}
@media print { .switch, button, .skip { display: none; } }
`;
function styleOf(channelCount) {
  if (channelCount < 2) return STYLE;
  const rules = Array.from(
    { length: channelCount },
    (_, at) => `  body:has(#channel-${at}:checked) .panel:not(#panel-${at}) { display: none; }
`
  );
  return `${STYLE}
@supports selector(body:has(input)) {
${rules.join("")}}
@supports not selector(body:has(input)) { .switch { display: none; } }
`;
}

// src/pages/index/page.ts
var ICON = "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'><path d='M16 3l12 6v14l-12 6-12-6V9z' fill='%230a5a8c'/><path d='M4 9l12 6 12-6M16 15v14' stroke='%23fff' stroke-width='2' fill='none'/></svg>";
function indexPage(site, content) {
  const channels = channelsOf2(content);
  const style = styleOf(channels.length);
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policyOf(style)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
${trustedMarkup(MARK)}
<meta name="referrer" content="no-referrer">
<title>${site.repositoryName}: packages for Linux</title>
<link rel="icon" href="${ICON}">
<style>${trustedMarkup(style)}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the instructions</a>
<header>
<h1>${site.repositoryName}</h1>
<p class="lead">${lead(content)}</p>
</header>
<main id="main" tabindex="-1">
${channelSwitch(channels)}${channels.map((channel, at) => channelPanel(site, content, channel, at, channels.length === 1))}${signingKeys(site)}
</main>
<footer>
<p>${lastChange(content)}This page is written by every publish.</p>
</footer>
${trustedMarkup(printContent(content))}
<script>${trustedMarkup(SCRIPT)}</script>
</body>
</html>
`.markup;
}
function policyOf(style) {
  const [styles, scripts3] = [style, SCRIPT].map(hashOf2);
  return `default-src 'none'; style-src '${styles}'; script-src '${scripts3}'; img-src data:; base-uri 'none'; form-action 'none'`;
}
function hashOf2(text) {
  return `sha256-${createHash6("sha256").update(text).digest("base64")}`;
}
function lead({ sections }) {
  const has = (format) => sections.some((it) => it.format === format && it.rows.length > 0);
  const systems = [
    ...has("deb") ? ["Debian, Ubuntu"] : [],
    ...has("rpm") ? ["Fedora, RHEL, openSUSE"] : []
  ];
  if (systems.length === 0) return "Signed packages for Linux. Nothing is published yet.";
  return `Signed packages for ${systems.join(", ")} and their relatives. Once set up, updates arrive with those of the system.`;
}
function channelSwitch(channels) {
  if (channels.length < 2) return NOTHING3;
  return markup`<fieldset class="switch">
<legend>Channel</legend>
${channels.map(channelChoice)}</fieldset>
`;
}
function channelChoice(channel, at) {
  const checked2 = trustedMarkup(at === 0 ? " checked" : "");
  return markup`<label><input type="radio" name="channel" id="channel-${at}" autocomplete="off"${checked2}> ${channel}</label>
`;
}
function signingKeys({ repositoryName, fingerprints }) {
  const [title, which] = fingerprints.length > 1 ? ["Signing keys", "These are the fingerprints of the OpenPGP keys; compare them"] : ["Signing key", "This is the fingerprint of the OpenPGP key; compare it"];
  return markup`<section aria-labelledby="key">
<h2 id="key">${title}</h2>
<p>Every list of packages is signed, and has the digest of every package in it. ${which} with what the project says elsewhere.</p>
${fingerprints.map((fingerprint) => markup`<p class="fingerprint">${grouped(fingerprint)}</p>\n`)}<p><a href="./${repositoryName}.asc">${repositoryName}.asc</a> <span class="soft">armored</span> &nbsp; <a href="./${repositoryName}.gpg">${repositoryName}.gpg</a> <span class="soft">binary</span></p>
</section>`;
}
function grouped(fingerprint) {
  return fingerprint.replaceAll(/(.{4})(?=.)/g, "$1 ");
}
function lastChange({ sections }) {
  const latest2 = Math.max(0, ...sections.map(({ stampSeconds }) => stampSeconds));
  return latest2 === 0 ? NOTHING3 : markup`Last change: ${dayOf(latest2)}. `;
}

// src/repository/client-files/page.ts
var PAGE = "index.html";
var MOST_BADGES = 4;
async function publishPage(request, ground, committed, defaults = {}) {
  const { baseUrl, trust } = ground;
  if (!request.pages || baseUrl === void 0) return [];
  const { repositoryName } = request;
  const fingerprints = trust.map(({ fingerprint }) => fingerprint);
  const site = { repositoryName, baseUrl, fingerprints: [...new Set(fingerprints)] };
  const fresh = committed.flatMap(sectionsOf);
  const page = await replacePage(site, fresh, defaults, ground);
  const warnings = [page.warning, await publishBadge(site, page, ground)];
  return warnings.filter((warning3) => warning3 !== void 0);
}
function sectionsOf({ repository, state, isChanged }) {
  const { stampSeconds } = state;
  if (stampSeconds === void 0) return [];
  return freshSections(repository, stampSeconds, state.contents().indexes, isChanged);
}
async function replacePage(site, fresh, defaults, { store, clock, log }) {
  let [content, isOurs3] = [NO_CONTENT, true];
  const next = (existing, nowSeconds) => {
    const text = existing?.toString("utf8");
    isOurs3 = text === void 0 || isOurPage(text);
    content = withSections(isOurs3 ? readContent(text ?? "") : NO_CONTENT, fresh, defaults, nowSeconds);
    return isOurs3 ? Buffer.from(indexPage(site, content)) : void 0;
  };
  const replaced2 = await replaceFile(store, clock, PAGE, next, LIMITS.pageBytes).catch((error) => {
    if (!(error instanceof PublishError) || error.code !== "LIMIT") throw error;
    next(Buffer.from("not ours"), Math.floor(clock.now() / 1e3));
    return { etag: void 0, isWritten: false, warning: void 0 };
  });
  if (!isOurs3) log.info(`${PAGE} in ${store.name} was not made by a publish; it stays as it is.`);
  return { ...replaced2, content, isOurs: isOurs3 };
}
async function publishBadge(site, page, { store, clock }) {
  const key = `${site.repositoryName}.json`;
  let { content, etag } = page;
  for (let round = 0; round < MOST_BADGES; round += 1) {
    const text = badge(site.repositoryName, content);
    if (text === void 0) return void 0;
    const { isWritten, warning: warning3 } = await replaceFile(store, clock, key, () => Buffer.from(text));
    if (!isWritten || !page.isOurs || (await store.head(PAGE))?.etag === etag) return warning3;
    const { object } = await store.get(PAGE, LIMITS.pageBytes);
    content = readContent(object?.bytes.toString("utf8") ?? "");
    etag = object?.etag;
  }
  return `${key} in ${store.name} may be older than ${PAGE}: others kept writing it. The next publish repairs it.`;
}

// src/repository/rpm/noarch.ts
async function spreadNoarch(request, trust, publisher) {
  if (!isPerArchitecture(request.rpmPath)) return [];
  const ground = { store: publisher.store, trust };
  const perChannel = await together(
    request.channels.map(async (channel) => {
      const repositories = await rpmRepositoriesOf(request, ground, channel);
      return repositories.length < 2 ? [] : spread(repositories, publisher);
    })
  );
  return perChannel.flat();
}
async function spread(repositories, publisher) {
  const listed2 = await Promise.all(repositories.map(noarchPackages));
  await assertOneContent(listed2, publisher.store);
  const all = new Map(listed2.flatMap((packages) => [...packages]));
  const committed = await together(
    repositories.map(async (repository, position) => {
      const missing2 = [...all].flatMap(
        ([identity, pkg]) => listed2[position]?.has(identity) === false ? [pkg] : []
      );
      if (missing2.length === 0) return [];
      for (const { key, sha256: sha2562 } of missing2) publisher.placement.remember(key, sha2562);
      const prepared = await prepare(repository, addition(missing2, "skip"));
      return [await prepared.commit(publisher)];
    })
  );
  return committed.flat();
}
async function assertOneContent(listed2, store) {
  const groups = Map.groupBy(
    listed2.flatMap((packages) => [...packages]),
    ([identity]) => identity
  );
  for (const entries of groups.values()) {
    const packages = entries.map(([, pkg]) => pkg);
    if (new Set(packages.map(({ sha256: sha2562 }) => sha2562)).size === 1) continue;
    const headers = await Promise.all(packages.map(({ key }) => storedHeaderDigest(store, key)));
    if (new Set(headers).size === 1) continue;
    throw new PublishError(
      "CONFLICT",
      `${packages.map(({ key }) => key).join(" and ")} are one package for all architectures, with different content. Remove that version, and publish one of them under a new one.`
    );
  }
}
async function noarchPackages(repository) {
  const opened = await repository.open(EVERYTHING);
  const packages = opened.listed().filter((pkg) => pkg.format === "rpm");
  return new Map(
    packages.filter(({ arch, entries }) => arch === "noarch" && entries !== void 0).map((pkg) => [identityOf(pkg), pkg])
  );
}

// src/commands/committing.ts
function beforeAnyWrite(log, work) {
  return log.group("Published state", async () => {
    try {
      const opened = await work();
      log.info("Read and verified. Nothing is written yet.");
      return opened;
    } catch (error) {
      if (!(error instanceof PublishError)) throw error;
      throw new PublishError(error.code, `${error.message} Nothing was written.`, { cause: error });
    }
  });
}
async function announce({ log, journal }, commits, { adoptUnsigned, command: command2 }) {
  for (const commit2 of commits) {
    log.info(changeSentence(commit2));
    journal.planned.set(commit2.repository.title, changesIn(commit2));
  }
  await log.group("Plan", async () => {
    for (const line of changeLines(commits, command2 === "republish")) log.info(line);
  });
  for (const warning3 of commits.flatMap(({ warnings }) => warnings)) log.warning(warning3);
  if (adoptUnsigned) for (const notice of adoptionNotices(commits)) log.notice(notice);
}
function publisherOf(world, commits, named3 = []) {
  const { store, clock, keys, signal, log, journal, checkStore } = world;
  const arriving = commits.flatMap(({ outcomes }) => outcomes.filter(isArriving).map(({ pkg }) => pkg));
  let checked2;
  return {
    store,
    clock,
    keys,
    signal,
    placement: placement(store, watchedUploads(arriving, log, clock)),
    named: /* @__PURE__ */ new Set([...named3, ...commits.flatMap((commit2) => commit2.named)]),
    warn: (message) => log.warning(message),
    committed({ title }) {
      journal.committed.add(title);
      log.info(`${title}: finished`);
    },
    checkStore: () => checked2 ??= checkStore()
  };
}
async function commitAll(commits, publisher) {
  const settled = await Promise.allSettled(
    commits.map(async (it) => {
      const committed = await it.commit(publisher);
      publisher.committed(it.repository);
      return committed;
    })
  );
  const [failed2, ...others2] = settled.filter((result) => result.status === "rejected").map(({ reason }) => reason);
  if (failed2 === void 0)
    return settled.flatMap((result) => result.status === "fulfilled" ? [result.value] : []);
  const done = commits.filter((_, position) => settled[position]?.status === "fulfilled");
  throw partly(failed2, others2, done);
}
async function commitAndSpread(commits, publisher, request, { trust }, isNeeded = () => true) {
  const spread2 = () => spreadNoarch(request, trust, publisher);
  const committed = await commitAll(commits, publisher).catch(async (error) => {
    if (error instanceof PublishError && error.code === "CONFLICT") await spread2().catch(() => void 0);
    throw error;
  });
  if (!isNeeded(committed)) return committed;
  try {
    return [...committed, ...await spread2()];
  } catch (error) {
    throw partly(error, [], commits);
  }
}
function partly(failed2, others2, done) {
  if (!(failed2 instanceof PublishError)) return failed2;
  const messages = others2.map((other2) => other2 instanceof Error ? other2.message : String(other2));
  const also = [...new Set(messages)].filter((message) => message !== failed2.message);
  const titles = done.map(({ repository }) => repository.title).join(", ");
  const parts = [failed2.message, ...also, ...titles === "" ? [] : [`Done nevertheless: ${titles}.`]];
  if (parts.length === 1) return failed2;
  return new PublishError(failed2.code, parts.join(" "), { cause: failed2 });
}
function writeClientFiles(request, world, committed) {
  const rpm2 = committed.filter(({ repository }) => repository.format === "rpm");
  const channels = formatChannels(request, request.pages ? committed.map(servedBy) : []);
  const rpmFolders = [...new Set(rpm2.map(({ repository }) => repository.tree))];
  return world.log.group("Files for clients", async () => {
    const { warnings, defaults } = await publishClientFiles(request, { ...world, channels, rpmFolders });
    const ofPage = await publishPage(request, world, committed, defaults);
    for (const warning3 of [...warnings, ...ofPage]) world.log.warning(warning3);
  });
}
function servedBy({ repository, state }) {
  return { repository, architectures: state.contents().architectures };
}
async function writePage(request, world, committed) {
  for (const warning3 of await publishPage(request, world, committed)) world.log.warning(warning3);
}
function outcomesOf(committed) {
  return committed.flatMap(({ outcomes }) => outcomes);
}

// src/commands/promote.ts
async function promote(request, world) {
  const { log } = world;
  const { packages, commits } = await beforeAnyWrite(log, async () => {
    const packages2 = await selectedPackages(request, world);
    const commits2 = await prepareAll(packages2, request, world);
    await assertStored2(commits2, packages2, world.store);
    return { packages: packages2, commits: commits2 };
  });
  await announce(world, commits, request);
  const named3 = packages.map(({ key }) => key);
  const publisher = publisherOf(world, commits, named3);
  for (const { key, sha256: sha2562 } of packages) publisher.placement.remember(key, sha2562);
  const hasRpms = packages.some(({ format }) => format === "rpm");
  const committed = await log.group(
    "Commit",
    () => commitAndSpread(commits, publisher, request, world, () => hasRpms)
  );
  await writeClientFiles(request, world, committed);
  return { packages: void 0, entries: entriesOf(outcomesOf(committed), world.baseUrl), committed };
}
async function selectedPackages(request, world) {
  const { fromChannel: fromChannel2, packages: patterns } = request;
  const repositories = await publishedRepositoriesOf(request, world, fromChannel2, "from-channel");
  const opened = await Promise.all(repositories.map((repository) => repository.open(EVERYTHING)));
  const listed2 = [
    ...new Map(opened.flatMap((it) => it.listed()).map((pkg) => [listedIdentityOf(pkg), pkg])).values()
  ];
  const keyrings = /* @__PURE__ */ new Set([debKeyringName(request.repositoryName), rpmKeyringName(request.repositoryName)]);
  assertAllMatch(patterns, listed2, theChannels([fromChannel2]));
  const selected = patterns.length === 0 ? newestOfEach(listed2).filter(({ name }) => !keyrings.has(name)) : listed2.filter((pkg) => patterns.some((it) => selects(it, pkg)));
  for (const pkg of selected) assertPromotable(pkg);
  return selected;
}
function assertPromotable(pkg) {
  if (isListable(pkg)) return;
  throw new PublishError(
    "INTEGRITY",
    `${pkg.source} is listed by another tool in a form that cannot be promoted (no SHA-256, or a file elsewhere). Take it out with \`remove\`, and publish its file again.`
  );
}
async function assertStored2(commits, packages, store) {
  const arriving = new Set(
    commits.flatMap(({ outcomes }) => outcomes.filter(isArriving).map(({ pkg }) => pkg))
  );
  const faults = await faultsOfFiles(
    packages.filter((pkg) => arriving.has(pkg)),
    store,
    async (file4) => knownDigest(file4)
  );
  if (faults.length === 0) return;
  throw new PublishError(
    "INTEGRITY",
    `In ${store.name} ${faults.join("; ")}. Put the right files back, or take the packages out with \`remove\` and publish them again.`
  );
}
async function prepareAll(packages, request, world) {
  const debs = packages.filter((pkg) => pkg.format === "deb");
  const rpms = packages.filter((pkg) => pkg.format === "rpm");
  const apt = aptDestinations(request, world, debs);
  const rpm2 = await rpmDestinations(request, world, rpms);
  return Promise.all([
    ...apt.map((it) => prepare(it.repository, addition(it.packages, request.ifExists))),
    ...rpm2.map((it) => prepare(it.repository, addition(it.packages, request.ifExists)))
  ]);
}

// src/openpgp/key-date.ts
async function newestDateOf(keys) {
  const dates = await Promise.all(keys.map(({ certificate }) => datesOf(certificate)));
  return Math.floor(Math.max(0, ...dates.flat().map((date) => date.getTime())) / 1e3);
}
async function datesOf(certificate) {
  const key = await readKey({ binaryKey: certificate });
  const signatures = key.toPacketList().filterByTag(enums.packet.signature);
  return [key.getCreationTime(), ...signatures.flatMap(({ created }) => created ?? [])];
}

// src/keyring/version.ts
async function ifChanged(name, build2, repositories) {
  const newest = Math.max(0, ...repositories.flatMap((it) => it.versions(name)).map(wholeNumber2));
  if (newest === 0) return build2("1");
  const pkg = await build2(String(newest));
  const found = await Promise.all(repositories.map((it) => it.published(pkg)));
  if (found.every((it) => it.kind === "same" && it.complete)) return void 0;
  const isSame4 = found.some(({ kind }) => kind === "same") && found.every(({ kind }) => kind !== "different");
  return isSame4 ? pkg : build2(String(newest + 1));
}
function wholeNumber2(version) {
  return Number(/^(?:\d+:)?(\d{1,9})/.exec(version)?.[1] ?? 0);
}

// src/keyring/packages.ts
async function keyringPackages(request, world, repositories) {
  const ground = await groundOf(request, world);
  const name = request.repositoryName;
  const packages = await Promise.all([
    isFor(request, "deb", repositories.apt) ? ifChanged(debKeyringName(name), (version) => deb(ground, version, world), repositories.apt) : void 0,
    isFor(request, "rpm", repositories.rpm) ? ifChanged(rpmKeyringName(name), (version) => rpm(ground, version, world), repositories.rpm) : void 0
  ]);
  return packages.filter((pkg) => pkg !== void 0);
}
function isFor({ formats }, format, repositories) {
  return formats.includes(format) && repositories.length > 0;
}
async function groundOf(request, { trust, baseUrl }) {
  if (baseUrl === void 0) {
    throw new PublishError(
      "INPUT",
      "keyring-package is true, but nothing says where clients find the repository that the packages lead to: set public-url"
    );
  }
  const timeSeconds = await newestDateOf(trust);
  return { request, baseUrl, keys: keyFiles(trust), maintainer: request.maintainer, timeSeconds };
}
async function deb(ground, version, { scratch }) {
  const description = debKeyring(ground, version);
  return FORMATS.deb.read(await FORMATS.deb.build(description, scratch), `the deb of ${description.name}`);
}
async function rpm(ground, version, world) {
  const description = rpmKeyring(ground, version);
  const content = await FORMATS.rpm.build(description, world.scratch);
  const pkg = await FORMATS.rpm.read(content, `the rpm of ${description.name}`);
  return authenticated(pkg, { ...world, signUnsigned: true });
}

// src/keyring/included.ts
async function withKeyring(ready, request, world) {
  if (!request.keyringPackage) return ready;
  const apt = await Promise.all(
    aptDestinations(request, world, ready.debs).map(({ repository }) => asked(repository))
  );
  const destinations = await rpmDestinations(request, world, ready.rpms);
  const siblings = await Promise.all(
    request.channels.map((channel) => rpmRepositoriesOf(request, world, channel))
  );
  const repositories = [...destinations.map(({ repository }) => repository), ...siblings.flat()];
  const distinct7 = new Map(repositories.map((repository) => [repository.headKey, repository]));
  const rpm2 = destinations.length === 0 ? [] : await Promise.all([...distinct7.values()].map(asked));
  const keyrings = await keyringPackages(request, world, { apt, rpm: rpm2 });
  for (const { name } of keyrings) assertOurs(name, ready);
  return {
    ...ready,
    debs: [...ready.debs, ...keyrings.filter((pkg) => pkg.format === "deb")],
    rpms: [...ready.rpms, ...keyrings.filter((pkg) => pkg.format === "rpm")],
    made: /* @__PURE__ */ new Set([...ready.made, ...keyrings])
  };
}
async function asked(repository) {
  const opened = await repository.open(EVERYTHING);
  return {
    versions: (name) => opened.listed((it) => it === name).map(({ version }) => version),
    published: (pkg) => opened.published(pkg)
  };
}
function assertOurs(name, { debs, rpms }) {
  const taken = [...debs, ...rpms].find((pkg) => pkg.name === name);
  if (taken === void 0) return;
  throw new PublishError(
    "INPUT",
    `${taken.source} is called ${name}, as the package of keys is: rename it, or set keyring-package to false`
  );
}

// src/repository/goals/publication.ts
function publication(packages, { ifExists, keepVersions }) {
  const names2 = new Set(packages.map(({ name }) => name));
  return {
    scope: { packages, everything: false },
    from: "head",
    ifExists: () => ifExists,
    wish: async (opened) => {
      const listed2 = keepVersions === 0 ? [] : opened.listed((name) => names2.has(name));
      return { added: packages, removed: superseded(listed2, packages, keepVersions), rewrite: false };
    }
  };
}

// src/repository/collection/deletion.ts
var DAY_SECONDS2 = 24 * 60 * 60;
async function deleteDoomed(tree, doomed, ground, nowSeconds) {
  const { store, clock, graceDays, signal } = ground;
  const horizonSeconds = nowSeconds - graceDays * DAY_SECONDS2;
  const [packages, files] = await Promise.all(
    [doomed.packages, doomed.files].map((keys) => oldOnes(keys, ground, horizonSeconds))
  );
  const groups = [packages ?? [], files ?? [], doomed.copies];
  if (groups.every((group) => group.length === 0)) return 0;
  await writeMark(store, tree, groups.flat(), nowSeconds);
  const endMs = clock.now() + LIMITS.collectionMs;
  let deleted = 0;
  for (const group of groups) {
    await abreast(group, LIMITS.parallelRequests, async (key) => {
      if (signal.aborted || clock.now() > endMs) return;
      await store.delete(key);
      deleted += 1;
    });
    if (signal.aborted || clock.now() > endMs) return deleted;
  }
  return deleted + await deleteOldMarks(tree, ground, horizonSeconds);
}
async function oldOnes(keys, { store }, horizonSeconds) {
  const details = await abreast(keys, LIMITS.parallelRequests, (key) => store.head(key));
  return keys.filter((_, at) => (details[at]?.lastModified.getTime() ?? Infinity) < horizonSeconds * 1e3);
}
async function deleteOldMarks(tree, { store }, horizonSeconds) {
  const old = (await storedMarks(store, tree)).filter(({ stampSeconds }) => stampSeconds < horizonSeconds);
  await abreast(old, LIMITS.parallelRequests, ({ key }) => store.delete(key));
  return old.length;
}

// src/repository/collection/expiry.ts
var COPIES_KEPT = 3;
function agedCopies(copies, graceSeconds, nowSeconds) {
  return copies.slice(0, -COPIES_KEPT).filter((_, at) => (copies[at + 1]?.stampSeconds ?? Infinity) < nowSeconds - graceSeconds);
}
async function expiredCopies(copies, head, graceSeconds, nowSeconds, open3) {
  const aged = agedCopies(copies, graceSeconds, nowSeconds);
  const readings = /* @__PURE__ */ new Map();
  const read2 = (id) => {
    const reading2 = readings.get(id) ?? readable(open3(id));
    readings.set(id, reading2);
    return reading2;
  };
  const expired = [];
  const unreadable5 = [];
  for (const copy of aged) {
    const supersededSeconds = await firstSuccessor(copy, copies, head, read2);
    if (supersededSeconds >= nowSeconds - graceSeconds) break;
    const opened = await read2(copy.id);
    if (opened === void 0) unreadable5.push(copy.id);
    else expired.push(opened);
  }
  return { expired, unreadable: unreadable5 };
}
async function firstSuccessor(copy, copies, head, read2) {
  const proven = [head.id, head.previous].map((id) => stampOf(id ?? "")).filter((it) => it > copy.stampSeconds);
  for (const { id, stampSeconds } of copies.slice(copies.indexOf(copy) + 1)) {
    if (stampSeconds > Math.min(...proven)) break;
    const stamp = stampOf((await read2(id))?.previous ?? "");
    if (stamp > copy.stampSeconds) proven.push(stamp);
  }
  return Math.min(head.stampSeconds, ...proven);
}

// src/repository/collection/state.ts
var DAY_SECONDS3 = 24 * 60 * 60;
async function stateOf(repository, graceDays) {
  const opened = await repository.open(EVERYTHING);
  const { head, copies, nowSeconds } = opened;
  const open3 = (id) => repository.openCopy(id);
  if (head === void 0) {
    const kept3 = await abreast(copies, LIMITS.parallelRequests, ({ id }) => open3(id));
    return { opened, expired: [], unreadable: [], kept: kept3, isCovered: true };
  }
  assertListed(repository, copies, head.id);
  const graceSeconds = graceDays * DAY_SECONDS3;
  const { expired, unreadable: unreadable5 } = await expiredCopies(copies, head, graceSeconds, nowSeconds, open3);
  const others2 = /* @__PURE__ */ new Set([head.id, ...expired.map(({ id }) => id), ...unreadable5]);
  const staying = copies.filter(({ id }) => !others2.has(id));
  const kept2 = await abreast(staying, LIMITS.parallelRequests, ({ id }) => open3(id));
  const [oldest] = copies;
  const first = [...expired, ...kept2].find(({ id }) => id === oldest?.id) ?? head;
  const isOld = oldest !== void 0 && oldest.stampSeconds < nowSeconds - graceSeconds;
  return { opened, kept: kept2, expired, unreadable: unreadable5, isCovered: isOld || first.previous === void 0 };
}
function assertListed({ title }, copies, id) {
  if (copies.length === 0 || copies.some((copy) => copy.id === id)) return;
  throw new PublishError(
    "STORE",
    `The copies of heads of the ${title} are listed without that of the head in force.`
  );
}
async function namedByKept(states) {
  const named3 = /* @__PURE__ */ new Set();
  for (const { opened, kept: kept2 } of states) {
    for (const key of [...opened.namedFiles, ...opened.namedPackages()]) named3.add(key);
    for (const copy of kept2) {
      for (const key of copy.namedFiles) named3.add(key);
      for (const key of (await copy.listing()).namedPackages()) named3.add(key);
    }
  }
  return named3;
}
async function namedByExpired(states) {
  const copies = states.flatMap(({ expired }) => expired);
  const packages = await abreast(copies, LIMITS.parallelRequests, packagesOf3);
  return { packages: packages.flat(), files: copies.flatMap(({ namedFiles: namedFiles3 }) => namedFiles3) };
}
async function packagesOf3(copy) {
  try {
    return (await copy.listing()).namedPackages();
  } catch (error) {
    if (error instanceof PublishError && error.code === "INTEGRITY") return [];
    throw error;
  }
}

// src/repository/collection/collect.ts
async function collectTree(tree, ground, sweep) {
  const states = await abreast(
    tree.repositories,
    LIMITS.parallelRequests,
    (repository) => stateOf(repository, ground.graceDays)
  );
  const nowSeconds = Math.max(...states.map(({ opened }) => opened.nowSeconds));
  const named3 = await namedByKept(states);
  const isNamed2 = (key) => named3.has(key);
  const expired = await namedByExpired(states);
  const swept = states.every(({ isCovered }) => isCovered) ? await sweep(isNamed2) : [];
  const doomed = {
    packages: distinct2([...expired.packages, ...swept].filter((key) => !isNamed2(key))),
    files: distinct2(expired.files.filter((key) => !isNamed2(key))),
    copies: states.flatMap(goneCopies)
  };
  return deleteDoomed(tree.folder, doomed, ground, nowSeconds);
}
function goneCopies({ opened, expired, unreadable: unreadable5 }) {
  const gone3 = /* @__PURE__ */ new Set([...expired.map(({ id }) => id), ...unreadable5]);
  return opened.copies.filter(({ id }) => gone3.has(id)).flatMap(({ keys }) => keys);
}
function distinct2(keys) {
  return [...new Set(keys)].sort();
}

// src/repository/collection/sweep.ts
var OURS = {
  deb: [/^pool\/.+\.deb$/, /^dists\/.+\/by-hash\/SHA256\/[0-9a-f]{64}$/],
  rpm: [
    /^(?:\d{1,12}-[0-9a-f]{16}\/)?[^/]+\.rpm$/,
    /^repodata\/[0-9a-f]{64}-(?:primary|filelists|other)\.xml\.gz$/
  ]
};
async function unnamedObjects(store, { folder: folder2, repositories }, isNamed2) {
  const [first] = repositories;
  if (first === void 0) return [];
  const prefixes = first.format === "deb" ? [`${folder2}pool/`, `${folder2}dists/`] : [folder2];
  const listed2 = (await Promise.all(prefixes.map((prefix) => store.list(prefix)))).flat();
  const isOurs3 = (key) => OURS[first.format].some((form) => form.test(key.slice(folder2.length)));
  return listed2.filter(({ key }) => isOurs3(key) && !isNamed2(key));
}

// src/repository/collection/trees.ts
var SUITE_DEPTH = 3;
async function treesOf(request, ground, repositories) {
  const distinct7 = [...new Map(repositories.map((it) => [it.headKey, it])).values()];
  const rpm2 = distinct7.filter(({ format }) => format === "rpm").map((repository) => ({ folder: repository.tree, repositories: [repository] }));
  if (rpm2.length === distinct7.length) return rpm2;
  return [{ folder: request.aptRoot, repositories: await suitesOf(request, ground) }, ...rpm2];
}
async function wholeTreesOf(request, ground, repositories) {
  const trees = await treesOf(request, ground, repositories);
  const known = new Set(trees.flatMap((tree) => tree.repositories.map(({ headKey }) => headKey)));
  const missing2 = repositories.find(({ headKey }) => !known.has(headKey));
  if (missing2 === void 0) return trees;
  throw new PublishError("STORE", `${ground.store.name} lists its suites without the ${missing2.title}.`);
}
async function suitesOf(request, ground) {
  const names2 = await suiteNames(ground, `${request.aptRoot}dists/`, "", SUITE_DEPTH);
  return names2.map((name) => suiteOf2(request, ground, name));
}
async function suiteNames(ground, dists, above, depth) {
  const { store } = ground;
  const found = await Promise.all(
    (await store.folders(dists + above)).map(async (name) => {
      const path = above + name;
      const heads = await Promise.all(
        ["InRelease", "Release"].map((head) => store.head(`${dists}${path}/${head}`))
      );
      if (heads.some((head) => head !== void 0) || await hasCopies(store, `${dists}${path}/`))
        return [path];
      return depth === 1 ? [] : suiteNames(ground, dists, `${path}/`, depth - 1);
    })
  );
  return found.flat();
}
async function hasCopies(store, folder2) {
  return (await storedCopies(store, folder2, "InRelease")).length > 0;
}

// src/commands/collecting.ts
var DAY_SECONDS4 = 24 * 60 * 60;
async function collect(request, world, committed) {
  const graceSeconds = request.graceDays * DAY_SECONDS4;
  const ready = committed.filter(
    ({ isChanged, isCertain, copies, nowSeconds }) => isChanged && isCertain && agedCopies(copies, graceSeconds, nowSeconds).length > 0
  );
  if (ready.length === 0) return;
  await inGroup(world, async () => {
    for (const tree of await wholeTreesOf(request, world, repositoriesOf2(ready))) {
      const newest = (await storedMarks(world.store, tree.folder)).at(-1);
      const nowSeconds = Math.max(...ready.map((it) => it.nowSeconds));
      if (newest !== void 0 && newest.stampSeconds > nowSeconds - DAY_SECONDS4) continue;
      await collectOne(request, world, tree, async () => []);
    }
  });
}
async function collectAndSweep(request, world, committed) {
  const ready = committed.filter(({ isCertain }) => isCertain);
  if (ready.length === 0) return;
  await inGroup(world, async () => {
    for (const tree of await wholeTreesOf(request, world, repositoriesOf2(ready))) {
      await collectOne(request, world, tree, async (isNamed2) => {
        const unnamed = await unnamedObjects(world.store, tree, isNamed2);
        return unnamed.map(({ key }) => key);
      });
    }
  });
}
async function collectOne({ graceDays, dryRun }, world, tree, sweep) {
  const deleted = await collectTree(tree, { ...world, graceDays }, sweep);
  if (deleted === 0) return;
  const done = dryRun ? "would delete" : "deleted";
  const what = `${counted(deleted, "object")} that nobody can be reading any more`;
  world.log.info(`${tree.folder || "/"}: ${done} ${what}`);
}
async function inGroup({ log }, work) {
  await log.group("Collection", async () => {
    try {
      await work();
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      log.warning(`What is superseded was not, or not wholly, deleted: ${why} The next run goes on with it.`);
    }
  });
}
function repositoriesOf2(committed) {
  return committed.map(({ repository }) => repository);
}

// src/artifacts/archive-links.ts
function normalised(path) {
  return path.split("/").filter((part) => part !== "" && part !== ".").join("/");
}
function targetOf({ type, path, target }) {
  if (type === "hardlink") return normalised(target);
  const parts = target.startsWith("/") ? [] : normalised(path).split("/").slice(0, -1);
  for (const part of normalised(target).split("/")) {
    if (part === "..") parts.pop();
    else parts.push(part);
  }
  return parts.join("/");
}
function lastTarget(link2, links) {
  let at = link2;
  for (let steps = 0; steps < LIMITS.linkSteps; steps += 1) {
    const next = links.get(at);
    if (next === void 0) return at;
    at = next;
  }
  return void 0;
}

// src/artifacts/zip.ts
import { crc32 as crc322 } from "node:zlib";

// node_modules/fflate/esm/index.mjs
import { createRequire } from "module";
var require2 = createRequire("/");
var _a;
var Worker;
var isMarkedAsUntransferable;
try {
  _a = require2("worker_threads"), Worker = _a.Worker, isMarkedAsUntransferable = _a.isMarkedAsUntransferable;
} catch (e) {
}
var u8 = Uint8Array;
var u16 = Uint16Array;
var i32 = Int32Array;
var fleb = new u8([
  0,
  0,
  0,
  0,
  0,
  0,
  0,
  0,
  1,
  1,
  1,
  1,
  2,
  2,
  2,
  2,
  3,
  3,
  3,
  3,
  4,
  4,
  4,
  4,
  5,
  5,
  5,
  5,
  0,
  /* unused */
  0,
  0,
  /* impossible */
  0
]);
var fdeb = new u8([
  0,
  0,
  0,
  0,
  1,
  1,
  2,
  2,
  3,
  3,
  4,
  4,
  5,
  5,
  6,
  6,
  7,
  7,
  8,
  8,
  9,
  9,
  10,
  10,
  11,
  11,
  12,
  12,
  13,
  13,
  /* unused */
  0,
  0
]);
var clim = new u8([16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]);
var freb = function(eb, start) {
  var b = new u16(31);
  for (var i2 = 0; i2 < 31; ++i2) {
    b[i2] = start += 1 << eb[i2 - 1];
  }
  var r = new i32(b[30]);
  for (var i2 = 1; i2 < 30; ++i2) {
    for (var j = b[i2]; j < b[i2 + 1]; ++j) {
      r[j] = j - b[i2] << 5 | i2;
    }
  }
  return { b, r };
};
var _a = freb(fleb, 2);
var fl = _a.b;
var revfl = _a.r;
fl[28] = 258, revfl[258] = 28;
var _b = freb(fdeb, 0);
var fd = _b.b;
var revfd = _b.r;
var rev = new u16(32768);
for (i = 0; i < 32768; ++i) {
  x = (i & 43690) >> 1 | (i & 21845) << 1;
  x = (x & 52428) >> 2 | (x & 13107) << 2;
  x = (x & 61680) >> 4 | (x & 3855) << 4;
  rev[i] = ((x & 65280) >> 8 | (x & 255) << 8) >> 1;
}
var x;
var i;
var hMap = (function(cd, mb, r) {
  var s = cd.length;
  var i2 = 0;
  var l = new u16(mb);
  for (; i2 < s; ++i2) {
    if (cd[i2])
      ++l[cd[i2] - 1];
  }
  var le = new u16(mb);
  for (i2 = 1; i2 < mb; ++i2) {
    le[i2] = le[i2 - 1] + l[i2 - 1] << 1;
  }
  var co;
  if (r) {
    co = new u16(1 << mb);
    var rvb = 15 - mb;
    for (i2 = 0; i2 < s; ++i2) {
      if (cd[i2]) {
        var sv = i2 << 4 | cd[i2];
        var r_1 = mb - cd[i2];
        var v = le[cd[i2] - 1]++ << r_1;
        for (var m = v | (1 << r_1) - 1; v <= m; ++v) {
          co[rev[v] >> rvb] = sv;
        }
      }
    }
  } else {
    co = new u16(s);
    for (i2 = 0; i2 < s; ++i2) {
      if (cd[i2]) {
        co[i2] = rev[le[cd[i2] - 1]++] >> 15 - cd[i2];
      }
    }
  }
  return co;
});
var flt = new u8(288);
for (i = 0; i < 144; ++i)
  flt[i] = 8;
var i;
for (i = 144; i < 256; ++i)
  flt[i] = 9;
var i;
for (i = 256; i < 280; ++i)
  flt[i] = 7;
var i;
for (i = 280; i < 288; ++i)
  flt[i] = 8;
var i;
var fdt = new u8(32);
for (i = 0; i < 32; ++i)
  fdt[i] = 5;
var i;
var flrm = /* @__PURE__ */ hMap(flt, 9, 1);
var fdrm = /* @__PURE__ */ hMap(fdt, 5, 1);
var max = function(a) {
  var m = a[0];
  for (var i2 = 1; i2 < a.length; ++i2) {
    if (a[i2] > m)
      m = a[i2];
  }
  return m;
};
var bits = function(d, p, m) {
  var o = p / 8 | 0;
  return (d[o] | d[o + 1] << 8) >> (p & 7) & m;
};
var bits16 = function(d, p) {
  var o = p / 8 | 0;
  return (d[o] | d[o + 1] << 8 | d[o + 2] << 16) >> (p & 7);
};
var shft = function(p) {
  return (p + 7) / 8 | 0;
};
var slc = function(v, s, e) {
  if (s == null || s < 0)
    s = 0;
  if (e == null || e > v.length)
    e = v.length;
  return new u8(v.subarray(s, e));
};
var ec = [
  "unexpected EOF",
  "invalid block type",
  "invalid length/literal",
  "invalid distance",
  "stream finished",
  "no stream handler",
  ,
  // determined by compression function
  "no callback",
  "invalid UTF-8 data",
  "extra field too long",
  "date not in range 1980-2099",
  "filename too long",
  "stream finishing",
  "invalid zip data"
  // determined by unknown compression method
];
var err = function(ind, msg, nt) {
  var e = new Error(msg || ec[ind]);
  e.code = ind;
  if (Error.captureStackTrace)
    Error.captureStackTrace(e, err);
  if (!nt)
    throw e;
  return e;
};
var inflt = function(dat, st, buf, dict) {
  var sl = dat.length, dl = dict ? dict.length : 0;
  if (!sl || st.f && !st.l)
    return buf || new u8(0);
  var noBuf = !buf;
  var resize = noBuf || st.i != 2;
  var noSt = st.i;
  if (noBuf)
    buf = new u8(sl * 3);
  var cbuf = function(l2) {
    var bl = buf.length;
    if (l2 > bl) {
      var nbuf = new u8(Math.max(bl * 2, l2));
      nbuf.set(buf);
      buf = nbuf;
    }
  };
  var final = st.f || 0, pos = st.p || 0, bt = st.b || 0, lm = st.l, dm = st.d, lbt = st.m, dbt = st.n;
  var tbts = sl * 8;
  do {
    if (!lm) {
      final = bits(dat, pos, 1);
      var type = bits(dat, pos + 1, 3);
      pos += 3;
      if (!type) {
        var s = shft(pos) + 4, l = dat[s - 4] | dat[s - 3] << 8, t = s + l;
        if (t > sl) {
          if (noSt)
            err(0);
          break;
        }
        if (resize)
          cbuf(bt + l);
        buf.set(dat.subarray(s, t), bt);
        st.b = bt += l, st.p = pos = t * 8, st.f = final;
        continue;
      } else if (type == 1)
        lm = flrm, dm = fdrm, lbt = 9, dbt = 5;
      else if (type == 2) {
        var hLit = bits(dat, pos, 31) + 257, hcLen = bits(dat, pos + 10, 15) + 4;
        var tl = hLit + bits(dat, pos + 5, 31) + 1;
        pos += 14;
        var ldt = new u8(tl);
        var clt = new u8(19);
        for (var i2 = 0; i2 < hcLen; ++i2) {
          clt[clim[i2]] = bits(dat, pos + i2 * 3, 7);
        }
        pos += hcLen * 3;
        var clb = max(clt), clbmsk = (1 << clb) - 1;
        var clm = hMap(clt, clb, 1);
        for (var i2 = 0; i2 < tl; ) {
          var r = clm[bits(dat, pos, clbmsk)];
          pos += r & 15;
          var s = r >> 4;
          if (s < 16) {
            ldt[i2++] = s;
          } else {
            var c = 0, n = 0;
            if (s == 16)
              n = 3 + bits(dat, pos, 3), pos += 2, c = ldt[i2 - 1];
            else if (s == 17)
              n = 3 + bits(dat, pos, 7), pos += 3;
            else if (s == 18)
              n = 11 + bits(dat, pos, 127), pos += 7;
            while (n--)
              ldt[i2++] = c;
          }
        }
        var lt = ldt.subarray(0, hLit), dt = ldt.subarray(hLit);
        lbt = max(lt);
        dbt = max(dt);
        lm = hMap(lt, lbt, 1);
        dm = hMap(dt, dbt, 1);
      } else
        err(1);
      if (pos > tbts) {
        if (noSt)
          err(0);
        break;
      }
    }
    if (resize)
      cbuf(bt + 131072);
    var lms = (1 << lbt) - 1, dms = (1 << dbt) - 1;
    var lpos = pos;
    for (; ; lpos = pos) {
      var c = lm[bits16(dat, pos) & lms], sym = c >> 4;
      pos += c & 15;
      if (pos > tbts) {
        if (noSt)
          err(0);
        break;
      }
      if (!c)
        err(2);
      if (sym < 256)
        buf[bt++] = sym;
      else if (sym == 256) {
        lpos = pos, lm = null;
        break;
      } else {
        var add = sym - 254;
        if (sym > 264) {
          var i2 = sym - 257, b = fleb[i2];
          add = bits(dat, pos, (1 << b) - 1) + fl[i2];
          pos += b;
        }
        var d = dm[bits16(dat, pos) & dms], dsym = d >> 4;
        if (!d)
          err(3);
        pos += d & 15;
        var dt = fd[dsym];
        if (dsym > 3) {
          var b = fdeb[dsym];
          dt += bits16(dat, pos) & (1 << b) - 1, pos += b;
        }
        if (pos > tbts) {
          if (noSt)
            err(0);
          break;
        }
        if (resize)
          cbuf(bt + 131072);
        var end = bt + add;
        if (bt < dt) {
          var shift = dl - dt, dend = Math.min(dt, end);
          if (shift + bt < 0)
            err(3);
          for (; bt < dend; ++bt)
            buf[bt] = dict[shift + bt];
        }
        for (; bt < end; ++bt)
          buf[bt] = buf[bt - dt];
      }
    }
    st.l = lm, st.p = lpos, st.b = bt, st.f = final;
    if (lm)
      final = 1, st.m = lbt, st.d = dm, st.n = dbt;
  } while (!final);
  return bt != buf.length && noBuf ? slc(buf, 0, bt) : buf.subarray(0, bt);
};
var et = /* @__PURE__ */ new u8(0);
var Inflate = /* @__PURE__ */ (function() {
  function Inflate2(opts, cb) {
    if (typeof opts == "function")
      cb = opts, opts = {};
    this.ondata = cb;
    var dict = opts && opts.dictionary && opts.dictionary.subarray(-32768);
    this.s = { i: 0, b: dict ? dict.length : 0 };
    this.o = new u8(32768);
    this.p = new u8(0);
    if (dict)
      this.o.set(dict);
  }
  Inflate2.prototype.e = function(c) {
    if (!this.ondata)
      err(5);
    if (this.d)
      err(4);
    if (!this.p.length)
      this.p = c;
    else if (c.length) {
      var n = new u8(this.p.length + c.length);
      n.set(this.p), n.set(c, this.p.length), this.p = n;
    }
  };
  Inflate2.prototype.c = function(final) {
    this.s.i = +(this.d = final || false);
    var bts = this.s.b;
    var dt = inflt(this.p, this.s, this.o);
    this.ondata(slc(dt, bts, this.s.b), this.d);
    this.o = slc(dt, this.s.b - 32768), this.s.b = this.o.length;
    this.p = slc(this.p, this.s.p / 8 | 0), this.s.p &= 7;
  };
  Inflate2.prototype.push = function(chunk, final) {
    this.e(chunk), this.c(final);
  };
  return Inflate2;
})();
var td = typeof TextDecoder != "undefined" && /* @__PURE__ */ new TextDecoder();
var tds = 0;
try {
  td.decode(et, { stream: true });
  tds = 1;
} catch (e) {
}

// src/artifacts/zip-directory.ts
var END2 = { signature: 101010256, sizeBytes: 22, longestComment: 65535 };
var ZIP64_LOCATOR = { signature: 117853008, sizeBytes: 20 };
var ENTRY2 = { signature: 33639248, sizeBytes: 46 };
var LOCAL = { signature: 67324752, sizeBytes: 30 };
var FLAG_ENCRYPTED = 1;
var FLAG_UTF8 = 2048;
var UNIX_MAKERS = /* @__PURE__ */ new Set([3, 19]);
async function zipEntries(zip, source) {
  const { count, offset, sizeBytes } = await endOf2(zip, source);
  if (count > LIMITS.archiveEntries) {
    throw new PublishError(
      "LIMIT",
      `${source} has ${count} members; at most ${LIMITS.archiveEntries} are read`
    );
  }
  const directory = await bytesOf(
    sliceOf(zip, offset, offset + sizeBytes),
    LIMITS.zipDirectoryBytes,
    `The directory of ${source}`
  );
  const entries = [];
  let at = 0;
  while (entries.length < count) {
    const { entry, nextAt } = entryAt(directory, at, source);
    entries.push(entry);
    at = nextAt;
  }
  if (at !== directory.length) throw damagedZip(source, `its directory lists more than ${count} members`);
  return inOrder2(entries, offset, source);
}
async function zipData(zip, entry, source) {
  const header2 = await rangeOf(zip, entry.offset, LOCAL.sizeBytes, source);
  if (header2.readUInt32LE(0) !== LOCAL.signature)
    throw damagedZip(source, `no member lies at ${entry.offset}`);
  const [nameBytes, extraBytes] = [header2.readUInt16LE(26), header2.readUInt16LE(28)];
  const name = await rangeOf(zip, entry.offset + LOCAL.sizeBytes, nameBytes, source);
  const isSame4 = header2.readUInt16LE(8) === entry.method && textOf2(name, header2.readUInt16LE(6)) === entry.path;
  if (!isSame4) throw damagedZip(source, `two headers of ${JSON.stringify(entry.path)} disagree`);
  const start = entry.offset + LOCAL.sizeBytes + nameBytes + extraBytes;
  if (start + entry.storedBytes > zip.sizeBytes) throw damagedZip(source, "it is cut short");
  return sliceOf(zip, start, start + entry.storedBytes);
}
function damagedZip(source, detail, cause) {
  return new PublishError(
    "ARTIFACT",
    `${source} is no intact zip archive: ${detail}. Get or build it again.`,
    { cause }
  );
}
async function endOf2(zip, source) {
  const tailStart = Math.max(zip.sizeBytes - END2.sizeBytes - END2.longestComment, 0);
  const tail = await rangeOf(zip, tailStart, zip.sizeBytes - tailStart, source);
  const at = endPosition(tail);
  if (at === void 0) throw damagedZip(source, "it has no directory at its end, so it is cut short");
  const end = tail.subarray(at);
  const locator = tail.subarray(Math.max(at - ZIP64_LOCATOR.sizeBytes, 0), at);
  if (locator.length === ZIP64_LOCATOR.sizeBytes && locator.readUInt32LE(0) === ZIP64_LOCATOR.signature) {
    throw new PublishError(
      "ARTIFACT",
      `${source} is a zip64 archive, which is not read; make a .tar.gz instead`
    );
  }
  const [disk, directoryDisk, count, allCount] = [4, 6, 8, 10].map((field2) => end.readUInt16LE(field2));
  if (disk !== 0 || directoryDisk !== 0 || count !== allCount)
    throw damagedZip(source, "it is one of several parts");
  const [sizeBytes, offset] = [end.readUInt32LE(12), end.readUInt32LE(16)];
  if (offset + sizeBytes !== tailStart + at)
    throw damagedZip(source, "its directory is not where its end says");
  return { count: count ?? 0, offset, sizeBytes };
}
function endPosition(tail) {
  for (let at = tail.length - END2.sizeBytes; at >= 0; at -= 1) {
    const isEnd = tail.readUInt32LE(at) === END2.signature;
    if (isEnd && at + END2.sizeBytes + tail.readUInt16LE(at + 20) === tail.length) return at;
  }
  return void 0;
}
function entryAt(directory, at, source) {
  if (at + ENTRY2.sizeBytes > directory.length || directory.readUInt32LE(at) !== ENTRY2.signature) {
    throw damagedZip(source, `its directory is damaged at byte ${at}`);
  }
  const u162 = (field2) => directory.readUInt16LE(at + field2);
  const u32 = (field2) => directory.readUInt32LE(at + field2);
  const nameEnd = at + ENTRY2.sizeBytes + u162(28);
  const nextAt = nameEnd + u162(30) + u162(32);
  if (nextAt > directory.length) throw damagedZip(source, `its directory is damaged at byte ${at}`);
  const isUnix = UNIX_MAKERS.has(u162(4) >> 8);
  const entry = {
    path: textOf2(directory.subarray(at + ENTRY2.sizeBytes, nameEnd), u162(8)),
    isUnix,
    mode: isUnix ? u32(38) >>> 16 : 0,
    isEncrypted: (u162(8) & FLAG_ENCRYPTED) !== 0,
    method: u162(10),
    crc32: u32(16),
    storedBytes: u32(20),
    sizeBytes: u32(24),
    offset: u32(42)
  };
  return { entry, nextAt };
}
function inOrder2(entries, directoryOffset, source) {
  const sorted2 = entries.toSorted((left, right) => left.offset - right.offset);
  for (const [index, { offset, storedBytes, path }] of sorted2.entries()) {
    const limit = sorted2[index + 1]?.offset ?? directoryOffset;
    if (offset + LOCAL.sizeBytes + storedBytes > limit) {
      throw damagedZip(source, `${JSON.stringify(path)} overlaps with what follows it`);
    }
  }
  return sorted2;
}
function textOf2(name, flags) {
  return name.toString((flags & FLAG_UTF8) === 0 ? "latin1" : "utf8");
}
async function rangeOf(zip, offset, sizeBytes, source) {
  if (offset + sizeBytes > zip.sizeBytes) throw damagedZip(source, "it is cut short");
  return bytesOf(sliceOf(zip, offset, offset + sizeBytes), sizeBytes, source);
}

// src/artifacts/zip.ts
var STORED = 0;
var DEFLATED = 8;
var INFLATE_CHUNK_BYTES = 16 * 1024;
var TYPE_MASK = 61440;
var TYPES2 = {
  0: "file",
  16384: "directory",
  32768: "file",
  40960: "symlink"
};
async function* zipMembers(zip, source) {
  if (zip.sizeBytes > LIMITS.zipBytes) {
    throw new PublishError(
      "LIMIT",
      `${source} has ${zip.sizeBytes} bytes; zip archives up to ${LIMITS.zipBytes} are read`
    );
  }
  const entries = await zipEntries(zip, source);
  const unpackedBytes = entries.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  if (unpackedBytes > LIMITS.archiveBytes) {
    throw new PublishError(
      "LIMIT",
      `${source} unpacks to ${unpackedBytes} bytes; at most ${LIMITS.archiveBytes} are read`
    );
  }
  for (const entry of entries) {
    const path = entry.isUnix ? entry.path : entry.path.replaceAll("\\", "/");
    const type = path.endsWith("/") ? "directory" : TYPES2[entry.mode & TYPE_MASK] ?? "other";
    const content = unpacked2(zip, entry, source);
    const target = type === "symlink" ? await linkTarget(content, entry, source) : "";
    yield { path, type, target, content };
  }
}
async function linkTarget(content, entry, source) {
  if (entry.sizeBytes > LIMITS.pathBytes)
    throw damagedZip(source, `the link ${JSON.stringify(entry.path)} is too long`);
  return (await bytesOf(await memoryScratch(content), LIMITS.pathBytes, source)).toString();
}
async function* unpacked2(zip, entry, source) {
  const name = JSON.stringify(entry.path);
  if (entry.isEncrypted) {
    throw new PublishError(
      "ARTIFACT",
      `${source}: the member ${name} is encrypted. Build the archive without a password.`
    );
  }
  if (entry.method !== STORED && entry.method !== DEFLATED) {
    throw new PublishError(
      "ARTIFACT",
      `${source}: the member ${name} is compressed by method ${entry.method}; only stored and deflated ones are read`
    );
  }
  const data = await zipData(zip, entry, source);
  const chunks = entry.method === STORED ? data.read() : inflated(data, name, source);
  let [sizeBytes, checksum] = [0, 0];
  for await (const chunk of chunks) {
    sizeBytes += chunk.length;
    if (sizeBytes > entry.sizeBytes)
      throw damagedZip(source, `${name} has more than ${entry.sizeBytes} bytes`);
    checksum = crc322(chunk, checksum);
    yield chunk;
  }
  if (sizeBytes !== entry.sizeBytes || checksum !== entry.crc32) {
    throw damagedZip(source, `size or checksum of ${name} is wrong`);
  }
}
async function* inflated(data, name, source) {
  const output = [];
  const inflate = new Inflate((chunk) => output.push(chunk));
  const push = (chunk, isLast) => {
    try {
      inflate.push(chunk, isLast);
    } catch (cause) {
      throw damagedZip(source, `${name} cannot be unpacked`, cause);
    }
    return output.splice(0);
  };
  for await (const chunk of evenChunks(data.read(), INFLATE_CHUNK_BYTES)) yield* push(chunk, false);
  yield* push(new Uint8Array(), true);
}

// src/artifacts/archive-members.ts
function membersOf(content, form, archive) {
  return form.container === "zip" ? zipMembers(content, archive) : tarContents(content, form.compression, archive);
}
var TAR_TYPES = {
  "\0": "file",
  "0": "file",
  "1": "hardlink",
  "2": "symlink",
  "5": "directory",
  "7": "file"
};
async function* tarContents(content, compression, archive) {
  if (compression === "none") await assertEnded(content, archive);
  const origin = { source: archive, code: "ARTIFACT" };
  const bytes = bounded2(decompressed(content.read(), compression, origin), archive);
  try {
    for await (const { name, linkName, type, content: content2 } of tarMembers(bytes, archive)) {
      if (type === "S" || name.includes("/GNUSparseFile.")) {
        throw inArchive(
          archive,
          name,
          "is stored as a sparse file",
          "Build the archive with tar without --sparse."
        );
      }
      yield { path: name, type: TAR_TYPES[type] ?? "other", target: linkName, content: content2 };
    }
  } catch (error) {
    throw asArtifact(error);
  }
}
async function assertEnded(tar, archive) {
  const start = Math.max(tar.sizeBytes - BLOCK_BYTES, 0);
  const end = await bytesOf(sliceOf(tar, start, tar.sizeBytes), BLOCK_BYTES, archive);
  if (end.every((byte) => byte === 0)) return;
  throw new PublishError(
    "ARTIFACT",
    `${archive} does not end in zeros as a tar archive does: it is cut short, or something follows. Get or build it again.`
  );
}
function asArtifact(error) {
  if (!(error instanceof PublishError) || error.code !== "PACKAGE") return error;
  return new PublishError("ARTIFACT", error.message, { cause: error });
}
async function* bounded2(chunks, archive) {
  let sizeBytes = 0;
  for await (const chunk of chunks) {
    sizeBytes += chunk.length;
    if (sizeBytes > LIMITS.archiveBytes) throw tooMuch(archive, `more than ${LIMITS.archiveBytes} bytes`);
    yield chunk;
  }
}
function tooMuch(archive, what) {
  return new PublishError("LIMIT", `${archive} holds ${what}; publish the executables themselves`);
}
function inArchive(archive, member, seen, advice = "Build the archive again.") {
  return new PublishError("ARTIFACT", `${archive}: the member ${JSON.stringify(member)} ${seen}. ${advice}`);
}

// src/artifacts/left-out.ts
var NAMES_SHOWN = 20;
function leftOutByReason(archive, members) {
  const byReason = [...Map.groupBy(members, ({ reason }) => reason)];
  return byReason.map(([reason, all]) => {
    const names2 = all.map(({ member }) => member);
    const rest = names2.length > NAMES_SHOWN ? ` and ${names2.length - NAMES_SHOWN} more` : "";
    return { path: archive, reason: `${reason}: ${names2.slice(0, NAMES_SHOWN).join(", ")}${rest}` };
  });
}

// src/recipe/placement/kind.ts
function unplaced(reason) {
  return { kind: "unplaced", reason };
}
function isOfPrograms(file4) {
  return file4.kind === "unit" || file4.kind === "dropIn" || file4.kind === "dbus";
}
function programsOf(file4) {
  if (!isOfPrograms(file4)) return [];
  return file4.kind === "unit" ? file4.unit.programs : file4.programs;
}
function withPrograms(file4, programs) {
  return file4.kind === "unit" ? { ...file4, unit: { ...file4.unit, programs } } : { ...file4, programs };
}

// src/recipe/placement/release-file.ts
function releaseFile(path, head) {
  const folders = path.split("/");
  const name = folders.pop() ?? "";
  const looked = head.subarray(0, LIMITS.documentHeadBytes);
  let text;
  return {
    folders,
    name,
    head: looked,
    // Most files are told by their names: thousands of them need not be looked through.
    get text() {
      text ??= { of: textOf3(looked) };
      return text.of;
    }
  };
}
function textOf3(head) {
  if (head.some((byte) => byte < 32 && !TEXT_CONTROLS.has(byte))) return void 0;
  return head.toString("utf8").replace(/^\ufeff/, "").replaceAll("\r\n", "\n");
}
var TEXT_CONTROLS = /* @__PURE__ */ new Set([9, 10, 11, 12, 13, 27]);
function isBelow({ folders }, names2) {
  return folders.some((folder2) => names2.test(folder2));
}
function folderOf2({ folders }) {
  return folders.at(-1) ?? "";
}

// src/recipe/placement/completions.ts
var FOLDER = /(?:^|[-_])(?:auto-?)?complet(?:e|ions?)(?:\.d)?$/i;
var SHELL_FOLDERS = [
  [/^bash(?:[-_]completions?(?:\.d)?)?$/i, "bash"],
  [/^(?:zsh|site-functions|vendor-completions)$/i, "zsh"],
  [/^(?:fish|vendor_completions\.d)$/i, "fish"]
];
var COMMAND = "(?<command>[A-Za-z0-9][A-Za-z0-9_+.-]*?)";
var WORDS2 = "(?:[-_.]completions?)?";
var NAMES2 = [
  [new RegExp(`^${COMMAND}${WORDS2}\\.(?:bash|bash-completion|bash_completion)$`), "bash"],
  [new RegExp(`^_?${COMMAND}${WORDS2}\\.zsh(?:-completion)?$`), "zsh"],
  [new RegExp(`^${COMMAND}${WORDS2}\\.fish$`), "fish"]
];
var PLAIN_NAME = /^[A-Za-z0-9][A-Za-z0-9_+-]*$/;
var UNDERSCORED = /^_(?<command>[A-Za-z0-9][A-Za-z0-9_+-]*)$/;
var OTHER_SHELLS = /\.(?:ps1|psm1|powershell|elv|elvish|nu|nushell|ts|xonsh|tcsh|csh)$|_(?:ps1|elv|nu)$/i;
var CONTENT = {
  bash: /^[ \t]*(?:complete|compopt)[ \t]+-|[;&] *complete[ \t]+-/m,
  // compinit looks for functions in files that begin so: zshcompsys(1).
  zsh: /^#(?:compdef|autoload)\b/,
  fish: /^[ \t]*complete[ \t]/m
};
var MISSING = {
  bash: "no completion of bash, as it has no command complete",
  zsh: "no completion that zsh loads by itself, as it does not begin with #compdef",
  fish: "no completion of fish, as it has no command complete"
};
function recogniseCompletion(file4) {
  const isPlaced2 = isBelow(file4, FOLDER) || shellOfFolder(file4) !== void 0;
  if (isPlaced2 && OTHER_SHELLS.test(file4.name))
    return unplaced("a completion of a shell for which packages have no place");
  const named3 = namedCompletion(file4, isPlaced2);
  if (named3 === void 0) return void 0;
  const { shell, command: command2 } = named3;
  if (file4.text !== void 0 && CONTENT[shell].test(file4.text)) return { kind: "completion", shell, command: command2 };
  return isPlaced2 ? unplaced(MISSING[shell]) : void 0;
}
function namedCompletion(file4, isPlaced2) {
  const { name } = file4;
  for (const [pattern, shell2] of NAMES2) {
    const command2 = pattern.exec(name)?.groups?.["command"];
    if (command2 !== void 0) return { shell: shell2, command: command2 };
  }
  const underscored = UNDERSCORED.exec(name)?.groups?.["command"];
  if (underscored !== void 0) return { shell: "zsh", command: underscored };
  if (!isPlaced2 || !PLAIN_NAME.test(name)) return void 0;
  const shell = shellOfFolder(file4) ?? "bash";
  return shell === "bash" ? { shell, command: name } : void 0;
}
function shellOfFolder(file4) {
  const above = folderOf2(file4) === "completions" ? file4.folders.at(-2) ?? "" : folderOf2(file4);
  return SHELL_FOLDERS.find(([names2]) => names2.test(above))?.[1];
}

// src/recipe/placement/configuration.ts
var PREFIXES = /* @__PURE__ */ new Set(["usr", "usr/local", ""]);
var OTHER_SYSTEM = /^(?:linux|freebsd|openbsd|netbsd|dragonfly|macosx?|osx|darwin|windows|win32|solaris|illumos)(?:$|[-_.])/i;
var REFUSED = [
  [
    /^(?:passwd|shadow|group|gshadow|sudoers|fstab|hosts|ld\.so\.preload)$/,
    "a file of the system itself, which no package may bring"
  ],
  [/^(?:init\.d|rc\.d|rc[0-6S]\.d|runit|sv)\//, "a script of another init system than systemd"]
];
function recogniseConfiguration({
  folders,
  name,
  head
}) {
  const at = folders.indexOf("etc");
  if (at < 0 || !PREFIXES.has(folders.slice(0, at).join("/"))) return void 0;
  const below = [...folders.slice(at + 1), name];
  const path = below.join("/");
  if (OTHER_SYSTEM.test(below[0] ?? "")) return unplaced("for one system, in a folder that /etc has not");
  const refused7 = REFUSED.find(([form]) => form.test(path));
  if (refused7 !== void 0) return unplaced(refused7[1]);
  if (below.some((part) => part.startsWith(".") || /\s|~$/.test(part)))
    return unplaced("a hidden file, a backup or of a name with blanks, and so no configuration");
  return { kind: "configuration", path, mode: modeOf2(path, head) };
}
function modeOf2(path, head) {
  if (path.startsWith("sudoers.d/")) return 288;
  return head.toString("latin1", 0, 2) === "#!" ? 493 : 420;
}

// src/recipe/placement/unit.ts
var SECTION2 = /^\[(?<section>[^\]]+)\]\s*$/;
var EXEC = /^Exec(?:Start|StartPre|StartPost|Stop|StopPost|Reload|Condition)?\s*=\s*(?<line>.*)$/;
var PREFIXES2 = /^[-@:+!|]*/;
function readUnit(text) {
  const lines = linesOf3(text);
  const sections = lines.flatMap((line) => SECTION2.exec(line)?.groups?.["section"] ?? []);
  const commands = lines.flatMap((line) => EXEC.exec(line)?.groups?.["line"] ?? []);
  const programs = commands.map(programOf).filter((program) => program.startsWith("/"));
  return { sections: new Set(sections), programs: [...new Set(programs)] };
}
function valueOf(text, key) {
  const line = linesOf3(text).findLast((each2) => each2.startsWith(key) && /^\s*=/.test(each2.slice(key.length)));
  return line?.slice(line.indexOf("=") + 1).trim();
}
function linesOf3(text) {
  return text.replace(/\\\n/g, " ").split("\n").map((line) => line.trim());
}
function programOf(line) {
  const command2 = line.replace(PREFIXES2, "");
  const quoted6 = /^"([^"]*)"|^'([^']*)'/.exec(command2);
  return quoted6 === null ? command2.split(/\s/, 1)[0] ?? "" : quoted6[1] ?? quoted6[2] ?? "";
}

// src/recipe/placement/dbus.ts
var BUS_NAME = "[A-Za-z_-][A-Za-z0-9_-]*(?:\\.[A-Za-z_-][A-Za-z0-9_-]*)+";
var SERVICE = new RegExp(`^${BUS_NAME}\\.service$`);
var POLICY = /^[A-Za-z0-9][A-Za-z0-9_.-]*\.conf$/;
var INTERFACE = new RegExp(`^${BUS_NAME}\\.xml$`);
var DBUS_FOLDER = /^dbus(?:-1)?$/i;
var POLICY_FOLDER = /^(?:system|session)\.d$/;
function recogniseDbus(file4) {
  return recogniseService(file4) ?? (isBelow(file4, DBUS_FOLDER) ? recogniseBelow(file4) : void 0);
}
function recogniseService({ name, text }) {
  if (!name.endsWith(".service") || text === void 0) return void 0;
  const { sections, programs } = readUnit(text);
  if (!sections.has("D-BUS Service")) return void 0;
  if (!SERVICE.test(name) || valueOf(text, "Name") !== name.slice(0, -".service".length))
    return unplaced("a service of D-Bus that has not the name that its file says");
  const folder2 = valueOf(text, "User") === void 0 ? "services" : "system-services";
  return { kind: "dbus", path: `${folder2}/${name}`, programs };
}
function recogniseBelow(file4) {
  const { name, text = "" } = file4;
  const folder2 = folderOf2(file4);
  if (POLICY_FOLDER.test(folder2) && POLICY.test(name) && text.includes("<busconfig"))
    return { kind: "dbus", path: `${folder2}/${name}`, programs: [] };
  if (folder2 === "interfaces" && INTERFACE.test(name) && text.includes("<node"))
    return { kind: "dbus", path: `interfaces/${name}`, programs: [] };
  return void 0;
}

// src/recipe/placement/icon-size.ts
var SIGNATURE = Buffer.from("89504e470d0a1a0a0000000d49484452", "hex");
var WIDTH_OFFSET = 16;
var HEIGHT_OFFSET = 20;
var SIZES_END = 24;
function iconSize(head) {
  if (head.length < SIZES_END || !head.subarray(0, SIGNATURE.length).equals(SIGNATURE)) return void 0;
  const width = head.readUInt32BE(WIDTH_OFFSET);
  return width === head.readUInt32BE(HEIGHT_OFFSET) ? width : void 0;
}

// src/recipe/placement/desktop.ts
var DESKTOP2 = /^[A-Za-z0-9][A-Za-z0-9_.-]*\.desktop$/;
var METAINFO2 = /^[A-Za-z0-9][A-Za-z0-9_.-]*\.(?:metainfo|appdata)\.xml$/;
var ICON2 = /^[A-Za-z0-9][A-Za-z0-9_.-]*\.(?:png|svg)$/;
var ICON_FOLDER = /^icons?$/i;
var THEME_FOLDER = /^(?:[0-9]{1,4}x[0-9]{1,4}(?:@[2-4])?|scalable|symbolic)$/;
var CONTEXT = /^(?:actions|apps|categories|devices|emblems|mimetypes|places|status)$/;
var SIZES = /* @__PURE__ */ new Set([16, 20, 22, 24, 32, 36, 40, 48, 64, 72, 96, 128, 192, 256, 512]);
function recogniseDesktop(file4) {
  const { name } = file4;
  if (DESKTOP2.test(name)) {
    const isEntry = /^\[Desktop Entry\][ \t]*$/m.test(file4.text ?? "");
    return isEntry ? desktop(`applications/${name}`) : unplaced("no desktop entry, as it has no [Desktop Entry]");
  }
  if (METAINFO2.test(name)) {
    const isComponent = /<(?:component|application)[\s>]/.test(file4.text ?? "");
    return isComponent ? desktop(`metainfo/${name}`) : unplaced("no AppStream metainfo, as it has no <component>");
  }
  return ICON2.test(name) ? recogniseIcon(file4) : void 0;
}
function recogniseIcon(file4) {
  const { folders, name, head } = file4;
  const theme = folders.indexOf("hicolor");
  if (theme >= 0) {
    const below = folders.slice(theme + 1);
    const [size2 = "", context = ""] = below;
    const isPlaced2 = below.length === 2 && THEME_FOLDER.test(size2) && CONTEXT.test(context);
    return isPlaced2 ? desktop(`icons/hicolor/${size2}/${context}/${name}`) : void 0;
  }
  if (!folders.some((folder2) => ICON_FOLDER.test(folder2))) return void 0;
  if (name.endsWith(".svg"))
    return file4.text?.includes("<svg") === true ? desktop(`icons/hicolor/scalable/apps/${name}`) : void 0;
  const size = iconSize(head);
  if (size === void 0 || !SIZES.has(size))
    return unplaced("an icon of a size for which the theme hicolor has no folder");
  return desktop(`icons/hicolor/${size}x${size}/apps/${name}`);
}
function desktop(path) {
  return { kind: "desktop", path };
}

// src/recipe/placement/documents.ts
var LICENSE2 = /^(?:(?:[A-Za-z0-9.]+[-_])?(?:un)?licen[cs]es?|copying|copyright)(?:[-_.][A-Za-z0-9.+_-]+)?$/i;
var NOTICE = /^(?:notice|third[-_]?party[-_](?:licen[cs]es?|notices?))(?:\.(?:md|txt|rst))?$/i;
var DOCUMENT = /^(?:readme|change-?log|changes|history|news|release[-_]?notes|authors|contributors|credits|thanks|acknowledge?ments|faq)(?:[-_.][A-Za-z]{2,3}(?:[-_][A-Za-z]{2,4})?)?(?:\.(?:md|markdown|txt|rst|adoc|org))?$/i;
var TEXT2 = /\.(?:md|markdown|txt|rst|adoc|org)$/i;
var CODE = /\.(?:[ch]|cc|cpp|cs|go|java|js|json|lua|php|pl|py|rb|rs|sh|toml|ts|xml|ya?ml|html?|asc|sig|minisig|pem|crt|sha[0-9]+|md5)$/i;
var LICENSE_FOLDER = /^licen[cs]es$/i;
var DOCUMENT_FOLDER = /^docs?$/i;
var SOURCES = /^(?:install|installing|building|hacking|contributing|develop(?:ing|ment)?)(?:\.(?:md|markdown|txt|rst|adoc|org))?$/i;
function recogniseDocument(file4) {
  const kind = kindByName(file4);
  return kind === void 0 || (file4.text ?? "").trim() === "" ? void 0 : kind;
}
function kindByName(file4) {
  const { name, folders } = file4;
  const isTop = folders.length === 0;
  const isDocumentation = isTop || isInDocumentation(file4);
  const isOfLicenses = isBelow(file4, LICENSE_FOLDER);
  if ((isDocumentation || isOfLicenses) && NOTICE.test(name))
    return { kind: "notice", name: belowLicenses(file4) };
  if (isLicense(file4)) return { kind: "license", name: belowLicenses(file4) };
  if (!isDocumentation) return void 0;
  if (SOURCES.test(name)) return unplaced("for developers, and not for who has the package");
  return DOCUMENT.test(name) || !isTop && TEXT2.test(name) ? { kind: "document", name } : void 0;
}
function isLicense(file4) {
  if (CODE.test(file4.name)) return false;
  if (folderOf2(file4) !== "" && LICENSE_FOLDER.test(folderOf2(file4))) return true;
  const isPlaced2 = file4.folders.length === 0 || isInDocumentation(file4) || isBelow(file4, LICENSE_FOLDER);
  return isPlaced2 && LICENSE2.test(file4.name);
}
function belowLicenses({ folders, name }) {
  const at = folders.findIndex((folder2) => LICENSE_FOLDER.test(folder2));
  if (at < 0) return name;
  const own = folders[at - 1] === "share" ? 2 : 1;
  return [...folders.slice(at + own), name].join("/");
}
function isInDocumentation({ folders }) {
  const [above = "", last = ""] = ["", ...folders].slice(-2);
  return DOCUMENT_FOLDER.test(last) ? folders.length <= 3 : DOCUMENT_FOLDER.test(above);
}

// src/recipe/placement/man.ts
var PAGE2 = /^[A-Za-z0-9_[][A-Za-z0-9_+:.@[-]*\.(?<section>[1-9])[a-z]{0,4}$/;
var TITLE = /^[.'][ \t]*(?:TH|Dd|so)[ \t]/m;
var MAN_FOLDER = /^man-?(?:pages?)?$/i;
var SECTION_FOLDER = /^man[1-9]$/;
var LANGUAGE2 = /^[a-z]{2,3}(?:_[A-Z]{2})?(?:\.[A-Za-z0-9-]+)?(?:@[a-z]+)?$/;
function recogniseMan(file4) {
  const section = PAGE2.exec(file4.name)?.groups?.["section"];
  if (section === void 0 || file4.text === void 0) return void 0;
  if (!TITLE.test(file4.text)) {
    return isInManual(file4) ? unplaced("no manual page, as it begins with neither .TH nor .Dd") : void 0;
  }
  return { kind: "man", page: file4.name, section, language: languageOf2(file4) };
}
function isInManual({ folders }) {
  return folders.some((folder2) => MAN_FOLDER.test(folder2) || SECTION_FOLDER.test(folder2));
}
function languageOf2({ folders }) {
  const above = SECTION_FOLDER.test(folders.at(-1) ?? "") ? folders.slice(0, -1) : folders;
  const [manual = "", language = ""] = above.slice(-2);
  return MAN_FOLDER.test(manual) && LANGUAGE2.test(language) ? language : void 0;
}

// src/recipe/placement/systemd.ts
var UNIT = /^(?!-)(?<prefix>[A-Za-z0-9:_.\\-]+)(?<template>@?)\.(?<type>service|socket|timer|path|target)$/;
var USER_FOLDER = /^(?:user|(?:linux-)?systemd[-_]user)$/i;
var CONFIGURATION = /^[A-Za-z0-9][A-Za-z0-9_.-]*\.conf$/;
function recogniseUnit(file4) {
  const groups = UNIT.exec(file4.name)?.groups;
  if (groups === void 0 || file4.text === void 0) return void 0;
  const { template = "", type = "" } = groups;
  const unit = readUnit(file4.text);
  const section = `${type.charAt(0).toUpperCase()}${type.slice(1)}`;
  if (!unit.sections.has("Unit") && !unit.sections.has(section))
    return unplaced("no unit of systemd, as it has no section [Unit]");
  return {
    kind: "unit",
    name: file4.name,
    unit: {
      manager: managerOf(file4),
      isInstallable: unit.sections.has("Install"),
      isTemplate: template !== "",
      programs: unit.programs
    }
  };
}
function recogniseDropIn(file4) {
  const { folders, name, text } = file4;
  const unit = (folders.at(-1) ?? "").replace(/\.d$/, "");
  if (unit === folders.at(-1) || !UNIT.test(unit) || !CONFIGURATION.test(name) || text === void 0)
    return void 0;
  return { kind: "dropIn", unit, name, manager: managerOf(file4), programs: readUnit(text).programs };
}
function managerOf(file4) {
  return isBelow(file4, USER_FOLDER) ? "user" : "system";
}
function recogniseSystemdFolder(file4) {
  const { folders, name } = file4;
  const folder2 = folders.at(-1);
  if (folder2 === "sysusers.d" || folder2 === "tmpfiles.d") {
    if (CONFIGURATION.test(name) && file4.text !== void 0)
      return { kind: folder2 === "sysusers.d" ? "sysusers" : "tmpfiles", name };
    return unplaced(`no file of ${folder2}, which ends in .conf`);
  }
  return void 0;
}

// src/recipe/placement/recognise.ts
var RECOGNISERS = [
  recogniseDbus,
  recogniseUnit,
  recogniseDropIn,
  recogniseSystemdFolder,
  recogniseCompletion,
  recogniseMan,
  recogniseDesktop,
  recogniseConfiguration,
  recogniseDocument
];
var NOT_INSTALLED = /^(?:examples?|samples?|tests?|testdata|test-data|fixtures|vendor|third[-_]?party|node_modules|src|\.[^.].*)$/i;
var ODD_PATH = /(?:^|\/)(?:\.{0,2})(?:\/|$)|[\p{Cc}\p{Cs}\ufffd]|\\(?!x[0-9a-f]{2})/u;
var UNKNOWN_KIND = "a file of no kind that is installed";
function recognise(path, head) {
  if (ODD_PATH.test(path)) return unplaced("of a name with .. or unreadable characters");
  const file4 = releaseFile(path, head);
  if (isBelow(file4, NOT_INSTALLED)) return unplaced("in a folder of examples, tests or sources");
  if (file4.name.startsWith(".")) return unplaced("a hidden file");
  for (const recogniser of RECOGNISERS) {
    const found = recogniser(file4);
    if (found !== void 0) return found;
  }
  return unplaced(UNKNOWN_KIND);
}

// src/artifacts/companion.ts
var GZIP_MAGIC = Buffer.from("1f8b08", "hex");
async function readCandidate(path, head, rest) {
  const isGzip = path.endsWith(".gz") && head.subarray(0, GZIP_MAGIC.length).equals(GZIP_MAGIC);
  if (!isGzip && !isPlaced(verdictsOf(path, head))) return kept(path, head);
  const bytes = Buffer.concat([head, await rest(LIMITS.documentBytes + 1 - head.length)]);
  if (!isGzip) return kept(path, bytes);
  const plain2 = bytes.length > LIMITS.documentBytes ? void 0 : await decompressedBytes(bytes);
  return plain2 === void 0 ? nothing3(UNKNOWN_KIND) : kept(path.slice(0, -".gz".length), plain2);
}
function kept(path, bytes) {
  const verdicts = verdictsOf(path, bytes);
  if (!isPlaced(verdicts)) return { verdicts, bytes: void 0 };
  return bytes.length > LIMITS.documentBytes ? nothing3(`a file of more than ${LIMITS.documentBytes} bytes`) : { verdicts, bytes };
}
function nothing3(reason) {
  return { verdicts: { atTop: unplaced(reason), below: unplaced(reason) }, bytes: void 0 };
}
function verdictsOf(path, head) {
  const atTop = recognise(path, head);
  const slash = path.indexOf("/");
  return { atTop, below: slash < 0 ? atTop : recognise(path.slice(slash + 1), head) };
}
function isPlaced({ atTop, below }) {
  return atTop.kind !== "unplaced" || below.kind !== "unplaced";
}
async function decompressedBytes(bytes) {
  const origin = { source: "A file", code: "ARTIFACT" };
  const plain2 = byteSource(gunzipped(contentOf(bytes).read(), origin));
  try {
    return await plain2.upTo(LIMITS.documentBytes + 1);
  } catch (error) {
    if (error instanceof PublishError) return void 0;
    throw error;
  } finally {
    await plain2.close();
  }
}

// src/artifacts/read-member.ts
async function readMember(member, key, archive, scratch) {
  const path = `${archive}: ${member.path}`;
  const bytes = byteSource(member.content);
  const head = await bytes.upTo(LIMITS.documentHeadBytes);
  if (!head.subarray(0, ELF_MAGIC.length).equals(ELF_MAGIC)) {
    const { verdicts, bytes: kept2 } = await readCandidate(key, head, (limitBytes) => bytes.upTo(limitBytes));
    await bytes.close();
    return { kind: "plain", verdicts, content: kept2 && await scratch(contentOf(kept2).read()) };
  }
  const content = await scratch(followedBy(head, bytes));
  const elf = await readElf(content, path);
  return elf.kind === "executable" ? {
    kind: "executable",
    executable: { ...elf, path, container: archive, fileName: baseName(member.path), content }
  } : { kind: "elf", skipped: { path, reason: elf.reason } };
}
async function readAgain(key, targetKey, { content }) {
  if (content === void 0) return void 0;
  const headBytes = Math.min(content.sizeBytes, LIMITS.documentHeadBytes);
  const head = await bytesOf(sliceOf(content, 0, headBytes), headBytes, key);
  const isGzip = key.endsWith(".gz") && targetKey.endsWith(".gz");
  const { verdicts } = await readCandidate(isGzip ? key.slice(0, -".gz".length) : key, head, NO_MORE);
  return { kind: "plain", verdicts, content };
}
var NO_MORE = () => Promise.resolve(Buffer.alloc(0));
async function* followedBy(head, bytes) {
  yield head;
  while (!await bytes.atEnd()) yield await bytes.some(Infinity);
}

// src/artifacts/release-top.ts
function isWrapped(paths) {
  const [first = ""] = paths;
  const folder2 = first.slice(0, first.indexOf("/") + 1);
  return folder2 !== "" && paths.every((path) => path.startsWith(folder2));
}
function commonFolder(paths) {
  const folders = paths.map((path) => path.split("/").slice(0, -1));
  const [first = []] = folders;
  const differs = first.findIndex((part, index) => folders.some((folder2) => folder2[index] !== part));
  const common = differs < 0 ? first : first.slice(0, differs);
  return common.map((part) => `${part}/`).join("");
}

// src/artifacts/archive.ts
async function openArchive({ source: archive, content }, form, scratch) {
  const files = /* @__PURE__ */ new Map();
  const symbolic = /* @__PURE__ */ new Map();
  let memberCount = 0;
  for await (const member of membersOf(content, form, archive)) {
    memberCount += 1;
    if (memberCount > LIMITS.archiveEntries)
      throw tooMuch(archive, `more than ${LIMITS.archiveEntries} members`);
    assertInside(member, archive);
    const { type, path } = member;
    const key = normalised(path);
    if (type === "symlink") symbolic.set(key, targetOf(member));
    else if (type === "other") files.set(key, leftOut("neither file nor folder"));
    else if (type !== "directory") {
      if (files.has(key)) throw inArchive(archive, path, "is there twice");
      const read2 = type === "hardlink" ? hardLink(key, targetOf(member), files, archive) : void 0;
      files.set(key, await (read2 ?? readMember(member, key, archive, scratch)));
    }
  }
  const links = await symbolicLinks(symbolic, files, archive);
  return sorted(archive, new Map([...files, ...links]), isWrapped([...files.keys()]));
}
function leftOut(reason) {
  return { kind: "leftOut", reason };
}
async function hardLink(key, targetKey, files, archive) {
  const target = files.get(targetKey);
  if (target?.kind !== "executable") return linked(key, targetKey, target);
  const other2 = { path: `${archive}: ${key}`, fileName: baseName(key) };
  return { kind: "executable", executable: { ...target.executable, ...other2 } };
}
async function symbolicLinks(links, files, archive) {
  const found = /* @__PURE__ */ new Map();
  for (const key of links.keys()) {
    if (files.has(key)) continue;
    const targetKey = lastTarget(key, links) ?? "";
    const target = files.get(targetKey);
    const link2 = { path: `${archive}: ${key}`, container: archive, fileName: baseName(key) };
    found.set(
      key,
      target?.kind === "executable" ? { kind: "link", link: { ...link2, target: target.executable } } : await linked(key, targetKey, target)
    );
  }
  return found;
}
async function linked(key, targetKey, target) {
  const again = target?.kind === "plain" ? await readAgain(key, targetKey, target) : void 0;
  return again ?? leftOut("a link to what is not packaged");
}
function sorted(archive, members, isBelow2) {
  const [executables, links, companions] = [[], [], []];
  const [elfs, others2] = [[], []];
  for (const [member, found] of members) {
    if (found.kind === "executable") executables.push(found.executable);
    else if (found.kind === "link") links.push(found.link);
    else if (found.kind === "elf") elfs.push(found.skipped);
    else if (found.kind === "leftOut") others2.push({ member, reason: found.reason });
    else {
      const { verdicts, content } = found;
      const file4 = isBelow2 ? verdicts.below : verdicts.atTop;
      if (file4.kind === "unplaced") others2.push({ member, reason: file4.reason });
      else if (content !== void 0)
        companions.push({ path: `${archive}: ${member}`, container: archive, file: file4, content });
    }
  }
  return { executables, links, companions, leftOut: [...elfs, ...leftOutByReason(archive, others2)] };
}

// src/artifacts/appearance.ts
var BEGINNINGS = [
  ["4d5a", "a Windows executable"],
  ["feedface", "a macOS executable"],
  ["feedfacf", "a macOS executable"],
  ["cefaedfe", "a macOS executable"],
  ["cffaedfe", "a macOS executable"],
  ["cafebabf", "a macOS executable"],
  ["2321", "a script"],
  ["213c617263683e0a", "a static library"],
  ["425a68", "a bzip2 file"],
  ["377abcaf271c", "a 7z archive"],
  ["526172211a07", "a RAR archive"],
  ["04224d18", "an lz4 file"],
  ["0061736d", "a WebAssembly module"]
];
var CAFEBABE = 3405691582;
var MOST_ARCHITECTURES = 40;
function appearanceOf(head) {
  if (head.length === 0) return "an empty file";
  if (head.length >= 8 && head.readUInt32BE(0) === CAFEBABE) {
    return head.readUInt32BE(4) < MOST_ARCHITECTURES ? "a macOS executable" : "a Java class";
  }
  const known = BEGINNINGS.find(([hex2]) => head.subarray(0, hex2.length / 2).toString("hex") === hex2);
  if (known !== void 0) return known[1];
  return isText3(head) ? "a text" : "a file of a kind that is not known here";
}
function isText3(head) {
  if (head.includes(0)) return false;
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(head, { stream: true });
    return true;
  } catch {
    return false;
  }
}

// src/artifacts/artifact.ts
var DEB_MAGIC = Buffer.from("!<arch>\ndebian-binary", "latin1");
var RPM_MAGIC = Buffer.from("edabeedb", "hex");
var RPM_TYPE_OFFSET = 6;
var RPM_SOURCE = 1;
var ZIP_MAGICS = ["504b0304", "504b0506"].map((hex2) => Buffer.from(hex2, "hex"));
var COMPRESSIONS = [
  ["gzip", Buffer.from("1f8b08", "hex")],
  ["xz", Buffer.from("fd377a585a00", "hex")],
  ["zstd", Buffer.from("28b52ffd", "hex")]
];
var TAR_MAGIC = "ustar";
var TAR_MAGIC_OFFSET = 257;
async function classify({
  source,
  fileName: fileName2,
  content
}) {
  const head = await bytesOf(
    sliceOf(content, 0, Math.min(content.sizeBytes, BLOCK_BYTES)),
    BLOCK_BYTES,
    source
  );
  const begins = (magic) => head.subarray(0, magic.length).equals(magic);
  if (begins(DEB_MAGIC))
    return fileName2.endsWith(".udeb") ? other("a package of the Debian installer") : { kind: "deb" };
  if (begins(RPM_MAGIC)) return isSourceRpm(head, fileName2) ? other("a source package") : { kind: "rpm" };
  if (begins(ELF_MAGIC)) return readElf(content, source);
  if (ZIP_MAGICS.some(begins)) return { kind: "archive", form: { container: "zip" } };
  const compression = COMPRESSIONS.find(([, magic]) => begins(magic))?.[0];
  if (compression !== void 0) return compressed2(content, compression, source);
  if (isTar(head)) return { kind: "archive", form: { container: "tar", compression: "none" } };
  return other(appearanceOf(head));
}
function other(reason) {
  return { kind: "other", reason };
}
function isSourceRpm(head, fileName2) {
  const type = head.length > RPM_TYPE_OFFSET + 1 ? head.readUInt16BE(RPM_TYPE_OFFSET) : 0;
  return type === RPM_SOURCE || /\.(?:no)?src\.rpm$/.test(fileName2);
}
async function compressed2(content, compression, source) {
  const origin = { source, code: "ARTIFACT" };
  const bytes = byteSource(decompressed(content.read(), compression, origin));
  const head = await bytes.upTo(BLOCK_BYTES);
  await bytes.close();
  if (isTar(head)) return { kind: "archive", form: { container: "tar", compression } };
  const isElf = head.subarray(0, ELF_MAGIC.length).equals(ELF_MAGIC);
  return other(
    `${isElf ? "an ELF file" : appearanceOf(head)} compressed with ${compression}, and no tar archive`
  );
}
function isTar(head) {
  if (head.length < BLOCK_BYTES) return false;
  if (head.toString("latin1", TAR_MAGIC_OFFSET, TAR_MAGIC_OFFSET + TAR_MAGIC.length) === TAR_MAGIC)
    return true;
  try {
    decodeTarHeader(head, "");
    return true;
  } catch {
    return false;
  }
}

// src/artifacts/command-name.ts
var ARM = "arm(?:[-_]?v?[5-7][a-z]{0,3})?|arm(?:hf|hfp|el)";
var ARCHITECTURE_WORDS = {
  amd64: "(?:amd64|x86[-_]64|x64|64-?bit)(?:[-_]?v[1-4])?",
  arm64: "(?:arm64|aarch64)(?:[-_]?v[89](?:\\.[0-9])?)?|armv8",
  "386": "386(?:[-_](?:sse2|softfloat))?|i[3-6]86|x86|ia32|32-?bit",
  arm5: ARM,
  arm6: ARM,
  arm7: ARM,
  ppc64le: "(?:ppc64le|ppc64el|powerpc64le)(?:[-_]?power(?:8|9|10))?",
  s390x: "s390x",
  riscv64: "riscv64(?:gc)?(?:[-_]?rva[0-9]{2}u64)?",
  loong64: "loong64|loongarch64",
  mips64le: "mips64(?:le|el)(?:[-_]?(?:hardfloat|softfloat|r[26]))?",
  all: "all|any|noarch"
};
var SYSTEM = "linux(?:32|64)?";
var LIBC = "(?:gnu|musl)(?:eabi(?:hf)?|abi64)?|glibc(?:[-_]?[0-9]+\\.[0-9]+)?|eabihf";
var VENDOR = "unknown|pc";
var ANY_VERSION = "v?[0-9]+(?:\\.[0-9]+)+(?:[-+~.][0-9A-Za-z]+)*";
function commandName(fileName2, version, architectures) {
  const words3 = architectures.map((arch) => ARCHITECTURE_WORDS[arch]);
  const suffixes = [SYSTEM, LIBC, ...words3].map((word3) => suffix(word3, "[-_.]"));
  const spellings2 = version === void 0 ? [] : [version, version.replaceAll(/[~+]/g, ".")];
  const released2 = spellings2.map((spelling) => suffix(`v?${RegExp.escape(spelling)}`, "[-_]"));
  const later = [suffix(VENDOR, "[-_.]"), suffix(ANY_VERSION, "[-_]")];
  let name = fileName2;
  for (; ; ) {
    const candidates2 = name === fileName2 ? [...released2, ...suffixes] : [...released2, ...suffixes, ...later];
    const found = candidates2.find((pattern) => pattern.test(name));
    if (found === void 0) return name;
    name = name.replace(found, "");
  }
}
function suffix(words3, separators) {
  return new RegExp(`(?<=[^-_.])${separators}(?:${words3})$`, "i");
}

// src/artifacts/executables.ts
var COMMANDS = "/usr/bin";
var MODE2 = 493;
async function groupExecutables(executables, options) {
  const byArch = Map.groupBy(executables, ({ arch }) => options.arch ?? arch);
  assertOneArmhf(byArch);
  const sorted2 = [...byArch].toSorted(([left], [right]) => left < right ? -1 : 1);
  return Promise.all(sorted2.map(([arch, members]) => groupOf2(arch, members, options)));
}
function assertOneArmhf(byArch) {
  const [six, seven] = [byArch.get("arm6")?.[0], byArch.get("arm7")?.[0]];
  if (six === void 0 || seven === void 0) return;
  throw new PublishError(
    "ARTIFACT",
    `${six.path} is for arm6 and ${seven.path} for arm7: both would be the armhf package. Publish one of them; what is built for arm6 runs on arm7 too.`
  );
}
async function groupOf2(arch, members, options) {
  const all = members.map((member) => ({
    ...member,
    command: commandName(member.fileName, options.version, [arch, member.arch])
  }));
  const distinct7 = await distinctOf(all);
  const [lone, second] = distinct7;
  const commands = lone && second === void 0 ? [{ ...lone, command: packageName(lone, options) }] : distinct7;
  const named3 = /* @__PURE__ */ new Map();
  for (const command2 of commands) {
    const other2 = named3.get(command2.command);
    if (other2 !== void 0) throw collision(arch, other2, command2);
    named3.set(assertCommand(command2), command2);
  }
  const sorted2 = [...named3].toSorted(([left], [right]) => left < right ? -1 : 1);
  return {
    arch,
    entries: sorted2.map(([name, { content, links }]) => ({
      type: "file",
      path: commandPath(name),
      mode: MODE2,
      content,
      ...links === void 0 ? {} : { links }
    })),
    sources: sorted2.map(([, { path }]) => path),
    containers: new Set(all.map(({ container }) => container)),
    commands: commandsOf([...named3.keys()], all)
  };
}
function commandsOf(names2, files) {
  const [lone, second] = names2;
  const own = names2.map((name) => [name, name]);
  if (lone === void 0 || second !== void 0) return new Map(own);
  return new Map([...files.map(({ command: command2 }) => [command2, lone]), ...own]);
}
async function distinctOf(commands) {
  const bySize = Map.groupBy(commands, ({ content }) => content.sizeBytes);
  const kept2 = /* @__PURE__ */ new Set();
  for (const equals of bySize.values()) {
    const alone = equals.length === 1;
    const digests = alone ? [] : await Promise.all(equals.map(({ content }) => digestOf(content, "sha256")));
    const byDigest = Map.groupBy(equals, (_, index) => digests[index]);
    for (const same of byDigest.values()) for (const command2 of oneOf(same)) kept2.add(command2);
  }
  return commands.filter((command2) => kept2.has(command2));
}
function oneOf(same) {
  const byContainer = [...Map.groupBy(same, ({ container }) => container).values()];
  const named3 = byContainer.map(firstOfEachName);
  return named3.toSorted((left, right) => right.length - left.length)[0] ?? [];
}
function firstOfEachName(commands) {
  return commands.filter(({ command: command2 }, index) => commands.findIndex((it) => it.command === command2) === index);
}
function packageName({ path }, { name }) {
  if (name !== void 0 && name !== "") return name;
  throw new PublishError(
    "INPUT",
    `name is needed to package ${path}, and nothing says it: set the input name`
  );
}
function isCommand(name) {
  return /^(?!-|\.{1,2}$)[^\p{Cc}\s\ufffd/\\]+$/u.test(name);
}
function commandPath(name) {
  return `${COMMANDS}/${name}`;
}
function assertCommand({ path, command: command2 }) {
  if (isCommand(command2)) return command2;
  throw new PublishError(
    "ARTIFACT",
    `${path} would be the command ${JSON.stringify(command2)}; one has no spaces or slashes and does not begin with a dash: change the input name, or the name of the file where there are several`
  );
}
var LINKAGES = {
  static: "is static",
  glibc: "is linked with glibc",
  musl: "is linked with musl",
  dynamic: "is linked dynamically"
};
function collision(arch, left, right) {
  const linkages = left.linkage === right.linkage ? "" : ` (the first ${LINKAGES[left.linkage]}, the second ${LINKAGES[right.linkage]}: builds for two C libraries?)`;
  return new PublishError(
    "ARTIFACT",
    `${left.path} and ${right.path} are for ${arch} and would both be ${commandPath(left.command)}${linkages}. Publish one of them, or give their files names that differ in more than version, system, architecture and libc.`
  );
}

// src/artifacts/aliases.ts
var COMMAND_SECTIONS = /^[168]$/;
function aliasesOf(group, links, files, options) {
  const names2 = new Map(ownNames(group, files).map((name) => [name, group.commands.get(name) ?? name]));
  const leftOut2 = [];
  for (const link2 of links.filter((it) => isOf(it, group, options))) {
    const nameOf2 = (fileName2) => commandName(fileName2, options.version, [group.arch, link2.target.arch]);
    const [name, command2] = [nameOf2(link2.fileName), group.commands.get(nameOf2(link2.target.fileName))];
    if (name === command2 || command2 !== void 0 && names2.get(name) === command2) continue;
    const fault = faultOf(name, names2.has(name) || group.commands.get(name) === name, command2);
    if (command2 === void 0 || fault !== void 0)
      leftOut2.push({ path: link2.path, reason: `a link ${fault}` });
    else names2.set(name, command2);
  }
  return { names: names2, leftOut: leftOut2 };
}
function faultOf(name, isTaken, command2) {
  if (command2 === void 0) return "to an executable that is packaged under another name";
  if (isTaken) return `that has the name of the other command ${name}`;
  return isCommand(name) ? void 0 : "of a name that no command has";
}
function isOf({ container, target }, group, { arch }) {
  return group.containers.has(container) && (arch ?? target.arch) === group.arch;
}
function ownNames({ commands }, files) {
  return [...commands].filter(
    ([name, command2]) => name !== command2 && isCommand(name) && files.some((file4) => tellsOf(file4, name))
  ).map(([name]) => name);
}
function tellsOf(file4, command2) {
  if (file4.kind === "completion") return file4.command === command2;
  if (file4.kind === "man")
    return file4.page === `${command2}.${file4.section}` && COMMAND_SECTIONS.test(file4.section);
  return programsOf(file4).includes(commandPath(command2));
}

// src/artifacts/moved-programs.ts
var FOLDERS = ["/usr/local/bin", "/usr/local/sbin", "/usr/sbin", "/sbin"];
var BEFORE = "(?<![A-Za-z0-9._~/}])";
var AFTER = "(?![A-Za-z0-9._~/-])";
async function withOwnPrograms(companion, commands) {
  const { file: file4, content, path } = companion;
  if (!isOfPrograms(file4)) return companion;
  const text = (await bytesOf(content, LIMITS.documentBytes, path)).toString("latin1");
  const moved2 = [...commands].flatMap(
    ([name, command2]) => FOLDERS.map((folder2) => [`${folder2}/${name}`, commandPath(command2)])
  ).filter(([from]) => naming(from).test(text));
  if (moved2.length === 0) return companion;
  const patched = moved2.reduce(
    (patching, [from, to]) => patching.replaceAll(naming(from), () => bytesIn(to)),
    text
  );
  const places = new Map(moved2);
  const programs = programsOf(file4).map((program) => places.get(program) ?? program);
  return {
    ...companion,
    file: withPrograms(file4, programs),
    content: contentOf(Buffer.from(patched, "latin1")),
    moved: moved2.map(([from, to]) => ({ from, to }))
  };
}
function naming(path) {
  return new RegExp(`${BEFORE}${RegExp.escape(bytesIn(path))}${AFTER}`, "g");
}
function bytesIn(path) {
  return Buffer.from(path).toString("latin1");
}

// src/recipe/placement/place.ts
var MODE3 = 420;
function placeOf2(file4, format, name) {
  switch (file4.kind) {
    case "man":
      return manualPlace(file4);
    case "completion":
      return { path: completionPath(file4.shell, file4.command, format), mode: MODE3 };
    case "license":
      return format === "deb" ? void 0 : licensePlace(file4.name, name);
    case "notice":
      return format === "deb" ? documentPlace(file4.name, format, name) : licensePlace(file4.name, name);
    case "document":
      return documentPlace(file4.name, format, name);
    case "configuration":
      return { path: `/etc/${file4.path}`, mode: file4.mode, role: "config" };
    case "unit":
      return { path: `/usr/lib/systemd/${file4.unit.manager}/${file4.name}`, mode: MODE3 };
    case "dropIn":
      return { path: `/usr/lib/systemd/${file4.manager}/${file4.unit}.d/${file4.name}`, mode: MODE3 };
    case "dbus":
      return { path: `/usr/share/dbus-1/${file4.path}`, mode: MODE3 };
    case "sysusers":
    case "tmpfiles":
      return { path: `/usr/lib/${file4.kind}.d/${file4.name}`, mode: MODE3 };
    case "desktop":
      return { path: `/usr/share/${file4.path}`, mode: MODE3 };
  }
}
function manualPlace({ page, section, language }) {
  const folder2 = language === void 0 ? "" : `${language}/`;
  return {
    path: `/usr/share/man/${folder2}man${section}/${page}`,
    mode: MODE3,
    role: "doc",
    gzip: "always",
    // rpm knows languages without their codes of characters.
    ...language === void 0 ? {} : { language: language.replace(/\..*(?=@|$)/, "") }
  };
}
function completionPath(shell, command2, format) {
  switch (shell) {
    case "bash":
      return `/usr/share/bash-completion/completions/${command2}`;
    case "zsh":
      return `/usr/share/zsh/${format === "deb" ? "vendor-completions" : "site-functions"}/_${command2}`;
    case "fish":
      return `/usr/share/fish/vendor_completions.d/${command2}.fish`;
  }
}
function licensePlace(file4, name) {
  return { path: `/usr/share/licenses/${name}/${file4}`, mode: MODE3, role: "license" };
}
function documentPlace(file4, format, name) {
  const place = {
    path: `/usr/share/doc/${name}/${documentName(file4, format)}`,
    mode: MODE3,
    role: "doc"
  };
  return format === "deb" ? { ...place, gzip: "large" } : place;
}
function upstreamChangelogPlace(name) {
  return { path: `/usr/share/doc/${name}/changelog`, mode: MODE3, role: "doc", gzip: "always" };
}
function documentName(file4, format) {
  return format === "deb" && /^changelog$/i.test(file4) ? `${file4}.upstream` : file4;
}

// src/artifacts/places.ts
function emptyPlaces() {
  const placed = /* @__PURE__ */ new Map();
  const holderOf = (companion) => placesOf(companion.file).map((place) => placed.get(place)).find((it) => it !== void 0);
  async function take(companion, label2) {
    const holder = holderOf(companion);
    if (holder === void 0) {
      for (const place of placesOf(companion.file)) placed.set(place, companion);
      return void 0;
    }
    if (await isSame2(companion, holder)) return void 0;
    const file4 = label2 === void 0 ? void 0 : labelled(companion.file, label2);
    if (file4 === void 0) return holder;
    return await take({ ...companion, file: file4 }, void 0) === void 0 ? void 0 : holder;
  }
  return {
    get taken() {
      return [...new Set(placed.values())];
    },
    take
  };
}
function placesOf(file4) {
  return ["deb", "rpm"].flatMap((format) => {
    const place = placeOf2(file4, format, "package");
    return place === void 0 ? [] : [`${format} ${place.path}`];
  });
}
async function isSame2(...two) {
  const [left, right] = await Promise.all(two.map(({ content }) => digestOf(content, "sha256")));
  return left === right;
}
function labelled(file4, label2) {
  const isRead = file4.kind === "license" || file4.kind === "notice" || file4.kind === "document";
  return isRead ? { ...file4, name: `${label2}/${file4.name}` } : void 0;
}

// src/artifacts/accompanied.ts
var ARCHIVE = /\.(?:tar|tar\.(?:gz|xz|zst)|tgz|zip)$/i;
async function accompanied(groups, company, options) {
  const all = await Promise.all(groups.map((group) => accompaniedGroup(group, company, options)));
  const leftOut2 = all.flatMap((it) => it.leftOut);
  const isFirst = ({ path, reason }, index) => leftOut2.findIndex((other2) => other2.path === path && other2.reason === reason) === index;
  return { groups: all.map(({ group }) => group), leftOut: leftOut2.filter(isFirst) };
}
async function accompaniedGroup(group, { companions: all, links }, options) {
  const own = all.filter(({ container }) => container === void 0 || group.containers.has(container));
  const aliases = aliasesOf(
    group,
    links,
    own.map(({ file: file4 }) => file4),
    options
  );
  const names2 = [...aliases.names.keys()];
  const commands = new Map([...group.commands, ...names2.map((name) => [name, name])]);
  const entries = [...aliases.names].map(([name, target]) => ({
    type: "symlink",
    path: commandPath(name),
    target
  }));
  const { companions, leftOut: leftOut2 } = await placeable(own, { ...group, commands }, options);
  return {
    group: { ...group, commands, entries: [...group.entries, ...entries], companions },
    leftOut: [...aliases.leftOut, ...leftOut2]
  };
}
async function placeable(all, { arch, commands }, { version }) {
  const leftOut2 = [];
  const places = emptyPlaces();
  for (const given of all) {
    const companion = await withOwnPrograms(given, commands);
    const { path, container } = companion;
    const fault = faultOf2(companion, commands);
    const label2 = container === void 0 ? void 0 : labelOf2(container, version, arch);
    const holder = fault === void 0 ? await places.take(companion, label2) : void 0;
    if (fault !== void 0) leftOut2.push({ path, reason: fault });
    else if (holder !== void 0)
      leftOut2.push({ path, reason: `of other content than ${holder.path}, which goes to the same place` });
  }
  return { companions: places.taken, leftOut: leftOut2 };
}
function labelOf2(container, version, arch) {
  const name = commandName(baseName(container).replace(ARCHIVE, ""), version, [arch]);
  return /^[A-Za-z0-9][A-Za-z0-9._+-]*$/.test(name) ? name : void 0;
}
function faultOf2({ file: file4 }, commands) {
  if (file4.kind === "completion" && commands.get(file4.command) !== file4.command)
    return `a completion of ${file4.command}, which the package does not have${calledOtherwise(file4.command, commands)}`;
  const stranger = missingProgram(programsOf(file4), commands);
  if (stranger === void 0) return void 0;
  return `a ${file4.kind === "dbus" ? "service of D-Bus" : "unit"} that runs ${stranger}${calledOtherwise(stranger, commands)}`;
}
function missingProgram(programs, commands) {
  return programs.find((program) => {
    const command2 = commands.get(baseName(program));
    return command2 !== void 0 && program !== `/usr/bin/${command2}` && program !== `/bin/${command2}`;
  });
}
function calledOtherwise(program, commands) {
  const command2 = commands.get(baseName(program));
  return command2 === void 0 ? "" : `; the package has it as /usr/bin/${command2}`;
}

// src/artifacts/loose-files.ts
async function looseCompanions(files, artifacts, pathOf) {
  const top = commonFolder(artifacts.map(pathOf));
  const companions = [];
  const others2 = [];
  for (const { file: file4, reason } of files) {
    const found = await companionOf(file4, pathOf(file4).slice(top.length));
    if ("reason" in found)
      others2.push({ file: file4, reason: found.reason === UNKNOWN_KIND ? reason : found.reason });
    else companions.push(found);
  }
  return { companions, others: others2 };
}
async function companionOf(file4, path) {
  const found = await companionAt(file4, path);
  const slash = path.indexOf("/");
  if (!("reason" in found) || !file4.isLiteral || slash < 0) return found;
  const deeper = await companionOf(file4, path.slice(slash + 1));
  return "reason" in deeper ? found : deeper;
}
async function companionAt({ source, content }, path) {
  const bytes = byteSource(content.read());
  const head = await bytes.upTo(LIMITS.documentHeadBytes);
  const found = await readCandidate(path, head, (limitBytes) => bytes.upTo(limitBytes));
  await bytes.close();
  const file4 = found.verdicts.atTop;
  if (file4.kind === "unplaced") return file4;
  const kept2 = found.bytes === void 0 ? content : contentOf(found.bytes);
  return { path: source, container: void 0, file: file4, content: kept2 };
}

// src/artifacts/wildcards.ts
function matchesWildcards(pattern, name) {
  let [inPattern, inName] = [0, 0];
  let [star, covered] = [-1, 0];
  while (inName < name.length) {
    const expected = pattern[inPattern];
    if (expected === "*") {
      star = inPattern++;
      covered = inName;
    } else if (expected === "?" || expected === name[inName]) {
      inPattern += 1;
      inName += 1;
    } else if (star >= 0) {
      inPattern = star + 1;
      inName = covered += 1;
    } else return false;
  }
  return /^\**$/.test(pattern.slice(inPattern));
}

// src/artifacts/asset-name.ts
function matchesAsset(pattern, name) {
  return spellings(pattern).some((spelling) => matchesWildcards(spelling, name));
}
function isAssetName(pattern, name) {
  return spellings(pattern).includes(name);
}
function spellings(pattern) {
  return [pattern, pattern.replaceAll(/[^\w*?+-]+/g, "."), pattern.replaceAll(/[^\w*?-]+/g, ".")];
}

// src/artifacts/release-assets.ts
var NAMES_SHOWN2 = 10;
async function findAssets(tag, patterns, releases, scratch, watch) {
  const assets = (await releases.assets(tag)).toSorted((left, right) => left.name < right.name ? -1 : 1);
  if (assets.length === 0) {
    throw new PublishError("INPUT", `The release ${tag} has no assets: upload them before this step runs.`);
  }
  for (const { name } of assets) assertPlain(name, tag);
  const literal = matched(patterns, assets, tag);
  const chosen = assets.filter(({ name }) => literal.has(name));
  const sizeBytes = chosen.reduce((sum, asset) => sum + asset.sizeBytes, 0);
  const said = watch({ title: "Downloading assets", count: chosen.length, sizeBytes });
  return abreast(chosen, LIMITS.parallelPackages, async (asset) => {
    const content = await asset.download((chunks) => scratch(watched(chunks, said.moved)));
    said.finished();
    const { name } = asset;
    return { source: sourceOf(name, tag), fileName: name, content, isLiteral: literal.get(name) === true };
  });
}
function sourceOf(name, tag) {
  return `asset ${name} of ${tag}`;
}
function matched(patterns, assets, tag) {
  const used = patterns.filter((pattern) => !pattern.startsWith("#"));
  const all = used.every(isExclusion) ? ["*", ...used] : used;
  const literal = /* @__PURE__ */ new Map();
  for (const [position, pattern] of all.entries()) {
    if (isExclusion(pattern)) continue;
    const later = all.slice(position + 1).filter(isExclusion);
    const excluded = later.map((exclusion) => exclusion.slice(1).trim());
    const names2 = assets.map(({ name }) => name).filter((name) => matchesAsset(pattern, name));
    const left = names2.filter((name) => !excluded.some((exclusion) => matchesAsset(exclusion, name)));
    if (left.length === 0) throw nothingMatched(pattern, names2, assets, tag);
    for (const name of left) literal.set(name, isAssetName(pattern, name) || literal.get(name) === true);
  }
  return literal;
}
function isExclusion(pattern) {
  return pattern.startsWith("!");
}
function assertPlain(name, tag) {
  if (!new RegExp("\\p{Cc}", "u").test(name)) return;
  throw new PublishError(
    "ARTIFACT",
    `The name ${JSON.stringify(name)} of an asset of ${tag} has control characters; rename it.`
  );
}
function nothingMatched(pattern, excluded, assets, tag) {
  const shown2 = assets.slice(0, NAMES_SHOWN2).map(({ name }) => name);
  const rest = assets.length > NAMES_SHOWN2 ? ` and ${assets.length - NAMES_SHOWN2} more` : "";
  const hint = pattern.includes("/") ? " With release-tag, artifacts are names of assets, without folders." : /[[{]/.test(pattern) ? " Only * and ? are wildcards here." : /[^\w.*?-]/.test(pattern) ? " It was also looked for with the dots that GitHub writes for ~, + and spaces." : "";
  const seen = `artifacts: the pattern ${JSON.stringify(pattern)} matches no asset of ${tag}`;
  return new PublishError(
    "INPUT",
    excluded.length > 0 ? `${seen} that a later pattern does not take out.` : `${seen}, which has ${shown2.join(", ")}${rest}.${hint}`
  );
}

// src/artifacts/gather.ts
var ACCEPTED = "Artifacts are .deb and .rpm packages, ELF executables for Linux, and .tar, .tar.gz, .tgz, .tar.xz, .tar.zst and .zip archives that hold such executables; and what is packaged with these, such as manual pages.";
async function gatherArtifacts(request, world) {
  const files = await foundArtifacts(request, world);
  const pathOf = ({ source, fileName: fileName2 }) => request.releaseTag === void 0 ? source : fileName2;
  return sortArtifacts(files, { ...request, pathOf }, world.scratch);
}
function foundArtifacts({ artifacts, releaseTag }, { cwd, releases, scratch, log, clock }) {
  return releaseTag === void 0 ? findArtifacts(artifacts, cwd) : findAssets(releaseTag, artifacts, releases, scratch, (work) => progress(work, log, clock));
}
async function sortArtifacts(files, options, scratch) {
  const parts = [];
  for (const file4 of files) parts.push(await sortFile(file4, await classify(file4), scratch));
  const of = (kind) => parts.flatMap((part) => [...part[kind]]);
  const [debs, rpms, executables] = [of("debs"), of("rpms"), of("executables")];
  const hasPrograms = executables.length > 0;
  const loose = hasPrograms ? await looseCompanions(of("loose"), files, options.pathOf) : NO_COMPANIONS;
  const others2 = hasPrograms ? loose.others : of("loose");
  const skipped = [...of("skipped"), ...others2.map(skippedFile)].toSorted((a, b) => byName(a.path, b.path));
  if (debs.length + rpms.length + executables.length === 0) throw nothingLeft(skipped);
  const companions = [...of("companions"), ...loose.companions];
  const company = { companions, links: of("links") };
  const { groups, leftOut: leftOut2 } = await accompanied(
    await groupExecutables(executables, options),
    company,
    options
  );
  return { debs, rpms, packages: groups, skipped: [...skipped, ...leftOut2] };
}
var NO_COMPANIONS = { companions: [], others: [] };
function byName(left, right) {
  return left < right ? -1 : left === right ? 0 : 1;
}
var NOTHING4 = {
  debs: [],
  rpms: [],
  executables: [],
  links: [],
  companions: [],
  loose: [],
  skipped: []
};
function sortFile(file4, artifact, scratch) {
  const { kind } = artifact;
  if (kind === "deb") return { ...NOTHING4, debs: [file4] };
  if (kind === "rpm") return { ...NOTHING4, rpms: [file4] };
  if (kind === "archive") return sortArchive(file4, artifact.form, scratch);
  if (kind === "other") return { ...NOTHING4, loose: [{ file: file4, reason: artifact.reason }] };
  const { source, fileName: fileName2, content } = file4;
  const executable = { ...artifact, path: source, container: source, fileName: fileName2, content };
  return { ...NOTHING4, executables: [executable] };
}
async function sortArchive(file4, form, scratch) {
  const { executables, links, companions, leftOut: leftOut2 } = await openArchive(file4, form, scratch);
  if (executables.length > 0) return { ...NOTHING4, executables, links, companions, skipped: leftOut2 };
  return { ...NOTHING4, skipped: [skippedFile({ file: file4, reason: reasonOf2(leftOut2) })] };
}
function reasonOf2(leftOut2) {
  const [first] = leftOut2;
  return `an archive without executables for Linux${first === void 0 ? "" : ` (it has ${first.reason})`}`;
}
function skippedFile({ file: { source, isLiteral }, reason }) {
  if (!isLiteral) return { path: source, reason };
  throw new PublishError("ARTIFACT", `${source} is ${reason}. ${ACCEPTED}`);
}
var FILES_SHOWN = 5;
function nothingLeft(skipped) {
  const shown2 = skipped.slice(0, FILES_SHOWN).map(({ path, reason }) => `${path} is ${reason}`);
  const rest = skipped.length > FILES_SHOWN ? [`and ${skipped.length - FILES_SHOWN} more`] : [];
  return new PublishError(
    "ARTIFACT",
    `artifacts caught nothing that can be published: ${[...shown2, ...rest].join("; ")}. ${ACCEPTED}`
  );
}

// src/recipe/placement/folders.ts
var MODE4 = 493;
var OWN_PARENTS = ["/usr/share/doc", "/usr/share/licenses"];
var SHARED = /^(?:X11|alternatives|apache2|apparmor|audit|dbus-1|default|dnf|firewalld|fonts|httpd|keys|modprobe|nginx|opt|pam|pki|pm|polkit-1|security|skel|ssh|ssl|sysconfig|systemd|udev|ufw|xdg|yum|cron\..*|.*\.d)$/i;
var DROP_INS = /^\/usr\/lib\/systemd\/(?:system|user)\/[^/]+\.d$/;
var COMMAND2 = /^\/usr\/bin\/(?<command>[^/]+)$/;
function ownedFolders(entries, name) {
  const commands = entries.flatMap(({ path }) => COMMAND2.exec(path)?.groups?.["command"] ?? []);
  const names2 = new Set([name, ...commands].filter((own) => !SHARED.test(own)).map(caseless));
  const paths = new Set(
    entries.flatMap(({ path }) => foldersAbove(path).filter((folder2) => isOwned(folder2, names2)))
  );
  return [...paths].sort().map((path) => ({ type: "directory", path, mode: MODE4 }));
}
function foldersAbove(path) {
  const parts = path.split("/").slice(1, -1);
  return parts.map((_, index) => `/${parts.slice(0, index + 1).join("/")}`);
}
function isOwned(folder2, names2) {
  if (OWN_PARENTS.some((parent2) => folder2.startsWith(`${parent2}/`)) || DROP_INS.test(folder2)) return true;
  const [root, etc, first] = folder2.split("/");
  return root === "" && etc === "etc" && first !== void 0 && names2.has(caseless(first));
}
function caseless(name) {
  return name.toLowerCase();
}

// src/recipe/placement/shell.ts
function words2(texts) {
  return texts.map((text) => `'${text.replaceAll("'", `'\\''`)}'`).join(" ");
}
function when(condition, body) {
  return body.length === 0 ? [] : [`if ${condition}; then`, ...body.map((line) => `  ${line}`), "fi"];
}
function scriptOf(moment, beginning, body) {
  return body.length === 0 ? {} : { [moment]: [...beginning, ...body, ""].join("\n") };
}

// src/recipe/placement/deb-scripts.ts
var BEGINNING = ["#!/bin/sh", "set -e", ""];
var CONFIGURING = '[ "$1" = configure ] || [ "$1" = abort-upgrade ] || [ "$1" = abort-deconfigure ] || [ "$1" = abort-remove ]';
var IS_RUNNING = '[ -z "${DPKG_ROOT:-}" ] && [ -d /run/systemd/system ]';
var ROOT3 = '${DPKG_ROOT:+--root="$DPKG_ROOT"}';
function debScripts(files) {
  const { system, user } = files;
  const isRemoved = `[ "$1" = remove ] && ${IS_RUNNING}`;
  return {
    ...scriptOf("afterInstall", BEGINNING, when(CONFIGURING, configuring(files))),
    ...scriptOf("beforeRemove", BEGINNING, when(isRemoved, invoking(system, "stop"))),
    ...scriptOf("afterRemove", BEGINNING, [
      ...when(isRemoved, reloading(system)),
      ...when('[ "$1" = purge ] && command -v deb-systemd-helper >/dev/null', [
        ...purging(system, ""),
        ...purging(user, "--user ")
      ])
    ])
  };
}
function debDepends({ sysusers }) {
  return sysusers.length === 0 ? [] : ["systemd | systemd-standalone-sysusers | systemd-sysusers"];
}
function configuring(files) {
  const { sysusers, tmpfiles, system, user } = files;
  return [
    ...running("systemd-sysusers", sysusers, ROOT3, ""),
    ...running("systemd-tmpfiles", tmpfiles, `${ROOT3} --create`, " >/dev/null || true"),
    ...when("command -v deb-systemd-helper >/dev/null", [
      ...enabling(system, ""),
      ...enabling(user, "--user ")
    ]),
    ...when(IS_RUNNING, [
      ...reloading(system),
      // The version that was configured before, on an upgrade.
      ...system.all.length === 0 ? [] : ['if [ -n "$2" ]; then action=restart; else action=start; fi', ...invoking(system, '"$action"')]
    ])
  ];
}
function running(program, files, options, end) {
  const command2 = `${program} ${options} ${words2(files)}${end}`;
  return files.length === 0 ? [] : when(`command -v ${program} >/dev/null`, [command2]);
}
function enabling({ installable }, option) {
  if (installable.length === 0) return [];
  return [
    `for unit in ${words2(installable)}; do`,
    `  deb-systemd-helper ${option}unmask "$unit" >/dev/null || true`,
    `  if deb-systemd-helper --quiet ${option}was-enabled "$unit"; then`,
    `    deb-systemd-helper ${option}enable "$unit" >/dev/null || true`,
    "  else",
    `    deb-systemd-helper ${option}update-state "$unit" >/dev/null || true`,
    "  fi",
    "done"
  ];
}
function purging({ installable }, option) {
  if (installable.length === 0) return [];
  return [`deb-systemd-helper ${option}purge ${words2(installable)} >/dev/null || true`];
}
function reloading({ isRead }) {
  return isRead ? ["systemctl --system daemon-reload >/dev/null || true"] : [];
}
function invoking({ all }, action) {
  return all.length === 0 ? [] : [`deb-systemd-invoke ${action} ${words2(all)} >/dev/null || true`];
}

// src/recipe/placement/rpm-scripts.ts
var IS_FIRST = '[ "$1" -eq 1 ]';
var IS_LAST = '[ "$1" -eq 0 ]';
var IS_UPGRADE = '[ "$1" -ge 1 ]';
var HELPER = "/usr/lib/systemd/systemd-update-helper";
var HAS_SYSTEMCTL = "command -v systemctl >/dev/null 2>&1";
var BEGINNING2 = ["#!/bin/sh"];
var END3 = ">/dev/null 2>&1 || :";
function rpmScripts(files) {
  const { sysusers, tmpfiles, system, user } = files;
  return {
    ...scriptOf("afterInstall", BEGINNING2, [
      ...running2("systemd-sysusers", sysusers),
      ...running2("systemd-tmpfiles --create", tmpfiles),
      ...when(IS_FIRST, [
        ...helped(system.installable, "install-system-units", (units) => [
          `systemctl --no-reload preset ${units} ${END3}`
        ]),
        ...helped(user.installable, "install-user-units", (units) => [
          `systemctl --no-reload --global preset ${units} ${END3}`
        ])
      ])
    ]),
    ...scriptOf(
      "beforeRemove",
      BEGINNING2,
      when(IS_LAST, [
        ...helped(system.all, "remove-system-units", (units) => [
          `systemctl --no-reload disable ${units} ${END3}`,
          `systemctl stop ${units} ${END3}`
        ]),
        ...helped(user.all, "remove-user-units", (units) => [`systemctl --global disable ${units} ${END3}`])
      ])
    ),
    ...scriptOf("afterRemove", BEGINNING2, [
      // Elsewhere triggers of systemd's own package do it.
      ...when(
        `[ ! -x ${HELPER} ] && ${HAS_SYSTEMCTL}`,
        system.isRead ? [`systemctl daemon-reload ${END3}`] : []
      ),
      ...when(IS_UPGRADE, [
        ...helped(system.all, "mark-restart-system-units", (units) => [
          `systemctl try-restart ${units} ${END3}`
        ]),
        ...helped(user.all, "mark-restart-user-units", () => [])
      ])
    ])
  };
}
function running2(command2, files) {
  if (files.length === 0) return [];
  const [program] = command2.split(" ", 1);
  return when(`command -v ${program} >/dev/null 2>&1`, [`${command2} ${words2(files)} ${END3}`]);
}
function helped(units, verb, otherwise) {
  if (units.length === 0) return [];
  const [named3, fallback] = [words2(units), otherwise(words2(units))];
  return [
    `if [ -x ${HELPER} ]; then`,
    `  ${HELPER} ${verb} ${named3} ${END3}`,
    ...fallback.length === 0 ? [] : [`elif ${HAS_SYSTEMCTL}; then`, ...fallback.map((line) => `  ${line}`)],
    "fi"
  ];
}

// src/recipe/placement/systemd-files.ts
function systemdFiles(files) {
  const found = {
    sysusers: named2(files, "sysusers"),
    tmpfiles: named2(files, "tmpfiles"),
    system: unitsOf(files, "system"),
    user: unitsOf(files, "user")
  };
  const { sysusers, tmpfiles, system, user } = found;
  const hasNames = [sysusers, tmpfiles, user.all].some((names2) => names2.length > 0);
  return hasNames || system.isRead ? found : void 0;
}
function named2(files, kind) {
  return files.flatMap((file4) => file4.kind === kind ? [file4.name] : []).sort();
}
function unitsOf(files, manager) {
  const units = files.flatMap((file4) => file4.kind === "unit" && file4.unit.manager === manager ? [file4] : []).filter(({ unit }) => !unit.isTemplate);
  const namesOf4 = (some2) => some2.map(({ name }) => name).sort();
  return {
    isRead: files.some((file4) => managerOf2(file4) === manager),
    all: namesOf4(units),
    installable: namesOf4(units.filter(({ unit }) => unit.isInstallable))
  };
}
function managerOf2(file4) {
  if (file4.kind === "unit") return file4.unit.manager;
  return file4.kind === "dropIn" ? file4.manager : void 0;
}

// src/recipe/placement/upstream-changelog.ts
var NAMES3 = [/^change-?log(?:\.[a-z]+)?$/i, /^changes(?:\.[a-z]+)?$/i];
function upstreamChangelog(files) {
  const named3 = files.flatMap(
    (known) => known.file.kind === "document" ? [{ known, name: known.file.name }] : []
  );
  const sorted2 = named3.toSorted((a, b) => a.name < b.name ? -1 : 1);
  const found = NAMES3.map((form) => sorted2.find(({ name }) => form.test(name)));
  return found.find((it) => it !== void 0)?.known;
}

// src/recipe/placement/placed.ts
var LARGE_DOCUMENT_BYTES = 4096;
async function withPlacedFiles(description, files, format) {
  if (files.length === 0) return description;
  const { name, release } = description;
  const changelog = format === "deb" && release !== void 0 ? upstreamChangelog(files) : void 0;
  const placed = [];
  for (const known of files) {
    const place = known === changelog ? upstreamChangelogPlace(name) : placeOf2(known.file, format, name);
    if (place !== void 0) placed.push(await placedFile(place, known.content));
  }
  const entries = [...description.entries, ...placed.sort((a, b) => a.path < b.path ? -1 : 1)];
  const systemd = systemdFiles(files.map(({ file: file4 }) => file4));
  if (format === "rpm") {
    const scripts3 = systemd === void 0 ? {} : { scripts: rpmScripts(systemd) };
    return { ...description, entries: [...entries, ...ownedFolders(entries, name)], ...scripts3 };
  }
  const licenseTexts = await textsOf(files);
  return {
    ...description,
    entries,
    deb: { ...description.deb, ...licenseTexts.length === 0 ? {} : { licenseTexts } },
    depends: [...description.depends, ...systemd === void 0 ? [] : debDepends(systemd)],
    ...systemd === void 0 ? {} : { scripts: debScripts(systemd) }
  };
}
async function placedFile(place, content) {
  const { gzip, ...packaged } = place;
  if (!isCompressed(gzip, content)) {
    const interpreters = await interpretersOf(content, packaged.path);
    return { type: "file", ...packaged, content, ...interpreters.length === 0 ? {} : { interpreters } };
  }
  const compressed3 = await gzipBytes(await bytesOf(content, LIMITS.documentBytes, packaged.path), 0);
  return { type: "file", ...packaged, path: `${packaged.path}.gz`, content: contentOf(compressed3) };
}
function isCompressed(gzip, { sizeBytes }) {
  return gzip === "always" || gzip === "large" && sizeBytes > LARGE_DOCUMENT_BYTES;
}
async function textsOf(files) {
  const licenses = files.flatMap(({ file: file4, content }) => file4.kind === "license" ? [{ name: file4.name, content }] : []).map((license) => ({ ...license, order: `${license.name.includes("/") ? 1 : 0}${license.name}` })).sort((a, b) => a.order < b.order ? -1 : 1);
  const texts = await Array.fromAsync(
    licenses,
    async ({ name, content }) => (await bytesOf(content, LIMITS.documentBytes, name)).toString("utf8")
  );
  return [...new Set(texts)];
}

// src/recipe/releases.ts
var DEBIAN = {
  name: "Debian",
  format: "deb",
  words: "debian",
  glibc: { 9: "2.24", 10: "2.28", 11: "2.31", 12: "2.36", 13: "2.41" }
};
var UBUNTU = {
  name: "Ubuntu",
  format: "deb",
  words: "ubuntu",
  glibc: {
    "16.04": "2.23",
    "18.04": "2.27",
    "20.04": "2.31",
    "22.04": "2.35",
    "22.10": "2.36",
    "23.04": "2.37",
    "23.10": "2.38",
    "24.04": "2.39",
    "24.10": "2.40",
    "25.04": "2.41",
    "25.10": "2.42",
    "26.04": "2.43"
  }
};
var DISTRIBUTIONS = [
  DEBIAN,
  UBUNTU,
  {
    name: "Enterprise Linux",
    format: "rpm",
    words: "el|rhel|centos|centosstream|rocky|rockylinux|alma|almalinux|ol|oraclelinux",
    glibc: { 6: "2.12", 7: "2.17", 8: "2.28", 9: "2.34", 10: "2.39" }
  },
  {
    name: "Fedora",
    format: "rpm",
    words: "fedora|fc|f",
    // Each of its releases takes the next one of glibc.
    glibc: Object.fromEntries(Array.from({ length: 19 }, (_, index) => [26 + index, `2.${25 + index}`]))
  },
  {
    name: "Amazon Linux",
    format: "rpm",
    words: "al|amzn|amazon|amazonlinux",
    glibc: { 2: "2.26", 2023: "2.34" }
  },
  {
    name: "openSUSE Leap",
    format: "rpm",
    words: "leap|opensuseleap",
    glibc: { "15.3": "2.31", "15.4": "2.31", "15.5": "2.31", "15.6": "2.38", "16.0": "2.40" }
  }
];
var CODENAMES = {
  stretch: [DEBIAN, "9"],
  buster: [DEBIAN, "10"],
  bullseye: [DEBIAN, "11"],
  bookworm: [DEBIAN, "12"],
  trixie: [DEBIAN, "13"],
  xenial: [UBUNTU, "16.04"],
  bionic: [UBUNTU, "18.04"],
  focal: [UBUNTU, "20.04"],
  jammy: [UBUNTU, "22.04"],
  kinetic: [UBUNTU, "22.10"],
  lunar: [UBUNTU, "23.04"],
  mantic: [UBUNTU, "23.10"],
  noble: [UBUNTU, "24.04"],
  oracular: [UBUNTU, "24.10"],
  plucky: [UBUNTU, "25.04"],
  questing: [UBUNTU, "25.10"],
  resolute: [UBUNTU, "26.04"]
};
function releaseOfChannel(channel) {
  const words3 = channel.toLowerCase().split(/[-_~]/);
  const codename = words3.find((word3) => Object.hasOwn(CODENAMES, word3));
  const [distribution, version] = codename && CODENAMES[codename] || [];
  if (distribution !== void 0 && version !== void 0) return released(distribution, version);
  return DISTRIBUTIONS.map((each2) => versioned(each2, words3.join(""))).find((release) => release !== void 0);
}
function versioned(distribution, text) {
  const written = new RegExp(`^(?:${distribution.words})(?<version>[0-9]+(?:\\.[0-9]+)?)`).exec(text);
  const version = written?.groups?.["version"] ?? "";
  const forms = [version, version.replace(/^([0-9]{2})([0-9]{2})$/, "$1.$2"), version.replace(/\..*/, "")];
  const known = forms.find((form) => Object.hasOwn(distribution.glibc, form));
  return known === void 0 ? void 0 : released(distribution, known);
}
function released({ name, format, glibc }, version) {
  const library = glibc[version];
  return library === void 0 ? void 0 : { name: `${name} ${version}`, format, glibc: library };
}

// src/report/foreign-loaders.ts
var LOADER_FOLDERS = /^\/(?:usr\/)?lib(?:32|64|x32)?\//;
var MAKERS = [
  ["/nix/store/", "Nix", "Link it statically (pkgsStatic)"],
  ["/gnu/store/", "Guix", "Link it statically"],
  ["/home/linuxbrew/", "Homebrew", "Link it statically"]
];
function foreignLoaders({ name, arch, entries }, files) {
  const own = new Set(entries.map(({ path }) => path));
  return files.flatMap(({ path, links: { interpreter } }) => {
    if (interpreter === void 0 || LOADER_FOLDERS.test(interpreter) || own.has(interpreter)) return [];
    const maker = MAKERS.find(([folder2]) => interpreter.startsWith(folder2));
    const [made, absent] = maker === void 0 ? ["", "which no distribution has"] : [` was built with ${maker[1]}, and`, `which no machine without ${maker[1]} has`];
    return [
      `${name} for ${arch}: ${path}${made} needs ${JSON.stringify(interpreter)}, ${absent}: it does not start there. ${maker?.[2] ?? "Link it statically"}, or set its interpreter and its rpath with patchelf.`
    ];
  });
}

// src/report/left-out-libraries.ts
function leftOutLibraries({ name, arch }, unknown, leftOut2) {
  return unknown.flatMap(({ soname, path }) => {
    const found = leftOut2.find((file4) => isNamed(file4, soname));
    if (found === void 0) return [];
    const warning3 = `${name} for ${arch}: ${path} needs ${JSON.stringify(soname)}, which is left out (${found}): without a configuration libraries have no place. An rpm cannot be installed so, and the program of a .deb does not start. Link the library statically, or describe the package in config.`;
    return [{ soname, warning: warning3 }];
  });
}
function isNamed(file4, soname) {
  const base = file4.slice(file4.lastIndexOf("/") + 1);
  return base === soname || base.startsWith(`${soname}.`);
}

// src/report/linkage.ts
function linkageFindings(description, { formats, channels, leftOut: leftOut2 = [] }) {
  const files = description.entries.filter(
    (entry) => entry.type === "file" && entry.links !== void 0
  );
  const unknown = libraryDependencies(description).unknown.filter(
    ({ soname }) => !description.depends.some((text) => text.includes(stemOf(soname)))
  );
  const lacking = leftOutLibraries(description, unknown, leftOut2);
  const others2 = unknown.filter(({ soname }) => !lacking.some((it) => it.soname === soname));
  return {
    warnings: [
      ...channels.flatMap((channel) => newerGlibc(description, files, formats, channel)),
      ...muslPrograms(description, files, formats),
      ...foreignLoaders(description, files),
      ...lacking.map(({ warning: warning3 }) => warning3)
    ],
    notices: formats.includes("deb") ? unknownLibraries(description, files, others2) : []
  };
}
function newerGlibc({ name, arch }, files, formats, channel) {
  const release = releaseOfChannel(channel);
  if (release === void 0 || !formats.includes(release.format)) return [];
  const [worst] = files.map(({ path, links }) => ({ path, needed: glibcNeeded(links) ?? "0" })).toSorted((a, b) => compareNumbers(b.needed, a.needed));
  if (worst === void 0 || compareNumbers(worst.needed, release.glibc) <= 0) return [];
  return [
    `${name} for ${arch}: ${worst.path} needs glibc ${worst.needed}, and the channel ${channel} is ${release.name}, which has glibc ${release.glibc}: it does not start there. Build it on ${release.name} or on what has an older glibc, or link it statically; or leave the channel out.`
  ];
}
function muslPrograms({ name, arch, depends }, files, formats) {
  const program = files.find(({ links }) => links.kind === "executable" && isMusl(links));
  if (program === void 0 || depends.some((text) => /^musl\b/.test(text))) return [];
  const { interpreter, needed } = program.links;
  const library = needed.find(isMuslLibrary);
  const consequences = [
    ...formats.includes("deb") ? ["The .deb depends on the package musl, which Debian and Ubuntu have."] : [],
    ...formats.includes("rpm") && library !== void 0 ? [`The .rpm requires ${JSON.stringify(library)}, which hardly any distribution provides.`] : []
  ];
  return [
    `${name} for ${arch}: ${program.path} is linked with musl and needs ${JSON.stringify(interpreter)}, which neither Debian nor Fedora has by default. ${consequences.join(" ")} Link it statically, or with glibc.`
  ];
}
function unknownLibraries({ name, arch }, files, unknown) {
  const forMusl = new Set(files.filter(({ links }) => isMusl(links)).map(({ path }) => path));
  return unknown.map(({ soname, path }) => {
    const needs = `${name} for ${arch}: ${path} needs ${JSON.stringify(soname)}`;
    if (forMusl.has(path)) return `${needs} for musl, which no package of Debian has: link it statically.`;
    return `${needs}, and which Debian package has it is not known here. Write that package in depends${guessOf(soname)}, or link the library statically.`;
  });
}
function guessOf(soname) {
  const name = debianNameOf(soname);
  return /^[a-z0-9][a-z0-9+.-]+$/.test(name) ? ` (by its name it would be ${name})` : "";
}
function debianNameOf(soname) {
  const [name = "", version = ""] = soname.split(/\.so\.?(.*)$/s);
  const base = stemOf(name);
  return /[0-9]$/.test(base) && version !== "" ? `${base}-${version}` : `${base}${version}`;
}
function stemOf(soname) {
  return soname.replace(/\.so.*$/s, "").toLowerCase().replaceAll("_", "-");
}

// src/packaging/building.ts
async function buildAll(request, { packages: groups, skipped }, world) {
  const jobs = await jobsOf(request, groups, world);
  const leftOut2 = skipped.map(({ path }) => path);
  reportLinkage(jobs, { ...request, leftOut: leftOut2 }, world);
  const said = progress({ title: "Building packages", count: jobs.length }, world.log, world.clock);
  return abreast(jobs, LIMITS.parallelPackages, (job) => build(job, world, said));
}
async function jobsOf(request, groups, world) {
  if (request.config !== void 0) {
    const { describeConfigured } = await import("./configured-GDDHOL26.js");
    return describeConfigured(request, request.config, world);
  }
  if (groups.length === 0) return [];
  const requested = await withProjectFacts(request, world.project);
  reportMoved(groups, world);
  return groups.flatMap((group) => {
    const description = describePackage(requested, group, world.timeSeconds);
    const company = companyOf(group);
    if (company.length > 0)
      world.log.info(`packaged with the executables for ${group.arch}: ${company.join(", ")}`);
    return request.formats.map((format) => ({ description, format, companions: group.companions }));
  });
}
function companyOf({ companions, entries }) {
  const links = entries.flatMap(
    (entry) => entry.type === "symlink" ? [`${entry.path} (a link to ${entry.target})`] : []
  );
  const files = companions.map(
    ({ path, container }) => container === void 0 ? path : path.slice(`${container}: `.length)
  );
  return [...links, ...files];
}
function reportMoved(groups, { log }) {
  const texts = groups.flatMap(
    ({ companions }) => companions.flatMap(
      ({ path, moved: moved2 = [] }) => moved2.map(
        ({ from, to }) => `${path}: names ${from}, which the package has as ${to}: it is packaged with that path`
      )
    )
  );
  for (const text of new Set(texts)) log.notice(text);
}
function reportLinkage(jobs, { channels, leftOut: leftOut2 }, { log }) {
  const found = [...Map.groupBy(jobs, ({ description }) => description)].map(
    ([description, its]) => linkageFindings(description, { formats: its.map(({ format }) => format), channels, leftOut: leftOut2 })
  );
  for (const text of new Set(found.flatMap(({ warnings }) => warnings))) log.warning(text);
  for (const text of new Set(found.flatMap(({ notices }) => notices))) log.notice(text);
}
async function build(job, world, { moved: moved2, finished }) {
  const { description, format, file: file4 } = job;
  const scratch = (chunks) => world.scratch(watched(chunks, moved2));
  const content = await builtContent(job, scratch).catch(
    (error) => Promise.reject(fromFile(error, file4))
  );
  const from = file4 === void 0 ? "" : ` from ${file4}`;
  const source = `the ${format} of ${description.name} for ${description.arch}${from}`;
  assertUploadable(source, content.sizeBytes);
  world.log.info(`built ${source}: ${sizeOf2(content.sizeBytes)}`);
  finished();
  return FORMATS[format].read(content, source);
}
async function builtContent({ description, format, companions = [], finish }, scratch) {
  const placed = await withPlacedFiles(description, companions, format);
  const content = await FORMATS[format].build(placed, scratch);
  return finish === void 0 ? content : finish(content);
}
function fromFile(error, file4) {
  if (file4 === void 0 || !(error instanceof PublishError) || error.faults.length > 0) return error;
  return new PublishError(error.code, `${file4}: ${error.message}`, { cause: error });
}
function assertUploadable(source, sizeBytes) {
  if (sizeBytes <= LIMITS.packageBytes) return;
  throw new PublishError(
    "LIMIT",
    `${source} has ${sizeBytes} bytes; one upload to R2 takes at most ${LIMITS.packageBytes} (4.995 GiB)`
  );
}

// src/packaging/ready.ts
async function readyPackages(request, world) {
  const artifacts = request.config === void 0 ? await gatherArtifacts(request, world) : NO_ARTIFACTS;
  for (const { path, reason } of artifacts.skipped) world.log.info(`left out: ${path} (${reason})`);
  for (const { source, content } of [...artifacts.debs, ...artifacts.rpms])
    assertUploadable(source, content.sizeBytes);
  const [prebuiltDebs, prebuiltRpms, built] = await Promise.all([
    each(artifacts.debs, readPrebuiltDeb),
    each(artifacts.rpms, ({ content, source }) => FORMATS.rpm.read(content, source)),
    buildAll(request, artifacts, world)
  ]);
  const debs = [...prebuiltDebs, ...built.filter((pkg) => pkg.format === "deb")];
  const unsigned = [...prebuiltRpms, ...built.filter((pkg) => pkg.format === "rpm")];
  const signing = { ...world, signUnsigned: request.signPackages };
  const rpms = await each(unsigned, (pkg) => authenticated(pkg, signing));
  if (world.keys !== void 0 && !rpms.every(isSigned)) {
    world.log.warning(
      "Unsigned rpms are published, as sign-packages says: dnf refuses them unless its configuration has gpgcheck=0."
    );
  }
  const isDownloaded = request.releaseTag !== void 0;
  const onDisk = new Set(isDownloaded ? [] : [...prebuiltDebs, ...prebuiltRpms]);
  return {
    debs: distinct3(debs),
    rpms: distinct3(rpms),
    made: new Set([...debs, ...rpms].filter((pkg) => !onDisk.has(pkg))),
    skipped: artifacts.skipped
  };
}
var NO_ARTIFACTS = { debs: [], rpms: [], packages: [], skipped: [] };
async function readPrebuiltDeb({ content, source }) {
  const pkg = await FORMATS.deb.read(content, source);
  await checkData(content, source);
  return pkg;
}
function each(things, work) {
  return abreast(things, LIMITS.parallelPackages, work);
}
function distinct3(packages) {
  const seen = /* @__PURE__ */ new Map();
  for (const pkg of packages) {
    const other2 = seen.get(identityOf(pkg));
    if (other2 !== void 0 && contentDigest(other2) !== contentDigest(pkg)) {
      throw new PublishError(
        "CONFLICT",
        `${other2.source} and ${pkg.source} are both ${labelOf(pkg)}, with other content. Publish one of them, or give one another name or version.`
      );
    }
    seen.set(identityOf(pkg), other2 ?? pkg);
  }
  return [...seen.values()];
}

// src/commands/packages.ts
async function packagesOf4(request, world) {
  const packages = await world.log.group("Packages", () => readyPackages(request, world));
  world.journal.packages = packages;
  return packages;
}

// src/commands/publish.ts
async function buildOnly(request, world) {
  const packages = await packagesOf4(request, world);
  return { packages, entries: [] };
}
async function publish(request, world) {
  const packages = await packagesOf4(request, world);
  return publishPackages(packages, request, world);
}
async function publishPackages(ready, request, world) {
  const { log } = world;
  const { packages, commits } = await beforeAnyWrite(log, async () => {
    const packages2 = await withKeyring(ready, request, world);
    return { packages: packages2, commits: await prepareAll2(packages2, request, world) };
  });
  await announce(world, commits, request);
  const publisher = publisherOf(world, commits);
  const isNeeded = (done) => needsSpreading(packages, commits, done);
  const committed = await log.group(
    "Commit",
    () => commitAndSpread(commits, publisher, request, world, isNeeded)
  );
  await writeClientFiles(request, world, committed);
  await collect(request, world, committed);
  return { packages, entries: entriesOf(outcomesOf(committed), world.baseUrl), committed };
}
async function prepareAll2({ debs, rpms }, request, world) {
  const apt = aptDestinations(request, world, debs);
  const rpm2 = await rpmDestinations(request, world, rpms);
  return Promise.all([
    ...apt.map(({ repository, packages }) => prepare(repository, publication(packages, request))),
    ...rpm2.map(({ repository, packages }) => prepare(repository, publication(packages, request)))
  ]);
}
function needsSpreading({ rpms }, commits, committed) {
  const published2 = outcomesOf(committed).filter(({ pkg }) => pkg.format === "rpm");
  const isRepeated = published2.some(({ status }) => status === "unchanged");
  const isNew = commits.some((it) => it.isNew && it.outcomes.some(({ pkg }) => pkg.format === "rpm"));
  return isRepeated || isNew || rpms.some(({ arch }) => arch === "noarch");
}

// src/deb/listed-relations.ts
var OPERATORS4 = { "<<": "<", "<=": "<=", "=": "=", ">=": ">=", ">>": ">", "<": "<=", ">": ">=" };
var RELATION3 = /^([a-z0-9][a-z0-9+.-]*)(?::[a-z0-9-]+)?\s*(?:\(\s*(<<|<=|=|>=|>>|<|>)\s*([^\s()]+)\s*\))?(?:\s*\[[^\]]*\])?$/i;
function relationsInStanza(stanza) {
  const value = (name) => field(stanza, name)?.replaceAll(/\s+/g, " ").trim() ?? "";
  const itself2 = { name: value("Package"), version: value("Version") };
  const clauses = ["Pre-Depends", "Depends"].flatMap((name) => items(value(name), ","));
  return {
    provides: [itself2, ...items(value("Provides"), ",").flatMap((text) => provision(text) ?? [])],
    requires: clauses.map((clause) => items(clause, "|").flatMap((text) => requirement(text) ?? []))
  };
}
function items(text, separator) {
  return text.split(separator).map((item) => item.trim()).filter((item) => item !== "");
}
function requirement(text) {
  const [matched2, name = "", operator, version = ""] = RELATION3.exec(text) ?? [];
  if (matched2 === void 0) return void 0;
  return {
    name,
    operator: operator === void 0 ? void 0 : OPERATORS4[operator],
    version
  };
}
function provision(text) {
  const relation = requirement(text);
  return relation && { name: relation.name, version: relation.version || void 0 };
}

// src/relation.ts
function satisfies(provided, { name, operator, version }, compare) {
  if (provided.name !== name) return false;
  if (operator === void 0) return true;
  if (provided.version === void 0) return false;
  const order = compare(provided.version, version);
  switch (operator) {
    case "<":
      return order < 0;
    case "<=":
      return order <= 0;
    case "=":
      return order === 0;
    case ">=":
      return order >= 0;
    case ">":
      return order > 0;
  }
}

// src/rpm/repodata/listed-relations.ts
var OPERATORS5 = {
  LT: "<",
  LE: "<=",
  EQ: "=",
  GE: ">=",
  GT: ">"
};
function relationsInEntry(entry, source) {
  const format = parseDocument(entry.toString("utf8").trimEnd(), source).children.find(
    ({ name }) => name === "format"
  );
  const children = format?.children ?? [];
  const entries = (kind) => children.find(({ name }) => name === kind)?.children ?? [];
  const files = children.filter(({ name }) => name === "file").map(({ text }) => text);
  return {
    provides: [
      ...entries("rpm:provides").map(provision2),
      ...files.map((name) => ({ name, version: void 0 }))
    ],
    requires: entries("rpm:requires").map((element) => [requirement2(element)])
  };
}
function compareRelationVersions(a, b) {
  const [left, right] = [parseEvr(a), parseEvr(b)];
  const order = (left.epoch ?? 0) - (right.epoch ?? 0) || compareVersions2(left.version, right.version);
  if (order !== 0 || left.release === void 0 || right.release === void 0) return order;
  return compareVersions2(left.release, right.release);
}
function requirement2({ attributes }) {
  return {
    name: attributes.get("name") ?? "",
    operator: OPERATORS5[attributes.get("flags") ?? ""],
    version: versionIn2(attributes)
  };
}
function provision2({ attributes }) {
  return { name: attributes.get("name") ?? "", version: versionIn2(attributes) || void 0 };
}
function versionIn2(attributes) {
  const part = (name, before) => attributes.has(name) ? before + (attributes.get(name) ?? "") : "";
  return `${attributes.get("epoch") ?? "0"}:${attributes.get("ver") ?? ""}${part("rel", "-")}`.replace(
    /^\d+:$/,
    ""
  );
}

// src/repository/goals/dependents.ts
function dependentsOf(removed, listed2, title) {
  const gone3 = new Set(removed.map(identityOf));
  const stay = listed2.filter((pkg) => !gone3.has(identityOf(pkg)));
  const lost = providersByName(removed);
  const left = providersByName(stay);
  return stay.flatMap((pkg) => {
    const compare = pkg.format === "deb" ? compareVersionTexts : compareRelationVersions;
    const meets = (providers, it) => (providers.get(it.name) ?? []).some((provided) => satisfies(provided, it, compare));
    const unmet = relationsOf2(pkg).requires.filter(
      (clause) => clause.some((it) => meets(lost, it)) && !clause.some((it) => meets(left, it))
    );
    if (unmet.length === 0) return [];
    const needs = unmet.map((clause) => clause.map(textOf4).join(" or ")).join(", ");
    return [`${labelOf(pkg)} in the ${title} depends on ${needs}, which nothing there provides any more.`];
  });
}
function providersByName(packages) {
  return Map.groupBy(
    packages.flatMap((pkg) => relationsOf2(pkg).provides),
    ({ name }) => name
  );
}
function relationsOf2(pkg) {
  if (pkg.format === "deb")
    return relationsInStanza(stanzaAt(pkg.stanza, { start: 0, end: pkg.stanza.length }));
  const primary = pkg.entries?.primary;
  return primary === void 0 ? { provides: [], requires: [] } : relationsInEntry(primary, pkg.source);
}
function textOf4({ name, operator, version }) {
  return operator === void 0 ? name : `${name} ${operator} ${version}`;
}

// src/repository/goals/removal.ts
function removal(patterns, title) {
  return {
    scope: EVERYTHING,
    from: "head",
    ifExists: () => "fail",
    wish: async (opened) => {
      const named3 = opened.listed((name) => patterns.some((pattern) => selectsName(pattern, name)));
      const removed = named3.filter((pkg) => patterns.some((pattern) => selects(pattern, pkg)));
      const warnings = removed.length === 0 ? [] : dependentsOf(removed, opened.listed(), title);
      return { added: [], removed, rewrite: false, warnings };
    }
  };
}

// src/commands/remove.ts
var MOST_ROUNDS = 5;
async function remove(request, world) {
  const { log } = world;
  const commits = await beforeAnyWrite(log, () => prepareAll3(request, world));
  await announce(world, commits, request);
  const publisher = publisherOf(world, commits);
  const committed = await log.group("Commit", async () => {
    const done = [...await commitAll(commits, publisher)];
    for (let round = 1; round < MOST_ROUNDS && removesNoarch(done); round += 1) {
      const left = (await prepareEach(request, world)).filter(({ outcomes }) => outcomes.length > 0);
      if (left.length === 0) break;
      done.push(...await commitAll(left, publisher));
    }
    return done;
  });
  await writePage(request, world, committed);
  await collect(request, world, committed);
  return { packages: void 0, entries: entriesOf(outcomesOf(committed), world.baseUrl), committed };
}
async function prepareAll3(request, world) {
  const commits = await prepareEach(request, world);
  const removed = commits.flatMap(({ outcomes }) => outcomes.map(({ pkg }) => pkg));
  assertAllMatch(request.packages, removed, theChannels(request.channels));
  return commits;
}
async function prepareEach(request, world) {
  const channels = await Promise.all(
    request.channels.map((channel) => publishedRepositoriesOf(request, world, channel, "channels"))
  );
  return Promise.all(
    channels.flat().map((repository) => prepare(repository, removal(request.packages, repository.title)))
  );
}
function removesNoarch(committed) {
  return outcomesOf(committed).some(({ pkg }) => pkg.format === "rpm" && pkg.arch === "noarch");
}

// src/repository/goals/choice.ts
function chosenFiles(vouched, listed2) {
  const listings = Map.groupBy(listed2, identityOf);
  const files = Map.groupBy(vouched, ({ pkg }) => identityOf(pkg));
  return [...files].map(([identity, candidates2]) => {
    const listing = listings.get(identity) ?? [];
    const inForce = candidates2.filter(({ file: file4 }) => listing.some(({ key }) => key === file4.key));
    return inComponentOf(listing, only(inForce.length > 0 ? inForce : candidates2));
  });
}
function inComponentOf(listing, pkg) {
  const deb2 = listing.find((it) => it.format === "deb");
  return deb2 !== void 0 ? { ...pkg, component: deb2.component } : pkg;
}
function only(candidates2) {
  const [first, ...others2] = candidates2;
  if (first === void 0) throw new Error("a group without members");
  const other2 = others2.find(({ pkg }) => contentDigest(pkg) !== contentDigest(first.pkg));
  if (other2 === void 0) return first.pkg;
  throw new PublishError(
    "CONFLICT",
    `${first.pkg.source} and ${other2.file.key} are both ${labelOf(first.pkg)}, with other content, and no head says which of them is published. Delete the one that is not to be listed.`
  );
}
function withoutTwins(stored, arriving, ifExists) {
  const twins = new Map(arriving.map((pkg) => [identityOf(pkg), pkg]));
  const staying = stored.filter((pkg) => {
    const twin = twins.get(identityOf(pkg));
    if (twin === void 0 || contentDigest(twin) === contentDigest(pkg)) return true;
    if (ifExists === "fail") throw twinsDiffer(pkg, twin);
    return ifExists === "skip";
  });
  const isStored = new Set(staying.map(identityOf));
  return [...staying, ...arriving.filter((pkg) => !isStored.has(identityOf(pkg)))];
}
function twinsDiffer(stored, arriving) {
  return new PublishError(
    "CONFLICT",
    `${arriving.source} and ${stored.source}, which packages names, are both ${labelOf(stored)}, with other content. Leave it out of packages, or set if-exists to skip (keep what lies there) or replace.`
  );
}

// src/repository/goals/reconstruction.ts
function reconstruction(store, { vouched, arriving, ifExists }) {
  const looks = /* @__PURE__ */ new Map();
  const look = (key) => {
    const known = looks.get(key) ?? storedPackage(store, key);
    looks.set(key, known);
    return known;
  };
  const isVouched = new Set(vouched.map(({ pkg }) => identityOf(pkg)));
  return {
    looked: async () => (await Promise.all(looks.values())).filter((it) => it !== void 0),
    goal: {
      scope: { packages: [...vouched.map(({ pkg }) => pkg), ...arriving], everything: true },
      from: vouched.length > 0 ? "rebuild" : "recover",
      ifExists: (pkg) => isVouched.has(identityOf(pkg)) ? "take" : ifExists,
      wish: async (opened) => {
        const listed2 = opened.listed();
        const others2 = listed2.filter((pkg) => !isVouched.has(identityOf(pkg)));
        const files = await abreast(others2, LIMITS.parallelRequests, ({ key }) => look(key));
        assertAsListed(others2, files, store);
        const added = withoutTwins(chosenFiles(vouched, listed2), arriving, ifExists);
        return { added, removed: [], rewrite: opened.head !== void 0 || added.length > 0 };
      }
    }
  };
}
function assertAsListed(packages, files, store) {
  const faults = packages.flatMap((pkg, at) => {
    const { key, sha256: sha2562, content } = pkg;
    const file4 = files[at];
    if (file4 === void 0) return mayLieElsewhere(pkg) ? [] : [`${key} is missing`];
    if (sha2562 === "") return [`${key} is listed without a SHA-256`];
    if (file4.sha256 === sha2562 && file4.sizeBytes === content.sizeBytes) return [];
    return [`${key} is another file than the signed index says`];
  });
  if (faults.length === 0) return;
  const shown2 = faults.slice(0, 20).join("; ");
  const more2 = faults.length > 20 ? `; and ${faults.length - 20} more` : "";
  throw new PublishError(
    "INTEGRITY",
    `Of the packages in ${store.name} ${shown2}${more2}. Put the right files back, take the packages out with \`remove\`, or name them in packages to take what lies there.`
  );
}

// src/repository/goals/stored-packages.ts
var DEB_FILES = {
  isFile: (basename2) => basename2.endsWith(".deb"),
  form: /^([^_]+)_[^_]+_[^_]+\.deb$/,
  read: readDebHead
};
var RPM_FILES = {
  isFile: (basename2) => basename2.endsWith(".rpm") && !/\.(no)?src\.rpm$/.test(basename2),
  form: /^(.+)-[^-]+-[^-]+\.[^.]+\.rpm$/,
  read: readRpmHead
};
async function foundPackages(store, folder2, format, patterns) {
  if (patterns.length === 0) return [];
  const keys = (await store.list(folder2)).map(({ key }) => key);
  const wanted2 = keys.filter((key) => patterns.some((pattern) => mayBe(pattern, key, format)));
  const found = await abreast(
    wanted2,
    LIMITS.parallelPackages,
    (key) => readStored(store, key, format, patterns)
  );
  return found.filter((it) => it !== void 0);
}
function mayBe({ name }, key, { isFile, form }) {
  const basename2 = basenameOf(key);
  if (!isFile(basename2)) return false;
  const stem = form.exec(basename2)?.[1];
  const parts = name.split("*").map((part) => part.replace(/[.+]/g, "[.+]"));
  return stem === void 0 || new RegExp(`^${parts.join(".*")}$`).test(stem);
}
function basenameOf(key) {
  return key.slice(key.lastIndexOf("/") + 1);
}
async function readStored(store, key, format, patterns) {
  const pkg = await readHead(store, key, format);
  if (pkg === void 0 || !patterns.some((it) => selects(it, pkg))) return void 0;
  const file4 = await storedPackage(store, key);
  return file4 && { file: file4, pkg: { ...pkg, sha256: file4.sha256 } };
}
async function readHead(store, key, format) {
  const content = await store.open(key);
  if (content === void 0) return void 0;
  try {
    return await format.read(content, "", `${key} in ${store.name}`);
  } catch (error) {
    const isNamedSo = format.form.test(basenameOf(key));
    if (error instanceof PublishError && error.code === "PACKAGE" && !isNamedSo) return void 0;
    throw error;
  }
}

// src/repository/goals/rebuilding.ts
async function prepareRebuilds(request, ground, { debs, rpms }) {
  const vouched = await foundPackages(ground.store, `${request.aptRoot}pool/`, DEB_FILES, request.packages);
  const repositories = await rpmRepositoriesToRebuild(request, ground, rpms);
  const suites = request.channels.map((channel) => {
    const reinforcements = { vouched, arriving: debs, ifExists: request.ifExists };
    return prepareRebuild(suiteOf2(request, ground, channel), ground, reinforcements, vouched);
  });
  return Promise.all([...suites, ...repositories.map((it) => rebuildRpms(request, ground, it))]);
}
async function rpmRepositoriesToRebuild(request, ground, rpms) {
  const published2 = await Promise.all(
    request.channels.map(async (channel) => {
      const architectures = isPerArchitecture(request.rpmPath) ? await rpmArchitectureFolders(ground.store, request.rpmPath, channel) : [""];
      return architectures.map((arch) => ({
        repository: rpmRepositoryOf(request, ground, channel, arch),
        packages: []
      }));
    })
  );
  const arriving = await rpmDestinations(request, ground, rpms);
  const all = [...published2.flat(), ...arriving];
  return [...new Map(all.map((it) => [it.repository.headKey, it])).values()];
}
async function rebuildRpms({ packages, ifExists }, ground, { repository, packages: arriving }) {
  const vouched = await foundPackages(ground.store, repository.tree, RPM_FILES, packages);
  return prepareRebuild(repository, ground, { vouched, arriving, ifExists }, vouched);
}
async function prepareRebuild(repository, { store }, reinforcements, found) {
  const { goal, looked } = reconstruction(store, reinforcements);
  const commit2 = await prepare(repository, goal);
  const files = [...found.map(({ file: file4 }) => file4), ...await looked()];
  return { commit: commit2, files, named: found.map(({ pkg }) => pkg) };
}

// src/commands/republish.ts
var NO_KEYRINGS = "keyring-package is true, but republish makes no packages of keys: run the publish of the last release again, which adds them where the keys have changed, before anything is signed by a key that installed clients do not have.";
async function republish(request, world) {
  const { log } = world;
  if (request.keyringPackage) log.warning(NO_KEYRINGS);
  const packages = await releasePackages(request, world);
  const rebuilds = await beforeAnyWrite(log, () => preparedRebuilds(request, world, packages));
  const commits = rebuilds.map(({ commit: commit2 }) => commit2);
  await announce(world, commits, request);
  const publisher = publisherOf(world, commits);
  const files = rebuilds.flatMap((it) => it.files);
  for (const { key, sha256: sha2562 } of files) publisher.placement.remember(key, sha2562);
  const committed = await log.group("Commit", () => commitAndSpread(commits, publisher, request, world));
  await labelFiles(files, committed, world);
  await writeClientFiles(request, world, committed);
  await collectAndSweep(request, world, committed);
  const outcomes = outcomesOf(committed).filter(({ status }) => status !== "unchanged");
  return { packages, entries: entriesOf(outcomes, world.baseUrl), committed };
}
async function releasePackages({ release, channels }, world) {
  return release && packagesOf4({ ...release, channels }, world);
}
async function preparedRebuilds(request, world, packages) {
  const arriving = packages ?? { debs: [], rpms: [] };
  const prepared = await prepareRebuilds(request, world, arriving);
  const named3 = prepared.flatMap((it) => it.named);
  const folders = `the folders of ${theChannels(request.channels)} in ${world.store.name}`;
  const where = `${folders} (channels, apt-path and rpm-path say which they are)`;
  assertAllMatch(request.packages, named3, where);
  const rebuilds = prepared.filter(({ commit: commit2 }) => !commit2.isNothing);
  const lacking = request.channels.filter(
    (channel) => !rebuilds.some(({ commit: commit2 }) => commit2.repository.channel === channel)
  );
  if (lacking.length > 0) throw nothingPublished(lacking, world);
  return rebuilds;
}
function nothingPublished(channels, { store }) {
  return new PublishError(
    "INPUT",
    `Nothing of ${theChannels(channels)} is published in ${store.name}: check channels, apt-path and rpm-path, or say in packages which of the packages that lie there go into them.`
  );
}
async function labelFiles(files, committed, { store, keepsMetadata }) {
  if (!keepsMetadata) return;
  const lacking = files.filter(({ labels }) => labels !== void 0);
  const distinct7 = [...new Map(lacking.map((file4) => [file4.key, file4])).values()];
  await abreast(distinct7, LIMITS.parallelRequests, async (file4) => {
    await label(store, file4);
    const copies = outcomesOf(committed).filter(
      (outcome) => outcome.file.sha256 === file4.sha256 && outcome.file.key !== file4.key
    );
    for (const { key } of copies.map((outcome) => outcome.file)) {
      const details = await store.head(key);
      if (details !== void 0) await label(store, { ...file4, key, etag: details.etag });
    }
  });
}

// src/repository/goals/restoration.ts
function restoration(id, packages, store) {
  const wanted2 = new Set(packages.map(listedIdentityOf));
  return {
    scope: { packages, everything: true },
    from: "head",
    ifExists: () => "replace",
    wish: async (opened) => {
      const present = opened.listed();
      const there = new Set(present.map(lineOf));
      const added = packages.filter((pkg) => !there.has(lineOf(pkg)));
      await assertRestorable(added, store, id);
      const removed = present.filter((pkg) => !wanted2.has(listedIdentityOf(pkg)));
      return { added, removed, rewrite: false };
    }
  };
}
function lineOf(pkg) {
  return [listedIdentityOf(pkg), pkg.key, pkg.format === "rpm" ? pkg.pkgid : pkg.sha256].join(" ");
}
async function assertRestorable(packages, store, id) {
  const faults = [
    ...packages.filter((pkg) => !isListable(pkg)).map(({ key }) => `${key} is listed by another tool without a SHA-256`),
    ...await faultsOfFiles(packages.filter(isListable), store, (file4) => digestOfStored(store, file4))
  ];
  if (faults.length === 0) return;
  throw new PublishError(
    "INTEGRITY",
    `Packages of the head ${id} cannot be listed again; in ${store.name} ${faults.join("; ")}. Go back to a later one.`
  );
}

// src/commands/rollback.ts
async function rollback(request, world) {
  const { log } = world;
  const commits = await beforeAnyWrite(log, async () => prepareAll4(await returns(request, world), world));
  await announce(world, commits, request);
  const committed = await log.group("Commit", () => commitAll(commits, publisherOf(world, commits)));
  await writePage(request, world, committed);
  const outcomes = outcomesOf(committed).filter(({ status }) => status !== "unchanged");
  return { packages: void 0, entries: entriesOf(outcomes, world.baseUrl), committed };
}
async function prepareAll4(wanted2, { store, log }) {
  return Promise.all(
    wanted2.map(async ({ repository, copy: { id, stampSeconds } }) => {
      log.info(`${repository.title}: back to ${id} of ${new Date(stampSeconds * 1e3).toISOString()}`);
      const earlier = await (await repository.openCopy(id)).listing();
      return prepare(repository, restoration(id, earlier.listed(), store));
    })
  );
}
async function returns(request, world) {
  const repositories = await Promise.all(
    request.channels.map((channel) => publishedRepositoriesOf(request, world, channel, "channels"))
  );
  const states = await Promise.all(
    repositories.flat().map(async (repository) => {
      const { head, copies } = await repository.open({ packages: [], everything: false });
      return { repository, head, copies, ids: copies.map(({ id }) => id) };
    })
  );
  return request.to === void 0 ? toPrevious(request, states, world) : toIds(request, request.to, states, world);
}
function toPrevious({ channels }, states, { log }) {
  const found = states.flatMap(({ repository, head, copies }) => {
    const previous = head?.previous;
    const copy = copies.find(({ id }) => id === previous);
    if (copy !== void 0) return [{ repository, copy }];
    const why = previous === void 0 ? "it had none" : `the copy of ${previous} is not kept any more`;
    log.notice(`The ${repository.title} has no earlier head to go back to: ${why}.`);
    return [];
  });
  if (found.length > 0) return found;
  throw new PublishError(
    "INPUT",
    `to is previous, but no repository of ${theChannels(channels)} has an earlier head to go back to.`
  );
}
async function toIds({ channels }, ids, states, world) {
  const found = await Promise.all(ids.map((id) => returnsTo(id, channels, states, world)));
  const goals = Map.groupBy(found.flat(), ({ repository }) => repository.headKey);
  const torn = [...goals.values()].find((several) => several.length > 1);
  if (torn !== void 0) throw severalIds(torn);
  return found.flat();
}
async function returnsTo(id, channels, states, world) {
  const having = states.filter(({ ids }) => ids.includes(id));
  const [first] = having;
  if (first === void 0) throw unknownId(id, channels, states, world);
  const inForce = await Promise.all(having.map(async (state) => (await returnable(state)).includes(id)));
  if (!inForce.includes(true)) throw await neverInForce(id, first);
  return having.filter((_, at) => inForce[at]).flatMap(
    ({ repository, copies }) => copies.filter((copy) => copy.id === id).map((copy) => ({ repository, copy }))
  );
}
async function returnable({ repository, head, copies, ids }) {
  const inForce = idsInForce(head, await readableCopies(repository, copies));
  return ids.filter((id) => inForce.has(id));
}
function unknownId(id, channels, states, { store }) {
  const known = states.map(({ repository, ids, head }) => {
    const others2 = ids.filter((other2) => other2 !== head?.id);
    return `${repository.title}: ${others2.join(", ") || "none"}`;
  });
  return new PublishError(
    "INPUT",
    `to is ${id}, of which ${theChannels(channels)} in ${store.name} ${channels.length === 1 ? "has" : "have"} no copy. Earlier heads there are of ${known.join("; ")}.`
  );
}
function severalIds(returns2) {
  const ids = returns2.map(({ copy }) => copy.id).join(" and ");
  return new PublishError(
    "INPUT",
    `to has ${ids}, all of the ${returns2[0]?.repository.title}, which can go back to one of them only.`
  );
}
async function neverInForce(id, state) {
  const others2 = (await returnable(state)).filter((other2) => other2 !== state.head?.id);
  return new PublishError(
    "INPUT",
    `to is ${id}, of which the ${state.repository.title} has a copy that no head says it replaced: its writer lost the race or crashed, and no client ever saw that state. Go back to one of ${others2.join(", ") || "none"}.`
  );
}

// src/verification/aliases.ts
async function aliasFindings(repository, inspected) {
  const stale = await inspected.staleAliases();
  return stale.map(({ key, isNeeded }) => ({
    severity: isNeeded ? "error" : "warning",
    repository,
    key,
    seen: isNeeded ? `${key} is missing or belongs to another head: dnf and zypper that check it, and read no mirrorlist, fail.` : `${key} is missing or belongs to another head: tools fail that read it and not what the head names.`,
    remedy: "Any `publish` writes it again, and so does `republish`."
  }));
}

// src/verification/copy-findings.ts
function setBack({ title: repository, headKey: key }, head, inForce) {
  const newest = [...inForce].sort((a, b) => stampOf(a) - stampOf(b)).at(-1);
  if (head === void 0 || newest === void 0 || stampOf(newest) <= head.stampSeconds) return [];
  const seen = `${key} is older than the head ${newest}, which was in force: somebody or something put an earlier one back, and apt ignores it.`;
  const remedy = `\`rollback\` with to: ${newest} brings that state back.`;
  return [{ severity: "error", repository, key, seen, remedy }];
}
function ownCopyMissing({ title: repository, headKey }, head, copies) {
  if (head?.id === void 0 || copies.some(({ id }) => id === head.id)) return [];
  const isOurs3 = copies.length > 0 || head.previous !== void 0;
  const seen = isOurs3 ? "The copy of the head in force is missing." : "The head has no copy: another tool wrote it, or its copy is lost.";
  const remedy = "The next `publish` that changes something writes one, and so does `republish`.";
  const severity = isOurs3 ? "warning" : "notice";
  return [{ severity, repository, key: copyKey(headKey, head.id), seen, remedy }];
}
function previousCopyMissing({ title: repository, headKey }, head, copies, { graceSeconds, clock }) {
  const previous = head?.previous;
  if (head === void 0 || previous === void 0 || copies.some(({ id }) => id === previous)) return [];
  const isRecent = head.stampSeconds * 1e3 > clock.now() - graceSeconds * 1e3;
  const isKept = copies.some(({ stampSeconds }) => stampSeconds < stampOf(previous));
  if (!isRecent || !isKept) return [];
  const seen = "The copy of the head before is missing, although its time is not over.";
  const remedy = "No command can bring it back: `rollback` cannot go back to it.";
  return [{ severity: "warning", repository, key: copyKey(headKey, previous), seen, remedy }];
}
function damagedCopy({ title: repository }, key, isOfHead, { code: code2, message: seen }) {
  if (isOfHead) {
    const remedy2 = "`republish` writes a new head, with a new copy.";
    return { severity: "error", repository, key, seen, remedy: remedy2 };
  }
  const ofAnotherKey = "Where another key of yours signed it, add that to trusted-keys; else put";
  const remedy = `${code2 === "SIGNATURE" ? ofAnotherKey : "Put"} the right file back, or delete it: \`rollback\` cannot go back to it, and nothing is collected until its time is over.`;
  return { severity: "warning", repository, key, seen, remedy };
}
function faultyFile(repository, { id }, { key, seen }) {
  const remedy = "Clients that still hold that head fail until they update; `rollback` cannot go back to it. Put the right file back, or leave it: it goes with its head.";
  return { severity: "warning", repository, key, seen: `${seen} That is the earlier head ${id}.`, remedy };
}

// src/verification/damage.ts
var DAMAGE = /* @__PURE__ */ new Set(["SIGNATURE", "INTEGRITY", "PACKAGE", "LIMIT", "KEY"]);
async function reading(work) {
  try {
    return { kind: "read", value: await work() };
  } catch (error) {
    if (error instanceof PublishError && DAMAGE.has(error.code)) return { kind: "damaged", error };
    throw error;
  }
}

// src/verification/files.ts
async function faultyFiles(files, objects) {
  const checked2 = await abreast(files, LIMITS.parallelRequests, async (file4) => ({
    file: file4,
    found: await find(file4, objects)
  }));
  const present = new Set(checked2.filter(({ found }) => found !== "absent").map(({ file: file4 }) => file4.index));
  return checked2.flatMap(({ file: file4, found }) => {
    if (found === "right") return [];
    if (found !== "absent") return [found];
    if (present.has(file4.index) || !isMain(file4, files)) return [];
    return [
      { key: file4.key, kind: "missing", seen: `${file4.key} is missing, but the head names it.` }
    ];
  });
}
function isMain(file4, files) {
  const forms = files.filter(({ index }) => index === file4.index);
  const nameOf2 = ({ plainKey, key }) => plainKey ?? key;
  return file4 === (forms.find((form) => nameOf2(form).endsWith(".gz")) ?? forms[0]);
}
async function find(file4, objects) {
  const first = await stateOf2(file4.key, file4, objects);
  if (first.kind === "right") return "right";
  if (first.kind === "other") return { key: file4.key, kind: "other", seen: first.seen };
  if (file4.plainKey === void 0) return "absent";
  const plain2 = await stateOf2(file4.plainKey, file4, objects);
  if (plain2.kind !== "right") return "absent";
  const seen = `${file4.key} is missing; clients find it as ${file4.plainKey}, until the next publish writes over that.`;
  return isIndex(file4) ? { key: file4.key, kind: "plain", seen } : "right";
}
function isIndex({ index }) {
  return index.endsWith("/Packages");
}
async function stateOf2(key, { sizeBytes, algorithm, hash }, objects) {
  const details = await objects.details(key);
  if (details === void 0) return { kind: "absent" };
  if (sizeBytes !== void 0 && details.sizeBytes !== sizeBytes) {
    return {
      kind: "other",
      seen: `${key} has ${details.sizeBytes} bytes, but the head says ${sizeBytes}.`
    };
  }
  const digest2 = await objects.digest(key, algorithm);
  if (digest2 === void 0) return { kind: "absent" };
  if (digest2.startsWith(hash)) return { kind: "right" };
  return { kind: "other", seen: `${key} has the ${algorithm} ${digest2}, but the head says ${hash}.` };
}

// src/verification/verdict.ts
function datedHead(id, stampSeconds) {
  return { id, date: new Date(stampSeconds * 1e3).toISOString() };
}

// src/verification/copies.ts
var COPIES_AT_ONCE = 2;
async function examineCopies(repository, head, copies, ground) {
  const named3 = /* @__PURE__ */ new Set();
  const read2 = await abreast(
    copies,
    COPIES_AT_ONCE,
    (copy) => readCopy(repository, copy, head?.id, named3, ground)
  );
  const opened = read2.flatMap((it) => it.opened ?? []);
  const ofCopies = await notCollected(repository, copies, read2, ground);
  const inForce = idsInForce(head, opened);
  const usable = read2.filter(({ copy, isStored }) => isStored && copy.id !== head?.id && inForce.has(copy.id));
  return {
    findings: [
      ...ownCopyMissing(repository, head, copies),
      ...previousCopyMissing(repository, head, copies, ground),
      ...setBack(repository, head, inForce),
      ...ofCopies
    ],
    usable: usable.map(({ copy }) => datedHead(copy.id, copy.stampSeconds)),
    neverInForce: opened.map(({ id }) => id).filter((id) => !inForce.has(id)),
    isRecoverable: read2.some(({ isListed: isListed2 }) => isListed2),
    named: read2.every(({ isListed: isListed2 }) => isListed2) ? named3 : void 0
  };
}
async function readCopy(repository, copy, ownId, named3, ground) {
  const { objects } = ground;
  const isOfHead = copy.id === ownId;
  const opening = await reading(() => repository.openCopy(copy.id));
  if (opening.kind === "damaged") {
    const key = await damagedObject(repository, copy, objects);
    const finding2 = damagedCopy(repository, key, isOfHead, opening.error);
    return { copy, opened: void 0, isListed: false, isStored: false, findings: [finding2] };
  }
  const opened = opening.value;
  const faults = isOfHead ? [] : await faultyFiles(opened.files, objects);
  const ofFiles = faults.filter(({ kind }) => kind !== "plain").map((fault) => faultyFile(repository.title, copy, fault));
  const listing = await reading(() => opened.listing());
  if (listing.kind === "read") {
    for (const key of [...opened.namedFiles, ...listing.value.namedPackages()]) named3.add(key);
    const isStored = await areStored(listing.value, ground);
    return { copy, opened, isListed: true, isStored, findings: ofFiles };
  }
  const isExplained = ofFiles.length > 0 || isOfHead;
  const other2 = damagedCopy(repository, copyKey(repository.headKey, copy.id), false, listing.error);
  return { copy, opened, isListed: false, isStored: false, findings: isExplained ? ofFiles : [other2] };
}
async function damagedObject({ format, headKey }, { id }, objects) {
  const key = copyKey(headKey, id);
  if (format === "deb") return key;
  const digest2 = await objects.digest(key, "sha256");
  return digest2?.startsWith(hashOf(id)) === true ? `${key}.asc` : key;
}
async function areStored(listing, { objects }) {
  const stored = await abreast(listing.listed(), LIMITS.parallelRequests, async (pkg) => {
    const details = await objects.details(pkg.key);
    if (details === void 0) return mayLieElsewhere(pkg);
    return details.sizeBytes === pkg.content.sizeBytes;
  });
  return stored.every(Boolean);
}
async function notCollected({ tree }, copies, read2, { store, objects, clock, graceSeconds }) {
  const aged = new Set(agedCopies(copies, graceSeconds, clock.now() / 1e3).map(({ id }) => id));
  const findingsOf = (isAged) => read2.filter(({ copy }) => aged.has(copy.id) === isAged).flatMap((it) => it.findings);
  const [old, recent] = [findingsOf(true), findingsOf(false)];
  if (old.length === 0) return distinct4(recent);
  const marked2 = await markedKeys(store, tree);
  const isGone = await Promise.all(old.map(async ({ key }) => await objects.details(key) === void 0));
  return distinct4([...old.filter(({ key }, at) => !(marked2.has(key) && isGone[at] === true)), ...recent]);
}
function distinct4(findings) {
  return [...new Map(findings.map((it) => [it.key, it])).values()];
}

// src/verification/head.ts
function headFindings({ title: repository, headKey: key }, { head, nowSeconds }, copies) {
  if (head === void 0) {
    const seen = `${key} is gone, or a first publish stopped before it: there are copies of heads.`;
    const remedy = `Where it is the first, \`publish\` again; else ${rebuilt(copies)}`;
    return [{ severity: "error", repository, key, seen, remedy }];
  }
  return aheadFindings(repository, key, head, nowSeconds);
}
function rebuilt({ isRecoverable }) {
  return isRecoverable ? "`republish` writes it anew, from the newest copy that verifies." : "`republish` with packages, which says what goes into the channel, writes it anew: no copy of a head can be read.";
}
function aheadFindings(repository, key, { stampSeconds }, nowSeconds) {
  if (stampSeconds * 1e3 <= nowSeconds * 1e3 + LIMITS.stampAheadMs) return [];
  const [stamp, now] = [stampSeconds, nowSeconds].map((seconds) => new Date(seconds * 1e3).toISOString());
  const seen = `${key} is dated ${stamp}, but the clock of the store says ${now}: apt refuses what comes from the future.`;
  const remedy = `No command can help before that date: clients ignore a repository that goes back in time.`;
  return [{ severity: "error", repository, key, seen, remedy }];
}
function damagedHead({ title: repository, headKey: key }, { code: code2, message }, copies) {
  const remedy = code2 === "SIGNATURE" ? accepted(copies) : rebuilt(copies);
  return { severity: "error", repository, key, seen: message, remedy };
}
function accepted(copies) {
  const unsigned = copies.isOurs ? "" : "where it never was signed, `publish` with adopt-unsigned; ";
  return `Where another key of yours signed it, add that to trusted-keys; ${unsigned}else ${rebuilt(copies)}`;
}
function damagedIndexes({ title: repository, headKey: key }, { message: seen }, copies) {
  return { severity: "error", repository, key, seen, remedy: rebuilt(copies) };
}

// src/verification/indexes.ts
async function indexFindings(repository, files, objects, copies) {
  const faults = await faultyFiles(files, objects);
  return faults.map(({ key, kind, seen }) => {
    return { severity: severityOf(kind), repository, key, seen, remedy: remedyOf(kind, copies) };
  });
}
function severityOf(kind) {
  return kind === "plain" ? "warning" : "error";
}
function remedyOf(kind, copies) {
  switch (kind) {
    case "plain":
      return "`republish` writes the index anew.";
    case "missing":
    case "other":
      return `Put the right file back; or, where it is an index of packages, ${rebuilt(copies)}`;
  }
}

// src/verification/packages.ts
async function packageFindings(title, packages, ground) {
  const { log, clock, signal } = ground;
  const sizeBytes = packages.reduce((sum, { content }) => sum + content.sizeBytes, 0);
  const said = progress({ title: `Packages of ${title}`, count: packages.length, sizeBytes }, log, clock);
  const checked2 = await abreast(packages, LIMITS.parallelPackages, async (pkg) => {
    signal.throwIfAborted();
    const details = await ground.objects.details(pkg.key);
    const seen = await faultOf3(pkg, details, ground, said.moved);
    said.finished();
    const isElsewhere = details === void 0 && mayLieElsewhere(pkg);
    return { pkg, seen, isElsewhere, lacksDigest: details !== void 0 && lacksDigest(pkg, details) };
  });
  return [
    ...checked2.flatMap(({ pkg, seen }) => seen === void 0 ? [] : [broken2(title, pkg, seen)]),
    ...unlabelled(title, checked2, ground),
    ...unhashed(title, packages),
    ...elsewhere(
      title,
      checked2.filter((it) => it.isElsewhere).map(({ pkg }) => pkg)
    )
  ];
}
async function faultOf3(pkg, details, { objects, deep }, moved2) {
  const { key, sha256: sha2562, content } = pkg;
  if (details === void 0) {
    return mayLieElsewhere(pkg) ? void 0 : `${key} is missing, but the signed index names it.`;
  }
  if (content.sizeBytes > 0 && details.sizeBytes !== content.sizeBytes) {
    return `${key} has ${details.sizeBytes} bytes, but the signed index says ${content.sizeBytes}.`;
  }
  const known = knownDigest(details);
  if (sha2562 !== "" && known !== void 0 && known !== sha2562) {
    return `${key} is another file than the signed index says: its metadata have the SHA-256 ${known}, not ${sha2562}.`;
  }
  if (!deep || sha2562 === "") return void 0;
  const digest2 = await objects.digest(key, "sha256", moved2);
  if (digest2 === sha2562) return void 0;
  return `${key} is another file than the signed index says: it has the SHA-256 ${digest2 ?? "of nothing"}, not ${sha2562}.`;
}
function broken2(repository, pkg, seen) {
  const pattern = `${pkg.name}=${versionOf3(pkg)}`;
  const remedy = `Put the right file back; or \`remove\` with packages: ${pattern}, and then \`publish\` it again.`;
  return { severity: "error", repository, key: pkg.key, seen, remedy };
}
function lacksDigest({ format }, details) {
  const isLacking = (name) => knownDigest(details, name) === void 0;
  return isLacking("sha256") || format === "rpm" && isLacking("header-sha256");
}
function unlabelled(repository, checked2, { keepsMetadata }) {
  const [first, ...others2] = checked2.filter((it) => it.lacksDigest);
  if (first === void 0 || !keepsMetadata) return [];
  const seen = `${first.pkg.key}${more(others2.length)} without the digests in its metadata: later runs have to download it to know them.`;
  const remedy = "`republish` adds them.";
  return [{ severity: "notice", repository, key: first.pkg.key, seen, remedy }];
}
function unhashed(repository, packages) {
  const [first, ...others2] = packages.filter(({ sha256: sha2562 }) => sha2562 === "");
  if (first === void 0) return [];
  const seen = `${first.key}${more(others2.length)} listed without a SHA-256: whether it is the right file cannot be told.`;
  const remedy = "`remove` it and `publish` it again, or let `republish` take it from its file, named in packages.";
  return [{ severity: "notice", repository, key: first.key, seen, remedy }];
}
function elsewhere(repository, packages) {
  const [first, ...others2] = packages;
  if (first === void 0) return [];
  const seen = `${first.key}${more(others2.length)} not here: its index has an xml:base, and clients look there. That was not looked at.`;
  const remedy = "Nothing has to be done, as long as it can be had there; else `remove` it, and `publish` it here.";
  return [{ severity: "notice", repository, key: first.key, seen, remedy }];
}
function more(count) {
  return count === 0 ? " is" : ` (and ${count} more) is`;
}

// src/verification/rpm-signatures.ts
async function rpmSignatureFindings(repository, packages, ground) {
  if (!ground.deep) return [];
  const rpms = packages.filter(({ format }) => format === "rpm");
  const checked2 = await abreast(rpms, LIMITS.parallelPackages, async (pkg) => {
    ground.signal.throwIfAborted();
    return { key: pkg.key, seen: await faultOf4(pkg, ground) };
  });
  const faults = Map.groupBy(checked2, ({ seen }) => seen ?? "");
  return [...faults].flatMap(([seen, [first, ...others2]]) => {
    if (seen === "" || first === void 0) return [];
    const more2 = others2.length === 0 ? "" : ` So it is with ${others2.length} more.`;
    const text = `${first.key} ${seen}: dnf and zypper, which check it, do not install it.${more2}`;
    return [{ severity: "warning", repository, key: first.key, seen: text, remedy: REMEDY }];
  });
}
var REMEDY = "Where another key of yours signed it, name that in trusted-keys, of publishing runs too, so that clients get it; else `remove` it, and `publish` it signed.";
async function faultOf4(pkg, { trust }) {
  const head = await reading(() => readRpmHead(pkg.content, pkg.sha256, pkg.source));
  if (head.kind === "damaged") return void 0;
  const signatures = headerSignatures(head.value);
  if (signatures.length === 0) return "is not signed";
  for (const { over, bytes } of signatures) {
    const verified2 = await reading(() => verifyDetached(over, bytes, trust, "it"));
    if (verified2.kind === "damaged") return `has a signature that does not count (${verified2.error.message})`;
  }
  return void 0;
}
function headerSignatures(pkg) {
  const { start, end } = pkg.headerRange;
  const signatures = signaturesOf(pkg);
  const short = signatures.filter(({ over }) => over.sizeBytes === end - start);
  return short.length > 0 ? short : signatures;
}

// src/verification/stored-objects.ts
import { createHash as createHash7 } from "node:crypto";
function storedObjects(store, signal) {
  const details = /* @__PURE__ */ new Map();
  const digests = /* @__PURE__ */ new Map();
  async function read2(key, algorithm, moved2) {
    const content = await store.open(key);
    if (content === void 0) return void 0;
    const hash = createHash7(algorithm);
    for await (const chunk of content.read()) {
      signal.throwIfAborted();
      hash.update(chunk);
      moved2(chunk.length);
    }
    return hash.digest("hex");
  }
  return {
    details: (key) => once3(details, key, async () => isKey2(key) ? store.head(key) : void 0),
    digest: (key, algorithm, moved2 = () => void 0) => once3(digests, `${algorithm} ${key}`, () => read2(key, algorithm, moved2))
  };
}
function isKey2(key) {
  try {
    assertKey(key, "");
    return true;
  } catch {
    return false;
  }
}
function once3(known, key, work) {
  const earlier = known.get(key);
  if (earlier !== void 0) return earlier;
  const now = work();
  known.set(key, now);
  return now;
}

// src/verification/rounds.ts
var MOST_ROUNDS2 = 3;
var YOUNG_SECONDS = 60;
var PAUSE_MS = 5e3;
function isQuiet(findings) {
  return findings.every(({ severity }) => severity === "notice");
}
async function isMoving({
  repository,
  etag
}, { store, clock }) {
  const now = await store.head(repository.headKey);
  const ageSeconds = (clock.now() - (now?.lastModified.getTime() ?? 0)) / 1e3;
  return now?.etag !== etag || ageSeconds <= YOUNG_SECONDS;
}
async function afterPause(ground) {
  await ground.clock.sleep(PAUSE_MS, ground.signal);
  return { ...ground, objects: storedObjects(ground.store, ground.signal) };
}

// src/verification/repository.ts
async function examine(repository, ground) {
  for (let round = 1; ; round += 1) {
    const before = await ground.store.head(repository.headKey);
    const examined = { ...await examineOnce(repository, ground), etag: before?.etag };
    if (round === MOST_ROUNDS2 || isQuiet(examined.findings)) return examined;
    if (!await isMoving(examined, ground)) return examined;
    ground = await afterPause(ground);
  }
}
async function examineOnce(repository, ground) {
  const stored = await repository.copies();
  const inspecting = await reading(() => repository.inspect());
  if (inspecting.kind === "damaged") {
    const copies2 = await examineCopies(repository, void 0, stored, ground);
    const { isRecoverable } = copies2;
    const known = { isRecoverable, isOurs: stored.length > 0 };
    return unreadable4(repository, stored, copies2, damagedHead(repository, inspecting.error, known));
  }
  const inspected = inspecting.value;
  const copies = await examineCopies(repository, inspected.head, stored, ground);
  const { findings, listing } = await examineHead(repository, inspected, copies, ground);
  const listed2 = listing?.listed() ?? [];
  return {
    repository,
    verdict: await verdictOf(repository, inspected, listed2, copies, ground),
    findings: withCopies(findings, copies),
    signers: inspected.signers,
    isOurs: stored.length > 0 || inspected.head?.previous !== void 0,
    named: namedBy(inspected, listing, copies),
    listed: listed2,
    state: listing === void 0 ? void 0 : { stampSeconds: inspected.head?.stampSeconds, contents: () => listing.contents() }
  };
}
async function examineHead(repository, inspected, copies, ground) {
  const { title } = repository;
  const ofFiles = await indexFindings(title, inspected.files, ground.objects, copies);
  const listing = await reading(() => inspected.listing());
  const isExplained = ofFiles.some(({ severity }) => severity === "error");
  const listed2 = listing.kind === "read" ? listing.value.listed() : [];
  const findings = [
    ...headFindings(repository, inspected, copies),
    ...ofFiles,
    ...listing.kind === "damaged" && !isExplained ? [damagedIndexes(repository, listing.error, copies)] : [],
    ...await packageFindings(title, listed2, ground),
    ...await rpmSignatureFindings(title, listed2, ground),
    ...await aliasFindings(title, inspected)
  ];
  return { findings, listing: listing.kind === "read" ? listing.value : void 0 };
}
function withCopies(findings, copies) {
  const known = new Set(findings.map(({ key }) => key));
  return [...findings, ...copies.findings.filter(({ key }) => !known.has(key))];
}
function namedBy({ files }, listing, { named: named3 }) {
  if (listing === void 0 || named3 === void 0) return void 0;
  const plain2 = files.flatMap(({ key, plainKey }) => [key, ...plainKey === void 0 ? [] : [plainKey]]);
  return /* @__PURE__ */ new Set([...plain2, ...listing.namedPackages(), ...named3]);
}
async function verdictOf({ title, channel, format, headKey: key }, { head, signers, files }, listed2, { usable, neverInForce: neverInForce2 }, { objects }) {
  const keys = new Set([...files, ...listed2].map((it) => it.key));
  const found = await Promise.all([...keys].map((it) => objects.details(it)));
  const present = found.filter((details) => details !== void 0);
  const signedBy = [...new Set(signers.map(({ fingerprint }) => fingerprint))];
  return {
    title,
    channel,
    format,
    head: head?.id === void 0 ? void 0 : { ...datedHead(head.id, head.stampSeconds), key, signedBy },
    packages: listed2.length,
    objects: present.length,
    bytes: present.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    copies: usable,
    neverInForce: neverInForce2
  };
}
function unreadable4(repository, stored, { usable, neverInForce: neverInForce2, findings }, finding2) {
  const { title, channel, format } = repository;
  const verdict = { title, channel, format, head: void 0, packages: 0, objects: 0, bytes: 0 };
  return {
    repository,
    verdict: { ...verdict, copies: usable, neverInForce: neverInForce2 },
    findings: [finding2, ...findings],
    signers: [],
    isOurs: stored.length > 0,
    named: void 0,
    listed: [],
    state: void 0
  };
}

// src/verification/across.ts
var REPOSITORIES_AT_ONCE = 2;
async function examineAcross(examined, check, ground) {
  for (let round = 1; ; round += 1) {
    const findings = await check(examined);
    if (round === MOST_ROUNDS2 || isQuiet(findings)) return { examined, findings };
    const moving = await Promise.all(examined.map((it) => isMoving(it, ground)));
    if (!moving.includes(true)) return { examined, findings };
    ground = await afterPause(ground);
    const later = ground;
    examined = await abreast(examined, REPOSITORIES_AT_ONCE, (it) => current(it, later));
  }
}
async function current(it, ground) {
  const head = await ground.store.head(it.repository.headKey);
  return head?.etag === it.etag ? it : examine(it.repository, ground);
}

// src/openpgp/key-file.ts
async function fingerprintsIn(file4, form) {
  const isBinary = ((file4[0] ?? 0) & 128) !== 0;
  if (isBinary !== (form === "binary")) return void 0;
  const text = isBinary ? printArmor("PGP PUBLIC KEY BLOCK", file4) : Buffer.from(file4).toString("latin1");
  try {
    const keys = await readPublicCertificates(text, (seen) => new PublishError("KEY", seen));
    const terms = await Promise.all(keys.map((key) => key.getExpirationTime(void 0, TRUST_RULES)));
    return keys.filter((_, at) => terms[at] !== null).map(fingerprintOf);
  } catch (error) {
    if (error instanceof PublishError) return void 0;
    throw error;
  }
}

// src/verification/stored-file.ts
async function storedFile(key, store, limitBytes = LIMITS.keyBytes) {
  const got = await reading(() => store.get(key, limitBytes));
  return got.kind === "read" ? got.value.object?.bytes : Buffer.alloc(0);
}

// src/verification/page.ts
async function pageFindings({ repositoryName, pages }, baseUrl, ours, ground) {
  const { store } = ground;
  if (!pages || baseUrl === void 0) return [];
  const keys = await storedFile(`${repositoryName}.asc`, store);
  const held = keys === void 0 ? void 0 : await fingerprintsIn(keys, "armored");
  const signers = ours.flatMap((it) => it.signers.map(({ fingerprint }) => fingerprint));
  if (keys === void 0 || held === void 0 || !signers.some((it) => held.includes(it))) return [];
  const site = { repositoryName, baseUrl, keys, fingerprints: [...new Set(held)] };
  const found = await Promise.all([scriptFindings(site, store), indexFindings2(site, ours, ground)]);
  return found.flat();
}
function warning2(key, seen) {
  const remedy = "`publish` and `republish` write it again.";
  return { severity: "warning", repository: "", key, seen: `${key} ${seen}.`, remedy };
}
var OTHERWISE = "is not what a publish with these inputs writes";
async function scriptFindings({ repositoryName, baseUrl, keys, fingerprints }, store) {
  const key = "install.sh";
  const bytes = await storedFile(key, store);
  if (bytes === void 0) return [warning2(key, "is missing")];
  const wanted2 = installScript({ repositoryName, baseUrl }, { fingerprints, sha256: sha256(keys) });
  return bytes.equals(Buffer.from(wanted2)) ? [] : [warning2(key, `${OTHERWISE}, for the published keys`)];
}
async function indexFindings2({ repositoryName, baseUrl, fingerprints }, ours, { store, clock }) {
  const bytes = await storedFile(PAGE, store, LIMITS.pageBytes);
  if (bytes === void 0) return [warning2(PAGE, "is missing")];
  const page = bytes.toString("utf8");
  if (!isOurPage(page)) {
    const seen = `${PAGE} was not made by a publish: it stays as it is.`;
    return [
      {
        severity: "notice",
        repository: "",
        key: PAGE,
        seen,
        remedy: "Delete it for one that publishes write."
      }
    ];
  }
  const content = readContent(page);
  const odd = [
    ...indexPage({ repositoryName, baseUrl, fingerprints }, content) === page ? [] : [OTHERWISE],
    ...ours.flatMap((it) => oddities(it, content, Math.floor(clock.now() / 1e3)))
  ];
  return [
    ...odd.length === 0 ? [] : [warning2(PAGE, odd.join(", and "))],
    ...await badgeFindings(repositoryName, content, store)
  ];
}
async function badgeFindings(repositoryName, content, store) {
  const wanted2 = badge(repositoryName, content);
  if (wanted2 === void 0) return [];
  const key = `${repositoryName}.json`;
  const bytes = await storedFile(key, store);
  if (bytes?.equals(Buffer.from(wanted2)) === true) return [];
  return [warning2(key, bytes === void 0 ? "is missing" : `does not say what ${PAGE} says`)];
}
function oddities({ repository, listed: listed2, state }, content, nowSeconds) {
  const { format, channel, title } = repository;
  const { stampSeconds } = state ?? {};
  if (state === void 0 || stampSeconds === void 0) return [];
  const fresh = freshSections({ format, channel }, stampSeconds, state.contents().indexes, false);
  const shown2 = fresh.filter((it) => content.sections.some((section) => placeOf(section) === placeOf(it)));
  if (shown2.length === 0) return listed2.length === 0 ? [] : [`says nothing of the ${title}`];
  const right = withSections(content, shown2, {}, nowSeconds);
  return printContent(right) === printContent(content) ? [] : [`does not show what the ${title} has`];
}

// src/verification/client-files.ts
var REMEDY2 = "`publish` and `republish` write it again.";
async function clientFileFindings(request, baseUrl, examined, ground) {
  const ours = examined.filter(({ isOurs: isOurs3 }) => isOurs3);
  if (ours.length === 0) return [];
  const files = [
    ...["asc", "gpg"].map((ending) => ({ key: `${request.repositoryName}.${ending}`, repositories: ours })),
    ...ours.filter(({ repository }) => repository.format === "rpm").map((it) => ({ key: `${it.repository.tree}repodata/repomd.xml.key`, repositories: [it] }))
  ];
  const found = await Promise.all([
    ...files.map((file4) => keyFileFindings(file4, ground)),
    ...urlFindings(request, baseUrl, ours, ground),
    pageFindings(request, baseUrl, ours, ground)
  ]);
  return found.flat();
}
async function keyFileFindings({ key, repositories }, { store }) {
  const titles = repositories.map(({ repository }) => repository.title);
  const error = (seen) => ({
    severity: "error",
    repository: titles.length === 1 ? titles[0] ?? "" : "",
    key,
    seen,
    remedy: REMEDY2
  });
  const bytes = await storedFile(key, store);
  if (bytes === void 0) {
    return [
      error(`${key} is missing: new clients find no key. Is repository-name the one it was published with?`)
    ];
  }
  const held = await fingerprintsIn(bytes, key.endsWith(".gpg") ? "binary" : "armored");
  if (held === void 0) return [error(`${key} is no file of public keys that clients read.`)];
  const unknown = (it) => it.signers.filter(({ fingerprint }) => !held.includes(fingerprint));
  const lost = repositories.filter((it) => it.signers.length > 0 && unknown(it).length === it.signers.length);
  if (lost.length > 0) {
    const names2 = lost.map(({ repository }) => repository.title).join(", ");
    return [error(`${key} holds no key that signed the ${names2}: new clients cannot verify it.`)];
  }
  const [missing2] = repositories.flatMap(unknown);
  if (missing2 === void 0) return [];
  return [{ ...error(`${key} lacks ${missing2.fingerprint}, which signs too.`), severity: "warning" }];
}
function urlFindings(request, baseUrl, ours, { store }) {
  const channels = formatChannels(request, ours.map(servedBy2));
  return urlFiles(request, { baseUrl, channels }).map(async ({ path: key, next }) => {
    const bytes = await storedFile(key, store);
    const wanted2 = next(bytes);
    if (wanted2 === void 0) return otherSuiteFindings(key, bytes, request, store);
    if (bytes?.equals(wanted2) === true) return [];
    const seen = bytes === void 0 ? `${key} is missing: new clients find no word of where the repositories are.` : `${key} is not what a publish with these inputs writes.`;
    const severity = "warning";
    return [{ severity, repository: "", key, seen, remedy: REMEDY2 }];
  });
}
function servedBy2({ repository, state }) {
  return { repository, architectures: state?.contents().architectures ?? [] };
}
async function otherSuiteFindings(key, bytes, { aptRoot: aptRoot2 }, store) {
  const suite = suiteOf(bytes?.toString("utf8") ?? "");
  if (suite === void 0 || (await store.folders(`${aptRoot2}dists/`)).includes(suite)) return [];
  const seen = `${key} is for the channel ${suite}, of which nothing is published: new clients find nothing.`;
  const remedy = "Delete it: `publish` and `republish` write it again.";
  return [{ severity: "warning", repository: "", key, seen, remedy }];
}

// src/verification/conditions.ts
async function conditionFindings(storeName, checkStore) {
  try {
    await checkStore();
    return [];
  } catch (error) {
    if (!(error instanceof PublishError)) throw error;
    if (error.code === "DENIED") return [];
    if (error.code !== "STORE") throw error;
    const remedy = "No command can: move the repository to a store that keeps conditions.";
    return [{ severity: "error", repository: "", key: storeName, seen: error.message, remedy }];
  }
}

// src/verification/keys.ts
var DAY_MS = 24 * 60 * 60 * 1e3;
var REMEDY3 = "Extend it (gpg --quick-set-expire) or add another key, put that into gpg-private-key, and let `republish` sign with it.";
function expiryFindings(heads, nowMs) {
  const findings = /* @__PURE__ */ new Map();
  for (const { title, headKey: key, signers } of heads) {
    const isLost = signers.length > 0 && signers.every((signer) => hasExpired(signer, nowMs));
    for (const signer of signers) {
      const { fingerprint, expires } = signer;
      if (expires === void 0 || expires.getTime() > nowMs + LIMITS.keyExpiryWarningDays * DAY_MS) continue;
      const seen = hasExpired(signer, nowMs) ? `The key ${fingerprint} expired on ${day2(expires)}: ${isLost ? "clients refuse what it alone signed." : "its signature counts no more."}` : `The key ${fingerprint} expires on ${day2(expires)}: clients then refuse what it alone signed.`;
      const severity = isLost ? "error" : "warning";
      if (findings.get(fingerprint)?.severity === "error") continue;
      findings.set(fingerprint, { severity, repository: title, key, seen, remedy: REMEDY3 });
    }
  }
  return [...findings.values()];
}
function hasExpired({ expires }, nowMs) {
  return expires !== void 0 && expires.getTime() <= nowMs;
}
function day2(date) {
  return date.toISOString().slice(0, 10);
}

// src/verification/noarch.ts
function noarchFindings(examined) {
  const readable2 = examined.filter(
    ({ repository, named: named3 }) => repository.format === "rpm" && named3 !== void 0
  );
  const channels = Map.groupBy(readable2, ({ repository }) => repository.channel);
  return [...channels.values()].flatMap((siblings) => missingIn(siblings));
}
function missingIn(siblings) {
  const noarch = siblings.flatMap(
    ({ listed: listed2 }) => listed2.filter((pkg) => pkg.format === "rpm" && pkg.arch === "noarch" && pkg.entries !== void 0)
  );
  const wanted2 = new Map(noarch.map((pkg) => [identityOf(pkg), pkg]));
  return siblings.flatMap(({ repository, listed: listed2 }) => {
    const own = new Set(listed2.map(identityOf));
    const [first, ...others2] = [...wanted2].filter(([identity]) => !own.has(identity)).map(([, pkg]) => pkg);
    if (first === void 0) return [];
    const more2 = others2.length === 0 ? "" : ` and ${others2.length} more`;
    return [
      {
        severity: "warning",
        repository: repository.title,
        key: first.key,
        seen: `${first.name}${more2} of no architecture is listed for others of the channel, but not here.`,
        remedy: "`republish` brings it here; so does a `publish` of any noarch package."
      }
    ];
  });
}

// src/verification/traces.ts
async function tracedRepositories(request, ground, channel) {
  const architectures = isPerArchitecture(request.rpmPath) ? await rpmArchitectureFolders(ground.store, request.rpmPath, channel) : [""];
  const candidates2 = [
    suiteOf2(request, ground, channel),
    ...architectures.map((arch) => rpmRepositoryOf(request, ground, channel, arch))
  ];
  const isTraced = await Promise.all(candidates2.map((it) => hasTrace(it, ground)));
  return {
    traced: candidates2.filter((_, at) => isTraced[at] === true),
    untraced: candidates2.filter((_, at) => isTraced[at] === false)
  };
}
async function hasTrace({ headKey, format }, { store }) {
  const folder2 = headKey.slice(0, headKey.lastIndexOf("/") + 1);
  const aliases = format === "deb" ? ["Release", "Release.gpg"] : ["repomd.xml.asc"];
  for (const key of [headKey, ...aliases.map((name) => folder2 + name)]) {
    if (await store.head(key) !== void 0) return true;
  }
  return (await store.folders(`${folder2}heads/`)).length > 0;
}

// src/verification/unnamed.ts
var YOUNG_MS2 = 24 * 60 * 60 * 1e3;
var MOST_SHOWN = 5;
var MARK_MS = 30 * 24 * 60 * 60 * 1e3;
async function unnamedFindings(request, ground, examined, untraced) {
  const repositories = [...examined.map(({ repository }) => repository), ...untraced];
  const trees = await treesOf(request, ground, repositories);
  const found = await Promise.all(
    trees.map(orUntraced(untraced)).map(async (tree) => [
      ...await unnamedIn(tree, ground, examined, untraced),
      ...await oldMarks(tree, ground)
    ])
  );
  return found.flat();
}
function orUntraced(untraced) {
  const suites = untraced.filter(({ format }) => format === "deb");
  return (tree) => tree.repositories.length > 0 ? tree : { ...tree, repositories: suites };
}
async function unnamedIn(tree, ground, examined, untraced) {
  const names2 = await Promise.all(tree.repositories.map((it) => namesOf3(it, examined)));
  const unknown = tree.repositories.filter((_, at) => names2[at] === void 0);
  if (unknown.length > 0) return unknown.flatMap((it) => unreadableSibling(it, examined));
  const isNamed2 = (key) => names2.some((it) => it?.has(key) === true);
  const unnamed = await unnamedObjects(ground.store, tree, isNamed2);
  const old = unnamed.filter(({ lastModified }) => lastModified.getTime() < ground.clock.now() - YOUNG_MS2);
  const [first] = old;
  if (first === void 0) return [];
  const bytes = old.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const shown2 = old.slice(0, MOST_SHOWN).map(({ key }) => key);
  const more2 = old.length > shown2.length ? ` and ${old.length - shown2.length} more` : "";
  const what = `${shown2.join(", ")}${more2}: ${sizeOf2(bytes)} that a crashed run left, or somebody put there`;
  const { severity, seen, remedy } = tree.repositories.every((it) => untraced.includes(it)) ? headless(what) : unnamedBeside(what);
  return [{ severity, repository: titleOf(tree), key: first.key, seen, remedy }];
}
function unnamedBeside(what) {
  const remedy = "`republish` deletes what is older than grace-days.";
  return { severity: "notice", seen: `No head and no copy names ${what}.`, remedy };
}
function headless(what) {
  const seen = `There is no head, and no copy of one, that could name ${what}; or all indexes were deleted.`;
  const remedy = "`republish` with packages lists them again; else `publish` them, or delete them.";
  return { severity: "warning", seen, remedy };
}
async function namesOf3(repository, examined) {
  const known = examined.find((it) => it.repository.headKey === repository.headKey);
  if (known !== void 0) return known.named;
  const read2 = await reading(() => everythingNamed(repository));
  return read2.kind === "read" ? read2.value : void 0;
}
async function everythingNamed(repository) {
  const named3 = /* @__PURE__ */ new Set();
  const copies = await repository.copies();
  const inspected = await repository.inspect();
  if (inspected.head === void 0 && copies.length > 0) throw headGone(repository);
  const opened = copies.map(
    ({ id }) => () => repository.openCopy(id)
  );
  for (const open3 of [async () => inspected, ...opened]) {
    const listing = await (await open3()).listing();
    for (const key of [...listing.namedFiles, ...listing.namedPackages()]) named3.add(key);
  }
  return named3;
}
function headGone({ headKey }) {
  return new PublishError("INTEGRITY", `${headKey} is gone.`);
}
function unreadableSibling({ title, headKey: key }, examined) {
  if (examined.some(({ repository }) => repository.headKey === key)) return [];
  const seen = `The ${title}, which shares these packages, cannot be read: what is stored but named by nothing is not known.`;
  return [
    { severity: "notice", repository: title, key, seen, remedy: `Name its channel in channels to see why.` }
  ];
}
function titleOf({ repositories }) {
  return repositories.length === 1 ? repositories[0]?.title ?? "" : "";
}
async function oldMarks(tree, { store, clock, graceSeconds }) {
  const horizonSeconds = (clock.now() - MARK_MS) / 1e3 - graceSeconds;
  const old = (await storedMarks(store, tree.folder)).filter(
    ({ stampSeconds }) => stampSeconds < horizonSeconds
  );
  const [first] = old;
  if (first === void 0) return [];
  const seen = `${first.key}${old.length > 1 ? ` and ${old.length - 1} more marks are` : ", the mark of a collection, is"} long past grace-days: a package that it names and that is published again gets another key.`;
  const remedy = "Nothing has to be done: the next collection that deletes something takes it away.";
  return [{ severity: "notice", repository: titleOf(tree), key: first.key, seen, remedy }];
}

// src/commands/verify.ts
var DAY_SECONDS5 = 24 * 60 * 60;
async function verify(request, world) {
  if (world.trust.length === 0) {
    throw new PublishError(
      "INPUT",
      "trusted-keys is required to verify: the armored public keys that sign the repository (or gpg-private-key, of which the public part is used)"
    );
  }
  const verification = await world.log.group("Published state", () => verificationOf(request, world));
  return { packages: void 0, entries: [], verification };
}
async function verificationOf(request, world) {
  const { traced, untraced } = await repositoriesOf3(request, world);
  const { store, clock, signal, baseUrl } = world;
  const graceSeconds = request.graceDays * DAY_SECONDS5;
  const objects = storedObjects(store, signal);
  const ground = { ...world, objects, graceSeconds, deep: request.deep };
  const first = await abreast(traced, REPOSITORIES_AT_ONCE, async (repository) => {
    const it = await examine(repository, ground);
    announce2(it, world);
    return it;
  });
  const across = async (them) => [
    ...noarchFindings(them),
    ...await clientFileFindings(request, baseUrl, them, ground)
  ];
  const { examined, findings: common } = await examineAcross(first, across, ground);
  const findings = bySeverity([
    ...await conditionFindings(store.name, world.checkStore),
    ...examined.flatMap((it) => it.findings),
    ...common,
    ...expiryFindings(examined.map(signedHead), clock.now()),
    ...await unnamedFindings(request, ground, examined, untraced)
  ]);
  const isSound = countOf(findings, "error") === 0;
  return { isSound, findings, repositories: examined.map(({ verdict }) => verdict) };
}
async function repositoriesOf3(request, world) {
  const channels = await Promise.all(
    request.channels.map(async (channel) => {
      const found = await tracedRepositories(request, world, channel);
      if (found.traced.length > 0) return found;
      throw new PublishError(
        "INPUT",
        `channels has ${channel}, of which nothing is published in ${world.store.name}; check channels, apt-path and rpm-path.`
      );
    })
  );
  return {
    traced: distinct5(channels.flatMap(({ traced }) => traced)),
    untraced: distinct5(channels.flatMap(({ untraced }) => untraced))
  };
}
function distinct5(repositories) {
  return [...new Map(repositories.map((it) => [it.headKey, it])).values()];
}
function announce2({ repository, verdict, findings }, { log }) {
  const errors = countOf(findings, "error");
  const state = errors === 0 ? "sound" : counted(errors, "error");
  log.info(`${repository.title}: ${counted(verdict.packages, "package")}, ${state}`);
}
function signedHead({ repository: { title, headKey }, signers }) {
  return { title, headKey, signers };
}

// src/commands/command.ts
function carryOut(request, world, place) {
  world.log.info(intentOf(request, place.store.name));
  if (request.command === "verify") return verify(request, { ...world, ...place });
  const { keys } = world;
  if (keys === void 0) throw keyRequired(request.command);
  const publishing = { ...world, ...place, keys };
  switch (request.command) {
    case "publish":
      return publish(request, publishing);
    case "republish":
      return republish(request, publishing);
    case "promote":
      return promote(request, publishing);
    case "remove":
      return remove(request, publishing);
    case "rollback":
      return rollback(request, publishing);
  }
}
function keyRequired(command2) {
  return new PublishError(
    "INPUT",
    `gpg-private-key is required to ${command2}: put an armored OpenPGP private key into a secret, and that into this input`
  );
}

// src/report/log.ts
var LINE_PACE = { firstMs: LIMITS.progressFirstMs, everyMs: LIMITS.progressEveryMs };
function notingLog(log, warnings) {
  return {
    ...log,
    warning: (message) => {
      warnings.push(message);
      log.warning(message);
    }
  };
}

// src/request/checks.ts
function required(name, items2) {
  if (items2.length === 0)
    throw new PublishError(
      "INPUT",
      `${name} is required: set it in \`with:\`, or --${name} on the command line`
    );
  return items2;
}
function choices(name, text, values) {
  return [...new Set(listOf(text))].map((item) => {
    const value = values.find((it) => it === item);
    if (value === void 0)
      throw new PublishError("INPUT", `${name} has ${JSON.stringify(item)}; it can hold ${values.join(", ")}`);
    return value;
  });
}
function assertWords(name, words3, pattern) {
  const odd = words3.find((word3) => !pattern.test(word3));
  if (odd !== void 0)
    throw new PublishError(
      "INPUT",
      `${name} has ${JSON.stringify(odd)}, which is not of the form ${pattern.source.slice(1, -1)}`
    );
  const twice = words3.find((word3, position) => words3.indexOf(word3) !== position);
  if (twice !== void 0) throw new PublishError("INPUT", `${name} names ${JSON.stringify(twice)} twice`);
}
function assertOneLine(name, text) {
  if (new RegExp("\\p{Cc}|[\\u2028\\u2029]", "u").test(text))
    throw new PublishError("INPUT", `${name} must be one line of text, but reads ${JSON.stringify(text)}`);
}
function wholeNumber3(name, text, least) {
  const number = Number(text);
  if (/^\d{1,6}$/.test(text) && number >= least) return number;
  throw new PublishError(
    "INPUT",
    `${name} is ${JSON.stringify(text)}; it must be a whole number of at least ${least}`
  );
}

// src/request/packaging.ts
function packagingRequest(texts, event) {
  const { owner } = event;
  for (const name of ["maintainer", "homepage", "license", "release-tag"])
    assertOneLine(name, texts[name]);
  const releaseTag = texts["release-tag"] || void 0;
  const artifacts = listOf(texts.artifacts);
  const config = configRequest(texts);
  const isElsewhere = releaseTag !== void 0 || config !== void 0;
  return {
    artifacts: isElsewhere ? artifacts : required("artifacts", artifacts),
    releaseTag,
    config,
    formats: required("formats", choices("formats", texts.formats, ["deb", "rpm"])),
    arch: config === void 0 ? architecture(texts.arch) : void 0,
    name: texts.name || event.repository,
    version: (texts.version || releaseTag || event.tag)?.replace(/^v(?=\d)/, ""),
    release: texts.release || void 0,
    maintainer: texts.maintainer || owner && `${owner} <${owner}@users.noreply.github.com>`,
    description: texts.description.replace(/\r\n?/g, "\n") || void 0,
    homepage: texts.homepage || void 0,
    license: texts.license || void 0,
    depends: listOf(texts.depends),
    signPackages: texts["sign-packages"] === "true",
    outputDirectory: texts["output-directory"] || void 0
  };
}
function configRequest(texts) {
  const files = listOf(texts.config);
  if (files.length === 0) return void 0;
  for (const name of ["artifacts", "release-tag"]) {
    if (texts[name] === "") continue;
    throw new PublishError(
      "INPUT",
      `config and ${name} are both set: packages are built from the one or come from the other; use a step for each`
    );
  }
  const architectures = choices("arch", texts.arch, ARCHITECTURES);
  return { files, architectures, askedVersion: texts.version.replace(/^v(?=\d)/, "") || void 0 };
}
function architecture(text) {
  const [first, second] = choices("arch", text, ARCHITECTURES);
  if (second !== void 0) {
    throw new PublishError(
      "INPUT",
      `arch has several architectures; with artifacts it says which one all of them are, so give one, or none to read it from their ELF headers`
    );
  }
  if (first === "all") {
    throw new PublishError(
      "INPUT",
      "arch is all, but executables are for one architecture: give that, or none to read it from their ELF headers"
    );
  }
  return first;
}

// src/request/paths.ts
function publicUrl(text) {
  if (text === "") return void 0;
  const url = URL.canParse(text) ? new URL(text) : void 0;
  if (url === void 0 || !/^https?:$/.test(url.protocol) || url.search !== "" || url.hash !== "" || url.username !== "") {
    throw new PublishError(
      "INPUT",
      `public-url is ${JSON.stringify(text)}; it must be an http or https URL such as https://packages.example.com`
    );
  }
  return url.href.replace(/\/+$/, "");
}
function folder(name, text) {
  const trimmed = text.replace(/^\/+|\/+$/g, "");
  const parts = trimmed.split("/");
  if (!/^[A-Za-z0-9._~{}/-]*$/.test(trimmed) || parts.some((part) => part === ".." || part === "" && trimmed !== "")) {
    throw new PublishError(
      "INPUT",
      `${name} is ${JSON.stringify(text)}; it must be a relative path of letters, digits and . _ ~ -`
    );
  }
  return parts.filter((part) => part !== "." && part !== "").join("/");
}
function aptRoot(text) {
  const path = folder("apt-path", text);
  if (/[{}]/.test(path))
    throw new PublishError(
      "INPUT",
      `apt-path is ${JSON.stringify(text)}; suites of all channels share it, so it takes no {channel} and no {arch}`
    );
  return path === "" ? "" : `${path}/`;
}
function rpmPath(text, channels) {
  const path = folder("rpm-path", text);
  const rest = path.replace("{channel}", "").replace("{arch}", "");
  if (/[{}]/.test(rest))
    throw new PublishError(
      "INPUT",
      `rpm-path is ${JSON.stringify(text)}; it may hold {channel} once and {arch} once`
    );
  if (/\}\{/.test(path)) {
    throw new PublishError(
      "INPUT",
      `rpm-path is ${JSON.stringify(text)}; put a slash between {channel} and {arch}, or nobody can tell el9 of x86_64 from el of 9x86_64`
    );
  }
  if (!path.includes("{channel}") && channels.length > 1) {
    throw new PublishError(
      "INPUT",
      `rpm-path is ${JSON.stringify(text)}, without {channel}, but channels names ${channels.length}: they would share one repository`
    );
  }
  return path;
}

// src/request/repository.ts
var CHANNEL = /^[A-Za-z0-9][A-Za-z0-9.~-]*$/;
function repositoryRequest(texts, event) {
  const repositoryName = texts["repository-name"] || event.repository || texts.name || "packages";
  const channels = listOf(texts.channels);
  assertChannels("channels", channels);
  assertRepositoryName(repositoryName, texts["repository-name"] !== "");
  assertWords("component", [texts.component], /^[A-Za-z0-9][A-Za-z0-9._-]*$/);
  for (const name of ["origin", "label"]) assertOneLine(name, texts[name]);
  return {
    repositoryName,
    publicUrl: publicUrl(texts["public-url"]),
    channels: required("channels", channels),
    component: texts.component,
    origin: texts.origin || repositoryName,
    label: texts.label || repositoryName,
    given: { origin: texts.origin !== "", label: texts.label !== "" },
    aptRoot: aptRoot(texts["apt-path"]),
    rpmPath: rpmPath(texts["rpm-path"], channels),
    adoptUnsigned: texts["adopt-unsigned"] === "true",
    graceDays: wholeNumber3("grace-days", texts["grace-days"], LIMITS.leastGraceDays),
    pages: texts.pages === "true",
    checkInstall: images(texts["check-install"]),
    jobSummary: texts["job-summary"] === "true",
    dryRun: texts["dry-run"] === "true"
  };
}
var IMAGE = /^[A-Za-z0-9][A-Za-z0-9._:/@-]{0,254}$/;
function images(text) {
  const names2 = listOf(text);
  assertWords("check-install", names2, IMAGE);
  return names2;
}
function assertRepositoryName(name, isGiven) {
  if (/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(name)) return;
  throw new PublishError(
    "INPUT",
    `repository-name ${isGiven ? "is" : "is not set, and would be"} ${JSON.stringify(name)}; it must be letters, digits and . _ -, the first a letter or a digit`
  );
}
function assertChannels(name, channels) {
  assertWords(name, channels, CHANNEL);
}

// src/request/request.ts
function packagingOf(request) {
  if (request.command === "publish") return request;
  return request.command === "republish" ? request.release : void 0;
}
function readRequest(texts, event) {
  const repository = repositoryRequest(texts, event);
  const packages = packagePatterns(listOf(texts.packages));
  const ifExists = texts["if-exists"];
  const command2 = texts.command;
  switch (command2) {
    case "publish":
      return publishRequest(texts, event);
    case "remove":
      return { ...repository, command: command2, packages: required("packages", packages) };
    case "promote":
      return { ...repository, command: command2, packages, ifExists, fromChannel: fromChannel(texts, repository) };
    case "republish": {
      const release = texts["release-tag"] === "" ? void 0 : packagingRequest(texts, event);
      const keyringPackage = texts["keyring-package"] === "true";
      return { ...repository, command: command2, packages, ifExists, keyringPackage, release };
    }
    case "rollback":
      return { ...repository, command: command2, to: headIds(texts.to) };
    case "verify":
      return { ...repository, command: command2, deep: texts.deep === "true" };
  }
}
function publishRequest(texts, event) {
  return {
    ...repositoryRequest(texts, event),
    ...packagingRequest(texts, event),
    command: "publish",
    ifExists: texts["if-exists"],
    keepVersions: wholeNumber3("keep-versions", texts["keep-versions"], 0),
    keyringPackage: texts["keyring-package"] === "true"
  };
}
function fromChannel(texts, { channels, rpmPath: rpmPath2 }) {
  const [channel = ""] = required(
    "from-channel",
    [texts["from-channel"]].filter((it) => it !== "")
  );
  assertChannels("from-channel", [channel]);
  if (channels.includes(channel)) {
    throw new PublishError(
      "INPUT",
      `from-channel is ${JSON.stringify(channel)}, which channels names too: a channel cannot be promoted into itself`
    );
  }
  if (!rpmPath2.includes("{channel}")) {
    throw new PublishError(
      "INPUT",
      `rpm-path is ${JSON.stringify(rpmPath2)}, without {channel}: there is one rpm repository, and nothing to promote`
    );
  }
  return channel;
}
function headIds(text) {
  if (text === "previous") return void 0;
  const ids = required("to", listOf(text));
  const odd = ids.find((id) => !/^\d{1,12}-[0-9a-f]{16}$/.test(id));
  if (odd === void 0) return ids;
  throw new PublishError(
    "INPUT",
    `to is ${JSON.stringify(odd)}; it must be previous, or an ID such as 1750000000-0123456789abcdef, as verify lists them`
  );
}

// src/store/location.ts
var R2_HOST = /\.r2\.cloudflarestorage\.com$/;
function locationOf(inputs, env) {
  const { repository } = inputs;
  if (repository === "") {
    throw new PublishError(
      "INPUT",
      "repository is required: set it in `with:`, or --repository on the command line, to r2://BUCKET[/PREFIX], s3://BUCKET[/PREFIX] or a directory"
    );
  }
  if (!repository.includes("://")) return { kind: "directory", path: repository };
  const { kind, bucket, prefix } = parseBucketUrl(repository);
  return {
    kind,
    name: `${kind}://${[bucket, prefix].filter(Boolean).join("/")}`,
    bucket,
    prefix,
    endpoint: endpointOf(kind, inputs),
    region: regionOf(kind, inputs, env["AWS_REGION"]),
    credentials: credentialsOf(inputs)
  };
}
function parseBucketUrl(repository) {
  const [, kind, bucket = "", path = ""] = /^(r2|s3):\/\/([^/]*)(.*)$/s.exec(repository) ?? [];
  if (kind !== "r2" && kind !== "s3") {
    throw wrong(
      "repository",
      repository,
      "it can be r2://BUCKET[/PREFIX], s3://BUCKET[/PREFIX] or a directory"
    );
  }
  if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket)) {
    throw wrong(
      "repository",
      repository,
      `${JSON.stringify(bucket)} cannot be the name of a bucket: 3 to 63 of a-z, 0-9, . and -`
    );
  }
  const prefix = path.replace(/^\//, "").replace(/(?<=.)\/$/, "");
  if (prefix !== "" && prefix.split("/").some((segment) => /^(\.\.?)?$|[\p{Cc}\\?#%]/u.test(segment))) {
    throw wrong(
      "repository",
      repository,
      'the prefix after the bucket must be a plain path: no empty, "." and ".." segments, and none of \\ ? # %'
    );
  }
  return { kind, bucket, prefix };
}
function endpointOf(kind, inputs) {
  if (inputs.endpoint !== "") return parseEndpoint(inputs.endpoint);
  if (kind === "s3") return void 0;
  const account = inputs["account-id"];
  if (account === "") {
    throw new PublishError(
      "INPUT",
      `account-id is required for ${inputs.repository}: set it in \`with:\` (account-id: \${{ vars.CLOUDFLARE_ACCOUNT_ID }}) or in CLOUDFLARE_ACCOUNT_ID; a bucket of a jurisdiction needs endpoint instead`
    );
  }
  if (!/^[0-9a-f]{32}$/i.test(account)) {
    throw wrong(
      "account-id",
      account,
      "it is the 32 hexadecimal digits that the R2 page of the Cloudflare dashboard shows"
    );
  }
  return `https://${account.toLowerCase()}.r2.cloudflarestorage.com`;
}
function parseEndpoint(text) {
  const url = URL.canParse(text) ? new URL(text) : void 0;
  if (url === void 0 || !/^https?:$/.test(url.protocol) || url.search + url.hash + url.username !== "") {
    throw wrong(
      "endpoint",
      text,
      "it must be an http or https URL such as https://ACCOUNT.eu.r2.cloudflarestorage.com"
    );
  }
  if (R2_HOST.test(url.hostname) && url.pathname !== "/") {
    throw wrong("endpoint", text, `the bucket belongs into repository: write ${url.origin} here`);
  }
  return url.href.replace(/\/+$/, "");
}
function regionOf(kind, inputs, awsRegion = "") {
  const { endpoint, region, repository } = inputs;
  if (region !== "") return region;
  if (kind === "r2" || endpoint !== "" && R2_HOST.test(new URL(endpoint).hostname)) return "auto";
  if (awsRegion !== "") return awsRegion;
  if (endpoint !== "") return "us-east-1";
  throw new PublishError(
    "INPUT",
    `region is required for ${repository}: set it in \`with:\` (region: eu-central-1), or AWS_REGION`
  );
}
function credentialsOf(inputs) {
  return {
    accessKeyId: secret(inputs, "access-key-id", "AWS_ACCESS_KEY_ID"),
    secretAccessKey: secret(inputs, "secret-access-key", "AWS_SECRET_ACCESS_KEY"),
    sessionToken: inputs["session-token"] === "" ? void 0 : inputs["session-token"]
  };
}
function secret(inputs, name, variable) {
  const value = inputs[name];
  if (value === "") {
    throw new PublishError(
      "INPUT",
      `${name} is required for ${inputs.repository}: set it in \`with:\` from a secret (${name}: \${{ secrets.${variable} }}), or set ${variable}. Pull requests from forks and Dependabot see no secrets.`
    );
  }
  if (/\s/.test(value)) {
    throw new PublishError(
      "INPUT",
      `${name} has a space or a line break in it: store the secret again without`
    );
  }
  return value;
}
function wrong(input, seen, advice) {
  return new PublishError("INPUT", `${input} is ${JSON.stringify(seen)}: ${advice}`);
}

// src/check-install/check.ts
import { fileURLToPath as fileURLToPath2 } from "node:url";

// src/check-install/tail.ts
import { stripVTControlCharacters } from "node:util";
function tailOf(limitBytes) {
  const chunks = [];
  let sizeBytes = 0;
  return {
    add: (chunk) => {
      chunks.push(chunk);
      sizeBytes += chunk.length;
      while (sizeBytes - (chunks[0]?.length ?? sizeBytes) >= limitBytes)
        sizeBytes -= chunks.shift()?.length ?? 0;
    },
    text: () => Buffer.concat(chunks).subarray(-limitBytes).toString("utf8")
  };
}
function linesOf4(text) {
  return stripVTControlCharacters(text).split(/\r\n|\n|\r/).map((line) => line.replaceAll(new RegExp("\\p{Cc}", "gu"), " ").trimEnd()).filter((line) => line !== "");
}

// src/check-install/container.ts
var NOT_RUN = 125;
async function runContainer(run2, ground) {
  const { engine, env, clock, signal } = ground;
  const [log, ended] = [tailOf(LIMITS.installLogBytes), new AbortController()];
  const settings = { env: ownEnvironment(env), silent: true, ignoreReturnCode: true };
  const command2 = (args, options) => exec(`"${engine.path}"`, [...args], { ...settings, ...options });
  const listeners = { stdout: log.add, stderr: log.add };
  const work = command2(argumentsOf(run2), { input: Buffer.from(run2.script), listeners }).catch((error) => {
    log.add(Buffer.from(error instanceof Error ? error.message : String(error)));
    return NOT_RUN;
  }).finally(() => ended.abort());
  const kill = () => command2(["kill", run2.name], {}).catch(() => 1);
  const killed = killWhenLate(kill, { clock, signal, ended: ended.signal });
  const [code2, isTimedOut] = await Promise.all([work, killed]);
  return { code: code2, log: log.text(), isTimedOut };
}
function argumentsOf({ image, name, mounted }) {
  const mount = mounted === void 0 ? [] : ["--mount", `type=bind,source=${mounted},target=${mounted},readonly`];
  return ["run", "--rm", "--interactive", "--name", name, ...mount, image, "sh", "-s"];
}
function ownEnvironment(env) {
  const entries = Object.entries(env).filter(
    (entry) => entry[1] !== void 0 && !isSecretVariable(entry[0])
  );
  return Object.fromEntries(entries);
}
var KILL_PAUSE_MS = 1e3;
async function killWhenLate(kill, { clock, signal, ended }) {
  await clock.sleep(LIMITS.installMs, AbortSignal.any([signal, ended]));
  const isTimedOut = !ended.aborted && !signal.aborted;
  while (!ended.aborted) {
    await kill();
    await clock.sleep(KILL_PAUSE_MS, ended);
  }
  return isTimedOut;
}

// src/check-install/calls.ts
function callsOf(name, rows) {
  const calls = rows.map((values) => `  "$1" ${values.map(shellWord).join(" ")}`);
  return [`${name}() {`, ...calls.length === 0 ? ["  :"] : calls, "}", ""];
}
function printed2(lines) {
  return `printf '%s\\n' ${(lines.length === 0 ? [""] : lines).map(shellWord).join(" ")}`;
}

// src/check-install/apt-script.ts
function aptFunctions({ repositoryName, apt }) {
  const key = `/etc/apt/keyrings/${repositoryName}.asc`;
  const sources = apt.channels.map(
    (channel) => `deb [signed-by=${key}] ${apt.uri} ${channel} ${apt.components.join(" ")}`
  );
  return [
    ...callsOf(
      "debs",
      apt.packages.map(({ name, version, arch }) => [name, version, arch])
    ),
    'fits_deb() { [ "$1" = "$arch" ] || [ "$1" = all ]; }',
    "",
    'count_deb() { if fits_deb "$3"; then count; else leave_out "$@"; fi; }',
    "",
    `uri=${shellWord(apt.uri)}`,
    "set_up_apt() {",
    "  export DEBIAN_FRONTEND=noninteractive",
    // Plain images lack it, and apt needs it for https; their own sources are http.
    "  case $uri in",
    "    https:*)",
    "      if [ ! -e /etc/ssl/certs/ca-certificates.crt ]; then",
    "        say 'apt needs ca-certificates for https: they come from the distribution.'",
    "        apt-get update",
    "        apt-get install --yes --no-install-recommends ca-certificates",
    "      fi",
    "      ;;",
    // What is mounted need not be readable for apt's own user.
    "    file:*)",
    `      echo 'APT::Sandbox::User "root";' >/etc/apt/apt.conf.d/99mounted`,
    "      ;;",
    "  esac",
    "  mkdir -p /etc/apt/keyrings /etc/apt/sources.list.d",
    `  print_keys >${shellWord(key)}`,
    `  ${printed2(sources)} >${shellWord(`/etc/apt/sources.list.d/${repositoryName}.list`)}`,
    "  apt-get update",
    "}",
    "",
    "install_deb() {",
    '  if ! fits_deb "$3"; then return; fi',
    '  say "Installing $1 $2"',
    '  apt-get install --yes --no-install-recommends --allow-downgrades "$1=$2"',
    "  state=$(dpkg-query --show --showformat '${db:Status-Abbrev}${Version}' \"$1\")",
    '  if [ "$state" != "ii $2" ]; then',
    '    say "apt-get said nothing, but dpkg says of $1: $state"',
    "    exit 1",
    "  fi",
    "}",
    "",
    "with_apt() {",
    "  arch=$(dpkg --print-architecture)",
    "  debs count_deb",
    "  stop_without_packages .deb",
    "  set_up_apt",
    "  debs install_deb",
    "}",
    ""
  ];
}

// src/check-install/rpm-script.ts
function rpmFunctions({ repositoryName, rpm: rpm2 }) {
  const key = `/etc/pki/rpm-gpg/${repositoryName}.asc`;
  const sections = [...rpm2.baseUrls].flatMap(
    ([channel, baseUrl]) => sectionOf(`${repositoryName}-${channel}`, baseUrl, key)
  );
  return [
    ...callsOf(
      "rpms",
      rpm2.packages.map(({ name, epoch, version, release, arch }) => [
        name,
        `${version}-${release}`,
        arch,
        epoch === void 0 || epoch === 0 ? "" : `${epoch}:`
      ])
    ),
    ...FITTING,
    `file=${shellWord(`${repositoryName}.repo`)}`,
    "set_up_rpm() {",
    "  folder=/etc/yum.repos.d",
    '  if [ "$tool" = zypper ]; then folder=/etc/zypp/repos.d; fi',
    '  mkdir -p /etc/pki/rpm-gpg "$folder"',
    `  print_keys >${shellWord(key)}`,
    `  ${printed2(sections)} >"$folder/$file"`,
    '  if [ "$tool" = zypper ]; then zypper --non-interactive --gpg-auto-import-keys refresh; fi',
    "}",
    "",
    ...INSTALLING
  ];
}
function sectionOf(id, baseUrl, key) {
  return [
    `[${id}]`,
    `name=${id}`,
    `baseurl=${baseUrl}`,
    "enabled=1",
    "autorefresh=1",
    "gpgcheck=1",
    "repo_gpgcheck=1",
    `gpgkey=file://${key}`,
    "skip_if_unavailable=0"
  ];
}
var FITTING = [
  "fits_rpm() {",
  "  case $1 in",
  '    noarch | "$arch") return 0 ;;',
  '    i[3456]86) [ "$arch" = i386 ] ;;',
  '    armv[567]*) [ "$arch" = arm ] ;;',
  "    *) return 1 ;;",
  "  esac",
  "}",
  "",
  'count_rpm() { if fits_rpm "$3"; then count; else leave_out "$@"; fi; }',
  ""
];
var INSTALLING = [
  "install_rpm() {",
  '  if ! fits_rpm "$3"; then return; fi',
  '  say "Installing $1 $4$2"',
  "  case $tool in",
  '    zypper) zypper --non-interactive install --oldpackage "$1.$3=$4$2" ;;',
  '    *) "$tool" -y install "$1-$4$2.$3" ;;',
  "  esac",
  '  rpm -q "$1-$2.$3"',
  "}",
  "",
  "with_rpm() {",
  "  arch=$(rpm --eval '%{_arch}')",
  "  rpms count_rpm",
  "  stop_without_packages .rpm",
  "  set_up_rpm",
  "  rpms install_rpm",
  "}",
  ""
];

// src/check-install/script.ts
var NOTHING_FITS = 77;
function installScript2(order) {
  return [
    "# The input of sh -s, in a container that is thrown away.",
    "# What single quotes hold is meant as it stands:",
    "# shellcheck disable=SC2016",
    "set -eu",
    "",
    `say() { printf '%s\\n' "$*"; }`,
    "",
    "print_keys() {",
    "  cat <<'END_OF_KEYS'",
    order.keys.trimEnd(),
    "END_OF_KEYS",
    "}",
    "",
    ...COUNTING,
    ...aptFunctions(order),
    ...rpmFunctions(order),
    ...CHOICE,
    "main </dev/null",
    ""
  ].join("\n");
}
var COUNTING = [
  "number=0",
  "count() { number=$((number + 1)); }",
  'leave_out() { say "Left out: $1 $2 is for $3, and this image is for $arch."; }',
  "",
  "stop_without_packages() {",
  '  if [ "$number" -eq 0 ]; then',
  '    say "Of this run no $1 fits this image."',
  `    exit ${NOTHING_FITS}`,
  "  fi",
  "}",
  ""
];
var CHOICE = [
  "main() {",
  "  for tool in apt-get dnf dnf5 yum microdnf zypper; do",
  '    if command -v "$tool" >/dev/null 2>&1; then',
  "      case $tool in",
  "        apt-get) with_apt ;;",
  "        *) with_rpm ;;",
  "      esac",
  '      say "Installed with $tool: $number."',
  "      return",
  "    fi",
  "  done",
  "  say 'This image has none of apt-get, dnf, yum, microdnf and zypper.'",
  "  exit 1",
  "}",
  ""
];

// src/check-install/check.ts
async function checkInstalls(images2, order, ground) {
  const { log, clock, engine, signal, baseUrl } = ground;
  const script2 = installScript2(order);
  const mounted = baseUrl.startsWith("file:") ? fileURLToPath2(baseUrl) : void 0;
  const own = `r2-package-repository-${clock.now().toString(36)}-${Math.floor(clock.random() * 36 ** 6).toString(36)}`;
  log.info(
    `Installing from ${baseUrl} in ${counted(images2.length, "image")} with ${engine.name}: ${some(images2)}`
  );
  const results = await abreast([...images2.entries()], LIMITS.parallelInstalls, async ([at, image]) => {
    if (signal.aborted) return void 0;
    return runContainer({ image, name: `${own}-${at}`, script: script2, mounted }, ground);
  });
  signal.throwIfAborted();
  const installations2 = [];
  for (const [at, image] of images2.entries()) {
    const result = results[at];
    if (result !== void 0) installations2.push(await shown(image, result, ground));
  }
  return installations2;
}
async function shown(image, result, { log, engine }) {
  const lines = linesOf4(result.log);
  await log.group(`Log of ${image}`, async () => {
    for (const line of lines) log.info(line);
  });
  return { image, ...stateOf3(result, lines, engine.name) };
}
var NO_SHELL = 127;
function stateOf3({ code: code2, isTimedOut }, lines, engine) {
  const last = endOf3(lines);
  if (isTimedOut)
    return {
      state: "failed",
      seen: `It took more than ${LIMITS.installMs / 6e4} minutes and was killed. ${last}`
    };
  if (code2 === 0) return { state: "installed", seen: lines.at(-1) ?? "" };
  if (code2 === NOTHING_FITS) return { state: "skipped", seen: lines.at(-1) ?? "" };
  if (code2 === NOT_RUN) {
    return {
      state: "failed",
      seen: `${engine} could not run the image (exit code ${code2}): look at its name and tag, whether it needs a login, and whether ${engine} works here. ${last}`
    };
  }
  const shell = code2 === NO_SHELL ? ", perhaps because it has no sh" : "";
  return { state: "failed", seen: `Installing failed with exit code ${code2}${shell}. ${last}` };
}
var LAST_LINES = 4;
var MOST_CHARACTERS2 = 600;
function endOf3(lines) {
  if (lines.length === 0) return "It said nothing.";
  return `The end of its log: ${lines.slice(-LAST_LINES).join(" / ").slice(-MOST_CHARACTERS2)}`;
}

// src/check-install/engine.ts
import { constants as constants4 } from "node:fs";
import { access } from "node:fs/promises";
import { delimiter, join as join3 } from "node:path";
var ENGINES = ["docker", "podman"];
var SUFFIXES = process.platform === "win32" ? [".exe"] : [""];
async function findEngine(env) {
  const folders = (env["PATH"] ?? env["Path"] ?? "").split(delimiter).filter((folder2) => folder2 !== "");
  for (const name of ENGINES) {
    for (const path of folders.flatMap((folder2) => SUFFIXES.map((suffix2) => join3(folder2, name + suffix2)))) {
      if (await isExecutable2(path)) return { name, path };
    }
  }
  throw new PublishError(
    "INPUT",
    "check-install asks for containers, but neither docker nor podman is in the PATH of this machine: run the job on ubuntu-latest, or install one of them, or leave check-install out."
  );
}
async function isExecutable2(path) {
  return access(path, constants4.X_OK).then(
    () => true,
    () => false
  );
}

// src/check-install/order.ts
function installOrder(committed, request, baseUrl, keys) {
  const outcomes = committed.flatMap((it) => it.outcomes).filter(({ status }) => status !== "removed" && status !== "skipped");
  const channelsOf3 = (format) => [
    ...new Set(outcomes.filter(({ pkg }) => pkg.format === format).map(({ channel }) => channel))
  ];
  const packages = outcomes.map(({ pkg }) => pkg);
  const debs = packages.filter((pkg) => pkg.format === "deb");
  const { repositoryName, aptRoot: aptRoot2, rpmPath: rpmPath2, component } = request;
  return {
    repositoryName,
    keys,
    apt: {
      uri: `${baseUrl}/${aptRoot2}`.replace(/\/$/, ""),
      components: [...new Set(debs.map((pkg) => pkg.component ?? component))],
      channels: channelsOf3("deb"),
      packages: inOrder3(debs, debKeyringName(repositoryName))
    },
    rpm: {
      baseUrls: new Map(
        channelsOf3("rpm").map((channel) => [
          channel,
          `${baseUrl}/${rpmFolder(rpmPath2, channel, "$basearch")}`
        ])
      ),
      packages: inOrder3(
        packages.filter((pkg) => pkg.format === "rpm"),
        rpmKeyringName(repositoryName)
      )
    }
  };
}
function inOrder3(packages, keyring) {
  const distinct7 = [...new Map(packages.map((pkg) => [identityOf(pkg), pkg])).values()];
  return distinct7.toSorted((a, b) => Number(a.name === keyring) - Number(b.name === keyring));
}

// src/readback/answer.ts
import { createHash as createHash8 } from "node:crypto";
var USER_AGENT = "r2-package-repository (reads back what was published, as apt-get and dnf do)";
function publicClient(signal) {
  return async (url, { limitBytes, firstBytes }) => {
    const headers = {
      "user-agent": USER_AGENT,
      // apt and dnf ask for no encoding; node would.
      "accept-encoding": "identity",
      ...firstBytes !== void 0 && { range: `bytes=0-${firstBytes - 1}` }
    };
    try {
      const timeout = AbortSignal.timeout(LIMITS.readBackRequestMs);
      const response = await fetch(url, { headers, signal: AbortSignal.any([signal, timeout]) });
      const { status, headers: answered, url: finalUrl } = response;
      return { url, finalUrl, status, headers: answered, ...await read(response, limitBytes) };
    } catch (error) {
      signal.throwIfAborted();
      return silence(url, error);
    }
  };
}
async function read({ body, headers }, limitBytes) {
  const parts = [];
  const hash = createHash8("sha256");
  let [sizeBytes, isCut] = [0, false];
  if (isEncoded(headers)) await body?.cancel();
  else
    for await (const chunk of body ?? []) {
      const taken = chunk.subarray(0, limitBytes - sizeBytes);
      isCut = taken.length < chunk.length;
      parts.push(taken);
      hash.update(taken);
      sizeBytes += taken.length;
      if (isCut) break;
    }
  return { bytes: Buffer.concat(parts), sha256: hash.digest("hex"), sizeBytes, isCut };
}
function isEncoded(headers) {
  return ![null, "", "identity"].includes(headers.get("content-encoding"));
}
function silence(url, error) {
  if (error.name === "TimeoutError") {
    return { url, code: "ETIMEDOUT", reason: `no answer within ${LIMITS.readBackRequestMs / 1e3} seconds` };
  }
  return { url, ...fetchFailure(error) };
}

// src/readback/refusal.ts
function refusalIn(answer2) {
  const { url, status, headers } = answer2;
  const fault = redirectFault(answer2) ?? statusFault(answer2) ?? pageFault(answer2);
  if (fault !== void 0) return { severity: "error", url, mayPass: true, ...fault };
  return status < 300 && isEncoded(headers) ? wrongEncoding(answer2) : void 0;
}
function wrongEncoding({ url, headers }) {
  return {
    severity: "error",
    url,
    seen: `The answer has Content-Encoding: ${word2(headers.get("content-encoding") ?? "")}, although none was asked for.`,
    remedy: "Switch compression off in what serves public-url, and store no Content-Encoding with objects: apt and dnf take bytes as they come.",
    mayPass: true
  };
}
function redirectFault(answer2) {
  const { url, finalUrl } = answer2;
  if (finalUrl === url || finalUrl === "") return void 0;
  const [from, to] = [new URL(url), new URL(finalUrl)];
  if (from.protocol === "https:" && to.protocol === "http:") {
    return {
      seen: `It redirects from https to http (${to.origin}).`,
      remedy: "apt follows no such redirect: let the server redirect to https, or not at all."
    };
  }
  if (!isPage(answer2)) return void 0;
  return {
    seen: `It redirects to a web page (${to.origin}${word2(to.pathname)}), perhaps one to log in.`,
    remedy: "Let everybody read the host of public-url without a login: with Cloudflare Access, add a policy that bypasses it for this host."
  };
}
function statusFault({ status, headers }) {
  if (status < 300) return void 0;
  const seen = `The server answers ${status}.`;
  if (headers.get("cf-mitigated") === "challenge") {
    return {
      seen: `${seen.slice(0, -1)}, with a challenge for browsers (cf-mitigated).`,
      remedy: "apt and dnf cannot solve it: add a configuration or WAF rule in Cloudflare that skips bot protection for the host of public-url."
    };
  }
  if (status === 401 || status === 403) {
    return {
      seen,
      remedy: "Let everybody read: connect a custom domain to the R2 bucket (or the Worker), or make the objects public, and look for rules that block."
    };
  }
  if (status === 404 || status === 410) {
    if (isCached(headers)) {
      return {
        seen: `${seen.slice(0, -1)}, from a cache (${cacheWords({ headers })}).`,
        remedy: "A cache still says what was so before this publish: it passes, and does not come again once caches keep no 404 (Cloudflare keeps one for three minutes by default)."
      };
    }
    return {
      seen,
      remedy: "It is in the store, so public-url leads elsewhere: it must be where clients find PREFIX of r2://BUCKET/PREFIX."
    };
  }
  if (status === 429) return { seen, remedy: "Raise the limit of requests of what serves public-url." };
  return { seen, remedy: "Look into the log of the Worker or server behind public-url." };
}
function isCached(headers) {
  return headers.get("cf-cache-status") === "HIT" || Number(headers.get("age") ?? 0) > 0;
}
function pageFault(answer2) {
  if (!isPage(answer2)) return void 0;
  return {
    seen: "The server answers with a web page (HTML) in its place.",
    remedy: "public-url must lead to the bucket or its Worker, and not to a website, a login or one page for all paths: look at its DNS record and at redirect rules."
  };
}
function isPage({ headers, bytes }) {
  if (bytes.length === 0) return headers.get("content-type")?.startsWith("text/html") === true;
  return /^\s*<(!doctype html|html|head|script|!--)/i.test(bytes.subarray(0, 256).toString("latin1"));
}
var CACHE_HEADERS = ["age", "cf-cache-status", "x-cache", "cache-control"];
function cacheWords({ headers }) {
  const said = CACHE_HEADERS.flatMap((name) => {
    const value = headers.get(name);
    return value === null ? [] : [`${name}: ${word2(value)}`];
  });
  return said.length === 0 ? "no header about caches" : said.join(", ");
}
var MOST_CHARACTERS3 = 100;
function word2(text) {
  return text.replaceAll(new RegExp("\\p{Cc}+", "gu"), " ").slice(0, MOST_CHARACTERS3);
}

// src/readback/silence.ts
var UNREACHABLE = /* @__PURE__ */ new Set([
  "ENOTFOUND",
  "EAI_AGAIN",
  "ECONNREFUSED",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ETIMEDOUT",
  "UND_ERR_CONNECT_TIMEOUT"
]);
var CERTIFICATE = /^(CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|ERR_TLS_CERT|HOSTNAME_MISMATCH|INVALID_CA|ERR_SSL_|EPROTO)/;
function silenceTrouble({ url, code: code2, reason }) {
  const { host } = new URL(url);
  if (UNREACHABLE.has(code2)) {
    return {
      severity: "warning",
      url,
      seen: `${host} cannot be reached from this machine (${reason}).`,
      remedy: "If clients are in another network, that is as it should be, and nothing was read back; else look at public-url, the DNS record of its host and whether its server runs.",
      mayPass: true,
      isOutOfReach: true
    };
  }
  if (CERTIFICATE.test(code2)) {
    return {
      severity: "error",
      url,
      seen: `No secure connection to ${host}: ${reason}.`,
      remedy: "Wait until the certificate of a new domain is issued, or renew it; for a certificate authority of your own set NODE_EXTRA_CA_CERTS in the env of the step.",
      mayPass: true
    };
  }
  return {
    severity: "error",
    url,
    seen: `The connection to ${host} failed: ${reason}.`,
    remedy: "Look at the server that public-url names, and at what stands in front of it.",
    mayPass: true
  };
}

// src/readback/absence.ts
var PROBE_BYTES = 1024;
async function readAbsence({ repository, head }, baseUrl, ask2) {
  const folder2 = repository.headKey.replace(/[^/]+$/, "");
  const url = clientUrl(baseUrl, `${folder2}absent-${head.id}`, "encoded");
  const answer2 = await ask2(url, { limitBytes: PROBE_BYTES });
  if ("reason" in answer2) return [silenceTrouble(answer2)];
  if (answer2.status === 404 || answer2.status === 410) return [];
  const trouble = { severity: "warning", url, mayPass: false };
  const seen = `For what does not exist the server answers ${answer2.status}, and not 404.`;
  if (answer2.status === 403) {
    return [
      {
        ...trouble,
        seen,
        remedy: "apt and zypper stop at a 403 where they would go on after a 404: in S3 allow s3:ListBucket on the bucket to everybody, or put the Worker in front."
      }
    ];
  }
  const page = refusalIn(answer2);
  return [
    {
      ...trouble,
      seen,
      remedy: page?.remedy ?? "Let what serves public-url answer 404 for what is not in the bucket."
    }
  ];
}

// src/readback/misplaced.ts
var PROBE_BYTES2 = 1024;
async function misplaced(key, { url, status }, ask2, place) {
  if (status !== 404 && status !== 403) return void 0;
  for (const baseUrl of otherBases(place)) {
    const answer2 = await ask2(clientUrl(baseUrl, key, "encoded"), { limitBytes: PROBE_BYTES2 });
    if (!("status" in answer2) || answer2.status !== 200 || !isHead(answer2)) continue;
    const isLonger = baseUrl.length > place.baseUrl.length;
    return {
      severity: "error",
      url,
      seen: `There is nothing, but ${answer2.url} is there: public-url leads ${isLonger ? "to the bucket's root and not to" : "below"} ${JSON.stringify(place.prefix)} in it.`,
      remedy: `Set public-url to ${baseUrl}.`,
      mayPass: false
    };
  }
  return void 0;
}
function otherBases({ baseUrl, prefix }) {
  if (prefix === "") return [];
  const longer = `${baseUrl}/${prefix}`;
  return baseUrl.endsWith(`/${prefix}`) ? [baseUrl.slice(0, -prefix.length - 1), longer] : [longer];
}
function isHead({ bytes }) {
  const text = bytes.toString("latin1");
  return text.startsWith("-----BEGIN PGP ") || text.includes("<repomd");
}

// src/readback/heads.ts
async function readHead2({ repository, head }, { ask: ask2, place, trust }) {
  const url = clientUrl(place.baseUrl, repository.headKey, "encoded");
  const [answer2, signature] = await Promise.all([
    ask2(url, { limitBytes: LIMITS.headBytes }),
    repository.format === "rpm" ? ask2(`${url}.asc`, { limitBytes: LIMITS.signatureBytes }) : void 0
  ]);
  const trouble = await faultIn(answer2, { ask: ask2, place }, repository.headKey);
  if (trouble !== void 0) return only2(trouble);
  if (signature !== void 0) {
    const trouble2 = await faultIn(signature, { ask: ask2, place }, `${repository.headKey}.asc`);
    if (trouble2 !== void 0) return only2(trouble2);
  }
  const [read2, readSignature] = [answer2, signature];
  try {
    const found = await identityOf3(read2, readSignature, trust);
    return compared(head, found, read2, repository.title);
  } catch (error) {
    if (!(error instanceof PublishError)) throw error;
    return only2(unverified(error, read2, readSignature));
  }
}
function only2(trouble) {
  return { troubles: [trouble], isUsable: false, confirmed: void 0 };
}
async function faultIn(answer2, { ask: ask2, place }, key) {
  if ("reason" in answer2) return silenceTrouble(answer2);
  const refusal = refusalIn(answer2);
  return refusal && (await misplaced(key, answer2, ask2, place) ?? refusal);
}
async function identityOf3({ url, bytes, sizeBytes }, signature, trust) {
  if (signature === void 0) {
    const object = { key: url, etag: "", sizeBytes, lastModified: /* @__PURE__ */ new Date(0), metadata: {}, bytes };
    return readInRelease(object, trust, url);
  }
  const { stampSeconds } = parseRepomd(bytes, url);
  await verifyDetached(contentOf(bytes), signature.bytes, trust, url);
  return { id: identifier2(stampSeconds, sha256(bytes)), stampSeconds };
}
function unverified({ message }, head, signature) {
  const caches = [head, ...signature === void 0 ? [] : [signature]].map((answer2) => `${answer2.url} came with ${cacheWords(answer2)}`).join("; ");
  return {
    severity: "error",
    url: head.url,
    seen: `What clients get does not verify: ${message} ${caches}.`,
    remedy: `Let caches obey Cache-Control and change no bytes, and purge them now. ${CACHE_RULES}`,
    mayPass: true
  };
}
var CACHE_RULES = "In Cloudflare, take rules that override it for this host away (Cache Rules with an edge TTL), or let this action purge: cloudflare-zone-id and cloudflare-api-token.";
function compared(expected, found, answer2, title) {
  if (found.id === expected.id)
    return {
      troubles: [],
      isUsable: true,
      confirmed: `${title}: ${answer2.url} is the head ${found.id}, and its signature is good.`
    };
  if (found.stampSeconds >= expected.stampSeconds) {
    const newer = `${title}: ${answer2.url} is a newer head, ${found.id}, than ${expected.id} of this run, and its signature is good.`;
    return { troubles: [], isUsable: true, confirmed: newer };
  }
  return {
    isUsable: true,
    confirmed: void 0,
    troubles: [
      {
        severity: "warning",
        url: answer2.url,
        seen: `Clients still get an older head, ${found.id} of ${dateOf2(found)}, and not ${expected.id} of ${dateOf2(expected)}: ${cacheWords(answer2)}.`,
        remedy: `It works, and they see this publish when the cache runs out. Let caches obey Cache-Control. ${CACHE_RULES}`,
        mayPass: true
      }
    ]
  };
}
function dateOf2({ stampSeconds }) {
  return new Date(stampSeconds * 1e3).toISOString();
}

// src/readback/key-file.ts
async function readKeyFile(key, { baseUrl, signing, nowMs }, ask2) {
  const url = clientUrl(baseUrl, key, "encoded");
  const answer2 = await ask2(url, { limitBytes: LIMITS.keyBytes });
  if ("reason" in answer2) return [silenceTrouble(answer2)];
  const refusal = refusalIn(answer2);
  if (refusal !== void 0) return [refusal];
  const found = await fingerprintsIn2(answer2.bytes, nowMs);
  const lacking = signing.filter(({ fingerprint }) => !found.includes(fingerprint));
  if (lacking.length === 0) return [];
  const names2 = lacking.map(({ fingerprint }) => fingerprint).join(", ");
  return [
    {
      severity: "error",
      url,
      seen: `It lacks ${names2}, by which this run signs: ${cacheWords(answer2)}.`,
      remedy: "New clients refuse what is published until a cache gives the new file out: purge it.",
      mayPass: true
    }
  ];
}
async function fingerprintsIn2(bytes, nowMs) {
  try {
    const keys = await readTrustedKeys(bytes.toString("utf8"), new Date(nowMs));
    return keys.map(({ fingerprint }) => fingerprint);
  } catch (error) {
    if (error instanceof PublishError) return [];
    throw error;
  }
}

// src/readback/objects.ts
async function readIndex2(file4, baseUrl, ask2) {
  const url = clientUrl(baseUrl, file4.key, "encoded");
  if (file4.sizeBytes > LIMITS.readBackIndexBytes) return readBeginning(url, file4, void 0, ask2);
  const answer2 = await ask2(url, { limitBytes: file4.sizeBytes });
  const trouble = faultIn2(answer2);
  if (trouble !== void 0) return [trouble];
  const { isCut, sizeBytes, sha256: sha2562 } = answer2;
  if (!isCut && sizeBytes === file4.sizeBytes && sha2562 === file4.sha256) return [];
  const size = isCut ? `more than ${sizeBytes}` : String(sizeBytes);
  return [
    otherBytes(
      answer2,
      `${size} bytes come, of the SHA-256 ${sha2562}, where the head says ${file4.sizeBytes} of ${file4.sha256}`
    )
  ];
}
async function readPackage({ file: file4, content }, baseUrl, ask2) {
  const end = Math.min(LIMITS.readBackRangeBytes, file4.sizeBytes);
  const beginning = content && await bytesOf(sliceOf(content, 0, end), end, file4.key);
  const urls = clientUrls(baseUrl, file4.key);
  const read2 = await Promise.all(
    urls.map(async (url) => ({ url, troubles: await readBeginning(url, file4, beginning, ask2) }))
  );
  const failed2 = read2.filter(({ troubles }) => troubles.some(({ severity }) => severity === "error"));
  const sound = read2.find((it) => !failed2.includes(it));
  if (sound === void 0) return read2[0]?.troubles ?? [];
  return [...sound.troubles, ...failed2.map(({ url }) => undecoded(url, sound.url))];
}
function undecoded(url, other2) {
  return {
    severity: "error",
    url,
    seen: `The same name is found as ${other2} only: + and ~, or %2b and %7e, are not decoded as they should be.`,
    remedy: "apt asks for the encoded form, zypper for the plain one: what serves public-url must decode a path exactly once, and take + for +.",
    mayPass: true
  };
}
async function readBeginning(url, { sizeBytes }, beginning, ask2) {
  const firstBytes = Math.min(LIMITS.readBackRangeBytes, sizeBytes);
  const answer2 = await ask2(url, { limitBytes: firstBytes, firstBytes });
  const trouble = faultIn2(answer2);
  if (trouble !== void 0) return [trouble];
  const read2 = answer2;
  const total = totalOf(read2);
  if (total !== void 0 && total !== sizeBytes)
    return [otherBytes(read2, `it has ${total} bytes, and the index says ${sizeBytes}`)];
  if (read2.sizeBytes !== firstBytes || beginning !== void 0 && !read2.bytes.equals(beginning))
    return [otherBytes(read2, "it begins with other bytes than were published")];
  return read2.status === 206 ? [] : [withoutRanges(read2)];
}
function faultIn2(answer2) {
  return "reason" in answer2 ? silenceTrouble(answer2) : refusalIn(answer2);
}
function totalOf({ status, headers }) {
  const text = status === 206 ? headers.get("content-range")?.split("/")[1] : headers.get("content-length");
  return text !== void 0 && text !== null && /^\d{1,15}$/.test(text) ? Number(text) : void 0;
}
function otherBytes(answer2, seen) {
  return {
    severity: "error",
    url: answer2.url,
    seen: `Clients get something else than was published: ${seen} (${cacheWords(answer2)}).`,
    remedy: "Such a name never gets other bytes, so a cache has another site under it, or something changes bytes on the way: purge the cache of this host, and look at what stands before the bucket.",
    mayPass: true
  };
}
function withoutRanges({ url }) {
  return {
    severity: "warning",
    url,
    seen: "The server ignores Range.",
    remedy: "Clients begin a broken download anew; a server or Worker that answers 206 spares them that.",
    mayPass: false
  };
}

// src/readback/rounds.ts
async function lookPatiently(looks, { clock, signal, endMs, lastMs, say }) {
  const first = await abreast(
    looks,
    LIMITS.parallelRequests,
    async (look) => clock.now() > lastMs ? [] : [{ look, saw: await look() }]
  );
  const seen = first.flat();
  for (let pauseMs2 = LIMITS.readBackFloorMs; ; pauseMs2 *= 2) {
    const open3 = seen.filter(({ saw }) => saw.troubles.some((it) => it.mayPass));
    const isOver = clock.now() + pauseMs2 > endMs || pauseMs2 > LIMITS.readBackFloorMs && isOutOfReach(seen);
    if (open3.length === 0 || isOver) return seen.map(({ saw }) => saw);
    say(`Looking again in ${pauseMs2 / 1e3} seconds: ${firstIn(open3)}`);
    await clock.sleep(pauseMs2, signal);
    signal.throwIfAborted();
    await abreast(open3, LIMITS.parallelRequests, async (it) => {
      it.saw = await it.look();
    });
  }
}
function isOutOfReach(seen) {
  return seen.every(({ saw }) => saw.troubles.some((it) => it.isOutOfReach === true));
}
function firstIn(open3) {
  const trouble = open3[0]?.saw.troubles.find((it) => it.mayPass);
  return trouble === void 0 ? "" : `${trouble.url}: ${trouble.seen}`;
}

// src/readback/read-back.ts
async function readBack(committed, ground) {
  const heads = expectedHeads(committed);
  const { clock } = ground.patience;
  const beginMs = clock.now();
  const patience = {
    ...ground.patience,
    endMs: beginMs + LIMITS.readBackMs,
    lastMs: beginMs + LIMITS.readBackAllMs
  };
  const read2 = await lookPatiently(
    heads.map((it) => () => readHead2(it, ground)),
    patience
  );
  const troubles = read2.flatMap((it) => it.troubles);
  const confirmed = read2.flatMap((it) => it.confirmed === void 0 ? [] : [it.confirmed]);
  if (heads.length > 0 && !read2.some(({ isUsable }) => isUsable))
    return { findings: distinct6(troubles), confirmed };
  const looks = looksAt(heads, committed, ground);
  const others2 = await lookPatiently(looks.slice(0, LIMITS.readBackObjects), patience);
  return {
    findings: distinct6([...troubles, ...others2.flatMap((it) => it.troubles)]),
    confirmed: [...confirmed, restOf(others2, looks.length + heads.length - read2.length)]
  };
}
function restOf(read2, all) {
  const sound = read2.filter(({ troubles }) => troubles.length === 0).length;
  const left = all - read2.length;
  return `${sound} of ${counted(read2.length, "other URL")} read as published${left === 0 ? "" : `; ${left} more were not read`}.`;
}
function expectedHeads(committed) {
  const heads = committed.flatMap(
    ({ repository, head }) => head === void 0 ? [] : [{ repository, head }]
  );
  return [...new Map(heads.map((it) => [it.repository.headKey, it])).values()];
}
function looksAt(heads, committed, { ask: ask2, place: { baseUrl }, keys, keyFile, patience: { clock } }) {
  const keyGround = { baseUrl, signing: trustOf(keys), nowMs: clock.now() };
  const looks = [
    ...keyFile === void 0 ? [] : [() => readKeyFile(keyFile, keyGround, ask2)],
    ...heads.slice(0, 1).map((it) => () => readAbsence(it, baseUrl, ask2)),
    ...heads.flatMap(({ head }) => head.objects).map((file4) => () => readIndex2(file4, baseUrl, ask2)),
    ...expectedPackages(committed).map((it) => () => readPackage(it, baseUrl, ask2))
  ];
  return looks.map((look) => async () => ({ troubles: await look() }));
}
function expectedPackages(committed) {
  const listed2 = committed.flatMap(({ outcomes }) => outcomes).filter(({ status }) => status !== "removed");
  return [...new Map(listed2.map(({ pkg, file: file4 }) => [file4.key, { pkg, file: file4 }])).values()].map(
    ({ pkg, file: file4 }) => ({
      file: file4,
      content: pkg.sha256 === file4.sha256 ? pkg.content : void 0
    })
  );
}
function distinct6(troubles) {
  const groups = Map.groupBy(troubles, ({ severity, remedy }) => `${severity} ${remedy}`);
  return [...groups.values()].map(([first, ...others2]) => finding(first, others2.length)).toSorted((a, b) => Number(a.severity === "warning") - Number(b.severity === "warning"));
}
function finding({ severity, url, seen, remedy }, others2) {
  const more2 = others2 === 0 ? "" : ` So it is with ${counted(others2, "more URL")}.`;
  return { severity, url, seen: `${seen}${more2}`, remedy };
}

// src/run/arrival.ts
async function planArrival(request, access2, baseUrl, env) {
  const isChecked = request.checkInstall.length > 0 && !request.dryRun && request.command !== "verify";
  if (isChecked && baseUrl === void 0) {
    throw new PublishError(
      "INPUT",
      "check-install needs public-url: it installs from where clients find what is published."
    );
  }
  return { purge: access2, engine: isChecked ? await findEngine(env) : void 0 };
}
async function arrive({ committed }, request, world, place, plan) {
  const { baseUrl } = place;
  if (committed === void 0 || request.dryRun || baseUrl === void 0) return void 0;
  if (plan.purge !== void 0) await purgeReplaced(plan.purge, baseUrl, world, place);
  const read2 = request.publicUrl === void 0 ? void 0 : await readPublished(committed, request, world, place);
  const installations2 = plan.engine && await install(committed, request, world, baseUrl, plan.engine);
  return { readBack: read2, installations: installations2 ?? [] };
}
async function install(committed, request, world, baseUrl, engine) {
  const order = installOrder(committed, request, baseUrl, keyFiles(world.trust).armored);
  if (order.apt.packages.length + order.rpm.packages.length === 0) {
    world.log.info("This run leaves no package to install: no container is started.");
    return void 0;
  }
  return checkInstalls(request.checkInstall, order, { ...world, baseUrl, engine });
}
async function purgeReplaced(access2, baseUrl, { log, signal }, { replaced: replaced2 }) {
  if (replaced2.size === 0) return;
  await log.group("Cache of Cloudflare", async () => {
    try {
      const urls = await purge([...replaced2], baseUrl, access2, signal);
      log.info(`Purged ${counted(urls, "URL")}.`);
    } catch (error) {
      if (!(error instanceof PublishError) || error.code !== "CLIENT") throw error;
      log.warning(`The cache was not purged: ${error.message} What is published is published all the same.`);
    }
  });
}
var WITH_KEYS = /* @__PURE__ */ new Set(["publish", "promote", "republish"]);
async function readPublished(committed, request, { log, clock, signal, trust, keys }, { baseUrl = "", prefix }) {
  if (keys === void 0) return void 0;
  return log.group("Reading back", async () => {
    const read2 = await readBack(committed, {
      ask: publicClient(signal),
      place: { baseUrl, prefix },
      trust,
      keys,
      keyFile: WITH_KEYS.has(request.command) ? `${request.repositoryName}.asc` : void 0,
      patience: { clock, signal, say: (message) => log.info(message) }
    });
    for (const sentence of read2.confirmed) log.info(sentence);
    for (const { severity, url, seen, remedy } of read2.findings) log[severity](`${url}: ${seen} ${remedy}`);
    return read2;
  });
}

// src/run/keys.ts
async function readKeys(texts, log) {
  const now = new Date(systemClock.now());
  const trusted = texts["trusted-keys"] === "" ? [] : await readTrustedKeys(texts["trusted-keys"], now);
  if (texts["gpg-private-key"] === "") return { keys: void 0, trust: trusted };
  const keys = await readSigningKeys(texts["gpg-private-key"], texts["gpg-passphrase"] || void 0, now);
  for (const warning3 of keys.warnings) log.warning(warning3);
  return { keys, trust: [...trustOf(keys), ...trusted] };
}
function whyUnpublished({ command: command2, dryRun }, event, keys) {
  if (command2 === "verify") return void 0;
  if (event.isPullRequestFromFork && !(dryRun && keys !== void 0))
    return "a pull request from a fork must not publish";
  if (keys !== void 0) return void 0;
  if (dryRun) return "this is a dry run without gpg-private-key";
  if (event.isPullRequestOfDependabot === true) return "a pull request of Dependabot gets no secrets";
  throw keyRequired(command2);
}

// src/run/place.ts
import { randomBytes } from "node:crypto";
import { resolve as resolve4 } from "node:path";
import { pathToFileURL } from "node:url";

// src/store/ending.ts
function endingClock(clock, over) {
  return {
    ...clock,
    sleep: async (milliseconds, signal) => {
      await clock.sleep(milliseconds, signal === void 0 ? over : AbortSignal.any([signal, over]));
      assertGoingOn(over);
    }
  };
}
function assertGoingOn(over) {
  if (over.aborted) throw new PublishError("CANCELLED", "The run is over.");
}

// src/store/bounded.ts
function boundedStore(store, parallelRequests, over) {
  const waiting = [];
  let running3 = 0;
  async function inTurn(work) {
    if (running3 >= parallelRequests) await new Promise((resolve5) => waiting.push(resolve5));
    else running3 += 1;
    try {
      if (over !== void 0) assertGoingOn(over);
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === void 0) running3 -= 1;
      else next();
    }
  }
  return {
    name: store.name,
    get: (key, limitBytes) => inTurn(() => store.get(key, limitBytes)),
    open: (key) => inTurn(() => store.open(key)),
    head: (key) => inTurn(() => store.head(key)),
    list: (prefix) => inTurn(() => store.list(prefix)),
    folders: (folder2) => inTurn(() => store.folders(folder2)),
    put: (key, body, headers) => inTurn(() => store.put(key, body, headers)),
    swap: (key, body, condition, headers) => inTurn(() => store.swap(key, body, condition, headers)),
    copy: (from, to) => inTurn(() => store.copy(from, to)),
    relabel: (key, etag, headers) => inTurn(() => store.relabel(key, etag, headers)),
    delete: (key) => inTurn(() => store.delete(key))
  };
}

// src/store/conditions.ts
var HEADERS = { contentType: "text/plain; charset=utf-8", cacheControl: "no-store" };
var MOST_TRIES3 = 6;
async function checkConditions(store, suffix2, clock = systemClock) {
  const key = `.conditions-${suffix2}`;
  const [first, second, third] = [1, 2, 3].map((turn) => contentOf(Buffer.from(`${turn} ${suffix2}
`)));
  if (first === void 0 || second === void 0 || third === void 0) return;
  try {
    await store.put(key, first, HEADERS);
    if ((await store.put(key, second, HEADERS)).kind === "stored") throw careless(store, "If-None-Match");
    const etag = (await store.head(key))?.etag ?? "";
    if (await swapped(store, clock, key, second, { etag: wrongEtag(etag) })) throw careless(store, "If-Match");
    if (!await swapped(store, clock, key, third, { etag })) {
      throw new PublishError(
        "STORE",
        `${store.name} refused a write whose If-Match names the object's own ETag. Publishing needs a store that honours conditional writes: R2, AWS S3, or a directory.`
      );
    }
  } finally {
    await store.delete(key);
  }
}
async function swapped(store, clock, key, body, condition) {
  let outcome;
  for (let tries = 0; tries < MOST_TRIES3; tries += 1) {
    outcome = await store.swap(key, body, condition, HEADERS);
    if (outcome.kind !== "unknown") return outcome.kind === "stored";
    await clock.sleep(LIMITS.retryFloorMs * (1 + tries + clock.random()));
    const { object } = await store.get(key, LIMITS.headBytes);
    const [bytes] = await Array.fromAsync(body.read());
    if (bytes !== void 0 && object?.bytes.equals(bytes)) return true;
  }
  throw outcome?.kind === "unknown" ? outcome.cause : careless(store, "If-Match");
}
function wrongEtag(etag) {
  return etag.replace(/[0-9a-f]/i, (digit) => digit === "0" ? "1" : "0");
}
function careless(store, header2) {
  return new PublishError(
    "STORE",
    `${store.name} ignores ${header2}: two publishers at the same time would overwrite each other's packages. Nothing was published. Use a store that honours conditional writes: R2, AWS S3, or a directory.`
  );
}

// src/store/noting.ts
function notingStore(store, replaced2) {
  return {
    ...store,
    swap: async (key, body, condition, headers) => {
      const outcome = await store.swap(key, body, condition, headers);
      if (outcome.kind !== "refused") replaced2.add(key);
      return outcome;
    }
  };
}

// src/store/directory.ts
import { randomUUID } from "node:crypto";
import { mkdir as mkdir3, stat as stat3, unlink as unlink2 } from "node:fs/promises";
import { join as join6, resolve as resolve3 } from "node:path";

// src/store/directory-errors.ts
var ADVICE = {
  EACCES: "this user may not do that there; check owner and mode.",
  EPERM: "this user may not do that there; check owner and mode.",
  EROFS: "the file system is read-only.",
  ENOSPC: "the disk is full.",
  EDQUOT: "the quota of this user is used up.",
  ENAMETOOLONG: "the file system takes no name of this length.",
  ENOTDIR: "a file is where a folder should be; move it away.",
  EEXIST: "a file is where a folder should be; move it away.",
  EXDEV: "a folder in it is a link to another file system; a file can be put in place at once within one only."
};
function explain(error, directory, operation, key) {
  if (error instanceof PublishError) return error;
  const { code: code2 = "", message } = error;
  const advice = ADVICE[code2] ?? "the file system failed.";
  const denied = ["EACCES", "EPERM", "EROFS"].includes(code2);
  return new PublishError(
    denied ? "DENIED" : "STORE",
    `${directory}: could not ${operation} ${key}: ${advice} (seen: ${message})`,
    { cause: error }
  );
}

// src/store/directory-lock.ts
var SQLITE_BUSY = 5;
var BLOCKING_WAIT_MS = 50;
async function underLock(path, clock, section) {
  const giveUpAt = clock.now() + LIMITS.directoryLockMs;
  for (; ; ) {
    const outcome = tryUnderLock(path, section);
    if (outcome !== "busy") return outcome.result;
    if (clock.now() > giveUpAt) {
      throw new PublishError(
        "STORE",
        `${path} has been locked by another process for ${LIMITS.directoryLockMs / 1e3} s. It frees the lock when it ends: is one stopped, or hanging?`
      );
    }
    await clock.sleep(5 + clock.random() * 20);
  }
}
function tryUnderLock(path, section) {
  let database;
  try {
    database = new (sqlite()).DatabaseSync(path, { timeout: BLOCKING_WAIT_MS });
    database.exec("PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE");
  } catch (error) {
    database?.close();
    if (error.errcode === SQLITE_BUSY) return "busy";
    const reason = error instanceof Error ? error.message : String(error);
    throw new PublishError(
      "STORE",
      `${path} cannot be locked: ${reason}. May this user write there, and does the file system have locks?`,
      {
        cause: error
      }
    );
  }
  try {
    return { result: section() };
  } finally {
    database.close();
  }
}
function sqlite() {
  const emitWarning = process.emitWarning.bind(process);
  process.emitWarning = () => void 0;
  try {
    return process.getBuiltinModule("node:sqlite");
  } finally {
    process.emitWarning = emitWarning;
  }
}

// src/store/directory-read.ts
import { open, readdir, stat } from "node:fs/promises";
import { join as join4 } from "node:path";
function etagOf({ mtimeNs, size }) {
  return `"${mtimeNs.toString(16)}-${size.toString(16)}"`;
}
async function detailsOf(file4, key) {
  const stats = await unlessMissing(() => stat(file4, { bigint: true }));
  return stats?.isFile() === true ? { ...infoOf(stats, key), metadata: {} } : void 0;
}
function infoOf(stats, key) {
  return { key, etag: etagOf(stats), sizeBytes: Number(stats.size), lastModified: stats.mtime };
}
async function readFile(file4, key, limitBytes, store) {
  return withFile(file4, async (handle, stats) => {
    if (stats.size > limitBytes) {
      throw new PublishError(
        "LIMIT",
        `${store}: ${key} has ${stats.size} bytes; at most ${limitBytes} are read`
      );
    }
    return { ...infoOf(stats, key), metadata: {}, bytes: await handle.readFile() };
  });
}
async function openFile(file4, key, store) {
  const details = await detailsOf(file4, key);
  if (details === void 0) return void 0;
  return {
    sizeBytes: details.sizeBytes,
    async *read(start = 0, end = details.sizeBytes) {
      if (start >= end) return;
      const handle = await unlessMissing(() => open(file4));
      try {
        if (handle === void 0 || etagOf(await handle.stat({ bigint: true })) !== details.etag) {
          throw new PublishError(
            "STORE",
            `${store}: ${key} was replaced or deleted while it was read. Run the step again.`
          );
        }
        yield* handle.createReadStream({ start, end: end - 1, autoClose: false });
      } finally {
        await handle?.close();
      }
    }
  };
}
async function withFile(file4, work) {
  const seen = await unlessMissing(() => stat(file4));
  if (seen?.isFile() !== true) return void 0;
  const handle = await unlessMissing(() => open(file4));
  if (handle === void 0) return void 0;
  try {
    return await work(handle, await handle.stat({ bigint: true }));
  } finally {
    await handle.close();
  }
}
async function listFiles(root, prefix, hidden) {
  const found = [];
  async function walk(folder2, above) {
    const names2 = await unlessMissing(() => readdir(join4(root, folder2))) ?? [];
    const keys = names2.filter((name) => folder2 !== "" || !hidden.includes(name)).map((name) => folder2 + name);
    for (const key of keys) {
      if (!key.startsWith(prefix) && !prefix.startsWith(`${key}/`)) continue;
      const stats = await unlessMissing(() => stat(join4(root, key), { bigint: true }));
      if (stats?.isDirectory() === true && !above.includes(stats.ino))
        await walk(`${key}/`, [...above, stats.ino]);
      if (stats?.isFile() === true && key.startsWith(prefix)) found.push(infoOf(stats, key));
    }
  }
  await walk(prefix.slice(0, prefix.lastIndexOf("/") + 1), []);
  return found.sort((left, right) => compareKeys(left.key, right.key));
}
async function listFolders(root, folder2, hidden) {
  const names2 = await unlessMissing(() => readdir(join4(root, folder2))) ?? [];
  const candidates2 = names2.filter((name) => folder2 !== "" || !hidden.includes(name));
  const stats = await Promise.all(
    candidates2.map((name) => unlessMissing(() => stat(join4(root, folder2, name))))
  );
  return candidates2.filter((_, position) => stats[position]?.isDirectory() === true).sort(compareKeys);
}
async function unlessMissing(work) {
  try {
    return await work();
  } catch (error) {
    const { code: code2 } = error;
    if (code2 === "ENOENT" || code2 === "ENOTDIR") return void 0;
    throw error;
  }
}

// src/store/directory-write.ts
import { mkdirSync, renameSync, rmdirSync, statSync, unlinkSync, utimesSync } from "node:fs";
import { open as open2, readdir as readdir2, stat as stat2, unlink } from "node:fs/promises";
import { dirname, join as join5, sep as sep2 } from "node:path";
async function writeTemporary(file4, body, key) {
  const handle = await open2(file4, "wx");
  try {
    for await (const chunk of exactly(body, key)) await handle.writeFile(chunk);
    await handle.sync();
  } finally {
    await handle.close();
  }
}
function moveIf(temporary, target, condition) {
  const present = statSync(target, { bigint: true, throwIfNoEntry: false });
  if (present?.isDirectory() === true) {
    throw new PublishError("STORE", `${target} is a folder, where a file should be written. Move it away.`);
  }
  const seen = present && etagOf(present);
  if (seen !== ("etag" in condition ? condition.etag : void 0)) return void 0;
  if (present !== void 0) makeLater(temporary, present);
  mkdirSync(dirname(target), { recursive: true });
  renameSync(temporary, target);
  return etagOf(statSync(target, { bigint: true }));
}
function makeLater(file4, than) {
  for (const aheadMs of [2, 2e3, 4e3]) {
    if (statSync(file4, { bigint: true }).mtimeNs > than.mtimeNs) return;
    const seconds = (Number(than.mtimeNs / 1000000n) + aheadMs) / 1e3;
    utimesSync(file4, seconds, seconds);
  }
}
function removeFile(file4, root) {
  try {
    unlinkSync(file4);
    for (let folder2 = dirname(file4); folder2.startsWith(root + sep2); folder2 = dirname(folder2))
      rmdirSync(folder2);
  } catch (error) {
    const { code: code2 = "" } = error;
    if (!["ENOENT", "ENOTEMPTY", "EEXIST", "ENOTDIR"].includes(code2)) throw error;
  }
}
async function removeStaleFiles(folder2, clock) {
  const files = (await readdir2(folder2)).map((name) => join5(folder2, name));
  await Promise.all(
    files.map(async (file4) => {
      const seen = await stat2(file4).catch(() => void 0);
      if (seen === void 0 || clock.now() - seen.mtimeMs < LIMITS.staleTemporaryMs) return;
      await unlink(file4).catch(() => void 0);
    })
  );
}

// src/store/directory.ts
var LOCK = ".lock";
var TEMPORARY = ".tmp";
var TICK_MS = 20;
var HELD = new Set(process.platform === "win32" ? ["EPERM", "EACCES", "EBUSY"] : []);
var HELD_TRIES = 40;
var HELD_PAUSE_MS = 50;
function directoryStore(path, clock) {
  const root = resolve3(path);
  const temporaries = join6(root, TEMPORARY);
  let cleared;
  const fileOf3 = (key) => {
    assertKey(key, path);
    assertFileName(key, path);
    return join6(root, key);
  };
  const locked = async (section) => {
    for (let tries = 1; ; tries += 1) {
      try {
        return await underLock(join6(root, LOCK), clock, section);
      } catch (error) {
        if (!HELD.has(error.code ?? "") || tries >= HELD_TRIES) throw error;
        await clock.sleep(HELD_PAUSE_MS);
      }
    }
  };
  const prepared = async () => {
    await mkdir3(temporaries, { recursive: true });
    await (cleared ??= removeStaleFiles(temporaries, clock));
  };
  const write = async (key, body, condition) => {
    const target = fileOf3(key);
    const temporary = join6(temporaries, randomUUID());
    await prepared();
    try {
      await writeTemporary(temporary, body, key);
      return await locked(() => moveIf(temporary, target, condition));
    } finally {
      await unlink2(temporary).catch(() => void 0);
    }
  };
  const remove2 = async (key) => {
    const file4 = fileOf3(key);
    const seen = await stat3(file4).catch(() => void 0);
    if (seen === void 0) return;
    if (clock.now() - seen.mtimeMs < TICK_MS) await clock.sleep(TICK_MS);
    await prepared();
    await locked(() => removeFile(file4, root));
  };
  const copy = async (from, to) => {
    const source = await openFile(fileOf3(from), from, path);
    if (source !== void 0) return write(to, source, { absent: true });
    throw new PublishError("STORE", `${path}: could not copy ${from} to ${to}: it is not there`);
  };
  const explained = async (operation, key, work) => {
    try {
      return await work();
    } catch (error) {
      throw explain(error, path, operation, key);
    }
  };
  return {
    name: path,
    get: (key, limitBytes) => explained("read", key, async () => {
      const object = await readFile(fileOf3(key), key, limitBytes, path);
      return { date: new Date(clock.now()), ...object && { object } };
    }),
    open: (key) => explained("read", key, () => openFile(fileOf3(key), key, path)),
    head: (key) => explained("read", key, () => detailsOf(fileOf3(key), key)),
    list: (prefix) => explained("list", prefix, () => {
      assertKeyPrefix(prefix, path);
      return listFiles(root, prefix, [LOCK, TEMPORARY]);
    }),
    folders: (folder2) => explained("list", folder2, () => {
      assertKeyPrefix(folder2, path);
      return listFolders(root, folder2, [LOCK, TEMPORARY]);
    }),
    put: (key, body) => explained("write", key, async () => outcomeOf(await write(key, body, { absent: true }), "exists")),
    swap: (key, body, condition) => explained("write", key, async () => outcomeOf(await write(key, body, condition), "refused")),
    copy: (from, to) => explained("copy", from, async () => outcomeOf(await copy(from, to), "exists")),
    relabel: async () => void 0,
    delete: (key) => explained("delete", key, () => remove2(key))
  };
}
function outcomeOf(etag, otherwise) {
  return etag === void 0 ? { kind: otherwise } : { kind: "stored", etag };
}
function assertFileName(key, path) {
  const [first = ""] = key.split("/");
  const isReserved = first === LOCK || first === TEMPORARY;
  if (isReserved || process.platform === "win32" && /[<>:"|?*]/.test(key)) {
    throw new PublishError("INPUT", `${path}: ${JSON.stringify(key)} cannot be the name of a file here`);
  }
}

// src/store/open.ts
async function openStore(location, systemClock2, over) {
  const clock = endingClock(systemClock2, over);
  if (location.kind === "directory") return directoryStore(location.path, clock);
  const { s3Store } = await import("./s3-AU5RQI3J.js");
  return s3Store(location, clock, over);
}

// src/store/planning.ts
function planningStore(store, clock = systemClock) {
  const planned = [];
  const noted = /* @__PURE__ */ new Map();
  let storeAheadMs = 0;
  const now = () => new Date(clock.now() + storeAheadMs);
  const head = async (key) => noted.has(key) ? noted.get(key) : store.head(key);
  function note(key, content, metadata = {}) {
    const etag = `"planned-${planned.length}"`;
    const { sizeBytes } = content;
    noted.set(key, { key, etag, sizeBytes, lastModified: now(), metadata, content });
    return etag;
  }
  function noteWrite(key, body, headers) {
    planned.push({ kind: "write", key, sizeBytes: body.sizeBytes });
    return note(key, body, headers.metadata);
  }
  async function holds(key, condition) {
    const present = await head(key);
    return "etag" in condition ? present?.etag === condition.etag : present === void 0;
  }
  const open3 = async (key) => noted.has(key) ? noted.get(key)?.content : store.open(key);
  return {
    name: store.name,
    planned,
    head,
    async get(key, limitBytes) {
      if (!noted.has(key)) {
        const answer2 = await store.get(key, limitBytes);
        storeAheadMs = answer2.date.getTime() - clock.now();
        return answer2;
      }
      const object = noted.get(key);
      const date = now();
      if (object === void 0) return { date };
      const { content, ...details } = object;
      return { date, object: { ...details, bytes: await bytesOf(content, limitBytes, key) } };
    },
    open: open3,
    async list(prefix) {
      const there = (await store.list(prefix)).filter(({ key }) => !noted.has(key));
      const added = [...noted.values()].filter((object) => object?.key.startsWith(prefix) === true);
      return [...there, ...added.filter((object) => object !== void 0)].sort(
        (left, right) => compareKeys(left.key, right.key)
      );
    },
    async folders(folder2) {
      const added = [...noted.values()].flatMap((object) => object?.key ?? []);
      return [.../* @__PURE__ */ new Set([...await store.folders(folder2), ...foldersOf(folder2, added)])].sort(compareKeys);
    },
    async put(key, body, headers) {
      if (!await holds(key, { absent: true })) return { kind: "exists" };
      return { kind: "stored", etag: noteWrite(key, body, headers) };
    },
    async swap(key, body, condition, headers) {
      if (!await holds(key, condition)) return { kind: "refused" };
      return { kind: "stored", etag: noteWrite(key, body, headers) };
    },
    async copy(from, to) {
      if (await head(to) !== void 0) return { kind: "exists" };
      const [source, content] = [await head(from), await open3(from)];
      if (source === void 0 || content === void 0) {
        throw new PublishError("STORE", `${store.name}: could not copy ${from} to ${to}: it is not there`);
      }
      planned.push({ kind: "copy", key: to, from });
      return { kind: "stored", etag: note(to, content, source.metadata) };
    },
    async relabel(key) {
      planned.push({ kind: "relabel", key });
    },
    async delete(key) {
      planned.push({ kind: "delete", key });
      noted.set(key, void 0);
    }
  };
}

// src/run/place.ts
async function openPlace(request, location, cwd, over) {
  const at = inFolder(location, cwd);
  const opened = boundedStore(await openStore(at, systemClock, over), LIMITS.parallelRequests, over);
  const planning = request.dryRun ? planningStore(opened) : void 0;
  const replaced2 = /* @__PURE__ */ new Set();
  return {
    store: countingStore(notingStore(planning ?? opened, replaced2)),
    planning,
    baseUrl: request.publicUrl ?? directoryUrl(at),
    prefix: at.kind === "directory" ? "" : at.prefix,
    replaced: replaced2,
    keepsMetadata: at.kind !== "directory",
    // Not through the counting store: what it writes to try the store is no upload of anybody's.
    checkStore: async () => {
      if (!request.dryRun) await checkConditions(opened, randomBytes(8).toString("hex"), systemClock);
    }
  };
}
function inFolder(location, cwd) {
  return location.kind === "directory" ? { ...location, path: resolve4(cwd, location.path) } : location;
}
function directoryUrl(location) {
  return location.kind === "directory" ? pathToFileURL(location.path).href.replace(/\/+$/, "") : void 0;
}

// src/artifacts/github/address.ts
function repositoryOf(env) {
  const name = env["GITHUB_REPOSITORY"] ?? "";
  const [, owner, repo] = /^([\w.-]+)\/([\w.-]+)$/.exec(name) ?? [];
  if (owner !== void 0 && repo !== void 0) return { owner, repo };
  const seen = name === "" ? "is not set" : `is ${JSON.stringify(name)}`;
  throw new PublishError(
    "INPUT",
    `GitHub is asked about the repository of the run, but GITHUB_REPOSITORY ${seen}. Outside of a workflow, set it to OWNER/NAME.`
  );
}
function apiUrlOf(env) {
  if (env["GITHUB_API_URL"]) return httpUrl("GITHUB_API_URL", env["GITHUB_API_URL"]).href.replace(/\/+$/, "");
  const { origin, host, protocol } = httpUrl(
    "GITHUB_SERVER_URL",
    env["GITHUB_SERVER_URL"] || "https://github.com"
  );
  return /^(?:github\.com|[^.]+\.ghe\.com)$/.test(host) ? `${protocol}//api.${host}` : `${origin}/api/v3`;
}
function httpUrl(name, text) {
  const url = URL.canParse(text) ? new URL(text) : void 0;
  const isPlain5 = url !== void 0 && url.username === "" && url.search === "" && url.hash === "";
  if (isPlain5 && /^https?:$/.test(url.protocol)) return url;
  throw new PublishError(
    "INPUT",
    `${name} must be an http or https URL such as https://api.github.com, without user, query and fragment`
  );
}

// src/artifacts/github/failures.ts
var MESSAGE_CHARACTERS = 300;
function seenIn(error) {
  const { status, response, message } = error;
  const headers = response?.headers ?? {};
  const data = response?.data;
  const said = typeof data === "object" ? data?.message : void 0;
  const isExhausted = headers["x-ratelimit-remaining"] === "0";
  const retryAfter = secondsOf(headers["retry-after"]);
  const isForbidden = status === 403 && (isExhausted || retryAfter !== void 0 || isSecondaryLimit(said));
  return {
    status: typeof status === "number" ? status : 500,
    isAnswered: response !== void 0,
    message: oneLine3(response === void 0 ? message : said),
    isLimit: status === 429 || isForbidden,
    retryAfterMs: retryAfter,
    resetMs: isExhausted ? secondsOf(headers["x-ratelimit-reset"]) : void 0
  };
}
function isSecondaryLimit(message) {
  return typeof message === "string" && /secondary rate limit|abuse detection/i.test(message);
}
function secondsOf(header2) {
  return typeof header2 === "string" && /^\d{1,12}$/.test(header2) ? Number(header2) * 1e3 : void 0;
}
function oneLine3(text) {
  if (typeof text !== "string") return "";
  return text.replaceAll(new RegExp("\\p{Cc}+", "gu"), " ").slice(0, MESSAGE_CHARACTERS);
}
function githubError(error, what, missing2) {
  if (error instanceof PublishError) return error;
  const seen = seenIn(error);
  const [code2, advice] = adviceFor2(seen, missing2);
  const answer2 = seen.isAnswered ? `GitHub answered ${seen.status}${seen.message && ` (${seen.message})`}` : `GitHub cannot be reached (${seen.message})`;
  return new PublishError(code2, `${answer2} when asked for ${what}. ${advice}`, { cause: error });
}
function adviceFor2(seen, missing2) {
  if (seen.isLimit) return ["GITHUB", limitAdvice(seen)];
  switch (seen.status) {
    case 401:
      return [
        "DENIED",
        "github-token is wrong, has expired or was revoked; in a workflow, leave the input out."
      ];
    case 403:
      return ["DENIED", `github-token is not allowed to read it. ${PERMISSIONS}`];
    case 404:
    case 410:
      return ["DENIED", missing2];
    default:
      return seen.isAnswered ? ["GITHUB", "See https://www.githubstatus.com, and run the step again."] : ["GITHUB", "Look at GITHUB_API_URL, the proxy and the network, and run the step again."];
  }
}
var PERMISSIONS = "In the workflow, give the job `permissions: contents: read`, or `contents: write` for a draft; a token of your own needs the same for this repository.";
function limitAdvice({ resetMs }) {
  const when2 = resetMs === void 0 ? "later" : `after ${new Date(resetMs).toISOString()}`;
  return `It takes no more requests with this token for now: run the step again ${when2}.`;
}

// src/artifacts/github/patience.ts
var UNSAID_LIMIT_MS = 6e4;
async function patiently(request, { clock, log, signal }) {
  let waitedMs = 0;
  for (let tries = 1; ; tries += 1) {
    try {
      return await request();
    } catch (error) {
      signal.throwIfAborted();
      const pause = pauseAfter(error, tries, clock);
      waitedMs += pause ?? 0;
      if (pause === void 0 || tries >= LIMITS.requestTries || waitedMs > LIMITS.githubWaitMs) throw error;
      if (pause > LIMITS.retryCeilingMs)
        log.info(`GitHub limits requests: going on in ${Math.ceil(pause / 1e3)} seconds`);
      await clock.sleep(pause, signal);
      signal.throwIfAborted();
    }
  }
}
function pauseAfter(error, tries, clock) {
  const { status, isLimit, retryAfterMs, resetMs } = seenIn(error);
  if (isLimit) {
    const askedMs = retryAfterMs ?? (resetMs === void 0 ? UNSAID_LIMIT_MS : resetMs - clock.now());
    return Math.max(askedMs, pauseMs(tries, clock));
  }
  if (status === 408 || status >= 500) return Math.max(retryAfterMs ?? 0, pauseMs(tries, clock));
  return void 0;
}

// src/artifacts/github/client.ts
async function openRepository3(access2) {
  const { clock, log, signal } = access2;
  const { owner, repo } = repositoryOf(access2.env);
  const token = assertToken(access2.token);
  const apiUrl = apiUrlOf(access2.env);
  const [{ getOctokit: octokitFor }, { defaults }] = await Promise.all([
    import("./github-4SEGQ6SU.js"),
    import("./utils-A7FKOK3G.js")
  ]);
  const octokit = octokitFor(token, { baseUrl: apiUrl });
  octokit.hook.before("request", (options) => {
    options.request.signal = signal;
  });
  octokit.hook.wrap(
    "request",
    (request, options) => patiently(async () => assertParsed(await request(options), options.request), { clock, log, signal })
  );
  const anonymous = defaults.request?.fetch ?? fetch;
  return { owner, repo, apiUrl, octokit, anonymous, clock, log, signal };
}
function assertParsed(response, { parseSuccessResponseBody }) {
  if (parseSuccessResponseBody === false || typeof response.data === "object" && response.data !== null)
    return response;
  throw new PublishError(
    "GITHUB",
    "GitHub answered with something else than JSON: see whether GITHUB_API_URL is its API, and run the step again."
  );
}
function assertToken(token) {
  if (/^[\u0021-\u007e]+$/.test(token)) return token;
  throw new PublishError(
    "INPUT",
    token === "" ? "release-tag needs a token to read the release: set github-token, in a workflow to ${{ github.token }}, elsewhere by GITHUB_TOKEN." : "github-token has spaces, line breaks or other characters that no token has: copy it again."
  );
}

// src/artifacts/github/project.ts
var UNTOLD = { description: void 0, homepage: void 0, license: void 0 };
function githubProject({ told: told2 = UNTOLD, page }, access2) {
  let asked2;
  return async (wanted2) => {
    const isTold = wanted2.every((fact) => told2[fact] !== void 0);
    const { description, homepage, license } = isTold ? told2 : await (asked2 ??= ask(access2));
    const facts = {
      description: told2.description ?? description,
      homepage: (told2.homepage ?? homepage) || page,
      license: told2.license ?? license
    };
    return Object.fromEntries(Object.entries(facts).filter(([, fact]) => fact));
  };
}
async function ask(access2) {
  const { token, env, log, signal } = access2;
  if (!env["GITHUB_REPOSITORY"]) return UNTOLD;
  const unknown = (why) => {
    log.notice(
      `The description, homepage and licence of the GitHub repository are not known: ${why} Packages are built without what they lack of it. Set the inputs description, homepage and license, so that another run builds the same.`
    );
    return UNTOLD;
  };
  if (token === "") return unknown("there is no github-token (outside of a workflow, GITHUB_TOKEN).");
  try {
    return await describedRepository(access2);
  } catch (error) {
    signal.throwIfAborted();
    return unknown(error instanceof Error ? error.message : String(error));
  }
}
async function describedRepository(access2) {
  const { octokit, owner, repo } = await openRepository3(access2);
  try {
    const { data } = await octokit.rest.repos.get({ owner, repo });
    return repositoryRecord(data);
  } catch (error) {
    throw githubError(
      error,
      `the repository ${owner}/${repo}`,
      `It does not exist, or github-token is not allowed to see it. ${PERMISSIONS}`
    );
  }
}

// src/artifacts/github/commit-time.ts
async function commitSeconds(tag, github) {
  const { octokit, owner, repo } = github;
  try {
    const parameters = { owner, repo, ref: `tags/${tag}`, per_page: 1 };
    const { data } = await octokit.rest.repos.getCommit(parameters);
    const milliseconds = Date.parse(data.commit.committer?.date ?? "");
    return Number.isNaN(milliseconds) ? void 0 : Math.floor(milliseconds / 1e3);
  } catch (error) {
    const { status } = seenIn(error);
    if (status === 404 || status === 422) return void 0;
    throw githubError(error, `the commit of the tag ${tag} of ${owner}/${repo}`, PERMISSIONS);
  }
}

// src/artifacts/github/download.ts
import { createHash as createHash9 } from "node:crypto";

// src/artifacts/github/asset-response.ts
async function requestAsset(id, headers, github) {
  const all = { accept: "application/octet-stream", "accept-encoding": "identity", ...headers };
  let url = new URL(`${github.apiUrl}/repos/${github.owner}/${github.repo}/releases/assets/${id}`);
  for (let redirects = 0; redirects <= LIMITS.assetRedirects; redirects += 1) {
    const response = await requestOnce(url, all, github);
    const location = response.status >= 300 && response.status < 400 ? response.headers["location"] : void 0;
    if (typeof location !== "string") return response;
    await response.body?.cancel();
    url = redirected(url, location);
  }
  throw new PublishError("GITHUB", `GitHub redirects more than ${LIMITS.assetRedirects} times.`);
}
function requestOnce(url, headers, github) {
  return url.href.startsWith(`${github.apiUrl}/`) ? fromApi(url, headers, github) : fromStorage(url, headers, github);
}
async function fromApi({ href, host }, headers, { octokit }) {
  const request = { redirect: "manual", parseSuccessResponseBody: false };
  try {
    const response = await octokit.request({ method: "GET", url: href, headers, request });
    const { status, headers: received, data } = response;
    return {
      status,
      headers: received,
      body: data,
      host
    };
  } catch (error) {
    if (seenIn(error).status !== 416) throw error;
    return { status: 416, headers: {}, body: null, host };
  }
}
async function fromStorage({ href, host }, headers, { anonymous, signal }) {
  const { status, headers: received, body } = await anonymous(href, { headers, redirect: "manual", signal });
  return { status, headers: Object.fromEntries(received), body, host };
}
function redirected(from, location) {
  const to = URL.canParse(location, from.href) ? new URL(location, from.href) : void 0;
  const isAsSafe = to?.protocol === "https:" || to?.protocol === "http:" && from.protocol === "http:";
  if (to !== void 0 && isAsSafe) return to;
  throw new PublishError(
    "GITHUB",
    `${from.host} redirects to ${to?.protocol ?? "what is no URL"}, away from https.`
  );
}

// src/artifacts/github/asset-part.ts
async function assetPart(asset, received, tag, github) {
  const response = await answer(asset, received, tag, github);
  if ("failure" in response) return response;
  const { status, headers, body, host } = response;
  const isWhole = status === 200;
  if ((isWhole || status === 206) && isSame3(response, received) && isOfSize(response, asset, received)) {
    return { bytes: without(body ?? [], isWhole ? received.bytes : 0), etag: etagOf2(headers) };
  }
  await body?.cancel();
  if (isWhole || status === 206 || status === 416) throw replaced(asset, tag);
  return { failure: `${host} answered ${status}` };
}
async function answer(asset, received, tag, github) {
  try {
    return await requestAsset(asset.id, rangeHeaders(received), github);
  } catch (error) {
    github.signal.throwIfAborted();
    if (error instanceof Error && !(error instanceof PublishError) && !("status" in error))
      return { failure: fetchFailure(error).reason };
    const what = sourceOf(asset.name, tag);
    throw githubError(error, what, "It was deleted or replaced while this ran: run the step again.");
  }
}
function rangeHeaders({ bytes, etag }) {
  if (bytes === 0) return {};
  const condition = etag === void 0 || etag.startsWith("W/") ? {} : { "if-range": etag };
  return { range: `bytes=${bytes}-`, ...condition };
}
function isSame3({ status, headers }, { etag }) {
  const now = etagOf2(headers);
  return etag === void 0 || now === etag || status === 206 && now === void 0;
}
function etagOf2({ etag }) {
  return typeof etag === "string" ? etag : void 0;
}
function isOfSize({ status, headers }, { sizeBytes }, { bytes }) {
  if (status === 206) return headers["content-range"] === `bytes ${bytes}-${sizeBytes - 1}/${sizeBytes}`;
  const length = headers["content-length"];
  return length === void 0 || length === String(sizeBytes);
}
async function* without(chunks, countBytes) {
  let passed = 0;
  for await (const chunk of chunks) {
    const rest = chunk.subarray(Math.min(chunk.length, Math.max(countBytes - passed, 0)));
    passed += chunk.length;
    if (rest.length > 0) yield rest;
  }
}
function replaced({ name }, tag) {
  return new PublishError(
    "ARTIFACT",
    `${sourceOf(name, tag)} was replaced while it was downloaded, or is not of the size that GitHub says: run the step again.`
  );
}

// src/artifacts/github/download.ts
async function* downloaded(asset, tag, github) {
  if (!asset.isUploaded) {
    throw new PublishError(
      "ARTIFACT",
      `${sourceOf(asset.name, tag)} is not uploaded completely: wait for its upload, or delete it and upload it again.`
    );
  }
  const hash = createHash9("sha256");
  for await (const chunk of resumed(asset, tag, github)) {
    hash.update(chunk);
    yield chunk;
  }
  const sha2562 = hash.digest("hex");
  if (asset.sha256 === void 0 || asset.sha256 === sha2562) return;
  throw new PublishError(
    "ARTIFACT",
    `${sourceOf(asset.name, tag)} came with the SHA-256 ${sha2562}, but GitHub says ${asset.sha256}: it was damaged on its way, or replaced. Run the step again.`
  );
}
async function* resumed(asset, tag, github) {
  const { clock, signal } = github;
  const giveUpAt = clock.now() + LIMITS.requestMs;
  let received = { bytes: 0, etag: void 0 };
  for (let tries = 1; received.bytes < asset.sizeBytes; tries += 1) {
    const before = received.bytes;
    const part = await assetPart(asset, received, tag, github);
    const end = bodyEnd(part);
    for await (const chunk of end.bytes) {
      received = { bytes: received.bytes + chunk.length, etag: received.etag ?? end.etag };
      if (received.bytes > asset.sizeBytes) throw tooLong(asset, tag);
      yield chunk;
    }
    signal.throwIfAborted();
    if (received.bytes === asset.sizeBytes) return;
    if (received.bytes > before) tries = 1;
    if (tries >= LIMITS.requestTries || clock.now() > giveUpAt) throw cut(asset, received, end.failure(), tag);
    await clock.sleep(pauseMs(tries, clock), signal);
    signal.throwIfAborted();
  }
}
function bodyEnd(part) {
  if ("failure" in part) return { bytes: NOTHING5, etag: void 0, failure: () => part.failure };
  let failure = "the connection ended";
  async function* bytes(body) {
    try {
      yield* body;
    } catch (error) {
      failure = fetchFailure(error).reason;
    }
  }
  return { bytes: bytes(part.bytes), etag: part.etag, failure: () => failure };
}
var NOTHING5 = { async *[Symbol.asyncIterator]() {
} };
function tooLong({ name, sizeBytes }, tag) {
  return new PublishError(
    "ARTIFACT",
    `${sourceOf(name, tag)} has more than the ${sizeBytes} bytes that GitHub says: it was replaced. Run the step again.`
  );
}
function cut({ name, sizeBytes }, { bytes }, failure, tag) {
  return new PublishError(
    "GITHUB",
    `${sourceOf(name, tag)} cannot be downloaded: ${bytes} of ${sizeBytes} bytes came, then no more (${failure}). Run the step again later.`
  );
}

// src/artifacts/github/asset-record.ts
function assetRecord(data) {
  const { id, name, size, state, digest: digest2 } = data;
  const isAsset = isCount2(id) && typeof name === "string" && name !== "" && isCount2(size) && typeof state === "string";
  if (!isAsset) {
    throw new PublishError(
      "GITHUB",
      "GitHub describes an asset without ID, name, size or state: see whether GITHUB_API_URL is its API."
    );
  }
  const [, sha2562] = typeof digest2 === "string" ? /^sha256:([0-9a-f]{64})$/i.exec(digest2) ?? [] : [];
  return { id, name, sizeBytes: size, isUploaded: state === "uploaded", sha256: sha2562?.toLowerCase() };
}
function isCount2(value) {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

// src/artifacts/github/release.ts
var PER_PAGE = 100;
async function findRelease(tag, github) {
  const published2 = await publishedRelease(tag, github);
  if (published2 !== void 0) return published2;
  const releases = await allReleases(github);
  const [found, second] = releases.filter(({ tagName }) => tagName === tag);
  if (second !== void 0) {
    throw new PublishError(
      "INPUT",
      `${github.owner}/${github.repo} has several drafts of the release ${tag}: delete all but one, or publish one.`
    );
  }
  if (found !== void 0) return found;
  throw noRelease(
    tag,
    releases.map(({ tagName }) => tagName),
    github
  );
}
async function publishedRelease(tag, github) {
  const { octokit, owner, repo } = github;
  try {
    const { data } = await octokit.rest.repos.getReleaseByTag({ owner, repo, tag });
    return { id: data.id, isDraft: data.draft };
  } catch (error) {
    if (seenIn(error).status === 404) return void 0;
    throw githubError(error, `the release ${tag} of ${owner}/${repo}`, "It is gone.");
  }
}
async function allReleases(github) {
  const { octokit, owner, repo } = github;
  const { listReleases } = octokit.rest.repos;
  try {
    const releases = await octokit.paginate(listReleases, { owner, repo, per_page: PER_PAGE });
    return releases.map(({ id, draft, tag_name: tagName }) => ({ id, isDraft: draft, tagName }));
  } catch (error) {
    throw githubError(
      error,
      `the releases of ${owner}/${repo}`,
      `Such a repository does not exist, or github-token is not allowed to see it. ${PERMISSIONS}`
    );
  }
}
function noRelease(tag, others2, { owner, repo }) {
  const bare = tag.replace(/^v/, "");
  const near = others2.find((other2) => other2.replace(/^v/, "") === bare);
  const hint = near === void 0 ? "A tag alone is no release. Drafts are only seen by a token with `contents: write`." : `There is one of the tag ${near}.`;
  return new PublishError(
    "INPUT",
    `release-tag is ${JSON.stringify(tag)}, but ${owner}/${repo} has no release of this tag that github-token sees. ${hint}`
  );
}
async function listAssets({ id }, tag, github) {
  const { octokit, owner, repo } = github;
  const { listReleaseAssets } = octokit.rest.repos;
  try {
    const parameters = { owner, repo, release_id: id, per_page: PER_PAGE };
    const assets = await octokit.paginate(listReleaseAssets, parameters);
    return assets.map(assetRecord);
  } catch (error) {
    const gone3 = `It is gone, or github-token is not allowed to see it. ${PERMISSIONS}`;
    throw githubError(error, `the assets of the release ${tag} of ${owner}/${repo}`, gone3);
  }
}

// src/artifacts/github/releases.ts
function githubReleases(access2) {
  let opened;
  const open3 = () => opened ??= openRepository3(access2);
  return {
    assets: async (tag) => {
      const github = await open3();
      const release = await findRelease(tag, github);
      const records = await listAssets(release, tag, github);
      access2.log.info(`release ${tag}${release.isDraft ? ", a draft" : ""}: ${records.length} assets`);
      return records.map((record) => ({
        name: record.name,
        sizeBytes: record.sizeBytes,
        download: (scratch) => scratch(downloaded(record, tag, github))
      }));
    },
    commitSeconds: async (tag) => commitSeconds(tag, await open3())
  };
}

// src/source-date.ts
var FIXED_SECONDS = 1577836800;
async function sourceDate(epoch, tags, cwd, elsewhere2) {
  if (epoch !== void 0 && epoch !== "") {
    if (/^\d{1,10}$/.test(epoch)) return Number(epoch);
    throw new PublishError(
      "INPUT",
      `SOURCE_DATE_EPOCH is ${JSON.stringify(epoch)}; it must be seconds since 1970`
    );
  }
  for (const tag of tags) {
    const seconds = await committerTime(tag, cwd);
    if (seconds !== void 0) return seconds;
  }
  return await elsewhere2() ?? FIXED_SECONDS;
}
async function committerTime(tag, cwd) {
  const args = ["log", "-1", "--format=%ct", `refs/tags/${tag}^{commit}`, "--"];
  const options = { cwd, silent: true, ignoreReturnCode: true };
  const output = await getExecOutput("git", args, options).catch(() => void 0);
  const text = output?.exitCode === 0 ? output.stdout.trim() : "";
  return /^\d{1,10}$/.test(text) ? Number(text) : void 0;
}

// src/run/world.ts
async function openWorld(texts, request, event, surroundings, keys) {
  const { env, log, signal, clock = systemClock } = surroundings;
  const github = { token: texts["github-token"], env, clock, log, signal };
  const releases = githubReleases(github);
  const project = githubProject(event, github);
  const timeSeconds = await timeOf(packagingOf(request), event, surroundings, releases);
  const scratch = cancellable(surroundings.scratch, signal);
  return { ...surroundings, ...keys, scratch, releases, project, timeSeconds, clock };
}
function cancellable(scratch, signal) {
  async function* watched2(chunks) {
    for await (const chunk of chunks) {
      signal.throwIfAborted();
      yield chunk;
    }
  }
  return (chunks) => scratch(watched2(chunks));
}
function timeOf(request, event, { env, cwd }, releases) {
  const tag = request?.releaseTag;
  const elsewhere2 = async () => tag === void 0 ? void 0 : releases.commitSeconds(tag);
  return sourceDate(env["SOURCE_DATE_EPOCH"], tagsOf(request, event), cwd, elsewhere2);
}
function tagsOf(request, { tag }) {
  if (request === void 0) return [];
  const { version, releaseTag } = request;
  if (releaseTag !== void 0) return [releaseTag];
  const versions = version === void 0 ? [] : [`v${version}`, version];
  return tag === void 0 ? versions : [tag, ...versions];
}

// src/run/run.ts
var UNRELEASED = "0.0.0";
async function run(texts, event, surroundings) {
  const { warnings } = surroundings.journal;
  const log = notingLog(surroundings.log, warnings);
  return { ...await runNoting(texts, event, { ...surroundings, log }), warnings };
}
async function runNoting(texts, event, surroundings) {
  const { log, journal } = surroundings;
  const request = readRequest(texts, event);
  journal.request = request;
  await makeOutputFolder(request, surroundings.cwd);
  const { keys, trust } = await readKeys(texts, log);
  const why = whyUnpublished(request, event, keys);
  if (why === void 0) {
    const world2 = await openWorld(texts, request, event, surroundings, { keys, trust });
    return inStore(texts, request, world2, surroundings);
  }
  const built = packagingOf(request) === void 0 ? "" : " Packages are built and checked.";
  log.notice(`Nothing is published: ${why}.${built}`);
  const world = await openWorld(texts, request, event, surroundings, { keys: void 0, trust });
  return withoutStore(request, why, await builtOnly(request, world));
}
async function builtOnly(request, world) {
  const packaging = packagingOf(request);
  if (packaging === void 0) return { packages: void 0, entries: [] };
  const { channels } = request;
  return buildOnly({ ...packaging, channels, version: packaging.version ?? UNRELEASED }, world);
}
function withoutStore(request, whyUnpublished2, report) {
  const nowhere = { keyFingerprint: "", storeName: void 0, baseUrl: void 0 };
  return { ...report, ...nowhere, whyUnpublished: whyUnpublished2, request, counts: NO_REQUESTS, planned: [] };
}
async function inStore(texts, request, world, surroundings) {
  const over = new AbortController();
  try {
    const place = await openPlace(request, locationOf(texts, surroundings.env), surroundings.cwd, over.signal);
    return await inPlace3(texts, request, world, surroundings, place);
  } catch (error) {
    over.abort();
    throw error;
  }
}
async function inPlace3(texts, request, world, { env, journal, cloudflareApi }, place) {
  const { baseUrl, store, planning } = place;
  journal.storeName = store.name;
  journal.counts = () => store.counts();
  const plan = await planArrival(request, purgeAccess(texts, cloudflareApi), baseUrl, env);
  const report = await carryOut(request, world, place);
  return {
    ...report,
    request,
    keyFingerprint: world.keys?.fingerprint ?? "",
    storeName: store.name,
    baseUrl,
    counts: store.counts(),
    arrival: await arrive(report, request, world, place, plan),
    planned: planning?.planned ?? []
  };
}

// src/temporary-folder.ts
import { mkdtemp, rm } from "node:fs/promises";
import { join as join7 } from "node:path";
async function withTemporaryFolder(base, work) {
  const folder2 = await newFolder(base, "r2-package-repository-");
  try {
    return await work(folder2);
  } finally {
    await rm(folder2, { recursive: true, force: true });
  }
}
async function newFolder(base, prefix) {
  try {
    return await mkdtemp(join7(base, prefix));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new PublishError("INPUT", `No temporary folder can be made below ${base}: ${reason}`, { cause });
  }
}

export {
  projectEvent,
  cancellation,
  counted,
  theChannels,
  plain,
  code,
  link,
  tableHead,
  tableRow,
  markdownRow,
  folded,
  foldedStart,
  FOLDED_END,
  verbatim,
  shellCommands,
  paragraph,
  printed,
  arrivalSections,
  arrivalFailure,
  sizeOf2 as sizeOf,
  costOf,
  requestsOf,
  operationsOf,
  FORMATS,
  versionOf3 as versionOf,
  planOf,
  newJournal,
  writeMadeFiles,
  LINE_PACE,
  installations,
  countOf,
  resultOf,
  statusesOf,
  verdictCells,
  countsOf,
  failureOf,
  tableOf,
  closingOf,
  outputDirectoryOf,
  run,
  withTemporaryFolder,
  newFolder
};
