import { BLOCK_32K, BLOCK_64K, SECTOR, type ProtocolClass } from '../../../shared/domain/chip.js';
import type { BoardFacts, BurnedImage } from './api.js';
import { differingSectors, type Bisection } from './bisect.js';
import { chipCrc } from './chip-crc.js';
import { joinCrc } from './crc-algebra.js';
import type { WritePlan } from './plan.js';
import { sectorsOf, type Range } from './range.js';
import { note, progress, type Session } from './session.js';
import { planCrc } from './verify.js';
import { wireCrc } from './wire-crc.js';

/**
 * Bytes a CRC of the first pass covers. One pass costs the same flash time whatever the pieces; small ones find a
 * changed sector with fewer further CRCs, but each is a round trip, and on T a status register write.
 */
const PIECE: Readonly<Record<ProtocolClass, number>> = { T: BLOCK_64K, N: BLOCK_32K };
/** Pieces where an image burned before is to be recognised: the fewest that lose little where none is. */
const QUARTERS = 4;
/** After so many sectors in a row that all differ the rest is taken to differ as well. */
const ENOUGH = 48;

/** The image as its CRCs, to be recognised later. */
export function burnedImage({ start, end, image }: WritePlan): BurnedImage {
  const sectors = sectorsOf({ start: 0, end: end - start });
  return { start, sectors: sectors.map((at) => wireCrc(image.subarray(at, at + SECTOR))) };
}

/** CRC that a burned image has in a range, null where it does not cover it. */
function burnedCrc(image: BurnedImage, range: Range): number | null {
  const sectors = image.sectors.slice(
    (range.start - image.start) / SECTOR,
    (range.end - image.start) / SECTOR,
  );
  if (range.start < image.start || sectors.length !== (range.end - range.start) / SECTOR) return null;
  return sectors.reduce((crc, sector) => joinCrc(crc, sector, SECTOR), 0xffffffff);
}

/** Cuts a range at multiples of `size`. */
export function piecesOf({ start, end }: Range, size: number): Range[] {
  const pieces: Range[] = [];
  for (let at = start; at < end;) {
    const next = Math.min(end, (Math.floor(at / size) + 1) * size);
    pieces.push({ start: at, end: next });
    at = next;
  }
  return pieces;
}

/** One comparison: what is asked, and what is known already. */
class Comparison implements Bisection {
  constructor(
    private readonly session: Session,
    private readonly plan: WritePlan,
    private readonly burned: readonly BurnedImage[],
  ) {}

  ask(range: Range): Promise<number> {
    return chipCrc(this.session, range, 'compare');
  }

  expected(range: Range): number {
    return planCrc(this.plan, range);
  }

  /** The differing sectors of a range whose content is that of an image burned before; null where it is none. */
  recognised(range: Range, crc: number): number[] | null {
    const known = this.burned.find((image) => burnedCrc(image, range) === crc);
    if (!known) return null;
    return sectorsOf(range).filter((at) => {
      const sector = { start: at, end: at + SECTOR };
      return burnedCrc(known, sector) !== this.expected(sector);
    });
  }

  /** Differing sectors of one range, asked for as a whole first. */
  async differing(range: Range): Promise<number[]> {
    const crc = await this.ask(range);
    return this.recognised(range, crc) ?? differingSectors(this, range, crc);
  }
}

/** Quarters in which an image burned before may be recognised, and what is left for the search piece by piece. */
async function recogniseQuarters(
  comparison: Comparison,
  plan: WritePlan,
): Promise<{ found: number[]; rest: Range }> {
  const size = Math.ceil((plan.end - plan.start) / QUARTERS / SECTOR) * SECTOR;
  const found: number[] = [];
  for (let start = plan.start; start < plan.end; start += size) {
    const quarter = { start, end: Math.min(plan.end, start + size) };
    const crc = await comparison.ask(quarter);
    const differing = crc === comparison.expected(quarter) ? [] : comparison.recognised(quarter, crc);
    if (!differing) return { found, rest: { start, end: plan.end } };
    found.push(...differing);
  }
  return { found, rest: { start: plan.end, end: plan.end } };
}

/**
 * The sectors of the plan that the flash does not hold yet. Asks the chip for CRCs only: one pass over the range
 * where nothing or little has changed, and gives up where everything has.
 * On T the flash is protected afterwards, until the link check before the next erase (protocol §7.3).
 * @throws KilnError CRC_NO_ANSWER, LINK_LOST
 */
export async function compare(
  session: Session,
  facts: BoardFacts,
  plan: WritePlan,
  burned: readonly BurnedImage[] = [],
): Promise<readonly number[]> {
  const total = plan.end - plan.start;
  const near = burned.filter(
    ({ start, sectors }) => start < plan.end && start + sectors.length * SECTOR > plan.start,
  );
  const comparison = new Comparison(session, plan, near);
  progress(session, 0, total, plan.start);
  const { found, rest } =
    near.length > 0 ? await recogniseQuarters(comparison, plan) : { found: [], rest: { ...plan } };
  let [asked, differing] = [0, 0];
  for (const piece of piecesOf(rest, PIECE[facts.protocolClass])) {
    const hopeless = asked >= ENOUGH && asked === differing;
    const sectors = hopeless ? sectorsOf(piece) : await comparison.differing(piece);
    if (!hopeless)
      [asked, differing] = [asked + (piece.end - piece.start) / SECTOR, differing + sectors.length];
    found.push(...sectors);
    progress(session, piece.end - plan.start, total, piece.start);
  }
  progress(session, total, total, plan.end);
  note(session, 'info', 'loader.compared', { differing: found.length, sectors: total / SECTOR });
  return found;
}
