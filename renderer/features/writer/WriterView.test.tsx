import { act, fireEvent, screen, within } from '@testing-library/react';
import userEvents from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';

import type { WriterSnapshot } from '../../../shared/contract/writer.js';
import type { FakeBridge, FakeCore } from '../../dev/fake-bridge.js';
import { renderApp, renderView } from '../../dev/render-app.js';
import { idleSlot, stationOf, VIRTUAL_PORT } from '../../dev/samples.js';
import {
  BOARD,
  UG_FILE,
  detectedJob,
  failedJob,
  passedJob,
  waitingJob,
  workingJob,
  writerOf,
} from '../../dev/writer-samples.js';
import { WriterView } from './WriterView.js';

/** Without the pause that the library makes after every key. */
const userEvent = userEvents.setup({ delay: null });

async function open(change: Partial<WriterSnapshot> = {}, core: Partial<FakeCore> = {}): Promise<FakeBridge> {
  const bridge = renderView(<WriterView />, stationOf([]), { writer: writerOf(change), ...core });
  if (core.refuse?.['writer.snapshot'] === undefined) await screen.findByTestId('writer-state');
  return bridge;
}
const asked = (bridge: FakeBridge, channel: string) =>
  bridge.calls.filter((call) => call.channel === channel).map((call) => call.request);
const button = (name: string | RegExp) => screen.getByRole<HTMLButtonElement>('button', { name });
const state = () => screen.findByTestId('writer-state');

describe('actions', () => {
  it('answer to their keys, and nothing else does', async () => {
    const bridge = await open();
    await userEvent.keyboard('{F5}');
    expect(asked(bridge, 'writer.run')).toEqual([{ action: 'program' }]);
    await userEvent.keyboard('{Alt>}e{/Alt}{Alt>}v{/Alt}{Alt>}d{/Alt}{Alt>}r{/Alt}');
    expect(asked(bridge, 'writer.run').slice(1)).toEqual([
      { action: 'erase' },
      { action: 'verify' },
      { action: 'detect' },
    ]);
    expect(asked(bridge, 'writer.read')).toHaveLength(1);
    const before = bridge.calls.length;
    button('Program').focus();
    await userEvent.keyboard('erdvabc123{Enter}');
    expect(bridge.calls).toHaveLength(before);
    await userEvent.keyboard('{Control>}o{/Control}');
    expect(asked(bridge, 'writer.browse')).toHaveLength(1);
  });

  it('that cannot be done say why and do nothing', async () => {
    const bridge = await open({ file: UG_FILE });
    expect(button('Program').disabled).toBe(true);
    expect(button('Program').title).toContain('may not be written');
    expect(within(screen.getByTestId('file-card')).getByRole('alert').textContent).toContain(
      'This is a UG file',
    );
    await userEvent.keyboard('{F5}');
    expect(asked(bridge, 'writer.run')).toEqual([]);
  });

  it('Escape stops a running job; while it runs nothing else can be pressed, and nothing is ember', async () => {
    const bridge = await open({ job: workingJob(), board: BOARD });
    expect((await state()).textContent).toContain('WORKING');
    expect(button('Program').disabled).toBe(true);
    expect(screen.getByLabelText<HTMLInputElement>('Start Address').disabled).toBe(true);
    expect(document.querySelectorAll('button[class*=ember]')).toHaveLength(0);
    await userEvent.keyboard('{F5}{Escape}');
    expect(asked(bridge, 'writer.run')).toEqual([]);
    expect(asked(bridge, 'writer.stop')).toHaveLength(1);
  });
});

describe('the range', () => {
  it('is typed in hex, committed by Enter, and moves the map', async () => {
    const bridge = await open();
    const start = screen.getByLabelText<HTMLInputElement>('Start Address');
    await userEvent.clear(start);
    await userEvent.type(start, '1ee000{Enter}');
    expect(asked(bridge, 'writer.configure')).toEqual([{ range: { start: 0x1ee000 } }]);
    expect(start.value).toBe('0x001EE000');
  });

  it('is committed before an action runs, and hex that is none is not', async () => {
    const bridge = await open({ file: null });
    const length = screen.getByLabelText<HTMLInputElement>('Operate Length');
    await userEvent.clear(length);
    await userEvent.type(length, '2000');
    await userEvent.keyboard('{Alt>}e{/Alt}');
    expect(bridge.calls.slice(-2).map(({ channel }) => channel)).toEqual(['writer.configure', 'writer.run']);
    await userEvent.clear(length);
    await userEvent.type(length, 'zz{Enter}');
    expect(length.value).toBe('0x00002000');
  });

  it('has presets, and a region’s name is one', async () => {
    const bridge = await open();
    await userEvent.click(button('Auth data'));
    await userEvent.click(button('Whole flash'));
    await userEvent.click(button('OTA area'));
    await userEvent.click(button('File'));
    expect(asked(bridge, 'writer.configure')).toEqual([
      { range: { start: 0x1ee000, length: 0x12000 } },
      { range: { start: 0, length: 0x200000 } },
      { range: { start: 0x12a000, length: 0xa6000 } },
      { range: 'file' },
    ]);
  });

  it('over calibration and MAC asks for a reason, which goes with one job', async () => {
    const range = { start: 0x1d0000, length: 0x1000 };
    const bridge = await open({
      file: null,
      board: BOARD,
      settings: { ...writerOf().settings, range, rangeFrom: 'typed' },
    });
    expect(button('Erase Flash').disabled).toBe(true);
    await userEvent.type(screen.getByLabelText('Why should Kiln override its guard?'), 'spare');
    await userEvent.click(button('Erase Flash'));
    expect(asked(bridge, 'writer.run')).toEqual([{ action: 'erase', override: 'spare' }]);
    expect(screen.getByLabelText<HTMLInputElement>('Why should Kiln override its guard?').value).toBe('');
  });
});

describe('a job', () => {
  it('waits for the reset in words, with a countdown and what is seen', async () => {
    const port = VIRTUAL_PORT.path;
    const bridge = await open(
      { job: waitingJob(Date.now()), settings: { ...writerOf().settings, port } },
      { ports: [VIRTUAL_PORT] },
    );
    expect((await state()).textContent).toMatch(/RESET THE BOARD NOW5\d s/);
    expect(screen.getByText(/its loader’s moment has passed/)).toBeTruthy();
    await userEvent.click(button('Press the board’s reset'));
    expect(asked(bridge, 'virtual.reset')).toEqual([{ path: port }]);
  });

  it('that passed says what was written and where the backup is', async () => {
    const bridge = await open({ job: workingJob(), board: BOARD });
    act(() => bridge.writes({ job: passedJob() }));
    expect((await state()).textContent).toContain('PASS17.2 s');
    expect(screen.getByTestId('writer-facts').textContent).toContain('848 KB');
    expect(screen.getByTestId('writer-facts').textContent).toContain(
      'd81f12004a07-BK7231N-20261122-072419.bin',
    );
  });

  it('that failed gives cause, remedy, and the button that does it', async () => {
    const bridge = await open({ job: failedJob(), board: BOARD });
    expect(screen.getByText(/3 sectors differ/)).toBeTruthy();
    expect(document.querySelectorAll('button[class*=ember]')).toHaveLength(1);
    await userEvent.keyboard('{F1}');
    expect(within(await screen.findByRole('dialog')).getByText('FLASH_DIFFERS')).toBeTruthy();
    await userEvent.keyboard('{F1}');
    await userEvent.click(button('Program the file'));
    expect(asked(bridge, 'writer.run')).toEqual([{ action: 'program' }]);
  });

  it('of Detect shows the board', async () => {
    await open({ job: detectedJob(), board: BOARD });
    const facts = screen.getByTestId('writer-facts').textContent;
    for (const fact of ['TH25Q16HB', 'D8 1F 12 00 4A 07', 'BK7231N_1.0.1', 'fits the bootloader'])
      expect(facts).toContain(fact);
  });

  it('survives going to another view and back', async () => {
    const bridge = renderApp(stationOf([idleSlot(1)]), {
      writer: writerOf({ job: workingJob(), board: BOARD }),
    });
    await screen.findByTestId('slot-1');
    for (const view of [2, 1, 2]) await userEvent.keyboard(`{Control>}${view}{/Control}`);
    expect((await state()).textContent).toContain('WORKING');
    expect(asked(bridge, 'writer.snapshot')).toHaveLength(1);
  });
});

describe('the view', () => {
  it('takes a dropped file, and shows why one was refused', async () => {
    const bridge = await open(
      { file: null },
      { refuse: { 'writer.drop': { code: 'FILE_UNREADABLE', data: { path: 'x', detail: 'gone' } } } },
    );
    const file = new File(['x'], 'x.bin');
    const dataTransfer = { types: ['Files'], files: [file], dropEffect: 'none' };
    fireEvent.dragOver(screen.getByTestId('writer'), { dataTransfer });
    expect(screen.getByText('Let go to open it')).toBeTruthy();
    fireEvent.drop(screen.getByTestId('writer'), { dataTransfer });
    expect(asked(bridge, 'writer.drop')).toEqual([file]);
    expect((await screen.findByText(/FILE_UNREADABLE/)).textContent).toBeTruthy();
    await userEvent.click(button('Choose another file'));
    expect(asked(bridge, 'writer.browse')).toHaveLength(1);
  });

  it('says what to do first where there is no port', async () => {
    await open({ settings: { ...writerOf().settings, port: null } }, { ports: [] });
    expect(screen.getByText(/Plug in an adapter/)).toBeTruthy();
  });

  it('switches frames on, hides the log, saves it', async () => {
    const bridge = await open();
    act(() =>
      bridge.writerLog({ lines: [{ at: 1, level: 'info', key: 'writer.done', data: {} }], frames: [] }),
    );
    await userEvent.click(button('Frames'));
    expect(asked(bridge, 'writer.frames')).toEqual([{ on: true }]);
    await userEvent.keyboard('{Control>}s{/Control}{Control>}l{/Control}');
    expect(asked(bridge, 'writer.saveLog')).toEqual([{ language: 'en' }]);
    expect(screen.getByTestId('writer-log').dataset['open']).toBe('false');
  });

  it('says that the Writer does not answer, and tries again', async () => {
    const bridge = await open(
      {},
      { refuse: { 'writer.snapshot': { code: 'INTERNAL', data: { detail: 'gone' } } } },
    );
    const again = await screen.findByRole('button', { name: 'Try again' });
    delete bridge.refuse['writer.snapshot'];
    await userEvent.click(again);
    expect(await state()).toBeTruthy();
  });
});
