/** What a key asks for, whatever has the focus. */
export type KeyCommand =
  | {
      readonly do:
        'run-all' | 'run-again' | 'stop' | 'stop-all' | 'why' | 'log' | 'token' | 'serial' | 'station';
    }
  | { readonly do: 'focus-slot'; readonly slot: number };

export interface KeyPress {
  readonly key: string;
  readonly ctrl: boolean;
  readonly alt: boolean;
  readonly shift: boolean;
  readonly repeat: boolean;
  /** The focus is in a field that takes characters. */
  readonly typing: boolean;
  /** Something open takes Escape for itself: a list, a dialog, a field with a draft. */
  readonly escapeTaken: boolean;
  /** A dialog is open: only its own keys work. */
  readonly dialog: boolean;
  /** Milliseconds since the Escape before this one; Infinity where there was none. */
  readonly sinceEscape: number;
}

/** Two Escapes within this time stop every slot. */
export const TWICE_MS = 700;

const PLAIN: Readonly<Record<string, KeyCommand>> = {
  F5: { do: 'run-all' },
  F6: { do: 'run-again' },
  F1: { do: 'why' },
};
const WITH_CTRL: Readonly<Record<string, KeyCommand>> = {
  l: { do: 'log' },
  t: { do: 'token' },
  b: { do: 'serial' },
  '1': { do: 'station' },
};
const IN_DIALOG = new Set<KeyCommand['do']>(['why']);

function command({ key, ctrl, alt, shift, typing, escapeTaken, sinceEscape }: KeyPress): KeyCommand | null {
  if (alt || shift) return null;
  if (ctrl) return WITH_CTRL[key.toLowerCase()] ?? null;
  if (key === 'Escape') return escapeTaken ? null : { do: sinceEscape <= TWICE_MS ? 'stop-all' : 'stop' };
  // A scanner types digits too: outside a field they move the focus and do nothing else.
  if (/^[1-9]$/.test(key)) return typing ? null : { do: 'focus-slot', slot: Number(key) };
  return PLAIN[key] ?? null;
}

/** The command of a key press, or null. A held key repeats nothing; no bare letter and no bare Enter is a command. */
export function commandOf(press: KeyPress): KeyCommand | null {
  if (press.repeat) return null;
  const found = command(press);
  return found !== null && press.dialog && !IN_DIALOG.has(found.do) ? null : found;
}
