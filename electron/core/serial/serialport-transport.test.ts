import { SerialPortMock } from 'serialport';
import { afterEach, describe, expect, it, vi } from 'vitest';

import { SerialportTransport } from './serialport-transport.js';

const PATH = '/dev/mock0';

/** The mock's far side, which the library exports without its types. */
interface FarSide {
  readonly recording: Uint8Array;
  emitData(data: Uint8Array): void;
}
const binding = SerialPortMock.binding as {
  createPort(path: string, options: { echo: boolean; record: boolean }): void;
  reset(): void;
};

function farSide(port: SerialPortMock): FarSide {
  const side = port.port as FarSide | undefined;
  if (!side) throw new Error('not open');
  return side;
}

async function openMock(): Promise<SerialPortMock> {
  binding.createPort(PATH, { echo: false, record: true });
  const port = new SerialPortMock({ path: PATH, baudRate: 115200, autoOpen: false });
  await new Promise<void>((resolve, reject) => port.open((error) => (error ? reject(error) : resolve())));
  return port;
}

async function open(): Promise<{ port: SerialPortMock; transport: SerialportTransport }> {
  const port = await openMock();
  return { port, transport: new SerialportTransport(port) };
}

const lost = { code: 'PORT_LOST', data: { path: PATH } };

afterEach(() => binding.reset());

describe('SerialportTransport', () => {
  it('writes, drains and hears', async () => {
    const { port, transport } = await open();
    const heard: number[] = [];
    transport.onData((chunk) => heard.push(...chunk));
    await transport.write(Uint8Array.of(1, 2, 3));
    await transport.drain();
    expect([...farSide(port).recording]).toEqual([1, 2, 3]);
    farSide(port).emitData(Buffer.from([9, 8]));
    await vi.waitFor(() => expect(heard).toEqual([9, 8]));
    await transport.close();
  });

  it('stops telling a listener that has left', async () => {
    const { port, transport } = await open();
    const [first, second] = [vi.fn(), vi.fn()];
    const leave = transport.onData(first);
    transport.onData(second);
    leave();
    farSide(port).emitData(Buffer.from([1]));
    await vi.waitFor(() => expect(second).toHaveBeenCalledOnce());
    expect(first).not.toHaveBeenCalled();
  });

  it('changes the rate in place', async () => {
    const { port, transport } = await open();
    await transport.setBaudRate(921600);
    expect(port.baudRate).toBe(921600);
    expect(port.isOpen).toBe(true);
  });

  it('never raises a line it was not told to raise', async () => {
    const { port, transport } = await open();
    const set = vi.spyOn(port, 'set');
    expect(await transport.setLines({ rts: true })).toBe(true);
    expect(set.mock.lastCall?.[0]).toMatchObject({ dtr: false, rts: true, brk: false });
    await transport.setLines({ dtr: true });
    expect(set.mock.lastCall?.[0]).toMatchObject({ dtr: true, rts: true });
  });

  it('has no lines where the driver knows none', async () => {
    const { port, transport } = await open();
    vi.spyOn(port, 'set').mockImplementation((_options, done) => {
      done?.(new Error('Inappropriate ioctl for device, cannot set'));
    });
    expect(await transport.setLines({ rts: true })).toBe(false);
  });

  it('ends by us, once, and refuses everything after', async () => {
    const { transport } = await open();
    await Promise.all([transport.close(), transport.close()]);
    await expect(transport.closed).resolves.toEqual({ by: 'us' });
    await expect(transport.write(Uint8Array.of(1))).rejects.toMatchObject(lost);
    await expect(transport.drain()).rejects.toMatchObject(lost);
    await expect(transport.setBaudRate(9600)).rejects.toMatchObject(lost);
    await expect(transport.setLines({})).rejects.toMatchObject(lost);
    await expect(transport.discardInput()).rejects.toMatchObject(lost);
  });

  it('cancels a write and a drain that the driver never answers', async () => {
    const { port, transport } = await open();
    vi.spyOn(port, 'write').mockReturnValue(true);
    vi.spyOn(port, 'drain').mockReturnValue(undefined);
    const [write, drain] = [transport.write(Uint8Array.of(1)), transport.drain()];
    const refused = [expect(write).rejects.toMatchObject(lost), expect(drain).rejects.toMatchObject(lost)];
    await transport.close();
    await Promise.all(refused);
  });

  it('is lost once even if the driver says so twice', async () => {
    const { port, transport } = await open();
    const ended = vi.fn();
    void transport.closed.then(ended);
    port.emit('close', new Error('device not configured'));
    port.emit('close', null);
    await expect(transport.closed).resolves.toEqual({ by: 'loss', detail: 'device not configured' });
    expect(ended).toHaveBeenCalledOnce();
    expect(port.isOpen).toBe(false);
    await expect(transport.write(Uint8Array.of(1))).rejects.toMatchObject(lost);
  });

  it('takes the end of input, which gives no close, for a loss', async () => {
    const { port, transport } = await open();
    port.emit('end');
    await expect(transport.closed).resolves.toEqual({ by: 'loss', detail: 'end of input' });
    expect(port.isOpen).toBe(false);
  });

  it('delivers nothing of what arrives while the input is discarded', async () => {
    const { port, transport } = await open();
    const heard = vi.fn();
    transport.onData(heard);
    vi.spyOn(port, 'flush').mockImplementation((done) => {
      port.emit('data', Buffer.from([1]));
      done?.(null);
    });
    await transport.discardInput();
    expect(heard).not.toHaveBeenCalled();
    port.emit('data', Buffer.from([2]));
    expect(heard).toHaveBeenCalledOnce();
  });
});
