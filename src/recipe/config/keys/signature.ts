import { EXPANDED } from '../shape.ts'

export const KEY_ID = {
  about: 'Which of its keys signs, as hex digits; the newest subkey that can sign by default.',
  shape: EXPANDED,
} as const
