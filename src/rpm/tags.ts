/**
 * The value types of a header, by their numbers in the file.
 *
 * Source: rpm's docs/manual/format_header.md; `enum rpmTagType_e` in include/rpm/rpmtag.h.
 */
export const TYPE_NUMBERS = {
  char: 1,
  int8: 2,
  int16: 3,
  int32: 4,
  int64: 5,
  string: 6,
  binary: 7,
  stringArray: 8,
  i18nString: 9,
} as const

export type ValueType = keyof typeof TYPE_NUMBERS

/** What identifies a value in a header, and the type that rpm gives it. */
export interface Tag {
  readonly number: number
  readonly type: ValueType
}

/**
 * Tags of the main header, under rpm's names without `RPMTAG_`; only those that this program reads or writes.
 *
 * Source: numbers from `enum rpmTag_e` in rpm's include/rpm/rpmtag.h, types from docs/manual/tags.md.
 */
export const TAGS = {
  HEADERIMMUTABLE: { number: 63, type: 'binary' },
  HEADERI18NTABLE: { number: 100, type: 'stringArray' },
  NAME: { number: 1000, type: 'string' },
  VERSION: { number: 1001, type: 'string' },
  RELEASE: { number: 1002, type: 'string' },
  EPOCH: { number: 1003, type: 'int32' },
  SUMMARY: { number: 1004, type: 'i18nString' },
  DESCRIPTION: { number: 1005, type: 'i18nString' },
  BUILDTIME: { number: 1006, type: 'int32' },
  BUILDHOST: { number: 1007, type: 'string' },
  SIZE: { number: 1009, type: 'int32' },
  VENDOR: { number: 1011, type: 'string' },
  LICENSE: { number: 1014, type: 'string' },
  PACKAGER: { number: 1015, type: 'string' },
  GROUP: { number: 1016, type: 'i18nString' },
  URL: { number: 1020, type: 'string' },
  OS: { number: 1021, type: 'string' },
  ARCH: { number: 1022, type: 'string' },
  PREIN: { number: 1023, type: 'string' },
  POSTIN: { number: 1024, type: 'string' },
  PREUN: { number: 1025, type: 'string' },
  POSTUN: { number: 1026, type: 'string' },
  FILESIZES: { number: 1028, type: 'int32' },
  FILEMODES: { number: 1030, type: 'int16' },
  FILERDEVS: { number: 1033, type: 'int16' },
  FILEMTIMES: { number: 1034, type: 'int32' },
  FILEDIGESTS: { number: 1035, type: 'stringArray' },
  FILELINKTOS: { number: 1036, type: 'stringArray' },
  FILEFLAGS: { number: 1037, type: 'int32' },
  FILEUSERNAME: { number: 1039, type: 'stringArray' },
  FILEGROUPNAME: { number: 1040, type: 'stringArray' },
  SOURCERPM: { number: 1044, type: 'string' },
  FILEVERIFYFLAGS: { number: 1045, type: 'int32' },
  PROVIDENAME: { number: 1047, type: 'stringArray' },
  REQUIREFLAGS: { number: 1048, type: 'int32' },
  REQUIRENAME: { number: 1049, type: 'stringArray' },
  REQUIREVERSION: { number: 1050, type: 'stringArray' },
  CONFLICTFLAGS: { number: 1053, type: 'int32' },
  CONFLICTNAME: { number: 1054, type: 'stringArray' },
  CONFLICTVERSION: { number: 1055, type: 'stringArray' },
  RPMVERSION: { number: 1064, type: 'string' },
  VERIFYSCRIPT: { number: 1079, type: 'string' },
  CHANGELOGTIME: { number: 1080, type: 'int32' },
  CHANGELOGNAME: { number: 1081, type: 'stringArray' },
  CHANGELOGTEXT: { number: 1082, type: 'stringArray' },
  PREINPROG: { number: 1085, type: 'stringArray' },
  POSTINPROG: { number: 1086, type: 'stringArray' },
  PREUNPROG: { number: 1087, type: 'stringArray' },
  POSTUNPROG: { number: 1088, type: 'stringArray' },
  OBSOLETENAME: { number: 1090, type: 'stringArray' },
  VERIFYSCRIPTPROG: { number: 1091, type: 'stringArray' },
  FILEDEVICES: { number: 1095, type: 'int32' },
  FILEINODES: { number: 1096, type: 'int32' },
  FILELANGS: { number: 1097, type: 'stringArray' },
  PREFIXES: { number: 1098, type: 'stringArray' },
  SOURCEPACKAGE: { number: 1106, type: 'int32' },
  PROVIDEFLAGS: { number: 1112, type: 'int32' },
  PROVIDEVERSION: { number: 1113, type: 'stringArray' },
  OBSOLETEFLAGS: { number: 1114, type: 'int32' },
  OBSOLETEVERSION: { number: 1115, type: 'stringArray' },
  DIRINDEXES: { number: 1116, type: 'int32' },
  BASENAMES: { number: 1117, type: 'stringArray' },
  DIRNAMES: { number: 1118, type: 'stringArray' },
  PAYLOADFORMAT: { number: 1124, type: 'string' },
  PAYLOADCOMPRESSOR: { number: 1125, type: 'string' },
  PAYLOADFLAGS: { number: 1126, type: 'string' },
  FILECOLORS: { number: 1140, type: 'int32' },
  PRETRANS: { number: 1151, type: 'string' },
  POSTTRANS: { number: 1152, type: 'string' },
  PRETRANSPROG: { number: 1153, type: 'stringArray' },
  POSTTRANSPROG: { number: 1154, type: 'stringArray' },
  LONGFILESIZES: { number: 5008, type: 'int64' },
  LONGSIZE: { number: 5009, type: 'int64' },
  FILEDIGESTALGO: { number: 5011, type: 'int32' },
  RECOMMENDNAME: { number: 5046, type: 'stringArray' },
  RECOMMENDVERSION: { number: 5047, type: 'stringArray' },
  RECOMMENDFLAGS: { number: 5048, type: 'int32' },
  SUGGESTNAME: { number: 5049, type: 'stringArray' },
  SUGGESTVERSION: { number: 5050, type: 'stringArray' },
  SUGGESTFLAGS: { number: 5051, type: 'int32' },
  SUPPLEMENTNAME: { number: 5052, type: 'stringArray' },
  SUPPLEMENTVERSION: { number: 5053, type: 'stringArray' },
  SUPPLEMENTFLAGS: { number: 5054, type: 'int32' },
  ENHANCENAME: { number: 5055, type: 'stringArray' },
  ENHANCEVERSION: { number: 5056, type: 'stringArray' },
  ENHANCEFLAGS: { number: 5057, type: 'int32' },
  ENCODING: { number: 5062, type: 'string' },
  PAYLOADDIGEST: { number: 5092, type: 'stringArray' },
  PAYLOADDIGESTALGO: { number: 5093, type: 'int32' },
  /** Of the payload as it is before compression (PAYLOADSHA256ALT in rpm 6). */
  PAYLOADDIGESTALT: { number: 5097, type: 'stringArray' },
  /** 6, or absent where it is 4. */
  RPMFORMAT: { number: 5114, type: 'int32' },
} as const satisfies Record<string, Tag>

/**
 * Tags of the signature header, under rpm's names without `RPMSIGTAG_`.
 *
 * Source: `enum rpmSigTag_e` in rpm's include/rpm/rpmtag.h; "header" is the main header, "payload" as compressed.
 */
export const SIGNATURE_TAGS = {
  HEADERSIGNATURES: { number: 62, type: 'binary' },
  /** OpenPGP (DSA, ECDSA, EdDSA) over the header. */
  DSA: { number: 267, type: 'binary' },
  /** OpenPGP (RSA) over the header. */
  RSA: { number: 268, type: 'binary' },
  SHA1: { number: 269, type: 'string' },
  LONGSIZE: { number: 270, type: 'int64' },
  LONGARCHIVESIZE: { number: 271, type: 'int64' },
  SHA256: { number: 273, type: 'string' },
  /** Signatures as rpm 6 writes them: base64 of OpenPGP over the header. */
  OPENPGP: { number: 278, type: 'stringArray' },
  /** Room for signatures in format 6. */
  RESERVED: { number: 999, type: 'binary' },
  /** Bytes of header and payload. */
  SIZE: { number: 1000, type: 'int32' },
  /** OpenPGP (RSA) over header and payload. */
  PGP: { number: 1002, type: 'binary' },
  /** MD5 of header and payload. */
  MD5: { number: 1004, type: 'binary' },
  /** OpenPGP (DSA, ECDSA, EdDSA) over header and payload. */
  GPG: { number: 1005, type: 'binary' },
  /** What PGP 5 made, over header and payload. */
  PGP5: { number: 1006, type: 'binary' },
  /** Bytes of the payload before compression. */
  PAYLOADSIZE: { number: 1007, type: 'int32' },
  /** Room for signatures in format 4. */
  RESERVEDSPACE: { number: 1008, type: 'binary' },
} as const satisfies Record<string, Tag>
