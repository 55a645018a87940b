import type { Format } from './format.js';
import { POSTGRES_2 } from './postgres-2.js';
import { POSTGRES_3 } from './postgres-3.js';
import { POSTGRES_4, POSTGRES_4_SEALED } from './postgres-4.js';
import { POSTGRES_5 } from './postgres-5.js';
import { POSTGRES_6 } from './postgres-6.js';
import { sealLicenses } from './seal.js';

/** In order. The database keeps the number of the last one in kiln_format. */
export const POSTGRES_FORMATS: readonly Format[] = [
  { number: 2, sql: POSTGRES_2 },
  { number: 3, sql: POSTGRES_3 },
  { number: 4, sql: POSTGRES_4, fill: sealLicenses, after: POSTGRES_4_SEALED },
  { number: 5, sql: POSTGRES_5 },
  { number: 6, sql: POSTGRES_6 },
];
