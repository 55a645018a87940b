import { VirtualClock } from '../../time/testing/virtual-clock.js';
import type { LoaderEvent } from '../api.js';
import { Commands } from '../commands.js';
import { Link } from '../link.js';
import type { Session } from '../session.js';
import { ScriptedTransport } from './scripted-transport.js';
import { target, type Script } from './scripted-target.js';

/** A session with a target that answers by script, in virtual time; the host is at 115200. */
export async function scriptedSession(script: Script) {
  const clock = new VirtualClock();
  const transport = new ScriptedTransport(target(script));
  const stop = new AbortController();
  const events: LoaderEvent[] = [];
  const link = new Link(transport, clock);
  await link.setBaudRate(115200, stop.signal);
  const session: Session = {
    clock,
    signal: stop.signal,
    onEvent: (event) => events.push(event),
    commands: new Commands(link, clock, stop.signal),
  };
  const notes = (): string[] => events.flatMap((event) => (event.type === 'note' ? [event.key] : []));
  return { clock, transport, stop, events, notes, session };
}
