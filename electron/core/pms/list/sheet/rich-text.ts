import { insist } from './damage.js';

/** Of a cell (Excel's own limit). */
const LONGEST_TEXT = 32_767;

const codeOf = (escaped: string): string => {
  const code = parseInt(escaped, 16);
  // NUL is no letter of a text, and the store of texts has it between them.
  return String.fromCharCode(code === 0 ? 0xfffd : code);
};

/** `_x000D_` is how a workbook writes what XML cannot have, and `_x005F_` the `_` of one that is meant as it stands. */
export function unescaped(text: string): string {
  if (!text.includes('_x')) return text;
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => codeOf(code));
}

/** Gathers characters. @throws DamagedWorkbook where they are more than a cell has */
export class Gathered {
  #text = '';

  add(text: string): void {
    this.#text += text;
    insist(this.#text.length <= LONGEST_TEXT, 'an endless text');
  }

  take(): string {
    const text = this.#text;
    this.#text = '';
    return text;
  }
}

/**
 * The text of an `si` or an `is`: one `t`, or one in each of its runs. How it is read aloud (`rPh`) is not part of it.
 * Told what stands inside, as an XmlReader.
 */
export class RichText {
  readonly #whole = new Gathered();
  readonly #piece = new Gathered();
  #aloud = false;
  #in = false;
  #keepsSpace = false;

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    if (name === 'rPh') this.#aloud = true;
    if (name !== 't') return;
    this.#in = !this.#aloud;
    this.#keepsSpace = attributes['xml:space'] === 'preserve';
  }

  text(text: string): void {
    if (this.#in) this.#piece.add(text);
  }

  close(name: string): void {
    if (name === 'rPh') this.#aloud = false;
    if (name !== 't' || !this.#in) return;
    this.#in = false;
    const piece = this.#piece.take();
    this.#whole.add(this.#keepsSpace ? piece : piece.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, ''));
  }

  take(): string {
    return unescaped(this.#whole.take());
  }
}
