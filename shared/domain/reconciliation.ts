/** Licenses by state. */
export interface StateCounts {
  readonly free: number;
  readonly reserved: number;
  readonly written: number;
  readonly validated: number;
  readonly quarantined: number;
}

/** One token's books: what was imported, and where it is now. */
export interface TokenBalance extends StateCounts {
  /** Masked. */
  readonly token: string;
  /** By the lines of import, which are only ever added to. */
  readonly issued: number;
}

/** One way in which the ledger does not add up. */
export interface LedgerFault {
  /**
   * `count`: a token has not as many licenses as were imported, or so many are of no token at all. `gap`: a line does not begin where the one before
   * ended. `unexposed`, `other-board`: a line takes back what a board may hold. `unsaid`: a license is not what its
   * last line says. `database`: the engine finds its file unsound.
   */
  readonly kind: 'count' | 'gap' | 'unexposed' | 'other-board' | 'unsaid' | 'database';
  /** The uuid of the license, the masked token, a number, or what the engine says. */
  readonly where: string;
}

/** Whether every license is accounted for: issued = free + reserved + written + validated + quarantined. */
export interface Reconciliation {
  readonly balanced: boolean;
  readonly total: Omit<TokenBalance, 'token'>;
  readonly tokens: readonly TokenBalance[];
  /** Empty where balanced; at most a thousand of a kind. */
  readonly faults: readonly LedgerFault[];
}
