import { basename } from 'node:path';

import { maskSecret } from '../../../shared/domain/license.js';
import { parseMac } from '../../../shared/domain/mac.js';
import { KilnError } from '../../../shared/errors/kiln-error.js';
import type { RepairContext, RepairEvent, Snapshot } from '../inspect/api.js';
import { findingsOf } from '../inspect/plan.js';
import { unlockBoard } from '../inspect/unlock.js';
import { wipeBoard } from '../inspect/wipe.js';
import { sleep } from '../time/wait.js';
import { emit, enterStage, needed, tell, toEpoch, type JobContext } from './job-context.js';
import { onLoaderEvent } from './loader-events.js';
import { SEEN } from './step-enter.js';
import { loaderRequest } from './step-program.js';
import { RESTART_MS } from './step-tests.js';

const OWN_REBOOT_MS = 4000;

/** What a repair tells on its way, as this station's stages. */
function repairEvents(context: JobContext): (event: RepairEvent) => void {
  const { clock } = context.deps;
  let entering = Number.POSITIVE_INFINITY;
  return (event) => {
    switch (event.type) {
      case 'stage':
        if (event.stage === 'read') return enterStage(context, 'preflight');
        // Sector by sector: to the view it is one with the erase it belongs to, and with its proof.
        if (event.stage === 'program') return;
        return onLoaderEvent(context, event);
      case 'backup':
        enterStage(context, 'backup');
        // Its folder is this computer's own affair.
        return tell(context, 'backup', { file: basename(event.path) });
      case 'test-stage':
        if (event.stage === 'enter') entering = clock.now();
        return enterStage(context, event.stage);
      case 'test-waiting': {
        if (clock.now() - entering < OWN_REBOOT_MS) return;
        const deadlineAt = toEpoch(context, event.deadline);
        return emit(context, { type: 'waiting', stage: 'enter', deadlineAt, seen: SEEN[event.seen] });
      }
      default:
        return onLoaderEvent(context, event);
    }
  };
}

function repairContext(context: JobContext): RepairContext {
  const { deps, hooks } = context;
  return { clock: deps.clock, signal: hooks.signal, onEvent: repairEvents(context) };
}

function note(
  context: JobContext,
  snapshot: Snapshot,
): { readonly uuid: string; readonly authkey: string } | null {
  const { work, draft } = context;
  work.found = findingsOf(snapshot);
  const { license, productionTestClosed } = work.found.meaning;
  draft.mac = snapshot.mac;
  if (snapshot.mac !== null) {
    work.mac = parseMac(snapshot.mac);
    emit(context, { type: 'board', facts: { mac: snapshot.mac } });
  }
  const uuid = license === null ? null : maskSecret(license.uuid);
  tell(context, 'preflight', { authorized: license !== null, uuid, productionTestClosed });
  return license;
}

/** Opens a closed production test, by the surest way for this very board; its license stays (authorization §5.7). */
export async function unlockStep(context: JobContext): Promise<void> {
  const { request, deps, transport, draft } = context;
  const { way, license, uuid, proved } = await unlockBoard(
    transport,
    {
      ...loaderRequest(context),
      backups: deps.backups,
      ...(request.enterMs === undefined ? {} : { enterMs: request.enterMs }),
      confirm: (_plan, snapshot) => void note(context, snapshot),
    },
    repairContext(context),
  );
  await sleep(deps.clock, RESTART_MS);
  const held = needed(context.work.found, 'the look at the board').meaning.license;
  if (held !== null && uuid !== null)
    draft.license = { uuid: held.uuid, authkey: maskSecret(held.authkey), reused: true };
  tell(context, 'preflight', { way, license });
  tell(context, 'prove', { proved });
}

/**
 * Takes the authorization from a board, after a sealed backup. Says how many licenses go with it before anything does.
 * @throws KilnError NOT_CONFIRMED {licenses, uuid} with the board untouched
 */
export async function wipeStep(context: JobContext): Promise<void> {
  const { request, deps, transport, draft } = context;
  await wipeBoard(
    transport,
    {
      ...loaderRequest(context),
      backups: deps.backups,
      confirm: (_plan, snapshot) => {
        const license = note(context, snapshot);
        const licenses = license === null ? 0 : 1;
        tell(context, 'preflight', { licenses });
        if (request.confirmed !== true) {
          const uuid = license === null ? '-' : maskSecret(license.uuid);
          throw new KilnError('NOT_CONFIRMED', { licenses, uuid });
        }
        draft.previousLicense =
          license === null ? null : { uuid: license.uuid, authkey: maskSecret(license.authkey) };
      },
    },
    repairContext(context),
  );
  draft.licensesWiped = draft.previousLicense === null ? 0 : 1;
}
