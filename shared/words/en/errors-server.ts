import type { WordsOf } from '../error-words.js';
import type { SERVER_CODES } from '../../errors/codes/server.js';

export const serverErrors: WordsOf<typeof SERVER_CODES> = {
  STORE_UNREACHABLE: {
    title: 'The database cannot be reached',
    cause: '{{detail}}',
    remedy:
      'Check that PostgreSQL runs and that the address, the name and the password are right, then try again.',
  },
};
