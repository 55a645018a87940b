import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { describe, expect, it, vi } from 'vitest';

import type { PortInfo } from '../../../shared/contract/ports.js';
import { KilnError } from '../../../shared/errors/kiln-error.js';
import { VirtualClock } from '../time/testing/virtual-clock.js';
import { diffPorts } from './port-diff.js';
import { createPortHub } from './port-hub.js';
import type { SerialBackend, Transport, TransportEnd } from './transport.js';

function port(path: string, serialNumber?: string): PortInfo {
  return { path, kind: 'serial', label: path, ...(serialNumber ? { serialNumber } : {}) };
}

function fakeTransport(path: string): Transport {
  let end: (value: TransportEnd) => void;
  const closed = new Promise<TransportEnd>((resolve) => (end = resolve));
  const nothing = () => Promise.resolve();
  return {
    path,
    closed,
    onData: () => () => undefined,
    write: nothing,
    drain: nothing,
    setBaudRate: nothing,
    setLines: () => Promise.resolve(false),
    discardInput: nothing,
    close: () => {
      end({ by: 'us' });
      return closed.then(() => undefined);
    },
  };
}

class FakeBackend implements SerialBackend {
  ports: PortInfo[] = [];
  looks = 0;
  readonly open = vi.fn((path: string) => Promise.resolve(fakeTransport(path)));
  owns(path: string): boolean {
    return !path.startsWith('virtual:');
  }
  list(): Promise<readonly PortInfo[]> {
    this.looks += 1;
    return Promise.resolve(this.ports);
  }
}

function hubWith(backend: SerialBackend = new FakeBackend()) {
  const clock = new VirtualClock();
  return { clock, hub: createPortHub({ backends: [backend], clock }) };
}

describe('diffPorts', () => {
  it('sees plugging, unplugging and an adapter swapped in place', () => {
    const [a, b] = [port('COM1'), port('COM2', 'x')];
    expect(diffPorts([a], [a])).toBeNull();
    expect(diffPorts([a], [a, b])).toEqual({ ports: [a, b], added: [b], removed: [] });
    expect(diffPorts([a, b], [a])).toEqual({ ports: [a], added: [], removed: [b] });
    const swapped = port('COM2', 'y');
    expect(diffPorts([b], [swapped])).toEqual({ ports: [swapped], added: [swapped], removed: [b] });
  });
});

describe('list', () => {
  it('puts all backends into one list, and lets one fail', async () => {
    const [good, bad] = [new FakeBackend(), new FakeBackend()];
    good.ports = [port('COM1')];
    bad.list = () => Promise.reject(new Error('spawn udevadm ENOENT'));
    const hub = createPortHub({ backends: [bad, good], clock: new VirtualClock() });
    await expect(hub.list()).resolves.toEqual([port('COM1')]);
  });
});

describe('watch', () => {
  it('tells the first ports, then changes only, and rests when nobody watches', async () => {
    const backend = new FakeBackend();
    backend.ports = [port('COM1')];
    const { clock, hub } = hubWith(backend);
    const seen = vi.fn();
    const leave = hub.watch(seen);
    await clock.advance(0);
    expect(seen).toHaveBeenLastCalledWith({ ports: [port('COM1')], added: [port('COM1')], removed: [] });
    await clock.advance(5000);
    expect(seen).toHaveBeenCalledOnce();
    expect(backend.looks).toBe(6);
    backend.ports = [];
    await clock.advance(1000);
    expect(seen).toHaveBeenLastCalledWith({ ports: [], added: [], removed: [port('COM1')] });
    leave();
    const { looks } = backend;
    await clock.advance(5000);
    expect(backend.looks).toBe(looks);
    expect(clock.pending).toBe(0);
  });

  it('tells a late watcher everything, and starts again after a rest', async () => {
    const backend = new FakeBackend();
    backend.ports = [port('COM1')];
    const { clock, hub } = hubWith(backend);
    const [early, late] = [vi.fn(), vi.fn()];
    const leaveEarly = hub.watch(early);
    await clock.advance(1000);
    const leaveLate = hub.watch(late);
    await clock.advance(0);
    expect(late).toHaveBeenCalledOnce();
    expect(early).toHaveBeenCalledOnce();
    leaveEarly();
    leaveLate();
    const again = vi.fn();
    hub.watch(again);
    await clock.advance(0);
    expect(again).toHaveBeenCalledOnce();
  });

  it('does not look again while a look is still under way', async () => {
    const backend = new FakeBackend();
    let answer: (ports: PortInfo[]) => void = () => undefined;
    backend.list = () => {
      backend.looks += 1;
      return new Promise((resolve) => (answer = resolve));
    };
    const { clock, hub } = hubWith(backend);
    hub.watch(() => undefined);
    hub.watch(() => undefined);
    await clock.advance(10_000);
    expect(backend.looks).toBe(1);
    answer([]);
    await clock.advance(1000);
    expect(backend.looks).toBe(2);
  });
});

describe('lease', () => {
  it('has one owner at a time and names it', async () => {
    const { hub } = hubWith();
    const lease = await hub.lease('COM1', 'slot 1');
    await expect(hub.lease('COM1', 'slot 2')).rejects.toMatchObject({
      code: 'PORT_BUSY',
      data: { path: 'COM1', holder: 'slot 1' },
    });
    await lease.release();
    await lease.release();
    await expect(hub.lease('COM1', 'slot 2')).resolves.toMatchObject({ path: 'COM1' });
  });

  it('knows no backend for a foreign path', async () => {
    const { hub } = hubWith();
    await expect(hub.lease('virtual:t', 'slot 1')).rejects.toMatchObject({ code: 'PORT_NOT_FOUND' });
  });

  it.runIf(process.platform !== 'win32')('takes two names of one port for one port', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'kiln-'));
    const [device, link] = [join(folder, 'device'), join(folder, 'link')];
    writeFileSync(device, '');
    symlinkSync(device, link);
    try {
      const { hub } = hubWith();
      await hub.lease(device, 'slot 1');
      await expect(hub.lease(link, 'slot 2')).rejects.toMatchObject({
        data: { path: link, holder: 'slot 1' },
      });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('closes what is open on release', async () => {
    const { hub } = hubWith();
    const lease = await hub.lease('COM1', 'slot 1');
    const transport = await lease.open({ baudRate: 115200 });
    await lease.release();
    await expect(transport.closed).resolves.toEqual({ by: 'us' });
    await expect(lease.open({ baudRate: 115200 })).rejects.toMatchObject({ code: 'PORT_LOST' });
  });

  it('opens one transport at a time, and another after it has ended', async () => {
    const { hub } = hubWith();
    const lease = await hub.lease('COM1', 'slot 1');
    const first = await lease.open({ baudRate: 115200 });
    await expect(lease.open({ baudRate: 115200 })).rejects.toMatchObject({ code: 'PORT_BUSY' });
    await first.close();
    await expect(lease.open({ baudRate: 9600 })).resolves.not.toBe(first);
  });

  it('survives a failed open', async () => {
    const backend = new FakeBackend();
    backend.open.mockRejectedValueOnce(new KilnError('PORT_OPEN_FAILED', { path: 'COM1', detail: 'x' }));
    const { hub } = hubWith(backend);
    const lease = await hub.lease('COM1', 'slot 1');
    await expect(lease.open({ baudRate: 115200 })).rejects.toMatchObject({ code: 'PORT_OPEN_FAILED' });
    await expect(lease.open({ baudRate: 115200 })).resolves.toBeDefined();
  });

  it('closes a port whose open ends after the release', async () => {
    const backend = new FakeBackend();
    const transport = fakeTransport('COM1');
    let opened: (transport: Transport) => void = () => undefined;
    backend.open.mockReturnValueOnce(new Promise((resolve) => (opened = resolve)));
    const { hub } = hubWith(backend);
    const lease = await hub.lease('COM1', 'slot 1');
    const refused = expect(lease.open({ baudRate: 115200 })).rejects.toMatchObject({ code: 'PORT_LOST' });
    const released = lease.release();
    opened(transport);
    await Promise.all([refused, released]);
    await expect(transport.closed).resolves.toEqual({ by: 'us' });
  });
});
