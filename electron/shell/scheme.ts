import { randomBytes } from 'node:crypto';
import { readFile, realpath } from 'node:fs/promises';
import { sep } from 'node:path';

import { protocol } from 'electron';

import { assetFor } from './asset-path.js';
import { NONCE_PLACEHOLDER, securityHeaders } from './content-security.js';

export const PAGE_ORIGIN = 'app://kiln';
export const PAGE_URL = `${PAGE_ORIGIN}/index.html`;

const NONCE_BYTES = 18;

/** Makes `app://` a scheme with an origin like https. To be called before the app is ready. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
}

/** Serves the built page. @param root - absolute folder of the built page */
export async function serveScheme(root: string): Promise<void> {
  const folder = await realpath(root);
  protocol.handle('app', (request) => answer(request, folder));
}

async function answer(request: Request, folder: string): Promise<Response> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return refused(405);
  const asset = assetFor(request.url, folder);
  if (asset === null) return refused(404);
  try {
    // A link inside the folder must not lead out of it either.
    const real = await realpath(asset.path);
    if (!real.startsWith(folder + sep)) return refused(404);
    const nonce = randomBytes(NONCE_BYTES).toString('base64');
    const bytes = await readFile(real);
    const isPage = asset.mimeType.startsWith('text/html');
    const body = isPage ? bytes.toString('utf8').replaceAll(NONCE_PLACEHOLDER, nonce) : new Uint8Array(bytes);
    return new Response(body, { headers: securityHeaders(nonce, asset.mimeType) });
  } catch {
    return refused(404);
  }
}

function refused(status: number): Response {
  return new Response(null, { status, headers: { 'x-content-type-options': 'nosniff' } });
}
