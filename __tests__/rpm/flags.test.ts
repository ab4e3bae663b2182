import { expect, test } from '@jest/globals'
import { FILE_FLAGS, SENSE, VERIFY_FLAGS } from '../../src/rpm/flags.ts'

test('bits are those of rpmds.h and rpmfiles.h', () => {
  expect(SENSE).toEqual({
    LESS: 0x2,
    GREATER: 0x4,
    EQUAL: 0x8,
    POSTTRANS: 0x20,
    PREREQ: 0x40,
    PRETRANS: 0x80,
    INTERP: 0x100,
    SCRIPT_PRE: 0x200,
    SCRIPT_POST: 0x400,
    SCRIPT_PREUN: 0x800,
    SCRIPT_POSTUN: 0x1000,
    SCRIPT_VERIFY: 0x2000,
    FIND_REQUIRES: 0x4000,
    FIND_PROVIDES: 0x8000,
    MISSINGOK: 0x80000,
    RPMLIB: 0x1000000,
    CONFIG: 0x10000000,
  })
  expect(VERIFY_FLAGS).toEqual({ FILEDIGEST: 0x1, FILESIZE: 0x2, LINKTO: 0x4, MTIME: 0x20 })
  expect(FILE_FLAGS).toEqual({
    CONFIG: 0x1,
    DOC: 0x2,
    MISSINGOK: 0x8,
    NOREPLACE: 0x10,
    GHOST: 0x40,
    LICENSE: 0x80,
    README: 0x100,
  })
})
