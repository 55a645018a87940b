import type { InspectEvent } from '../../../shared/contract/inspect.js';
import type { LoaderEvent } from '../beken/api.js';
import type { Clock } from '../time/clock.js';
import type { RepairEvent } from './api.js';

type Waiting = Extract<InspectEvent, { type: 'waiting' }>;

/** The contract asks for no more than 20 a second. */
const PROGRESS_MS = 50;
/** A board that the loader has restarted comes up by itself; a person is asked only when that takes longer. */
const OWN_REBOOT_MS = 4000;

/**
 * What a repair tells, as the view takes it: deadlines on the calendar, progress at most 20 times a second (the last of a stage
 * always), and what nobody has to see left out.
 */
export function viewEvents(
  clock: Clock,
  send: (event: InspectEvent) => void,
): (event: LoaderEvent | RepairEvent) => void {
  let nextProgress = Number.NEGATIVE_INFINITY;
  let entering = 0;
  const waiting = (stage: Waiting['stage'], deadline: number, seen: Waiting['seen']): void => {
    const deadlineAt = clock.wallTime().getTime() + deadline - clock.now();
    send({ type: 'waiting', stage, deadlineAt, seen });
  };
  return (event) => {
    switch (event.type) {
      case 'stage':
        nextProgress = Number.NEGATIVE_INFINITY;
        return send({ type: 'stage', stage: event.stage });
      case 'waiting':
        return waiting('capture', event.deadline, event.seen);
      case 'progress': {
        const { done, total, address } = event;
        if (clock.now() < nextProgress && done < total) return;
        nextProgress = clock.now() + PROGRESS_MS;
        return send({ type: 'progress', done, total, address });
      }
      case 'note':
        return send({ type: 'note', level: event.level, key: event.key, data: { ...event.data } });
      case 'backup':
        return send({ type: 'stage', stage: 'backup' });
      case 'test-stage':
        entering = clock.now();
        return send({ type: 'stage', stage: event.stage });
      case 'test-waiting':
        if (clock.now() - entering < OWN_REBOOT_MS) return;
        return waiting('enter', event.deadline, event.seen === 'product-query' ? 'heartbeat' : event.seen);
      case 'identified':
      case 'baud':
        return;
    }
  };
}
