import type { settings as words } from '../en/settings.js';

export const settings: typeof words = {
  title: '设置',
};
