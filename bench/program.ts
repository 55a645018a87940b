import { SECTOR } from '../shared/domain/chip.js';
import { REALISTIC, type Timing } from '../electron/core/simulator/timing.js';
import { randomBytes, seededRandom } from '../electron/core/simulator/random.js';
import { burnBehindPty, burnedImages, burnVirtually, type Burn, type BurnOptions } from './burn.js';
import { leastErases, limitMs, linkMs } from './limit.js';

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
  /** The least that link, rate and restart add to it. */
  readonly link: number;
  /** Most times the limit; null: a figure to watch. */
  readonly target: number | null;
  /** Runs whose `work`, and whose `all`, were within the target. */
  readonly within: number;
  /** What `all` is judged by: a full burn by the bare limit, a smart one by limit and link. */
  readonly judged: 'bare' | 'linked';
}

function ua(seed: number): Uint8Array {
  return randomBytes(seededRandom(seed), UA_BYTES);
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

const within = (ms: number, limit: number, target: number | null): boolean =>
  target === null || ms / limit <= target;

function show(row: Row): boolean {
  const { what, seconds, total, limit, link, target, judged } = row;
  const whole = judged === 'bare' ? limit : limit + link;
  const good = row.within === RUNS;
  const verdict =
    target === null ? '' : `${good ? 'met' : 'MISSED'}: ${row.within} of ${RUNS} within ${target.toFixed(2)}`;
  const ratios = [seconds / limit, total / (limit + link), total / limit].map((ratio) =>
    ratio.toFixed(3).padStart(8),
  );
  const figures = [seconds, total, limit, link].map((ms) => (ms / 1000).toFixed(3).padStart(8));
  process.stdout.write(`${what.padEnd(42)} ${figures.join(' ')}  ${ratios.join(' ')}   ${verdict}\n`);
  return target === null || (good && within(total, whole, target));
}

/** The worst of some burns, and how many were good. */
function judge(
  burns: readonly Burn[],
  { limit, link, target, judged }: Pick<Row, 'limit' | 'link' | 'target' | 'judged'>,
): Pick<Row, 'seconds' | 'total' | 'within'> {
  const whole = judged === 'bare' ? limit : limit + link;
  return {
    seconds: Math.max(...burns.map(({ work }) => work)),
    total: Math.max(...burns.map(({ total }) => total)),
    within: burns.filter(({ work, total }) => within(work, limit, target) && within(total, whole, target))
      .length,
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
    const judged = target === TARGET.full ? 'bare' : 'linked';
    const by = { limit, link: linkMs(chip), target, judged } as const;
    rows.push({ what: `${chip} ${what}`, ...judge(burns ?? [], by), ...by });
  };
  add(`UA, worst of ${RUNS}`, full, fullLimit(chip, REALISTIC), TARGET.full);
  add('smart, image burned here before', known, smartLimit(chip, REALISTIC), TARGET.smart);
  add('smart, the same with CRC at 400 kB/s', slow, smartLimit(chip, slowTiming), TARGET.smart);
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
    const edited = changed(image, 1);
    const second = await burnBehindPty({ ...common, image: edited, smart: true, flash: first.flash });
    check(second, edited, CHANGED);
    // A computer that is busy with other things is slower than the board: a figure, not a verdict.
    const by = { link: linkMs(chip), target: null, judged: 'linked' } as const;
    for (const [what, burn, limit] of [
      ['UA', first, fullLimit(chip, REALISTIC)],
      ['smart', second, smartLimit(chip, REALISTIC)],
    ] as const) {
      const row = { limit, ...by };
      results.push(show({ what: `${chip} ${what} behind a pty, real time`, ...judge([burn], row), ...row }));
    }
  }
  return results;
}

const EXPLANATION = `
  work   from the first byte about the image to its proof; worst of ${RUNS} runs
  all    from the loader's first answer to the restart: link, identification and baud rate besides
  limit  bytes on the wire + erase and program times + one CRC pass over the range. For smart: one CRC pass over the
         range + erase, wire and program of the changed sectors. What the simulator's table of costs says, nothing added.
  link   what the protocol page makes everybody wait besides: 100 ms until stale replies are in, 21 ms for the baud
         rate, 2 x 20 ms between three reboots, and the fewest bytes of link, identification and restart at their rates
  A full burn meets its target where work and all are within it of the bare limit; a smart one where work is of the
  limit and all of limit + link.
  unknown here: the changed sectors are searched by CRC. On class T every CRC writes the status register (10 ms), and
  naming 3 sectors of ${SECTORS} takes some 30 of them, however they are cut (see bench/README.md): no target.
`;

/**
 * How far from the limit a burn is: prints every figure and what it means.
 * @param args `--no-pty`: virtual time only
 * @returns exit code: 1 where a target was missed
 */
export async function bench(args: readonly string[]): Promise<number> {
  process.stdout.write(
    `UA of ${UA_BYTES} bytes at ${BAUD} baud, ${CHANGED} sectors changed for smart\n${EXPLANATION}\n`,
  );
  const names = ['work s', 'all s', 'limit s', 'link s'].map((name) => name.padStart(8)).join(' ');
  process.stdout.write(`${''.padEnd(42)} ${names}  work/lim all/both  all/lim\n`);
  const verdicts: boolean[] = [];
  for (const chip of CHIPS) verdicts.push(...(await benchChip(chip)));
  if (process.platform === 'linux' && !args.includes('--no-pty')) verdicts.push(...(await benchPty()));
  return verdicts.every(Boolean) ? 0 : 1;
}
