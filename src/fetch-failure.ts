/** Why a `fetch` failed: its own words say only that it did, those of its cause say why. */
export interface FetchFailure {
  /** Of node or OpenSSL: `ENOTFOUND`, `CERT_HAS_EXPIRED`; empty where there is none. */
  readonly code: string
  readonly reason: string
}

export function fetchFailure(error: unknown): FetchFailure {
  const { cause, message } = error as Error
  const { code = '', message: detail = '' } = (cause ?? {}) as {
    readonly code?: string
    readonly message?: string
  }
  return { code, reason: detail || code || message || 'the connection failed' }
}
