import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';

import { LOCAL_SESSION } from '../electron/core/pms/desk/context.js';
import { createPmsService } from '../electron/core/pms/desk/rules.js';
import { openEmbeddedPms } from '../electron/core/pms/embedded-pms.js';
import { systemClock } from '../electron/core/time/clock.js';
import { workbookOf } from './workbook.js';

const MIB = 1024 * 1024;
/** About as often as a busy line of sixteen boards moves a license. */
const WRITE_EVERY_MS = 50;

function* rowsOf(count: number): Generator<string[]> {
  yield ['UUID', 'AUTHKEY', 'PSKKEY'];
  for (let index = 0; index < count; index += 1) {
    const number = index.toString(16).padStart(12, '0');
    yield [`feed${number}`, `K${number}`.padEnd(32, 'x'), `P${number}`.padEnd(37, 'y')];
  }
}

/** How long a write of somebody else took, again and again while something goes on; milliseconds, sorted. */
async function waitsDuring(going: Promise<unknown>, write: () => Promise<void>): Promise<number[]> {
  const waits: number[] = [];
  let over = false;
  const end = going.finally(() => (over = true));
  while (!over) {
    const start = performance.now();
    await write();
    waits.push(performance.now() - start);
    await sleep(WRITE_EVERY_MS);
  }
  await end;
  return waits.sort((one, other) => one - other);
}

function* csvOf(count: number): Generator<string> {
  for (const row of rowsOf(count)) yield `${row.join(',')}\n`;
}

/**
 * Takes a synthetic license list, `csv` or `xlsx`, into an empty ledger, and says how long that took, how much memory, and
 * how long others waited. @returns the exit code
 */
export async function importBench([rows = '1000000', format = 'csv']: readonly string[]): Promise<number> {
  const count = Number(rows);
  const folder = await mkdtemp(join(tmpdir(), 'kiln-import-'));
  const path = join(folder, `list.${format}`);
  const list = format === 'xlsx' ? workbookOf(() => rowsOf(count)) : csvOf(count);
  await pipeline(Readable.from(list), createWriteStream(path));
  const pms = await openEmbeddedPms({
    folder: join(folder, 'data'),
    clock: systemClock,
    random: (bytes) => randomBytes(bytes),
  });
  try {
    const service = createPmsService(pms, { local: true });
    const before = process.resourceUsage().maxRSS / 1024;
    const start = performance.now();
    let read = start;
    const onProgress = (done: number, total: number): void => {
      if (done * 2 <= total) read = performance.now();
    };
    const importing = service.receive(
      'pool.import',
      { name: basename(path), licenseKind: 'tuyaos' },
      { session: LOCAL_SESSION, content: { path, onProgress } },
    );
    const waits = await waitsDuring(importing, () => pms.heartbeat('no such run'));
    const end = performance.now();
    const facts = {
      rows: count,
      listMiB: Math.round((await stat(path)).size / MIB),
      ledgerMiB: Math.round((await stat(join(folder, 'data', 'ledger.sqlite'))).size / MIB),
      secondsToRead: (read - start) / 1000,
      secondsToBringOver: (end - read) / 1000,
      others: waits.length,
      othersWaitedMsMedian: waits[Math.floor(waits.length / 2)],
      othersWaitedMsMost: waits.at(-1),
      memoryMiBBefore: Math.round(before),
      memoryMiBMost: Math.round(process.resourceUsage().maxRSS / 1024),
    };
    process.stdout.write(`${JSON.stringify(facts)}\n`);
    return 0;
  } finally {
    await pms.close();
    await rm(folder, { recursive: true });
  }
}
