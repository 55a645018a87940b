import { expect, it } from 'vitest';

import { RUN_MODES, STAGES_OF } from '../../../shared/domain/stage.js';
import { STEPS_OF } from './modes.js';

it.each(RUN_MODES)('%s: the steps go through the stages that the view shows, in that order', (mode) => {
  expect(STEPS_OF[mode].flatMap(({ stages }) => stages)).toEqual(STAGES_OF[mode]);
  expect(new Set(STAGES_OF[mode]).size).toBe(STAGES_OF[mode].length);
});
