import type { WordsOf } from '../error-words.js';
import type { WRITER_CODES } from '../../errors/codes/writer.js';

export const writerErrors: WordsOf<typeof WRITER_CODES> = {
  FILE_NOT_CHOSEN: {
    title: 'No file chosen',
    cause: 'There is nothing to write or to compare yet.',
    remedy: 'Choose a file, or drop one on the page.',
  },
  FILE_UNWRITABLE: {
    title: 'File {{path}} cannot be written',
    cause: 'The system said: {{detail}}',
    remedy: 'Choose another folder, or make room on the disk.',
  },
  WRITER_RUNNING: {
    title: 'The Writer is at work',
    cause: 'It does one job at a time, and one is running.',
    remedy: 'Wait for it, or stop it.',
  },
};
