import { BAUD_RATES, CHIP_NAMES, type ChipChoice } from '../../../shared/domain/chip.js';
import { StationPolicies } from '../../../shared/contract/policies.js';
import { MODES, RUN_MODES, STAGES_OF, type RunMode } from '../../../shared/domain/stage.js';
import type { JobEvent, JobRequest } from '../../core/station/job-api.js';
import type { Line } from '../../core/pms/line.js';
import { parseSerial } from '../../core/station/serial.js';
import { openOrder, orderToken } from '../../core/station/work-order.js';
import { runJob } from '../../core/station/run-job.js';
import type { KilnBase } from '../../core/kiln.js';
import { logText } from '../../../shared/words/log-text.js';
import type { CommonOptions, Environment } from '../environment.js';
import { exitCodeOf } from '../exit-codes.js';
import type { Output } from '../output.js';
import { recordLines } from '../record-lines.js';
import { withKiln } from '../session.js';
import { parseRssi } from './token.js';
import { usage } from '../usage.js';

export interface RunOptions extends CommonOptions {
  readonly mode: string;
  readonly token?: string;
  readonly port: string;
  readonly baud: string;
  readonly chip: string;
  readonly wait: string;
  readonly yes?: boolean;
  readonly rssi?: string;
  readonly gpio?: boolean;
  readonly sameLicense?: string;
  readonly overwrite?: string;
  readonly macs?: string;
  readonly dropFacPin?: boolean;
  readonly workOrder?: string;
  readonly station?: string;
  readonly sn?: string;
}

/** @throws KilnError USAGE where a mode needs one, and no work order brings it */
function tokenOf(mode: RunMode, { token, workOrder }: RunOptions): string | null {
  if (token !== undefined && workOrder !== undefined) throw usage('--token or --work-order, not both');
  if (token === undefined && workOrder === undefined && MODES[mode].token === 'required')
    throw usage(`--mode ${mode} needs a --token or a --work-order`);
  return token ?? null;
}

/** @throws KilnError USAGE, SERIAL_MALFORMED */
function unitOf({ workOrder, station, sn }: RunOptions): Pick<JobRequest, 'sn'> {
  if (workOrder === undefined && station !== undefined) throw usage('--station needs a --work-order');
  return sn === undefined ? {} : { sn: parseSerial(sn) };
}

/** The run as a station of the order that was named, with the order's own token. @throws KilnError DESK_UNKNOWN, WORK_ORDER_CLOSED */
async function onOrder(
  request: JobRequest,
  { workOrder, station }: RunOptions,
  line: Line,
): Promise<JobRequest> {
  if (workOrder === undefined) return request;
  const order = await openOrder(line, workOrder, { station: station?.trim().toUpperCase() ?? null });
  const token = await orderToken(line, order.code);
  return { ...request, token, workOrder: { code: order.code, station: order.station } };
}

/** What this run does with a board that is not what it expects. @throws KilnError USAGE */
function policiesOf({ sameLicense, overwrite, macs, dropFacPin }: RunOptions): StationPolicies {
  const write = macs === undefined ? {} : { badMac: 'write', duplicateMac: 'write' };
  const asked = StationPolicies.safeParse({
    ...write,
    ...(sameLicense === undefined ? {} : { sameLicense }),
    ...(overwrite === undefined ? {} : { otherLicense: 'overwrite', overwriteReason: overwrite }),
    ...(macs === undefined ? {} : { macs: macs.split(',').map((entry) => entry.trim()) }),
    ...(dropFacPin === true ? { facPin: 'drop' } : {}),
  });
  if (asked.success) return asked.data;
  const [first] = asked.error.issues;
  throw usage(`${first?.path.join('.') ?? ''}: ${first?.message ?? ''}`);
}

/** Tests of a run without a token; with one, the token says what is tested. @throws KilnError USAGE */
function testsOf({ rssi, gpio }: RunOptions): Pick<JobRequest, 'tests'> {
  if (rssi === undefined && gpio === undefined) return {};
  return { tests: { rssi: rssi === undefined ? null : parseRssi(rssi), gpio: gpio === true } };
}

/** Checks what was typed. @throws KilnError USAGE */
export function jobRequest(options: RunOptions): JobRequest {
  const mode = RUN_MODES.find((known): known is RunMode => known === options.mode);
  if (mode === undefined) throw usage(`--mode ${options.mode}: one of ${RUN_MODES.join(', ')}`);
  const baudRate = BAUD_RATES.find((rate) => String(rate) === options.baud);
  if (baudRate === undefined) throw usage(`--baud ${options.baud}: one of ${BAUD_RATES.join(', ')}`);
  const chips: readonly ChipChoice[] = ['auto', ...CHIP_NAMES];
  const chip = chips.find((name) => name.toLowerCase() === options.chip.toLowerCase());
  if (chip === undefined) throw usage(`--chip ${options.chip}: one of ${chips.join(', ')}`);
  const seconds = Number(options.wait);
  if (!(seconds > 0 && seconds <= 3600)) throw usage(`--wait ${options.wait}: seconds, up to 3600`);
  const holder = `kiln run (process ${process.pid})`;
  return {
    mode,
    token: tokenOf(mode, options),
    port: options.port,
    baudRate,
    chip,
    holder,
    captureMs: seconds * 1000,
    // Where the board is burned first it restarts by itself, and nobody has to be waited for.
    ...(STAGES_OF[mode][0] === 'enter' ? { enterMs: seconds * 1000 } : {}),
    policies: policiesOf(options),
    confirmed: options.yes === true,
    ...testsOf(options),
    ...unitOf(options),
  };
}

/** Speaks of a job as it goes: every event with `--json`, the stages and the prompt otherwise. */
export function jobSpeaker(output: Output, clock: { wallTime(): Date }): (event: JobEvent) => void {
  let prompted = '';
  return (event) => {
    const { type, ...rest } = event;
    if (type === 'progress') {
      if (output.json) output.note({ event: type, ...rest }, null);
      const [done, total] = [event.done, event.total].map((bytes) => Math.round(bytes / 1024));
      output.status(`  ${output.say('cli.progress', { done: done ?? 0, total: total ?? 0 })}`);
      return;
    }
    if (type === 'waiting') {
      const seconds = Math.max(0, Math.round((event.deadlineAt - clock.wallTime().getTime()) / 1000));
      const first = prompted !== event.stage;
      prompted = event.stage;
      output.note(
        { event: type, ...rest, secondsLeft: seconds },
        first ? `>> ${output.say('cli.resetNowShort')}` : null,
      );
      output.status(`>> ${output.say('cli.resetNow', { seconds, seen: output.say(`seen.${event.seen}`) })}`);
      return;
    }
    if (type === 'stage') output.note({ event: type, ...rest }, `   ${output.say(`stages.${event.stage}`)}`);
    else if (type === 'note') {
      const line = logText(output.language, event);
      output.note({ event: type, ...rest }, event.level === 'info' ? null : `   ${line}`);
    } else output.note({ event: type, ...rest }, null);
  };
}

/** Runs one board and tells how it went. @returns the exit code */
export async function runBoard(
  kiln: KilnBase & { readonly line?: Line },
  output: Output,
  environment: Environment,
  request: JobRequest,
): Promise<number> {
  const record = await runJob(request, kiln, {
    signal: environment.signal,
    onEvent: jobSpeaker(output, kiln.clock),
  });
  output.result({ event: 'record', ...record }, recordLines(record, output));
  if (record.error === null) return 0;
  if (record.error.code !== 'CANCELLED') output.error(record.error);
  return exitCodeOf(record.error.code);
}

/** `kiln run`: one board, from reset to record. */
export function runCommand(options: RunOptions, environment: Environment): Promise<number> {
  const request = jobRequest(options);
  return withKiln(options, environment, async (kiln, output) =>
    runBoard(kiln, output, environment, await onOrder(request, options, kiln.line)),
  );
}
