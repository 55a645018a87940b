import type { WriterAction } from '../../../shared/domain/writer.js';

/** What a key asks for, whatever has the focus. */
export type WriterCommand =
  | { readonly do: 'run'; readonly action: WriterAction }
  | { readonly do: 'stop' | 'why' | 'open' | 'save' | 'log' };

export interface KeyPress {
  readonly key: string;
  /** The key's place on the board: with Alt the character may be another. */
  readonly code: string;
  readonly ctrl: boolean;
  readonly alt: boolean;
  readonly shift: boolean;
  readonly repeat: boolean;
  /** Something open takes Escape for itself: a list, a menu, a dialog. */
  readonly escapeTaken: boolean;
  /** A dialog is open: only the keys that close it work. */
  readonly dialog: boolean;
}

const PLAIN: Readonly<Record<string, WriterCommand>> = {
  F5: { do: 'run', action: 'program' },
  F1: { do: 'why' },
};
const WITH_CTRL: Readonly<Record<string, WriterCommand>> = {
  o: { do: 'open' },
  s: { do: 'save' },
  l: { do: 'log' },
};
const WITH_ALT: Readonly<Record<string, WriterCommand>> = {
  KeyE: { do: 'run', action: 'erase' },
  KeyR: { do: 'run', action: 'read' },
  KeyV: { do: 'run', action: 'verify' },
  KeyD: { do: 'run', action: 'detect' },
};

function command({ key, code, ctrl, alt, shift, escapeTaken }: KeyPress): WriterCommand | null {
  if (shift || (ctrl && alt)) return null;
  if (ctrl) return WITH_CTRL[key.toLowerCase()] ?? null;
  if (alt) return WITH_ALT[code] ?? null;
  if (key === 'Escape') return escapeTaken ? null : { do: 'stop' };
  return PLAIN[key] ?? null;
}

/** The command of a key press, or null. No bare letter and no Enter is one: a barcode scanner types both. */
export function commandOf(press: KeyPress): WriterCommand | null {
  if (press.repeat) return null;
  const found = command(press);
  return press.dialog && found?.do !== 'why' ? null : found;
}
