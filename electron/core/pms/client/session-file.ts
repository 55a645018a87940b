import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { z } from 'zod';

import type { Secrets } from '../../secrets/secrets.js';

const Session = z.object({
  /** The bearer token. */
  bearer: z.string(),
  /** Email of the account it stands for. */
  account: z.string(),
  /** Certificate the server was reached with (PEM), for programs that are given its address alone. */
  ca: z.string().nullable(),
});
export type KeptSession = z.infer<typeof Session>;

/** The session at one server, kept sealed in the data folder; it opens for the address it was made at, for no other. */
export interface SessionFile {
  /** Null where there is none, or none that opens. */
  load(): Promise<KeptSession | null>;
  save(session: KeptSession): Promise<void>;
  remove(): Promise<void>;
}

export function sessionFile(folder: string, url: string, secrets: Secrets): SessionFile {
  const place = `pms-session ${url}`;
  const path = join(folder, `pms-session-${createHash('sha256').update(url).digest('hex').slice(0, 12)}`);
  return {
    async load() {
      const sealed = await readFile(path, 'utf8').catch(() => null);
      if (sealed === null) return null;
      try {
        return Session.parse(JSON.parse(secrets.openText(sealed.trim(), place)));
      } catch {
        // Of another key, or damaged: logging in again makes a new one.
        return null;
      }
    },
    async save(session) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const side = `${path}.${process.pid}.new`;
      await writeFile(side, `${secrets.sealText(JSON.stringify(session), place)}\n`, { mode: 0o600 });
      await rename(side, path);
    },
    remove: () => rm(path, { force: true }),
  };
}
