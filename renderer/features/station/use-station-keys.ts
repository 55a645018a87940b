import { useContext, useEffect } from 'react';

import { asksSerial } from '../../../shared/domain/serial.js';
import { MODES } from '../../../shared/domain/stage.js';
import { isRunning } from './slot-look.js';
import { commandOf, type KeyCommand } from './key-commands.js';
import { NO_SCAN, nextScan, scanKind, type Scan } from './scan.js';
import { focusSerial, focusSlot, goOn } from './serial-field.js';
import { StationContext } from './station-context.js';
import type { StationStore } from './station-store.js';
import { TOKEN_FIELD } from './TokenRow.js';

/** A field that takes characters; a closed drop-down list does not, nor does a box to tick. */
function takesText(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement)
    return !target.readOnly && !target.disabled && target.type !== 'checkbox';
  return target instanceof HTMLTextAreaElement || target.isContentEditable;
}

function perform(store: StationStore, command: KeyCommand): void {
  const station = store.getState();
  const slots = station.sync.snapshot?.slots ?? [];
  const held = station.sync.snapshot !== null && MODES[station.sync.snapshot.mode].held;
  const focused = slots.find(({ slot }) => slot === station.focusedSlot);
  switch (command.do) {
    case 'run-all':
      // What destroys is held, slot by slot.
      return held ? undefined : void station.run('all');
    case 'run-again':
      if (focused?.state.phase === 'asking') return void station.answer(focused.slot, true);
      return focused && !held && !isRunning(focused) ? void station.run([focused.slot]) : undefined;
    case 'stop':
      if (focused?.state.phase === 'asking') return void station.answer(focused.slot, false);
      return focused && isRunning(focused) ? void station.stop([focused.slot]) : undefined;
    case 'stop-all':
      return slots.some(isRunning) ? void station.stop('all') : undefined;
    case 'focus-slot':
      return focusSlot(command.slot);
    case 'why':
      return station.toggle(command.do);
    case 'log':
      return station.toggleLog();
    case 'token':
      return document.getElementById(TOKEN_FIELD)?.focus();
    case 'serial':
      return void focusSerial(station.serialTarget(station.focusedSlot) ?? station.focusedSlot);
    case 'station':
      return focusSlot(station.focusedSlot);
  }
}

/** A number goes to the slot that waits for it, and the focus to the next; a refused one is chosen in its field. */
async function takeSerial(store: StationStore, { text, from }: Scan): Promise<void> {
  const { scanSerial, serialTarget } = store.getState();
  const found = await scanSerial(text, from);
  if (found === null) return focusSlot(from);
  const { slot, taken } = found;
  if (taken) goOn(slot, serialTarget(slot, slot));
  else focusSerial(slot);
}

function takeScan(store: StationStore, scan: Scan): void {
  const { sync, confirmToken, confirmOrder } = store.getState();
  switch (scanKind(scan.text, sync.snapshot !== null && asksSerial(sync.snapshot))) {
    case 'serial':
      return void takeSerial(store, scan);
    case 'token':
      return void confirmToken(scan.text);
    case 'order':
      return void confirmOrder(scan.text, null);
    case null:
      return;
  }
}

/** The keys of the view, and the scanner that types while no field has the focus. */
export function useStationKeys(): void {
  const store = useContext(StationContext);
  useEffect(() => {
    if (store === null) return undefined;
    let scan = NO_SCAN;
    let lastEscape = -Infinity;
    const onKeyDown = (event: KeyboardEvent): void => {
      const station = store.getState();
      if (station.sync.snapshot === null) return;
      const target = event.target instanceof HTMLElement ? event.target : null;
      // Also one that the page laid over the view: then only its own keys work.
      const dialog = station.panel !== 'none' || document.querySelector('[role="dialog"]') !== null;
      const typing = takesText(target);
      if (!typing && !dialog && !event.ctrlKey && !event.altKey && !event.metaKey) {
        const moment = { at: event.timeStamp, selected: station.focusedSlot };
        const scanned = nextScan(scan, event.key, moment);
        scan = scanned.scan;
        // A space in the middle of a label presses nothing.
        if (event.key === ' ' && scan.text !== ' ') event.preventDefault();
        if (scanned.whole !== null) takeScan(store, scanned.whole);
      }
      const command = commandOf({
        key: event.key,
        ctrl: event.ctrlKey || event.metaKey,
        alt: event.altKey,
        shift: event.shiftKey,
        repeat: event.repeat,
        typing,
        escapeTaken:
          dialog || target?.getAttribute('aria-expanded') === 'true' || target?.dataset.draft === 'true',
        dialog,
        sinceEscape: event.timeStamp - lastEscape,
      });
      if (event.key === 'Escape' && !event.repeat) lastEscape = event.timeStamp;
      if (command === null) return;
      event.preventDefault();
      perform(store, command);
    };
    // In the capture phase: a list that Escape closes is still open then, so the key is known to be its own.
    window.addEventListener('keydown', onKeyDown, true);
    return () => window.removeEventListener('keydown', onKeyDown, true);
  }, [store]);
}
