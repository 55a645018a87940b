import type { WordsOf } from '../error-words.js';
import type { SERVER_CODES } from '../../errors/codes/server.js';

export const serverErrors: WordsOf<typeof SERVER_CODES> = {
  LISTEN_FAILED: {
    title: 'The server cannot listen on {{address}}',
    cause: '{{detail}}',
    remedy: 'Choose another address or port, or stop the program that has it.',
  },
  LOGIN_LIMIT: {
    title: 'Too many tries to log in',
    cause: 'The server lets nobody guess passwords quickly.',
    remedy: 'Wait a minute and try again.',
  },
  UPLOAD_TOO_LARGE: {
    title: 'The file is too large',
    cause: 'At most {{max}} bytes may be sent.',
    remedy: 'Check that it is the right file.',
  },
  PMS_UNREACHABLE: {
    title: 'The PMS server does not answer',
    cause: '{{url}}: {{detail}}',
    remedy: 'Check the network and the address in Settings. What is recorded meanwhile is sent later.',
  },
  PMS_FOREIGN: {
    title: 'This is no Kiln PMS',
    cause: '{{url}} answers, but not as a Kiln PMS does ({{detail}}).',
    remedy: 'Check the address in Settings; perhaps a proxy stands in between.',
  },
  PMS_UNTRUSTED: {
    title: 'The certificate of the PMS server is not trusted',
    cause: '{{url}}: {{detail}}',
    remedy: 'Choose in Settings the certificate that signed it. Whoever runs the server has it.',
  },
  QUEUE_NOT_EMPTY: {
    title: 'Results still wait for the PMS server',
    cause: '{{count}} steps were recorded here and {{url}} does not have them yet.',
    remedy: 'Wait until the server has answered, then choose other books.',
  },
  STORE_UNREACHABLE: {
    title: 'The database cannot be reached',
    cause: '{{detail}}',
    remedy:
      'Check that PostgreSQL runs and that the address, the name and the password are right, then try again.',
  },
  SECRET_KEY_LOST: {
    title: 'The key of the data folder is missing',
    cause: '{{path}} is not there, and the licenses are sealed with it. Nothing was changed.',
    remedy: 'Put kiln.key back from its backup.',
  },
  SECRET_KEY_WRONG: {
    title: 'The key does not fit',
    cause: '{{path}} holds no key, or not the one that the licenses are sealed with. Nothing was changed.',
    remedy: 'Put back the kiln.key that belongs to this ledger.',
  },
  SECRET_KEY_LOCKED: {
    title: 'The key is kept by the keychain of the system',
    cause: '{{path}} opens for the user who made it, in the Kiln app on that machine alone.',
    remedy: 'Use the app as that user. To let the command line in too, choose so in Settings, Key.',
  },
  SECRET_UNREADABLE: {
    title: 'A sealed value cannot be opened',
    cause: 'It was changed, or was sealed with another key.',
    remedy: 'Restore the latest backup of the ledger.',
  },
  LEDGER_UNBALANCED: {
    title: 'The ledger does not add up',
    cause: '{{count}} licenses or tokens are not as their lines say.',
    remedy: 'Make no more runs on it. Compare it with the latest backup that balances.',
  },
};
