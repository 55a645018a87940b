import type { CallReply, CallRequest } from '../../shared/contract/channels.js';
import type { InspectEvent } from '../../shared/contract/inspect.js';
import { DEFAULT_BAUD_RATE } from '../../shared/domain/chip.js';
import { KilnError } from '../../shared/errors/kiln-error.js';
import type { JobDeps, JobEvent } from './station/job-api.js';
import { runJob } from './station/run-job.js';

/** A job's events as the Inspect view hears them; what only a station shows is left out. */
function asInspectEvent(event: JobEvent): InspectEvent | null {
  switch (event.type) {
    case 'stage':
      return { type: 'stage', stage: event.stage };
    case 'waiting': {
      const { stage, deadlineAt, seen } = event;
      return { type: 'waiting', stage: stage === 'capture' ? 'capture' : 'enter', deadlineAt, seen };
    }
    case 'progress':
      return { type: 'progress', done: event.done, total: event.total, address: event.address };
    case 'note': {
      const { level, key, data } = event;
      return { type: 'note', level: level === 'info' ? 'info' : 'warning', key, data: { ...data } };
    }
    case 'skipped':
    case 'asking':
    case 'board':
      return null;
  }
}

/**
 * Authorization Only on one board, outside the slots: the license of the station's token, written and proved.
 * @throws KilnError TOKEN_MISSING, what refused the run, and what the board failed with
 */
export async function authorizeBoard(
  deps: JobDeps,
  token: string | null,
  { port, baudRate }: CallRequest<'inspect.authorize'>,
  { signal, onEvent }: { readonly signal: AbortSignal; readonly onEvent: (event: InspectEvent) => void },
): Promise<CallReply<'inspect.authorize'>> {
  if (token === null) throw new KilnError('TOKEN_MISSING');
  const request = {
    mode: 'authorize',
    token,
    port,
    chip: 'auto',
    holder: 'inspect',
    baudRate: baudRate === 'max' ? DEFAULT_BAUD_RATE : baudRate,
  } as const;
  const record = await runJob(request, deps, {
    signal,
    onEvent: (event) => {
      const told = asInspectEvent(event);
      if (told !== null) onEvent(told);
    },
  });
  signal.throwIfAborted();
  if (record.error !== null) throw new KilnError(record.error.code, record.error.data);
  return { uuid: record.license?.uuid ?? '' };
}
