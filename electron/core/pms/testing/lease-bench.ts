import type { PmsAsk, PmsOperationName, PmsReply } from '../../../../shared/contract/pms/operations.js';
import { LOCAL_SESSION } from '../desk/context.js';
import { createPmsService } from '../desk/rules.js';
import type { Claim, LeasedBatch, Leases, Pms } from '../pms.js';
import { query } from '../store/query.js';
import type { StorePms } from '../store-pms.js';
import { Bench, claimOf, type PmsUnderTest } from './bench.js';
import { errorOf, licenses } from './fixture.js';

export interface LeasesUnderTest extends PmsUnderTest {
  readonly pms: Pms & Leases;
  /** What stands behind it. */
  readonly books: StorePms;
}

export const A = 'line-1 0a1b2c3d';
export const B = 'line-2 4e5f6071';
export const HOURS = 60 * 60_000;
export const uuidOf = (index: number): string => licenses(index + 1)[index]?.uuid ?? '';

/** Stations that lease, and the books behind them. */
export class LeaseBench extends Bench {
  #books: StorePms | null = null;

  override set(under: LeasesUnderTest): void {
    super.set(under);
    this.#books = under.books;
  }

  get books(): StorePms {
    if (this.#books === null) throw new Error('no test is running');
    return this.#books;
  }

  get leases(): Pms & Leases {
    return this.pms as Pms & Leases;
  }

  lease(token: string, count: number, station = A, since?: string): Promise<LeasedBatch> {
    return this.leases.lease({ token, station, count, since });
  }

  /** A station says that it gave the license of this number to this board. */
  take(token: string, license: number, board: number, of: Partial<Claim> = {}): Promise<void> {
    const { station = A, runId = `off-${board}`, mac } = of;
    const claim = claimOf(token, board, runId);
    return this.leases.take({
      ...claim,
      ...(mac === undefined ? {} : { mac }),
      station,
      uuid: uuidOf(license),
    });
  }

  async codeOf(work: Promise<unknown>): Promise<string> {
    return ((await errorOf(work)) as { code: string }).code;
  }

  /** As a person at the desk. */
  desk<N extends PmsOperationName>(name: N, request: PmsAsk<N>): Promise<PmsReply<N>> {
    return createPmsService(this.books, { local: true }).perform(name, request, LOCAL_SESSION);
  }

  /** Where a license stands, as the ledger view has it. */
  async row(license: number) {
    return (await this.desk('ledger.history', { uuid: uuidOf(license) })).license;
  }

  /** The steps of a license's life. */
  async story(license: number): Promise<string[]> {
    const { events } = await this.desk('ledger.history', { uuid: uuidOf(license) });
    return events.map(({ step }) => step);
  }

  async lastReason(license: number): Promise<string | null> {
    const { events } = await this.desk('ledger.history', { uuid: uuidOf(license) });
    return events.at(-1)?.reason ?? null;
  }

  async bindMacs(token: string, from: string, to: string): Promise<void> {
    const change = { mac_from: from, mac_to: to };
    await this.books.parts.store.write((rows) =>
      rows.run(query.updateTable('token').set(change).where('token', '=', token)),
    );
  }
}
