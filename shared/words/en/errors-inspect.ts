import type { WordsOf } from '../error-words.js';
import type { INSPECT_CODES } from '../../errors/codes/inspect.js';

export const inspectErrors: WordsOf<typeof INSPECT_CODES> = {
  STORAGE_KEY: {
    title: 'Not a name for the storage: {{key}}',
    cause: 'It is too long, empty, there already, or holds characters other than plain ASCII.',
    remedy: 'Use another name.',
  },
  STORAGE_FULL: {
    title: 'The storage of the module is full',
    cause: 'No block has room for {{key}}.',
    remedy: 'Unlock by erasing and writing the license again instead.',
  },
  STORAGE_DAMAGED: {
    title: 'The storage of the module cannot be changed',
    cause: 'Its key or its blocks cannot be read (block {{block}}).',
    remedy: 'Unlock by erasing and writing the license again instead.',
  },
  PLAN_STALE: {
    title: 'The board is not as it was when the plan was made',
    cause: 'Its storage has changed since, or it is another board. Nothing was written.',
    remedy: 'Inspect the board again, and read the new plan.',
  },
  REPAIR_IMPOSSIBLE: {
    title: 'This board cannot be repaired that way',
    cause: '{{reason}}',
    remedy: 'Inspect the board and choose another repair. Nothing was written.',
  },
  REPAIR_INTERRUPTED: {
    title: 'The repair was broken off: {{detail}}',
    cause: 'Part of the storage may be erased. What stood there before is in the backup {{backup}}.',
    remedy: 'Run the repair again, or restore the backup.',
  },
  UNLOCK_INCOMPLETE: {
    title: 'The production test is open, but did not end well',
    cause: 'The flash part is done; then: {{detail}}. What stood there before is in the backup {{backup}}.',
    remedy: 'Restore the backup and unlock again: nothing is lost.',
  },
  UNLOCK_OTHER_LICENSE: {
    title: 'The board came up with another license than before',
    cause:
      'The application restored a copy that differs from what was read: {{field}}. The license is in the backup {{backup}}.',
    remedy: 'Restore the backup, then unlock by erasing and writing the license again.',
  },
  BACKUP_UNREADABLE: {
    title: 'The backup cannot be opened: {{path}}',
    cause: 'It is no backup of Kiln, it is damaged, or it was sealed with another key.',
    remedy: 'Choose another backup; a backup opens only where its key is.',
  },
  BACKUP_OTHER_BOARD: {
    title: 'The backup is of another board',
    cause: 'It was made of {{backup}}, this board is {{board}}.',
    remedy: 'A license belongs to one board: choose the backup with its MAC.',
  },
  BACKUP_FAILED: {
    title: 'The backup could not be saved: {{path}}',
    cause: '{{detail}}',
    remedy: 'Nothing was erased. Make room, or choose another folder, and try again.',
  },
  INSPECT_BUSY: {
    title: 'A board is being inspected already',
    cause: 'Inspect works on one board at a time.',
    remedy: 'Wait for it, or cancel it.',
  },
};
