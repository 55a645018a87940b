import type { Answer } from './answer.js';
import type { OpenLicense } from './api.js';

// Every reader gives undefined for what it does not understand: such an answer is asked for again, and never taken
// for a "no" (authorization §2).

const UUID = /^(?:[0-9A-Za-z_.-]{16}|[0-9A-Za-z_.-]{20})$/;
const AUTHKEY = /^[0-9A-Za-z]{32}$/;
/** Where none was ever written, some firmware reads this out. */
const PLACEHOLDER = /^uuidx+$/i;
const READ_FAILURE = /authorization read failure/i;
const NO_COMMAND = /no command/i;
/** The last six groups of a line: a label may stand before them. */
const MAC = /(?:^|[^0-9a-f])((?:[0-9a-f]{2}:){5}[0-9a-f]{2})$/i;

/** `auth-read`: two lines, uuid and authkey; null where there is none. */
export function readLicenseReply({ lines }: Answer): OpenLicense | null | undefined {
  if (lines.some((line) => READ_FAILURE.test(line) || PLACEHOLDER.test(line))) return null;
  for (const [index, uuid] of lines.entries()) {
    const authkey = lines[index + 1] ?? '';
    if (UUID.test(uuid) && AUTHKEY.test(authkey)) return { uuid, authkey };
  }
  return undefined;
}

/** `read_mac`, as it was said. */
export function readMacReply({ lines }: Answer): string | undefined {
  return lines.map((line) => MAC.exec(line)?.[1]).find((mac) => mac !== undefined);
}

/** `sys_version`; null where there is no such command. */
export function readVersionReply({ lines }: Answer): string | null | undefined {
  const version = lines
    .map((line) => /project\.version\s*[:=]?\s*(\S+)/i.exec(line)?.[1])
    .find((found) => found !== undefined);
  return version ?? (lines.some((line) => NO_COMMAND.test(line)) ? null : undefined);
}

/** `sys_log_enable off`: old firmware has no such command and says so, or shows just its prompt. */
export function readGeneration({ lines, prompted }: Answer): 'old' | 'new' | undefined {
  if (lines.some((line) => /ok: log disabled/i.test(line))) return 'new';
  return prompted || lines.some((line) => NO_COMMAND.test(line)) ? 'old' : undefined;
}

export type WriteReply = 'written' | 'written-otp' | 'failure' | 'usage' | 'length';

/** `auth`: the words for a wrong length differ from version to version. */
export function readWriteReply({ lines }: Answer): WriteReply | undefined {
  const text = lines.join('\n');
  if (/authorization write to otp succeed/i.test(text)) return 'written-otp';
  if (/authorization write succeed/i.test(text)) return 'written';
  if (/authorization write .*fail/i.test(text)) return 'failure';
  if (/use like:? *auth/i.test(text)) return 'usage';
  return /\blen(gth)?\b/i.test(text) ? 'length' : undefined;
}

/** `auth-reset`: what it says is not known, so anything that ends in a prompt will do; reading proves it. */
export function readAnything({ prompted, lines }: Answer): true | undefined {
  return prompted || lines.length > 0 ? true : undefined;
}
