import { macProblem, parseMac } from '../../../shared/domain/mac.js';
import { KilnError } from '../../../shared/errors/kiln-error.js';
import type { ProductionTest, SeenInstead } from '../tuya/api.js';
import { enterProductionTest } from '../tuya/enter.js';
import type { Seen } from './job-api.js';
import { emit, enterStage, toEpoch, type JobContext } from './job-context.js';

/** The board restarts by itself after the reboot command; only when it takes longer is the operator asked. */
const OWN_REBOOT_MS = 4000;

/** To the view a product query is the application running, as a heartbeat is (authorization §0.1.10). */
const SEEN: Readonly<Record<SeenInstead, Seen>> = {
  nothing: 'nothing',
  echo: 'echo',
  heartbeat: 'heartbeat',
  'product-query': 'heartbeat',
  garbage: 'garbage',
};

/** Steps 1 and 2 of the happy path (authorization §1.9): stream enter frames until the module takes one. */
export async function enterStep(context: JobContext): Promise<ProductionTest> {
  enterStage(context, 'enter');
  const { clock } = context.deps;
  const begun = clock.now();
  return enterProductionTest(context.transport, {
    clock,
    signal: context.hooks.signal,
    ...(context.request.enterMs === undefined ? {} : { enterMs: context.request.enterMs }),
    onNote: (note) => emit(context, { type: 'note', ...note }),
    onWaiting: ({ deadline, seen }) => {
      if (clock.now() - begun < OWN_REBOOT_MS) return;
      emit(context, {
        type: 'waiting',
        stage: 'enter',
        deadlineAt: toEpoch(context, deadline),
        seen: SEEN[seen],
      });
    },
  });
}

/** Steps 3 and 4: the running firmware is the token's, and the board has an address of its own. Returns the MAC. */
export async function fingerprintStep(context: JobContext, test: ProductionTest): Promise<string> {
  enterStage(context, 'fingerprint');
  const got = await test.fingerprint();
  context.draft.fingerprint = got;
  const { identifier, version } = context.token.firmware;
  if (got.name !== identifier || got.version !== version) {
    throw new KilnError('FINGERPRINT_MISMATCH', {
      wantName: identifier,
      wantVersion: version,
      gotName: got.name,
      gotVersion: got.version,
    });
  }
  const said = await test.readMac();
  const problem = macProblem(said);
  const mac = parseMac(said);
  if (problem !== null || mac === null)
    throw new KilnError('MAC_INVALID', { mac: said, problem: problem ?? 'format' });
  context.draft.mac = mac;
  emit(context, { type: 'board', facts: { mac } });
  return mac;
}
