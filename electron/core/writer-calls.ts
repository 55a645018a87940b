import { join } from 'node:path';

import type { CallName, CallReply, CallRequest } from '../../shared/contract/channels.js';
import type { LoaderMemory } from './loader-memory.js';
import type { PortHub } from './serial/port-hub.js';
import type { Clock } from './time/clock.js';
import { settingsFile } from './writer/settings.js';
import { Writer } from './writer/writer.js';

/** The calls of the Writer that ask for a file by a dialog of the system: the shell's. */
export type WriterDialogCall = 'writer.browse' | 'writer.read' | 'writer.saveLog';
type WriterCall = Exclude<Extract<CallName, `writer.${string}`>, WriterDialogCall>;
type WriterCalls = { readonly [C in WriterCall]: (request: CallRequest<C>) => Promise<CallReply<C>> };

export interface WriterParts {
  readonly folder: string;
  readonly clock: Clock;
  readonly ports: PortHub;
  readonly memory: LoaderMemory;
}

/** The Writer as the app uses it: settings and backups in the data folder. */
export function openWriter({ folder, ...parts }: WriterParts): Promise<Writer> {
  const settings = settingsFile(join(folder, 'writer.json'));
  return Writer.open({ ...parts, settings, backups: join(folder, 'backups') });
}

/** What the core answers of the Writer's calls. @param requireListed - refuses a port that no view was shown */
export function writerCalls(
  writer: Writer,
  requireListed: (port: string | null) => Promise<void>,
): WriterCalls {
  const done = Promise.resolve(undefined);
  return {
    'writer.snapshot': () => Promise.resolve(writer.snapshot()),
    'writer.configure': async (change) => {
      await requireListed(change.port ?? null);
      await writer.configure(change);
    },
    'writer.drop': ({ path }) => writer.openFile(path).then(() => undefined),
    'writer.recent': ({ id }) => writer.openRecent(id).then(() => undefined),
    'writer.run': (request) => writer.run(request).then(() => undefined),
    'writer.stop': () => {
      writer.stop();
      return done;
    },
    'writer.frames': ({ on }) => {
      writer.setFrames(on);
      return done;
    },
  };
}
