import type { WordsOf } from '../error-words.js';
import type { STATION_CODES } from '../../errors/codes/station.js';

export const stationErrors: WordsOf<typeof STATION_CODES> = {};
