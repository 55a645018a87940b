export type Cells = readonly (string | number | null)[];

/** A table that is made while it is read. */
export interface Table {
  readonly columns: readonly string[];
  readonly rows: () => AsyncIterable<Cells>;
}
