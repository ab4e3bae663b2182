export type RpmHeader = never
