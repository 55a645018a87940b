import { maskToken } from '../../../shared/domain/token.js';
import { errorText } from '../../../shared/words/error-text.js';
import { KilnError } from '../../../shared/errors/kiln-error.js';
import type { Remote } from '../../core/pms/client/remote.js';
import type { CommonOptions, Environment } from '../environment.js';
import type { Output } from '../output.js';
import { withServer } from '../session.js';

export interface AheadOptions extends CommonOptions {
  readonly giveBack?: boolean;
}

/** A moment as people read it, UTC, to the minute. */
const minute = (ms: number): string => new Date(ms).toISOString().slice(0, 16).replace('T', ' ');

/** What lies here for when the server is away, and what it refused late. */
function show(remote: Remote, output: Output): void {
  const tokens = remote
    .aheadByToken()
    .map(({ token, ahead, until }) => ({ token: maskToken(token), ahead, until }));
  const refused = remote.refused().map(({ step, error, at }) => ({ step, error, at }));
  const { queued } = remote.contact();
  const iso = tokens.map((one) => ({
    ...one,
    until: one.until === null ? null : new Date(one.until).toISOString(),
  }));
  output.result({ event: 'ahead', tokens: iso, queued, refused }, [
    ...tokens.map(({ token, ahead, until }) =>
      until === null
        ? `${token} ${output.say('cli.aheadNone')}`
        : `${token} ${output.say('cli.ahead', { count: ahead, until: minute(until) })}`,
    ),
    ...(tokens.length === 0 ? [output.say('cli.aheadNone')] : []),
    ...refused.map(({ step, error, at }) => {
      const { title, cause, remedy } = errorText(output.language, error);
      return `! ${minute(at)} ${step}: ${title}. ${cause} ${remedy}`;
    }),
  ]);
}

/**
 * `kiln pms ahead`: licenses that the app has set aside here, which `kiln run` uses while the server is away; with
 * `--give-back` they go back to it.
 */
export function pmsAheadCommand(options: AheadOptions, environment: Environment): Promise<number> {
  return withServer(options, environment, async (remote, output) => {
    if (remote === null) throw new KilnError('USAGE', { detail: 'name the server with --pms or KILN_PMS' });
    if (options.giveBack === true) await remote.giveBack();
    show(remote, output);
    return 0;
  });
}
