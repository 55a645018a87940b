import { maskSecret } from '../../../shared/domain/license.js';
import { entryVerdict } from '../../../shared/domain/entry.js';
import type { ErrorCode } from '../../../shared/errors/codes.js';
import { KilnError, toCodedError } from '../../../shared/errors/kiln-error.js';
import type { BoardLicense, OpenCli, OpenLicense } from '../tuya/api.js';
import { enterProductionTest } from '../tuya/enter.js';
import { openTuyaCli } from '../tuya/open-cli/open.js';
import { judgeLicense, judgeMac } from './judge-board.js';
import { emit, enterStage, needed, skipStage, tell, warn, type JobContext } from './job-context.js';
import { settleMac } from './step-mac.js';

/** Long enough for an application that speaks the other language to say something of its own. */
const OTHER_LANGUAGE_MS = 3000;
const WORTH_A_RETRY = new Set<ErrorCode>(['LICENSE_REFUSED', 'LICENSE_READBACK', 'OPEN_CLI_NO_REPLY']);

/** True where the board has a production test, or an application that would have one: its licenses are the other kind. */
async function speaksTest(context: JobContext): Promise<boolean> {
  const { deps, hooks, transport } = context;
  try {
    await enterProductionTest(transport, {
      clock: deps.clock,
      signal: hooks.signal,
      enterMs: OTHER_LANGUAGE_MS,
    });
    return true;
  } catch (thrown) {
    hooks.signal.throwIfAborted();
    if (!(thrown instanceof KilnError) || thrown.code !== 'TEST_NOT_ENTERED') throw thrown;
    return entryVerdict(thrown.data) === 'application-running';
  }
}

/** Finds the command line. @throws KilnError LICENSE_KIND where the board is of the other kind; OPEN_CLI_NOT_FOUND */
export async function openEnterStep(context: JobContext): Promise<void> {
  const { deps, hooks, transport, work } = context;
  enterStage(context, 'enter');
  try {
    work.open = await openTuyaCli(transport, {
      clock: deps.clock,
      signal: hooks.signal,
      onNote: (note) => emit(context, { type: 'note', ...note }),
    });
  } catch (thrown) {
    const silent = thrown instanceof KilnError && thrown.code === 'OPEN_CLI_NOT_FOUND';
    if (!silent || !(await speaksTest(context))) throw thrown;
    throw new KilnError('LICENSE_KIND', { kind: 'tuyaopen', wanted: 'tuyaos' }, { cause: thrown });
  }
  tell(context, 'enter', { generation: work.open.generation });
}

/** The version is noted; such firmware has no fingerprint to hold against a token. */
export async function openVersionStep(context: JobContext): Promise<void> {
  enterStage(context, 'fingerprint');
  const version = await needed(context.work.open, 'the command line').version();
  tell(context, 'fingerprint', { version });
}

function asBoardLicense(held: OpenLicense | null): BoardLicense | null {
  if (held === null) return null;
  return { ...held, pskKey: null, apSsid: null, apPassword: null, prodTest: false, facPin: null };
}

export async function openMacStep(context: JobContext): Promise<void> {
  const { work } = context;
  enterStage(context, 'mac');
  const cli = needed(work.open, 'the command line');
  const said = await cli.readMac();
  work.held = asBoardLicense(await cli.readLicense());
  const mac = await judgeMac(context, said, work.held);
  // Its command line has no word for writing one.
  if (mac === 'write') throw new KilnError('MAC_INVALID', { mac: said, problem: 'refused' });
  await settleMac(context, mac, said);
}

async function writeProved(context: JobContext, cli: OpenCli, license: OpenLicense): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      // Whether what it holds may go was decided before.
      await cli.writeLicense(license, { kind: 'tuyaopen', overwrite: true });
      return tell(context, 'license', { tries });
    } catch (thrown) {
      context.hooks.signal.throwIfAborted();
      const { code } = toCodedError(thrown);
      if (tries > 1 || !WORTH_A_RETRY.has(code)) throw thrown;
      warn(context, 'job.license-again', { code });
    }
  }
}

/** Takes the license of this board, writes it and reads it back (authorization §2). */
export async function openLicenseStep(context: JobContext): Promise<void> {
  const { work, draft, deps, request } = context;
  enterStage(context, 'license');
  const cli = needed(work.open, 'the command line');
  const mac = needed(work.mac, 'the MAC');
  await judgeLicense(context, mac, work.held);
  const claim = { token: needed(request.token, 'the token'), mac, runId: draft.runId };
  work.claim = claim;
  const { license, reused } = await deps.pms.reserve(claim);
  const { uuid, authkey } = license;
  draft.license = { uuid, authkey: maskSecret(authkey), reused };
  tell(context, 'license', { uuid: maskSecret(uuid), reused });
  emit(context, { type: 'board', facts: { uuid } });
  if (work.held?.uuid !== uuid || work.held.authkey !== authkey) {
    context.hooks.signal.throwIfAborted();
    await deps.pms.expose(claim);
    await writeProved(context, cli, { uuid, authkey });
  }
  enterStage(context, 'prove');
  const read = await cli.readLicense();
  if (read?.uuid !== uuid || read.authkey !== authkey)
    throw new KilnError('LICENSE_READBACK', { field: read?.uuid === uuid ? 'authkey' : 'uuid' });
  await deps.pms.markWritten(claim);
}

/** The books. Country, configuration and tests have no words in this language. */
export async function openFinishStep(context: JobContext): Promise<void> {
  const { work, deps, request } = context;
  if (request.mode !== 'verify') {
    skipStage(context, 'configure');
    skipStage(context, 'tests');
  }
  enterStage(context, 'finish');
  if (work.claim !== null) await deps.pms.validate(work.claim);
}
