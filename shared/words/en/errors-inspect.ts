import type { WordsOf } from '../error-words.js';
import type { INSPECT_CODES } from '../../errors/codes/inspect.js';

export const inspectErrors: WordsOf<typeof INSPECT_CODES> = {};
