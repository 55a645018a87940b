import type { WordsOf } from '../error-words.js';
import type { STATION_CODES } from '../../errors/codes/station.js';

export const stationErrors: WordsOf<typeof STATION_CODES> = {
  FIRMWARE_NONE: {
    title: '此凭证不带固件',
    cause: '凭证 {{token}} 仅用于授权。',
    remedy: '请选择“仅授权”工位，或使用带固件的凭证。',
  },
};
