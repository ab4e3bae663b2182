import type { Place } from '../../errors.ts'

/** What a value of a configuration can be. The reader, its types and the JSON Schema all come from these. */
export type Shape =
  | TextShape
  | ChoiceShape<string>
  | { readonly kind: 'boolean' }
  | { readonly kind: 'time' }
  | { readonly kind: 'octal'; readonly of: OctalUse }
  | { readonly kind: 'list'; readonly items: Shape }
  | { readonly kind: 'map'; readonly keys: Keys }
  | FieldsShape
  /** Taken whatever it is, and said to be of no effect, with the reason. */
  | { readonly kind: 'ignored'; readonly why: string }
  /** Taken whatever it is, in silence: what other tools keep in the same file. */
  | { readonly kind: 'any' }

export type OctalUse = 'mode' | 'umask'

export interface TextShape {
  readonly kind: 'text'
  /** `$VAR` and `${VAR}` stand for variables. */
  readonly expands: boolean
  readonly form?: Form
}

/** What a text has to look like, and how messages say it. */
export interface Form {
  readonly pattern: RegExp
  readonly says: string
}

export interface ChoiceShape<T extends string> {
  readonly kind: 'choice'
  readonly values: readonly T[]
}

/** Names of the user's choice, each with a text. */
export interface FieldsShape {
  readonly kind: 'fields'
}

export interface Key {
  readonly about: string
  readonly shape: Shape
}

export type Keys = Readonly<Record<string, Key>>

/** A value, and where it is. */
export interface Placed<T> {
  readonly value: T
  readonly at: Place
}

export interface Field {
  readonly name: Placed<string>
  readonly value: Placed<string>
}

/** What is read by a shape. */
export type Read<S> = S extends TextShape
  ? Placed<string>
  : S extends ChoiceShape<infer T>
    ? Placed<T>
    : S extends { kind: 'boolean' }
      ? Placed<boolean>
      : S extends { kind: 'time' | 'octal' }
        ? Placed<number>
        : S extends { kind: 'list'; items: infer I }
          ? readonly Read<I>[]
          : S extends { kind: 'map'; keys: infer K }
            ? ReadMap<K>
            : S extends FieldsShape
              ? { readonly fields: readonly Field[] }
              : undefined

/** What is not there, or null, or empty, is left out. */
export type ReadMap<K> = {
  readonly [N in keyof K]?: K[N] extends { shape: infer S } ? Read<S> : never
} & { readonly at: Place }

export const TEXT = { kind: 'text', expands: false } as const
export const EXPANDED = { kind: 'text', expands: true } as const
export const BOOLEAN = { kind: 'boolean' } as const
export const TIME = { kind: 'time' } as const
export const FIELDS = { kind: 'fields' } as const
export const ANY = { kind: 'any' } as const

export function choice<const T extends string>(...values: readonly T[]): ChoiceShape<T> {
  return { kind: 'choice', values }
}

export function listOf<const S extends Shape>(items: S) {
  return { kind: 'list', items } as const
}

export function mapOf<const K extends Keys>(keys: K) {
  return { kind: 'map', keys } as const
}

/** Keys of one shape, each by what it is about. */
export function keysOf<const S extends Shape, N extends string>(
  shape: S,
  abouts: Readonly<Record<N, string>>,
): Readonly<Record<N, { readonly about: string; readonly shape: S }>> {
  const keys = Object.entries<string>(abouts).map(([name, about]) => [name, { about, shape }])
  return Object.fromEntries(keys) as Record<N, { about: string; shape: S }>
}

export function ignored(why: string) {
  return { kind: 'ignored', why } as const
}
