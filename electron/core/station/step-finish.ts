import { KilnError } from '../../../shared/errors/kiln-error.js';
import type { Claim } from '../pms/pms.js';
import type { ProductionTest } from '../tuya/api.js';
import { emit, enterStage, type JobContext } from './job-context.js';

/** Steps 10 to 12 (authorization §1.9), each only where the token asks for it. The country comes after the license, which resets it. */
async function tokenTests(context: JobContext, test: ProductionTest): Promise<void> {
  const { country, userConfig, rssi, gpio } = context.rules;
  if (country !== null) {
    await test.writeCountry(country);
    context.draft.country = country;
  }
  if (userConfig !== null) await test.writeUserConfig(userConfig);
  if (rssi !== null) {
    const got = await test.rssi(rssi.ssid);
    context.draft.rssi = got;
    if (got < rssi.min) throw new KilnError('RSSI_TOO_LOW', { rssi: got, min: rssi.min, ssid: rssi.ssid });
  }
  if (gpio) await test.gpio();
}

/** Steps 10 to 14: what the token asks for, then the books, then the board restarts into its application. */
export async function finishStep(context: JobContext, test: ProductionTest, claim: Claim): Promise<void> {
  enterStage(context, 'finish');
  await tokenTests(context, test);
  // Before the reset: whatever happens to the line from here on, the license is the board's own.
  await context.deps.pms.validate(claim);
  try {
    await test.reset();
  } catch {
    // Also where the operator stopped just now: the board is proven, only its restart is missing.
    emit(context, { type: 'note', level: 'warning', key: 'job.reset-unanswered', data: {} });
  }
}
