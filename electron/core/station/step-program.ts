import { isToolStage } from '../../../shared/domain/stage.js';
import { KilnError } from '../../../shared/errors/kiln-error.js';
import type { IdentifiedBoard, LoaderEvent } from '../beken/api.js';
import { program } from '../beken/loader.js';
import { readRfMac } from '../beken/rf-mac.js';
import { placeProduction } from '../firmware/production.js';
import { emit, enterStage, toEpoch, type JobContext } from './job-context.js';

/**
 * Refuses a board that would burn in vain: no license is free, and none was given to it before.
 * @throws KilnError POOL_EMPTY, with the flash untouched
 */
async function requireLicense(context: JobContext, board: IdentifiedBoard): Promise<void> {
  const { pms } = context.deps;
  const { amount, free } = await pms.tokenInfo(context.request.token);
  if (free > 0) return;
  const mac = await readRfMac(board);
  if (mac !== null && (await pms.licenseOf(context.request.token, mac)) !== null) return;
  throw new KilnError('POOL_EMPTY', { amount });
}

function hex(bytes: readonly number[]): string {
  return bytes.map((byte) => byte.toString(16).toUpperCase().padStart(2, '0')).join(' ');
}

function onLoaderEvent(context: JobContext, event: LoaderEvent): void {
  switch (event.type) {
    case 'stage':
      if (!isToolStage(event.stage)) enterStage(context, event.stage);
      return;
    case 'waiting':
      emit(context, {
        type: 'waiting',
        stage: 'capture',
        deadlineAt: toEpoch(context, event.deadline),
        seen: event.seen,
      });
      return;
    case 'identified': {
      const { chip, flashId, flashBytes, bootVersion } = event.facts;
      const id = flashId ? hex(flashId) : null;
      Object.assign(context.draft, { chip, flashId: id, flashBytes, bootVersion });
      emit(context, { type: 'board', facts: { chip, flashId: id, flashBytes } });
      return;
    }
    case 'baud':
      context.draft.baudRate = event.baudRate;
      emit(context, { type: 'board', facts: { baudRate: event.baudRate } });
      return;
    case 'progress':
    case 'note':
      emit(context, event);
      return;
  }
}

/** Burns the token's firmware: capture to reboot (protocol §13.1). Nothing is erased before everything is checked. */
export async function programStep(context: JobContext): Promise<void> {
  const { request, deps, hooks, firmware, draft } = context;
  const report = await program(
    context.transport,
    {
      chip: request.chip,
      baudRate: request.baudRate,
      ...(request.captureMs === undefined ? {} : { captureMs: request.captureMs }),
      place: async (board) => {
        const placement = placeProduction(firmware.image, firmware.facts, {
          name: board.facts.chip,
          protocolClass: board.facts.protocolClass,
        });
        await requireLicense(context, board);
        return placement;
      },
    },
    { clock: deps.clock, signal: hooks.signal, onEvent: (event) => onLoaderEvent(context, event) },
  );
  draft.written = {
    start: report.start,
    bytes: report.bytes,
    crc: report.crc.toString(16).toUpperCase().padStart(8, '0'),
  };
}
