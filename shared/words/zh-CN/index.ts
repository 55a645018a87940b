import type { en } from '../en/index.js';
import { cli } from './cli.js';
import { entry } from './entry.js';
import { errors, rows } from './errors.js';
import { jobLog } from './job-log.js';
import { log } from './log.js';
import { shell } from './shell.js';
import { stages } from './stages.js';
import { ui } from './ui.js';
import { writer, writerLog } from './writer.js';
import { inspect } from './inspect.js';
import { desk } from './desk.js';
import { records } from './records.js';
import { settings } from './settings.js';
import {
  abilities,
  damage,
  firmwareWarnings,
  hints,
  keys,
  likely,
  poolLeased,
  problems,
  seen,
  things,
  unknownHolder,
} from './values.js';

export const zhCN: typeof en = {
  errors,
  entry,
  rows,
  seen,
  likely,
  poolLeased,
  problems,
  damage,
  firmwareWarnings,
  hints,
  abilities,
  keys,
  things,
  unknownHolder,
  log: { ...log, ...jobLog, ...writerLog },
  stages,
  ui: { ...ui, writer, inspect, desk, records, settings },
  cli,
  shell,
};
