import type { WordKey } from '../components/use-words.js';
import type { ViewId } from './view-ids.js';

/** A key as its cap shows it, and what it does. */
export interface KeyHelp {
  readonly key: string;
  readonly words: WordKey;
}

const EVERYWHERE: readonly KeyHelp[] = [
  { key: 'Ctrl 1 … 6', words: 'ui.keys.views' },
  { key: 'Ctrl K', words: 'ui.keys.palette' },
  { key: 'Ctrl /', words: 'ui.keys.list' },
];

const OF_VIEW: Readonly<Partial<Record<ViewId, readonly KeyHelp[]>>> = {
  station: [
    { key: 'F5', words: 'ui.keys.runAll' },
    { key: 'F6', words: 'ui.keys.runAgain' },
    { key: 'Esc', words: 'ui.keys.stop' },
    { key: '1 … 9', words: 'ui.keys.focusSlot' },
    { key: 'F1', words: 'ui.keys.why' },
    { key: 'Ctrl L', words: 'ui.keys.log' },
    { key: 'Ctrl T', words: 'ui.keys.token' },
    { key: 'Ctrl B', words: 'ui.keys.serial' },
  ],
  writer: [
    { key: 'F5', words: 'ui.writer.program' },
    { key: 'Alt E', words: 'ui.writer.erase' },
    { key: 'Alt R', words: 'ui.writer.read' },
    { key: 'Alt V', words: 'ui.writer.verifyAction' },
    { key: 'Alt D', words: 'ui.writer.detect' },
    { key: 'Esc', words: 'ui.writer.stop' },
    { key: 'Ctrl O', words: 'ui.writer.openFile' },
    { key: 'Ctrl S', words: 'ui.writer.saveLog' },
    { key: 'Ctrl L', words: 'ui.keys.log' },
    { key: 'F1', words: 'ui.writer.whyTitle' },
  ],
  inspect: [
    { key: 'F5', words: 'ui.inspect.view.read' },
    { key: 'Esc', words: 'ui.inspect.view.stop' },
    { key: 'Alt U', words: 'ui.inspect.repairs.unlock' },
    { key: 'Alt A', words: 'ui.inspect.view.authorize' },
    { key: 'Alt N', words: 'ui.inspect.view.firmwareRepair' },
    { key: 'Alt B', words: 'ui.inspect.view.backup' },
    { key: 'Alt W', words: 'ui.inspect.repairs.wipe' },
    { key: 'Alt H', words: 'ui.inspect.view.reveal' },
    { key: 'Ctrl L', words: 'ui.keys.log' },
  ],
  desk: [
    { key: 'Alt 1 … 8', words: 'ui.keys.deskPages' },
    { key: 'Alt A … Z', words: 'ui.keys.deskActions' },
    { key: 'Ctrl F', words: 'ui.keys.search' },
    { key: 'Ctrl Enter', words: 'ui.keys.confirmForm' },
    { key: 'Space ↑ ↓', words: 'ui.keys.rows' },
    { key: 'Esc', words: 'ui.keys.closeStory' },
  ],
  records: [
    { key: 'Alt ← →', words: 'ui.keys.turnDay' },
    { key: 'Ctrl F', words: 'ui.keys.search' },
    { key: 'Ctrl E', words: 'ui.keys.export' },
    { key: 'Esc', words: 'ui.keys.closeStory' },
  ],
};

/** The keys of a view; null: those that work in every view. */
export function keysOf(view: ViewId | null): readonly KeyHelp[] {
  return view === null ? EVERYWHERE : (OF_VIEW[view] ?? []);
}
