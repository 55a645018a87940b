import type { desk as words } from '../en/desk.js';

export const desk: typeof words = {
  title: '管理台',
};
