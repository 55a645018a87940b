/** A workbook that is none. What is wrong stays in here: a text of the sheet must not get into a message. */
export class DamagedWorkbook extends Error {}

/** @throws DamagedWorkbook unless it holds */
export function insist(holds: boolean, what: string): asserts holds {
  if (!holds) throw new DamagedWorkbook(what);
}
