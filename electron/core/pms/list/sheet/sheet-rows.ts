import { KilnError } from '../../../../../shared/errors/kiln-error.js';
import type { ListLine } from '../list-line.js';
import { cellText, columnOf, MOST_COLUMNS } from './cell.js';
import { insist } from './damage.js';
import { Gathered, RichText } from './rich-text.js';
import type { XmlReader } from './xml.js';

/** Of a sheet, its header among them (Excel's own limit). */
export const MOST_WORKBOOK_ROWS = 1_048_576;

/** Makes lines of a sheet's document. */
export class SheetRows implements XmlReader {
  readonly #textAt: (index: number) => string | undefined;
  readonly #value = new Gathered();
  readonly #rich = new RichText();
  #lines: ListLine[] = [];
  #row = 0;
  #column = -1;
  #cells: string[] = [];
  #type = 'n';
  #text = '';
  #in: 'value' | 'rich' | null = null;

  /** @param textAt of the shared texts */
  constructor(textAt: (index: number) => string | undefined) {
    this.#textAt = textAt;
  }

  /** Lines that hold anything, since the last call. */
  take(): ListLine[] {
    const lines = this.#lines;
    this.#lines = [];
    return lines;
  }

  /** @throws KilnError LIST_TOO_LONG; DamagedWorkbook */
  open(name: string, attributes: Readonly<Record<string, string>>): void {
    if (this.#in === 'rich') this.#rich.open(name, attributes);
    else if (name === 'c') this.#openCell(attributes);
    else if (name === 'v') this.#in = 'value';
    else if (name === 'is') this.#in = 'rich';
    else if (name === 'row') this.#openRow(attributes);
  }

  #openRow({ r }: Readonly<Record<string, string>>): void {
    const row = r === undefined ? this.#row + 1 : Number(r);
    // Their numbers grow: the same one over and over would make a list without an end.
    insist(Number.isInteger(row) && row > this.#row, 'row');
    this.#row = row;
    if (this.#row > MOST_WORKBOOK_ROWS) throw new KilnError('LIST_TOO_LONG', { most: MOST_WORKBOOK_ROWS });
    this.#column = -1;
    this.#cells = [];
  }

  #openCell({ r, t = 'n' }: Readonly<Record<string, string>>): void {
    this.#column = r === undefined ? this.#column + 1 : columnOf(r);
    this.#type = t;
    this.#text = '';
  }

  text(text: string): void {
    if (this.#in === 'value') this.#value.add(text);
    else if (this.#in === 'rich') this.#rich.text(text);
  }

  close(name: string): void {
    if (name === 'is') {
      this.#text = this.#rich.take();
      this.#in = null;
    } else if (this.#in === 'rich') this.#rich.close(name);
    else if (name === 'v') {
      this.#text = cellText(this.#type, this.#value.take(), this.#textAt);
      this.#in = null;
    } else if (name === 'c') this.#closeCell();
    else if (name === 'row' && this.#cells.length > 0) {
      this.#lines.push({ row: this.#row, cells: this.#cells });
    }
  }

  #closeCell(): void {
    const text = this.#text.trim();
    if (text === '' || this.#column >= MOST_COLUMNS) return;
    while (this.#cells.length < this.#column) this.#cells.push('');
    this.#cells[this.#column] = text;
  }
}
