import type { WordsOf } from '../error-words.js';
import type { SERVER_CODES } from '../../errors/codes/server.js';

export const serverErrors: WordsOf<typeof SERVER_CODES> = {};
