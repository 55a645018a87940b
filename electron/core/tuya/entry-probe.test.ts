import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../time/testing/virtual-clock.js';
import { echoes, judgeText, noiseAt115200 } from './entry-probe.js';
import { bytesOf, moduleFrame, ScriptedModule, type Script } from './testing/scripted-module.js';

const judge = (text: string): string => judgeText(Buffer.from(text, 'latin1'));

describe('judgeText', () => {
  it.each([
    ['boot-text', ''],
    ['boot-text', '\0'],
    ['log-text', 'V1.0.1\r\n CPSR:000000D3'],
    ['log-text', 'have actived over 15 min, not enter mf_init\r\nmf_init succ\r\n'],
    ['log-text', '\u001b[32m[01-01 08:00:00 ty I][main.c:12] up\u001b[0m\r\n'],
    ['tuya-open', '\r\ntuya>'],
    ['tuya-open', '[01-01 08:00:00 ty I] x\r\ntuya>\r\n'],
    ['wrong-rate', '\u0080\u00f0\u0000\u00ff\u00fe'],
  ])('%s: %j', (verdict, text) => {
    expect(judge(text)).toBe(verdict);
  });

  it('knows frames of the application at that rate, with noise around them', () => {
    const heartbeat = moduleFrame(0x00, '');
    expect(judgeText(heartbeat)).toBe('application-running');
    expect(judgeText(Buffer.concat([bytesOf('80 55 55 AA'), heartbeat, bytesOf('00')]))).toBe(
      'application-running',
    );
  });

  it('takes a few broken characters for text all the same, and never throws', () => {
    expect(judge(`${'0123456789'.repeat(3)}\u0080\u00ff`)).toBe('log-text');
    fc.assert(fc.property(fc.uint8Array(), (bytes) => typeof judgeText(bytes) === 'string'));
    fc.assert(
      fc.property(fc.string({ minLength: 4, unit: 'grapheme-ascii' }), (text) => {
        expect(['log-text', 'tuya-open']).toContain(judge(text));
      }),
    );
  });
});

function port(script: Script): {
  clock: VirtualClock;
  module: ScriptedModule;
  port: Parameters<typeof echoes>[0];
} {
  const clock = new VirtualClock();
  const module = new ScriptedModule(clock, script);
  const context = { clock, signal: new AbortController().signal };
  return { clock, module, port: { context, transport: module } };
}

describe('echoes', () => {
  const last = (it: ScriptedModule): Uint8Array => it.written.at(-1) ?? new Uint8Array(0);

  it('finds what was sent among what else comes, however it is cut', async () => {
    const it = port((_request, module) => {
      module.send(bytesOf('00 55'), 1);
      module.send(last(module).subarray(0, 1), 2);
      module.send(last(module).subarray(1), 3);
    });
    expect(await it.clock.run(echoes(it.port))).toBe(true);
    expect(it.clock.now()).toBeLessThan(20);
    expect([it.module.listeners, it.clock.pending]).toEqual([0, 0]);
  });

  it('is not taken in by heartbeats, nor by a part of it', async () => {
    const it = port((_request, module) => {
      module.send(moduleFrame(0, ''));
      module.send(last(module).subarray(0, 2), 2);
    });
    expect(await it.clock.run(echoes(it.port))).toBe(false);
    expect(it.clock.now()).toBe(150);
  });
});

describe('noiseAt115200', () => {
  it('waits no longer than a heartbeat needs, and presses Enter once', async () => {
    const it = port(() => undefined);
    expect(await it.clock.run(noiseAt115200(it.port))).toBe('boot-text');
    expect(it.clock.now()).toBe(1500);
    expect(it.module.written).toEqual([bytesOf('0D 0A')]);
  });

  it('is sure at once where a prompt shows', async () => {
    const it = port((_request, module) => module.send(Buffer.from('\r\ntuya>')));
    expect(await it.clock.run(noiseAt115200(it.port))).toBe('tuya-open');
    expect(it.clock.now()).toBeLessThan(50);
  });

  it('ends when the port does', async () => {
    const it = port((_request, module) => module.lose());
    await expect(it.clock.run(noiseAt115200(it.port))).rejects.toMatchObject({ code: 'PORT_LOST' });
    expect(it.module.listeners).toBe(0);
  });
});
