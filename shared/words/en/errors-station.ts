import type { WordsOf } from '../error-words.js';
import type { STATION_CODES } from '../../errors/codes/station.js';

export const stationErrors: WordsOf<typeof STATION_CODES> = {
  FIRMWARE_NONE: {
    title: 'This token brings no firmware',
    cause: 'Token {{token}} was issued for authorization only.',
    remedy: 'Choose the workstation Authorization Only, or use a token with a firmware.',
  },
};
