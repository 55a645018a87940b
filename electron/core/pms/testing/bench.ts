import type { LicenseState } from '../../../../shared/domain/license.js';
import type { VirtualClock } from '../../time/testing/virtual-clock.js';
import type { Claim, Pms } from '../pms.js';
import { macOf, request } from './fixture.js';

export interface PmsUnderTest {
  readonly pms: Pms;
  readonly clock: VirtualClock;
  /** Another view of the same data, as a second program would have it. */
  readonly again: () => Promise<Pms>;
}

export const LEASE = 10 * 60_000;

/** No license in any state; spread before the ones a test expects. */
export const none: Readonly<Record<LicenseState, number>> = {
  free: 0,
  reserved: 0,
  written: 0,
  validated: 0,
  quarantined: 0,
};

/** A board of this number, in the hand of a run. */
export function claimOf(token: string, board: number, runId = 'run-1'): Claim {
  return { token, mac: macOf(board), runId };
}

/** The Pms of the test that is running, and what tests often do with it. */
export class Bench {
  #under: PmsUnderTest | null = null;

  set(under: PmsUnderTest): void {
    this.#under = under;
  }

  get pms(): Pms {
    return this.#now.pms;
  }

  get clock(): VirtualClock {
    return this.#now.clock;
  }

  again(): Promise<Pms> {
    return this.#now.again();
  }

  /** A token with so many licenses. */
  async issue(count: number): Promise<string> {
    return (await this.pms.createToken(request(count))).token;
  }

  async states(token: string): Promise<Record<LicenseState, number>> {
    const { free, reserved, written, validated, quarantined } = await this.pms.tokenInfo(token);
    return { free, reserved, written, validated, quarantined };
  }

  /** A whole run, to the end. */
  async through(claim: Claim): Promise<void> {
    await this.pms.reserve(claim);
    await this.pms.expose(claim);
    await this.pms.markWritten(claim);
    await this.pms.validate(claim);
  }

  get #now(): PmsUnderTest {
    if (this.#under === null) throw new Error('no test is running');
    return this.#under;
  }
}
