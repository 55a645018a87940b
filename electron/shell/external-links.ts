/** The only hosts that Kiln ever opens in the browser. */
const HOSTS: ReadonlySet<string> = new Set(['kiln.example']);

/** Whether a link may leave for the system's browser: https, a host of ours, and no credentials in it. */
export function isAllowedLink(link: string): boolean {
  try {
    const url = new URL(link);
    return url.protocol === 'https:' && HOSTS.has(url.host) && url.username === '' && url.password === '';
  } catch {
    return false;
  }
}
