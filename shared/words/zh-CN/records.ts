import type { records as words } from '../en/records.js';

export const records: typeof words = {
  title: '记录',
};
