import { maskSecret } from '../../../shared/domain/license.js';
import { macProblem, parseMac, type Mac } from '../../../shared/domain/mac.js';
import { MODES } from '../../../shared/domain/stage.js';
import { KilnError } from '../../../shared/errors/kiln-error.js';
import type { IdentifiedBoard } from '../beken/api.js';
import { hasKnownMap } from '../inspect/areas.js';
import { findingsOf, type Findings } from '../inspect/plan.js';
import { takeSnapshot } from '../inspect/read-board.js';
import { judgeLicense, judgeMac, judgeStackUp } from './judge-board.js';
import { enterStage, LeaveBoard, tell, warn, type JobContext } from './job-context.js';
import { rfMacText } from './rf-mac.js';
import { admitUnit } from './work-order.js';

/** What stands in flash, in the words of the record. */
function describe(context: JobContext, { meaning, storage }: Findings, said: string | null): void {
  tell(context, 'preflight', {
    mac: said,
    authorized: meaning.authorized,
    uuid: meaning.license === null ? null : maskSecret(meaning.license.uuid),
    productionTestClosed: meaning.productionTestClosed,
    provisioned: meaning.provisioned,
    damaged: storage.damaged.length,
  });
}

/** A closed production test shows before a minute is spent on the board (authorization §5.6). */
function judgeClosed(context: JobContext, { meaning }: Findings, said: string | null): void {
  if (meaning.productionTestClosed !== true) return;
  const license = meaning.license === null ? null : maskSecret(meaning.license.uuid);
  // Burning alone has no need of it, and leaves it as it is.
  if (context.request.mode === 'burn') return warn(context, 'job.test-closed');
  throw new KilnError('TEST_CLOSED', { mac: said ?? '-', license: license ?? '-' });
}

/**
 * Refuses a board that would burn in vain: no license is free, and none was given to it before.
 * @throws KilnError POOL_EMPTY
 */
async function requireLicense({ request, deps }: JobContext, mac: Mac | null): Promise<void> {
  if (request.token === null) return;
  const { amount, free } = await deps.pms.tokenInfo(request.token);
  if (free > 0) return;
  if (mac !== null && (await deps.pms.licenseOf(request.token, mac)) !== null) return;
  throw new KilnError('POOL_EMPTY', { amount });
}

/** As `judgeLicense`. A board that is left as it is passes here too: its order is asked as well. */
async function judgeOwn(
  context: JobContext,
  mac: Mac,
  held: Parameters<typeof judgeLicense>[2],
): Promise<void> {
  try {
    await judgeLicense(context, mac, held);
  } catch (thrown) {
    if (thrown instanceof LeaveBoard) await admitUnit(context, mac);
    throw thrown;
  }
}

/**
 * Looks at what the board holds, in the loader's session and before anything is erased: what would be refused after
 * its firmware was burned is refused now (authorization §5.6).
 * @throws KilnError TEST_CLOSED, POOL_EMPTY; as `judgeMac`, `judgeStackUp`, `judgeLicense`, `admitUnit`
 */
export async function preflight(context: JobContext, board: IdentifiedBoard): Promise<void> {
  const { work, request } = context;
  enterStage(context, 'preflight');
  const said = await rfMacText(board);
  const mac = said !== null && macProblem(said) === null ? parseMac(said) : null;
  if (mac !== null) await judgeStackUp(context, mac);
  if (hasKnownMap(board.facts.chip)) {
    work.found = findingsOf(await takeSnapshot(board));
    describe(context, work.found, said);
    judgeClosed(context, work.found, said);
  }
  const { authorizes, burns } = MODES[request.mode];
  if (!authorizes) {
    // Where nothing is changed, the running firmware may say its address later.
    if (mac !== null || burns) await admitUnit(context, mac);
    return;
  }
  const held = work.found?.meaning.license ?? null;
  if (mac !== null) await judgeOwn(context, mac, held);
  const verdict = said === null ? null : await judgeMac(context, said, held);
  // By the address that it will have: one that is a copy is another board's.
  const own = verdict === 'write' ? null : verdict;
  await admitUnit(context, own);
  await requireLicense(context, own);
}
