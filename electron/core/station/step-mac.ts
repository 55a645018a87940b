import type { Mac } from '../../../shared/domain/mac.js';
import { judgeMac, judgeStackUp } from './judge-board.js';
import { admitUnit } from './work-order.js';
import { emit, enterStage, needed, tell, warn, type JobContext } from './job-context.js';

/** An address nobody has: not in this station's hands before, and no license was ever given for it. */
async function nextMac({ deps, policies }: JobContext): Promise<Mac> {
  return deps.macs.take(policies.macs, async (mac) => (await deps.pms.licensesOfMac(mac)).length === 0);
}

/** Step 4 and 7 (authorization §1.9): the board has an address of its own, or is given one where the policy says so. */
export async function macStep(context: JobContext): Promise<void> {
  const { work } = context;
  enterStage(context, 'mac');
  const test = needed(work.test, 'the production test');
  const said = await test.readMac();
  // Whether its address is a copy shows by the license beside it.
  work.held = await test.readLicense();
  const verdict = await judgeMac(context, said, work.held);
  if (verdict !== 'write') return settleMac(context, verdict, said);
  // Before an address is spent on it.
  if (work.unit === null) await admitUnit(context, null);
  const mac = await nextMac(context);
  await test.writeMac(mac);
  warn(context, 'job.mac-written', { from: said, to: mac });
  await settleMac(context, mac, said);
}

/** The address that stands for this board from here on. @throws KilnError STACK_UP; as `admitUnit` */
export async function settleMac(context: JobContext, mac: Mac, said: string): Promise<void> {
  const { work, draft } = context;
  work.mac = mac;
  draft.mac = mac;
  tell(context, 'mac', { mac, before: said === mac ? null : said });
  emit(context, { type: 'board', facts: { mac } });
  await judgeStackUp(context, mac);
  await admitUnit(context, mac);
}
