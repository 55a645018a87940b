import type { LicenseState } from '../../../../shared/domain/license.js';
import type { AuditRow } from './audit.js';

/** One line of a worker's output: this step came back from the store, so it must last. */
export interface Acknowledged {
  readonly step: 'reserve' | 'expose' | 'write' | 'validate' | 'abandon';
  readonly mac: string;
  readonly uuid: string;
  readonly runId: string;
}

/** What programs said before they were killed, against what the ledger says afterwards. */
export class Witness {
  /** Which board a license is bound to for good, by uuid. */
  readonly boardOf = new Map<string, string>();
  readonly reached = new Map<string, 'written' | 'validated'>();
  steps = 0;

  /** @returns what cannot be: a license that two boards were given */
  heard(said: readonly Acknowledged[]): string[] {
    const faults: string[] = [];
    for (const { step, mac, uuid } of said) {
      this.steps += 1;
      if (step === 'reserve' || step === 'abandon') continue;
      // From expose on, this license is this board's, and no other's.
      if ((this.boardOf.get(uuid) ?? mac) !== mac) faults.push(`${uuid} went to two boards`);
      this.boardOf.set(uuid, mac);
      if (step === 'write' && this.reached.get(uuid) !== 'validated') this.reached.set(uuid, 'written');
      if (step === 'validate') this.reached.set(uuid, 'validated');
    }
    return faults;
  }

  /** @returns what the ledger has lost of it */
  compare(licenses: readonly AuditRow[]): string[] {
    const faults: string[] = [];
    for (const { uuid, mac, state, exposed } of licenses) {
      const board = this.boardOf.get(uuid);
      if (board !== undefined && (board !== mac || exposed !== 1)) faults.push(`${uuid} left its board`);
      const reached = this.reached.get(uuid);
      const kept: readonly LicenseState[] = reached === 'written' ? ['written', 'validated'] : ['validated'];
      if (reached !== undefined && !kept.includes(state)) faults.push(`${uuid} fell back to ${state}`);
    }
    const boards = licenses.flatMap(({ mac }) => (mac === null ? [] : [mac]));
    if (new Set(boards).size !== boards.length) faults.push('a board has two licenses');
    return faults;
  }
}
