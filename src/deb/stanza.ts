export type Stanza = never
