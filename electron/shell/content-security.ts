/** Stands in the built HTML wherever a nonce belongs (electron.vite.config.ts). */
export const NONCE_PLACEHOLDER = '__CSP_NONCE__';

/**
 * What the page may load: its own files, and styles that carry the nonce of this one response (Mantine writes
 * style elements). No network: serial ports and books are reached over the bridge alone.
 */
export function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "media-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** Headers of every answer of the page's scheme. @param nonce - fresh for this answer, base64 */
export function securityHeaders(nonce: string, mimeType: string): Record<string, string> {
  return {
    'content-type': mimeType,
    'content-security-policy': contentSecurityPolicy(nonce),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-cache',
  };
}
