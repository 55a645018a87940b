import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { accessSync, chownSync, constants, mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

/** A PostgreSQL of its own, empty, gone with `stop`. */
export interface Cluster {
  /** Of its one database. */
  readonly url: string;
  stop(): Promise<void>;
}

const NONE = `PostgreSQL is needed for these tests and none was found (PATH, /usr/lib/postgresql/*/bin).
Install it, then try again: apt-get install postgresql`;
const READY_SECONDS = 30;
/** Debian's user and group for those who should own nothing. */
const NOBODY = { uid: 65534, gid: 65534 };
const DEBIAN = '/usr/lib/postgresql';

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The folder with both programs, newest version first. @throws where there is none, saying what to install */
function programs(): string {
  const exe = process.platform === 'win32' ? '.exe' : '';
  const versions = ((): string[] => {
    try {
      return readdirSync(DEBIAN).sort((one, other) => Number(other) - Number(one));
    } catch {
      return [];
    }
  })();
  // A link on the path leads to the folder where the others are.
  const linked = (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, `postgres${exe}`))
    .filter(isProgram)
    .map((path) => dirname(realpathSync(path)));
  const found = [...versions.map((version) => join(DEBIAN, version, 'bin')), ...linked].find(
    (folder) => isProgram(join(folder, `initdb${exe}`)) && isProgram(join(folder, `postgres${exe}`)),
  );
  if (found === undefined) throw new Error(NONE);
  return found;
}

/** PostgreSQL refuses to run as root: there it runs as nobody, and ends with whoever started it. */
function asNobody(program: string, args: readonly string[]): [string, string[]] {
  if (process.getuid?.() !== 0) return [program, [...args]];
  const { uid, gid } = NOBODY;
  const drop = [`--reuid=${uid}`, `--regid=${gid}`, '--clear-groups', '--pdeathsig=INT'];
  return ['setpriv', [...drop, program, ...args]];
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

/** Resolves when the server says that it takes connections. */
function untilReady(server: ChildProcess): Promise<void> {
  const said: string[] = [];
  return new Promise((resolve, reject) => {
    const fail = (why: string): void => reject(new Error(`PostgreSQL ${why}:\n${said.join('\n')}`));
    const late = setTimeout(() => fail(`was not ready after ${READY_SECONDS} s`), READY_SECONDS * 1000);
    server.once('error', reject);
    server.once('exit', () => fail('ended'));
    createInterface({ input: server.stderr! }).on('line', (line) => {
      said.push(line);
      if (!line.includes('ready to accept connections')) return;
      clearTimeout(late);
      resolve();
    });
  });
}

/**
 * Starts a PostgreSQL on a free port, with a data folder that goes with it. What it keeps need not outlive it, so it
 * syncs nothing.
 * @throws where there is none, saying what to install
 */
export async function startCluster(): Promise<Cluster> {
  const bin = programs();
  const folder = mkdtempSync(join(tmpdir(), 'kiln-postgres-'));
  if (process.getuid?.() === 0) chownSync(folder, NOBODY.uid, NOBODY.gid);
  const data = join(folder, 'data');
  const env = { ...process.env, LC_ALL: 'C' };
  const made = ['-D', data, '-U', 'kiln', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'];
  await promisify(execFile)(...asNobody(join(bin, 'initdb'), made), { env, cwd: folder });
  const port = await freePort();
  const settings = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'fsync=off',
    'full_page_writes=off',
    'synchronous_commit=off',
    'wal_level=minimal',
    'max_wal_senders=0',
    // Nothing here lives long enough to be tidied up.
    'autovacuum=off',
    'checkpoint_timeout=1h',
    'jit=off',
    'deadlock_timeout=50ms',
    'max_connections=200',
  ].flatMap((setting) => ['-c', setting]);
  const [command, args] = asNobody(join(bin, 'postgres'), ['-D', data, '-p', String(port), ...settings]);
  const server = spawn(command, args, { env, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = new Promise((resolve) => server.once('close', resolve));
  const stop = async (): Promise<void> => {
    // Fast shutdown: it waits for nobody.
    server.kill('SIGINT');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await untilReady(server);
  } catch (thrown) {
    await stop();
    throw thrown;
  }
  return { url: `postgres://kiln@127.0.0.1:${port}/postgres`, stop };
}
