import { DEFAULT_BAUD_RATE } from '../../../shared/domain/chip.js';
import { formatToken } from '../../../shared/domain/token.js';
import type { JobRequest } from '../../core/station/job-api.js';
import type { CommonOptions, Environment } from '../environment.js';
import { withKiln } from '../session.js';
import { runBoard } from './run.js';

/** How long the built-in operator of the virtual board takes to press reset. */
const PATIENCE_MS = 800;

export interface DemoOptions extends CommonOptions {
  /** Skip the pace of UART and flash. */
  readonly fast?: boolean;
}

/** `kiln demo`: the whole of Burning Authorization on a virtual board with a demo token, no hardware, no display. */
export function demoCommand(options: DemoOptions, environment: Environment): Promise<number> {
  const timing = options.fast === true ? 'instant' : 'realistic';
  return withKiln(
    options,
    environment,
    (kiln, output) => {
      const token = kiln.demoToken ?? '';
      output.note({ event: 'demo', token, timing }, output.say('cli.demo', { token: formatToken(token) }));
      const request: JobRequest = {
        mode: 'burn-authorize',
        token,
        port: 'virtual:BK7231N',
        baudRate: DEFAULT_BAUD_RATE,
        chip: 'auto',
        holder: 'kiln demo',
      };
      return runBoard(kiln, output, environment, request);
    },
    { virtual: { chips: ['BK7231N'], timing, patienceMs: PATIENCE_MS }, demo: true },
  );
}
