import { createWriteStream, type WriteStream } from 'node:fs';
import { once } from 'node:events';

import type { PortInfo } from '../../shared/contract/ports.js';
import { KilnError } from '../../shared/errors/kiln-error.js';
import type { LoaderContext, LoaderRequest } from '../core/beken/api.js';
import { CONTACT_RATE } from '../core/beken/baud.js';
import { dataFolder } from '../core/data-folder.js';
import { openLoaderMemory, type LoaderMemory } from '../core/loader-memory.js';
import { canonicalPath } from '../core/serial/canonical-path.js';
import { createPortHub, type PortHub } from '../core/serial/port-hub.js';
import { createSerialportBackend } from '../core/serial/serialport-backend.js';
import type { Transport } from '../core/serial/transport.js';
import { frameLine } from '../core/writer/frame-log.js';
import { loaderRequest, type LoaderOptions } from './commands/loader-options.js';
import type { Environment } from './environment.js';
import { loaderSpeaker } from './loader-speaker.js';
import type { Output } from './output.js';
import { outputOf } from './session.js';

/** What a command works with while its port is open. */
export interface LoaderSession {
  readonly transport: Transport;
  readonly context: LoaderContext;
  readonly request: LoaderRequest;
  readonly memory: LoaderMemory;
  readonly output: Output;
}

async function openFrames(path: string | undefined): Promise<WriteStream | null> {
  if (path === undefined) return null;
  const stream = createWriteStream(path, { mode: 0o600 });
  try {
    await once(stream, 'open');
    return stream;
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : String(cause);
    throw new KilnError('FILE_UNREADABLE', { path, detail }, { cause });
  }
}

async function portInfo(hub: PortHub, path: string): Promise<PortInfo | undefined> {
  const wanted = canonicalPath(path);
  return (await hub.list()).find((port) => canonicalPath(port.path) === wanted);
}

/**
 * Opens the port of a command, runs `work`, and closes it whatever happens. Needs no books, only the loader's memory
 * in the data folder.
 */
export async function withLoader<T>(
  options: LoaderOptions,
  environment: Environment,
  work: (session: LoaderSession) => Promise<T>,
): Promise<T> {
  const { env, platform, clock, signal } = environment;
  const typed = loaderRequest(options);
  const output = outputOf(options, environment);
  const memory = await openLoaderMemory(dataFolder({ option: options.data, env, platform }));
  const hub = createPortHub({ backends: [createSerialportBackend()], clock });
  const lease = await hub.lease(options.port, `kiln (process ${process.pid})`);
  const frames = await openFrames(options.frames);
  const started = clock.now();
  try {
    const transport = await lease.open({ baudRate: CONTACT_RATE });
    const rates = memory.ratesOf(await portInfo(hub, options.port));
    const context: LoaderContext = {
      clock,
      signal,
      onEvent: loaderSpeaker(output, clock),
      ...(frames
        ? { tap: (way, bytes, at) => void frames.write(frameLine(way, bytes, (at - started) / 1000)) }
        : {}),
    };
    const request = rates ? { ...typed, rates } : typed;
    return await work({ transport, context, request, memory, output });
  } finally {
    await lease.release();
    frames?.end();
    // What is remembered only saves time: a folder that cannot be written fails nothing.
    await memory.save().catch(() => undefined);
  }
}
