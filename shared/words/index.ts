import { en } from './en/index.js';
import { zhCN } from './zh-CN/index.js';

/** All words of the product, per language. Same keys everywhere (the types and a test see to it). */
export const WORDS = { en, 'zh-CN': zhCN } as const;
export type Language = keyof typeof WORDS;
