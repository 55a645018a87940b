import type { writer as words } from '../en/writer.js';

export const writer: typeof words = {
  title: '烧录器',
};
