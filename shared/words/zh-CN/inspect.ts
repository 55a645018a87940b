import type { inspect as words } from '../en/inspect.js';

export const inspect: typeof words = {
  title: '检查',
};
