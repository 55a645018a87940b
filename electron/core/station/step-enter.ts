import { entryVerdict } from '../../../shared/domain/entry.js';
import { KilnError } from '../../../shared/errors/kiln-error.js';
import type { SeenInstead } from '../tuya/api.js';
import { commandHex } from '../tuya/commands.js';
import { enterProductionTest } from '../tuya/enter.js';
import type { Seen } from './job-api.js';
import { emit, enterStage, needed, tell, toEpoch, warn, type JobContext } from './job-context.js';

/** The board restarts by itself after the reboot command; only when it takes longer is the operator asked. */
const OWN_REBOOT_MS = 4000;

/** To the view a product query is the application running, as a heartbeat is (authorization §0.1.10). */
export const SEEN: Readonly<Record<SeenInstead, Seen>> = {
  nothing: 'nothing',
  echo: 'echo',
  heartbeat: 'heartbeat',
  'product-query': 'heartbeat',
  garbage: 'garbage',
};

/** A board that answers in the other language takes licenses of the other kind only (authorization §2). */
function otherKind(thrown: unknown): unknown {
  if (!(thrown instanceof KilnError) || entryVerdict(thrown.data) !== 'tuya-open') return thrown;
  return new KilnError('LICENSE_KIND', { kind: 'tuyaos', wanted: 'tuyaopen' }, { cause: thrown });
}

/** Steps 1 and 2 of the happy path (authorization §1.9): stream enter frames until the module takes one. */
export async function enterStep(context: JobContext): Promise<void> {
  const { clock } = context.deps;
  // Where nothing went before, the board runs its application and somebody has to reset it.
  const patience = context.timer.current === null ? 0 : OWN_REBOOT_MS;
  enterStage(context, 'enter');
  const begun = clock.now();
  const test = await enterProductionTest(context.transport, {
    clock,
    signal: context.hooks.signal,
    ...(context.request.enterMs === undefined ? {} : { enterMs: context.request.enterMs }),
    onNote: ({ level, key, data }) => {
      if (key === 'test.fac-pin-lost') warn(context, key, { ...data });
      else emit(context, { type: 'note', level, key, data });
    },
    onWaiting: ({ deadline, seen }) => {
      if (clock.now() - begun < patience) return;
      const deadlineAt = toEpoch(context, deadline);
      emit(context, { type: 'waiting', stage: 'enter', deadlineAt, seen: SEEN[seen] });
    },
  }).catch((thrown: unknown) => {
    throw otherKind(thrown);
  });
  context.work.test = test;
  context.draft.capabilities = test.capabilities.map(commandHex).join(' ');
  tell(context, 'enter', { capabilities: context.draft.capabilities });
}

/** Step 3: the running firmware is the token's, where there is a token. */
export async function fingerprintStep(context: JobContext): Promise<void> {
  enterStage(context, 'fingerprint');
  const got = await needed(context.work.test, 'the production test').fingerprint();
  context.draft.fingerprint = got;
  tell(context, 'fingerprint', { ...got });
  if (context.token === null) return;
  const { identifier, version } = context.token.firmware;
  if (got.name === identifier && got.version === version) return;
  throw new KilnError('FINGERPRINT_MISMATCH', {
    wantName: identifier,
    wantVersion: version,
    gotName: got.name,
    gotVersion: got.version,
  });
}
