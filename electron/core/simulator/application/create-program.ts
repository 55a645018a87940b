import type { Silicon } from '../board/silicon.js';
import type { App } from '../catalogue/apps.js';
import { Application, type ApplicationOptions } from './application.js';
import { BabblingProgram, HeartbeatProgram, RebootWordProgram, SilentProgram } from './odd-programs.js';
import type { Program } from './program.js';
import { TuyaOpenShell } from './tuyaopen/shell.js';

export type ProgramBench = Omit<ApplicationOptions, 'personality'> & {
  /** Milliseconds that burning one-time cells takes. */
  readonly otpWriteMs: number;
};

/** The program that `app` names, ready to start. */
export function createProgram(silicon: Silicon, app: App, bench: ProgramBench): Program {
  switch (app.kind) {
    case 'tuya':
      return new Application(silicon, { ...bench, personality: app.personality });
    case 'tuyaopen': {
      const { memory, otpWriteMs } = bench;
      return new TuyaOpenShell(silicon, { generation: app.generation, memory, otpWriteMs });
    }
    case 'heartbeat':
      return new HeartbeatProgram(silicon);
    case 'babble':
      return new BabblingProgram(silicon);
    case 'reboot-word':
      return new RebootWordProgram(silicon);
    case 'silent':
      return new SilentProgram();
  }
}
