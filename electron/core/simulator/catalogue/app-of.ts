import { CHIP_TRAITS } from '../board/chips.js';
import type { CreateBoardOptions } from '../tuning.js';
import { APPS, type App } from './apps.js';

type Asked = Pick<CreateBoardOptions, 'chip' | 'app' | 'personality' | 'appRebootWord'>;

/** What runs on a board: what was asked for, else what its chip usually has; null: nothing that is simulated. */
export function appOf({ chip, app, personality, appRebootWord = false }: Asked): App | null {
  if (personality) return { kind: 'tuya', personality };
  if (appRebootWord) return { kind: 'reboot-word' };
  const name = app ?? CHIP_TRAITS[chip].app;
  return name === null ? null : APPS[name].app;
}
