import { extname, join, sep } from 'node:path';

/** What the built page consists of; a file of another kind is not served. */
const MIME_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.ttf': 'font/ttf',
  '.wav': 'audio/wav',
  '.ogg': 'audio/ogg',
};

export interface Asset {
  readonly path: string;
  readonly mimeType: string;
}

/**
 * The file that a URL of the page's own scheme stands for, or null when it may not be served: another host, a path
 * that leaves the folder, a kind of file that no page of ours holds.
 * @param url - as the protocol handler got it
 * @param root - absolute folder of the built page
 */
export function assetFor(url: string, root: string): Asset | null {
  let parsed: URL;
  let pathname: string;
  try {
    parsed = new URL(url);
    pathname = decodeURIComponent(parsed.pathname);
  } catch {
    return null;
  }
  if (parsed.protocol !== 'app:' || parsed.host !== 'kiln') return null;
  // A backslash separates folders on Windows; NUL ends a name in C. The URL parser knows neither when encoded.
  if (/[\\\0]/.test(pathname)) return null;
  const path = join(root, pathname === '/' ? 'index.html' : pathname);
  if (!path.startsWith(root + sep)) return null;
  const mimeType = MIME_TYPES[extname(path).toLowerCase()];
  return mimeType === undefined ? null : { path, mimeType };
}
