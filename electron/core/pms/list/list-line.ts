/** One line of a list that holds anything; `row` as an editor or a spreadsheet counts it, from 1. */
export interface ListLine {
  readonly row: number;
  readonly cells: readonly string[];
}

/** Bytes, of all. */
export type ReadProgress = (done: number, total: number) => void;
