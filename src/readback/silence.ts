import type { Silence } from './answer.ts'
import type { Trouble } from './finding.ts'

/** getaddrinfo, connect(2) and undici: no way to the host from here, which says nothing about clients elsewhere. */
const UNREACHABLE = new Set([
  'ENOTFOUND',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ETIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
])

/** OpenSSL's verification results and node's own check of the host's name. */
const CERTIFICATE =
  /^(CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|ERR_TLS_CERT|HOSTNAME_MISMATCH|INVALID_CA|ERR_SSL_|EPROTO)/

/** Why there was no answer, and what to do. */
export function silenceTrouble({ url, code, reason }: Silence): Trouble {
  const { host } = new URL(url)
  if (UNREACHABLE.has(code)) {
    return {
      severity: 'warning',
      url,
      seen: `${host} cannot be reached from this machine (${reason}).`,
      remedy:
        'If clients are in another network, that is as it should be, and nothing was read back; else look at public-url, the DNS record of its host and whether its server runs.',
      mayPass: true,
      isOutOfReach: true,
    }
  }
  if (CERTIFICATE.test(code)) {
    return {
      severity: 'error',
      url,
      seen: `No secure connection to ${host}: ${reason}.`,
      remedy:
        'Wait until the certificate of a new domain is issued, or renew it; for a certificate authority of your own set NODE_EXTRA_CA_CERTS in the env of the step.',
      mayPass: true,
    }
  }
  return {
    severity: 'error',
    url,
    seen: `The connection to ${host} failed: ${reason}.`,
    remedy: 'Look at the server that public-url names, and at what stands in front of it.',
    mayPass: true,
  }
}
