import { writeSync } from 'node:fs';

import { KilnError } from '../../../../shared/errors/kiln-error.js';
import { systemClock } from '../../time/clock.js';
import { openEmbeddedPms } from '../embedded-pms.js';
import type { Pms } from '../pms.js';
import { openPostgresPms } from '../postgres-pms.js';
import type { Acknowledged } from './acknowledged.js';
import { countingRandom, macOf } from './fixture.js';

const STEPS = ['expose', 'write', 'validate'] as const;

/**
 * A program that runs boards against a ledger, over and over, and says each step that the store acknowledged.
 * It never ends by itself: a test kills it. Called with: folder, token, seed, number of boards, and the connection URL
 * where the ledger is on PostgreSQL.
 */
async function main([folder = '', token = '', seed = '1', boards = '1', database]: string[]): Promise<never> {
  const random = countingRandom(Number(seed));
  const choose = (count: number): number => (random(1)[0] ?? 0) % count;
  const place = { folder, clock: systemClock, random };
  const pms: Pms = await (database === undefined
    ? openEmbeddedPms(place)
    : openPostgresPms({ ...place, database }));
  const calls = { expose: 'expose', write: 'markWritten', validate: 'validate' } as const;
  for (let number = 0; ; number += 1) {
    const claim = { token, mac: macOf(1 + choose(Number(boards))), runId: `${seed}-${number}` };
    try {
      const { license } = await pms.reserve(claim);
      const say = (step: Acknowledged['step']): void => {
        const line: Acknowledged = { step, mac: claim.mac, uuid: license.uuid, runId: claim.runId };
        writeSync(1, `${JSON.stringify(line)}\n`);
      };
      say('reserve');
      const until = choose(STEPS.length + 1);
      for (const step of STEPS.slice(0, until)) {
        await pms[calls[step]](claim);
        say(step);
      }
      if (until < STEPS.length) {
        await pms.abandon(claim, 'stopped on purpose');
        say('abandon');
      }
    } catch (thrown) {
      // Another worker took the same board over.
      if (!(thrown instanceof KilnError && thrown.code === 'LICENSE_STATE')) throw thrown;
    }
  }
}

void main(process.argv.slice(2));
