import { ledgerKills } from './ledger-kills.js';

const USAGE = 'npm run stress -- ledger-kills [how many, 500 as it comes]';

/** @returns the exit code */
export async function stress([what, count = '500']: readonly string[]): Promise<number> {
  const kills = Number(count);
  if (what !== 'ledger-kills' || !Number.isInteger(kills) || kills < 1) {
    process.stderr.write(`${USAGE}\n`);
    return 2;
  }
  return ledgerKills(kills);
}
