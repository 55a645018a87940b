import { KilnError } from '../../../shared/errors/kiln-error.js';
import { sleep } from '../time/wait.js';
import { emit, enterStage, needed, skipStage, tell, type JobContext } from './job-context.js';

/** From the reply to 0A until the module is in its restart. */
export const RESTART_MS = 100;

/** Steps 10 and 11 (authorization §1.9), where the token asks for them. After the license, which resets the country. */
export async function configureStep(context: JobContext): Promise<void> {
  const { country, userConfig } = context.rules;
  if (country === null && userConfig === null) return skipStage(context, 'configure');
  enterStage(context, 'configure');
  const test = needed(context.work.test, 'the production test');
  if (country !== null) {
    // Written, then read back by the verb itself: some modules replace what they do not know (authorization §0.1.3).
    await test.writeCountry(country);
    context.draft.country = country;
    tell(context, 'configure', { country });
  }
  if (userConfig !== null) {
    await test.writeUserConfig(userConfig);
    tell(context, 'configure', { userConfigBytes: userConfig.length });
  }
}

/** Step 12: radio and pins, where they are asked for. Changes nothing on the board. @throws KilnError RSSI_*, GPIO_FAILED */
export async function testsStep(context: JobContext): Promise<void> {
  const { rules, draft } = context;
  const { rssi, gpio } = rules;
  if (rssi === null && !gpio) return skipStage(context, 'tests');
  enterStage(context, 'tests');
  const test = needed(context.work.test, 'the production test');
  if (rssi !== null) {
    draft.rssiLimit = { ssid: rssi.ssid, min: rssi.min };
    const got = await test.rssi(rssi.ssid);
    draft.rssi = got;
    tell(context, 'tests', { ssid: rssi.ssid, rssi: got, min: rssi.min });
    if (got < rssi.min) throw new KilnError('RSSI_TOO_LOW', { rssi: got, min: rssi.min, ssid: rssi.ssid });
  }
  if (!gpio) return;
  try {
    await test.gpio();
    draft.gpio = 'passed';
  } catch (thrown) {
    if (thrown instanceof KilnError && thrown.code === 'GPIO_FAILED') draft.gpio = 'failed';
    throw thrown;
  } finally {
    if (draft.gpio !== null) tell(context, 'tests', { gpio: draft.gpio });
  }
}

/** Steps 13 and 14: the books, where a license was given, then the board restarts into its application. */
export async function finishStep(context: JobContext): Promise<void> {
  const { work, deps } = context;
  enterStage(context, 'finish');
  const test = needed(work.test, 'the production test');
  // Before the reset: whatever happens to the line from here on, the license is the board's own.
  if (work.claim !== null) await deps.pms.validate(work.claim);
  try {
    await test.reset();
    // It has said yes and is still there for a moment: who asks it now asks a board that is gone.
    await sleep(deps.clock, RESTART_MS);
  } catch {
    // Also where the operator stopped just now: the board is proven, only its restart is missing.
    emit(context, { type: 'note', level: 'warning', key: 'job.reset-unanswered', data: {} });
  }
}
