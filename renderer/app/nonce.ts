declare global {
  // Read by libraries that add their own style elements (get-nonce, which Mantine's scroll lock uses).
  var __webpack_nonce__: string | undefined;
}

/**
 * The nonce of this response, which the content security policy asks of every style element. The build writes a
 * placeholder into the page and the `app://` scheme replaces it. Undefined where there is no policy (dev server).
 */
export function styleNonce(): string | undefined {
  const meta = document.querySelector<HTMLMetaElement>('meta[property=csp-nonce]');
  const nonce = meta?.nonce ?? meta?.getAttribute('nonce') ?? '';
  if (nonce !== '') globalThis.__webpack_nonce__ = nonce;
  return nonce === '' ? undefined : nonce;
}
