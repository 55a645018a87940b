import { afterEach, describe, expect, it } from 'vitest';

import { styleNonce } from './nonce.js';

afterEach(() => {
  document.head.innerHTML = '';
  globalThis.__webpack_nonce__ = undefined;
});

describe('styleNonce', () => {
  it('reads the nonce of the page and hands it to style libraries', () => {
    document.head.innerHTML = '<meta property="csp-nonce" nonce="abc123" />';
    expect(styleNonce()).toBe('abc123');
    expect(globalThis.__webpack_nonce__).toBe('abc123');
  });

  it('is undefined where the page has none', () => {
    expect(styleNonce()).toBeUndefined();
  });
});
