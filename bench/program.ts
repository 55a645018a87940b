import { SECTOR } from '../shared/domain/chip.js';
import { REALISTIC, type Timing } from '../electron/core/simulator/timing.js';
import { seededRandom } from '../electron/core/simulator/random.js';
import { burnBehindPty, burnedImages, burnVirtually, type Burn, type BurnOptions } from './burn.js';
import { leastErases, limitMs } from './limit.js';

const START = 0x11000;
/** The longest UA there is (protocol §12.2). */
const UA_BYTES = 1_150_832;
const SECTORS = Math.ceil(UA_BYTES / SECTOR);
const END = START + SECTORS * SECTOR;
const BAUD = 921600;
const RUNS = 20;
const CHANGED = 3;
const CHIPS = ['BK7231T', 'BK7231N'] as const;
const TARGET = { full: 1.05, smart: 1.2 };
/** What hosts take for the slowest chip (protocol §6), against the simulator's own figure. */
const SLOW_CRC = 400;

interface Row {
  readonly what: string;
  readonly seconds: number;
  readonly total: number;
  readonly limit: number;
  /** Most times the limit; null: a figure to watch. */
  readonly target: number | null;
  /** What the target is about. */
  readonly judged: 'work' | 'all';
}

function ua(seed: number): Uint8Array {
  const random = seededRandom(seed);
  return Uint8Array.from({ length: UA_BYTES }, () => Math.floor(random() * 256));
}

/** `image` with some sectors changed, far from one another. */
function changed(image: Uint8Array, seed: number): Uint8Array {
  const random = seededRandom(seed);
  const edited = image.slice();
  for (let index = 0; index < CHANGED; index += 1) {
    const sector = Math.floor(((index + random()) * (SECTORS - 1)) / CHANGED);
    const at = sector * SECTOR + Math.floor(random() * SECTOR);
    edited[at] = (edited[at] ?? 0) ^ (1 + Math.floor(random() * 255));
  }
  return edited;
}

function check(burn: Burn, image: Uint8Array, sectors: number): void {
  if (Buffer.compare(burn.flash.subarray(START, START + image.length), image) !== 0)
    throw new Error('wrong flash');
  if (burn.report.written !== sectors * SECTOR) throw new Error(`${burn.report.written} bytes written`);
}

function fullLimit(chip: BurnOptions['chip'], timing: Timing): number {
  const erases = leastErases(chip, START, END);
  return limitMs({ chip, baudRate: BAUD, erases, sectors: SECTORS, crcBytes: END - START }, timing);
}

function smartLimit(chip: BurnOptions['chip'], timing: Timing): number {
  const erases = Array.from({ length: CHANGED }, () => SECTOR);
  return limitMs({ chip, baudRate: BAUD, erases, sectors: CHANGED, crcBytes: END - START }, timing);
}

function show({ what, seconds, total, limit, target, judged }: Row): boolean {
  const ratio = (judged === 'work' ? seconds : total) / limit;
  const good = target === null || ratio <= target;
  const verdict =
    target === null ? '' : `target ${target.toFixed(2)} ${good ? 'met' : 'MISSED'} by ${judged}`;
  const ratios = [seconds, total].map((ms) => (ms / limit).toFixed(3).padStart(7)).join(' ');
  const figures = [seconds, total, limit].map((ms) => (ms / 1000).toFixed(3).padStart(8));
  process.stdout.write(`${what.padEnd(46)} ${figures.join(' ')}   ${ratios}   ${verdict}\n`);
  return good;
}

/** The worst of some burns. */
function worst(burns: readonly Burn[]): Pick<Row, 'seconds' | 'total'> {
  return {
    seconds: Math.max(...burns.map(({ work }) => work)),
    total: Math.max(...burns.map(({ total }) => total)),
  };
}

async function benchChip(chip: BurnOptions['chip']): Promise<boolean[]> {
  const rows: Row[] = [];
  const [full, known, unknown, slow]: Burn[][] = [[], [], [], []];
  const costs = { crcSpeed: SLOW_CRC };
  for (let run = 1; run <= RUNS; run += 1) {
    const [image, edited] = [ua(run), changed(ua(run), run)];
    const common = { chip, start: START, baudRate: BAUD };
    const burned = burnedImages();
    const first = await burnVirtually({ ...common, image, burned });
    const { flash } = first;
    const again = { ...common, image: edited, smart: true, flash };
    full?.push(first);
    unknown?.push(await burnVirtually(again));
    slow?.push(await burnVirtually({ ...again, costs, burned: recall(burned) }));
    known?.push(await burnVirtually({ ...again, burned: recall(burned) }));
    check(first, image, SECTORS);
    for (const burn of [unknown, slow, known])
      if (burn?.[run - 1]) check(burn[run - 1] as Burn, edited, CHANGED);
  }
  const slowTiming = { ...REALISTIC, ...costs };
  const add = (what: string, burns: Burn[] | undefined, limit: number, target: number | null): void => {
    rows.push({
      what: `${chip} ${what}`,
      ...worst(burns ?? []),
      limit,
      target,
      judged: target === TARGET.full ? 'all' : 'work',
    });
  };
  add(`UA, worst of ${RUNS}`, full, fullLimit(chip, REALISTIC), TARGET.full);
  add('smart, image burned here before', known, smartLimit(chip, REALISTIC), TARGET.smart);
  add('smart, the same with CRC at 400 kB/s', slow, smartLimit(chip, slowTiming), TARGET.smart);
  // The search costs class T a status register write a CRC (protocol §7.3): no target, but a figure to watch.
  add('smart, image unknown here', unknown, smartLimit(chip, REALISTIC), null);
  return rows.map(show);
}

/** A memory that one run may add to without the next one knowing. */
function recall(burned: ReturnType<typeof burnedImages>): ReturnType<typeof burnedImages> {
  return { recent: () => burned.recent(), add: () => undefined };
}

async function benchPty(): Promise<boolean[]> {
  const results: boolean[] = [];
  for (const chip of CHIPS) {
    const [image, burned] = [ua(1), burnedImages()];
    const common = { chip, start: START, baudRate: BAUD, burned };
    const first = await burnBehindPty({ ...common, image });
    check(first, image, SECTORS);
    // A computer that is busy with other things is slower than the board: a figure, not a verdict.
    results.push(
      show({
        what: `${chip} UA behind a pty, real time`,
        ...worst([first]),
        limit: fullLimit(chip, REALISTIC),
        target: null,
        judged: 'work',
      }),
    );
    const edited = changed(image, 1);
    const second = await burnBehindPty({ ...common, image: edited, smart: true, flash: first.flash });
    check(second, edited, CHANGED);
    results.push(
      show({
        what: `${chip} smart behind a pty, real time`,
        ...worst([second]),
        limit: smartLimit(chip, REALISTIC),
        target: null,
        judged: 'work',
      }),
    );
  }
  return results;
}

/**
 * How far from the limit a burn is. Prints seconds from the first byte about the image to its proof, seconds from
 * the loader's first answer to the restart, the limit of the former, and their ratio.
 * @param args `--no-pty`: virtual time only
 * @returns exit code: 1 where a target was missed
 */
export async function bench(args: readonly string[]): Promise<number> {
  process.stdout.write(`UA of ${UA_BYTES} bytes at ${BAUD} baud, ${CHANGED} sectors changed for smart\n`);
  process.stdout.write(
    `${''.padEnd(46)} ${['work s', 'all s', 'limit s'].map((name) => name.padStart(8)).join(' ')}    work     all\n`,
  );
  const verdicts: boolean[] = [];
  for (const chip of CHIPS) verdicts.push(...(await benchChip(chip)));
  if (process.platform === 'linux' && !args.includes('--no-pty')) verdicts.push(...(await benchPty()));
  return verdicts.every(Boolean) ? 0 : 1;
}
