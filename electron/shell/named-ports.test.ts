import { expect, it, vi } from 'vitest';

import type { EventName } from '../../shared/contract/channels.js';
import type { PortInfo } from '../../shared/contract/ports.js';
import type { KilnCore } from '../core/kiln.js';
import { withNamedPorts } from './named-ports.js';

const COM5: PortInfo = { path: 'COM5', kind: 'serial', label: 'CH340' };
const PTY: PortInfo = { path: '/run/board0.tty', kind: 'serial', label: 'board0.tty' };

function fakeCore() {
  let emit: (name: EventName, payload: unknown) => void = () => undefined;
  const core = {
    calls: { 'ports.list': () => Promise.resolve([COM5]) },
    onEvent: (listener: typeof emit) => {
      emit = listener;
      return () => undefined;
    },
  } as unknown as KilnCore;
  return { core, emit: (name: EventName, payload: unknown) => emit(name, payload) };
}

it('adds what was named to the list and to its changes', async () => {
  const { core, emit } = fakeCore();
  const more = withNamedPorts(core, ['/run/board0.tty', 'COM5']);
  expect(await more.calls['ports.list'](undefined)).toEqual([COM5, PTY]);
  const heard = vi.fn();
  more.onEvent(heard);
  emit('ports.changed', []);
  expect(heard).toHaveBeenCalledWith('ports.changed', [PTY, { path: 'COM5', kind: 'serial', label: 'COM5' }]);
});

it('leaves other events alone', () => {
  const { core, emit } = fakeCore();
  const heard = vi.fn();
  withNamedPorts(core, ['/x']).onEvent(heard);
  emit('station.event', { seq: 1 });
  expect(heard).toHaveBeenCalledExactlyOnceWith('station.event', { seq: 1 });
});

it('is the core itself where nothing was named', () => {
  const { core } = fakeCore();
  expect(withNamedPorts(core, [])).toBe(core);
});
