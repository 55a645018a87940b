import type { LicenseState } from '../../../../shared/domain/license.js';

export const LICENSE_STATES: readonly LicenseState[] = [
  'free',
  'reserved',
  'written',
  'validated',
  'quarantined',
];
