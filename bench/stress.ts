import { ledgerKills } from './ledger-kills.js';
import { stationsStress } from './stations.js';

const USAGE = `npm run stress -- ledger-kills [how many, 500 as it comes]
npm run stress -- stations [licenses, 20000 as it comes] [stations, 200 as it comes]`;

/** @returns the exit code */
export async function stress([what, ...rest]: readonly string[]): Promise<number> {
  const counts = rest.map(Number);
  const sound = counts.every((count) => Number.isInteger(count) && count >= 1);
  if (what === 'ledger-kills' && sound && counts.length <= 1) return ledgerKills(counts[0] ?? 500);
  if (what === 'stations' && sound && counts.length <= 2) {
    return stationsStress(counts[0] ?? 20_000, counts[1] ?? 200);
  }
  process.stderr.write(`${USAGE}\n`);
  return 2;
}
