/**
 * How a dependency's version compares (the first three bits), and when it is needed.
 *
 * Source: `enum rpmsenseFlags_e` in rpm's include/rpm/rpmds.h.
 */
export const SENSE = {
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
  CONFIG: 1 << 28,
} as const

/** What `rpm -V` looks at. Source: `enum rpmVerifyAttrs_e` in rpm's include/rpm/rpmfiles.h. */
export const VERIFY_FLAGS = {
  FILEDIGEST: 1 << 0,
  FILESIZE: 1 << 1,
  LINKTO: 1 << 2,
  MTIME: 1 << 5,
} as const

/** What a file is to rpm. Source: `enum rpmfileAttrs_e` in rpm's include/rpm/rpmfiles.h. */
export const FILE_FLAGS = {
  CONFIG: 1 << 0,
  DOC: 1 << 1,
  MISSINGOK: 1 << 3,
  NOREPLACE: 1 << 4,
  GHOST: 1 << 6,
  LICENSE: 1 << 7,
  README: 1 << 8,
} as const
