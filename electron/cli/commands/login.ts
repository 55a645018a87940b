import { KilnError } from '../../../shared/errors/kiln-error.js';
import type { CommonOptions, Environment } from '../environment.js';
import { readUserFile } from '../../core/writer/user-file.js';
import { passwordOf } from '../files.js';
import { outputOf, withServer } from '../session.js';

export interface LoginOptions extends CommonOptions {
  readonly email: string;
  readonly ca?: string;
}

/** `kiln pms login`: a session at a server, kept sealed in the data folder for the commands that come after. */
export async function pmsLoginCommand(options: LoginOptions, environment: Environment): Promise<number> {
  const ca = options.ca === undefined ? null : Buffer.from(await readUserFile(options.ca)).toString();
  const { say } = outputOf(options, environment);
  const password = await passwordOf(environment, { now: say('cli.password') });
  return withServer(
    options,
    environment,
    async (remote, output) => {
      if (remote === null) throw new KilnError('USAGE', { detail: 'name the server with --pms or KILN_PMS' });
      const { account, expiresAt } = await remote.login(options.email.trim().toLowerCase(), password);
      output.result({ event: 'login', url: remote.wire.url, account, expiresAt }, [
        output.say('cli.loggedIn', { email: account.email, url: remote.wire.url }),
      ]);
      return 0;
    },
    { ca },
  );
}

/** `kiln pms logout`. */
export function pmsLogoutCommand(options: CommonOptions, environment: Environment): Promise<number> {
  return withServer(options, environment, async (remote) => {
    await remote?.logout();
    return 0;
  });
}
