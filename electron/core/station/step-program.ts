import { KilnError } from '../../../shared/errors/kiln-error.js';
import type { BoardFacts, IdentifiedBoard, LoaderRequest } from '../beken/api.js';
import { patch, program } from '../beken/loader.js';
import { placeProduction } from '../firmware/production.js';
import { needed, tell, type JobContext } from './job-context.js';
import { onLoaderEvent } from './loader-events.js';
import { preflight } from './step-preflight.js';

/** How this job speaks to a loader. */
export function loaderRequest({
  request,
}: JobContext): Pick<LoaderRequest, 'chip' | 'baudRate' | 'captureMs'> {
  const { chip, baudRate, captureMs } = request;
  return { chip, baudRate, ...(captureMs === undefined ? {} : { captureMs }) };
}

function loaderContext(context: JobContext): Parameters<typeof program>[2] {
  const { deps, hooks } = context;
  return { clock: deps.clock, signal: hooks.signal, onEvent: (event) => onLoaderEvent(context, event) };
}

/**
 * The flash is as large as the firmware was set up for (authorization §4.3, flash compare): a smaller one would be
 * written past its end, a larger one shows a wrong module.
 * @throws KilnError FLASH_SIZE_DIFFERS {found, configured}, KB
 */
function requireFlashSize({ token }: JobContext, { flashBytes }: BoardFacts): void {
  const configured = token?.firmware.flashBytes ?? null;
  if (configured === null || configured === flashBytes) return;
  throw new KilnError('FLASH_SIZE_DIFFERS', { found: flashBytes / 1024, configured: configured / 1024 });
}

/** Burns the token's firmware: capture to reboot (protocol §13.1). Nothing is erased before everything is checked. */
export async function programStep(context: JobContext): Promise<void> {
  const { image, facts } = needed(context.firmware, 'the firmware');
  const place = async (board: IdentifiedBoard) => {
    const { chip, protocolClass } = board.facts;
    const placement = placeProduction(image, facts, { name: chip, protocolClass });
    requireFlashSize(context, board.facts);
    await preflight(context, board);
    return placement;
  };
  const report = await program(
    context.transport,
    { ...loaderRequest(context), place },
    loaderContext(context),
  );
  const crc = report.crc.toString(16).toUpperCase().padStart(8, '0');
  context.draft.written = { start: report.start, bytes: report.bytes, crc };
  tell(context, 'program', { start: report.start, bytes: report.bytes });
  tell(context, 'verify', { crc });
}

/** Looks at the board through its loader and lets it run again as it is. */
export async function lookStep(context: JobContext): Promise<void> {
  const decide = async (board: IdentifiedBoard) => {
    await preflight(context, board);
    return [];
  };
  await patch(context.transport, { ...loaderRequest(context), decide }, loaderContext(context));
}
