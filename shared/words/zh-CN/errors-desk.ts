import type { WordsOf } from '../error-words.js';
import type { DESK_CODES } from '../../errors/codes/desk.js';

export const deskErrors: WordsOf<typeof DESK_CODES> = {};
