import { TextDecoder } from 'node:util';

import { SaxesParser } from 'saxes';

import { insist } from './damage.js';

/** More than any cell with all its marks. */
const LONGEST_PIECE = 2 ** 20;
const DEEPEST = 100;

/** What is told of a document. Names are without their prefix: programs differ in it, and the parts have one namespace each. */
export interface XmlReader {
  open(name: string, attributes: Readonly<Record<string, string>>): void;
  text(text: string): void;
  close(name: string): void;
}

const localName = (name: string): string => name.slice(name.indexOf(':') + 1);

/** An attribute by its name without a prefix. */
export function attribute(attributes: Readonly<Record<string, string>>, name: string): string | undefined {
  return attributes[name] ?? Object.entries(attributes).find(([key]) => localName(key) === name)?.[1];
}

/** @returns UTF-8, or UTF-16 by its mark: packages may have no other */
function encodingOf([first, second]: Uint8Array): string {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
}

/** Goes through a document chunk by chunk; what is in hand of it is bounded. */
export class XmlPump {
  readonly #parser = new SaxesParser<{ position: false; xmlns: false }>({ position: false, xmlns: false });
  #decoder: TextDecoder | null = null;
  #depth = 0;
  /** Characters since the parser last told anything. */
  #silent = 0;

  constructor(reader: XmlReader) {
    const names = new Map<string, string>();
    const nameOf = (name: string): string => {
      const known = names.get(name);
      if (known !== undefined) return known;
      const made = localName(name);
      // Endless names are not remembered.
      if (names.size < 1000) names.set(name, made);
      return made;
    };
    this.#parser.on('error', (error) => {
      throw error;
    });
    this.#parser.on('doctype', () => insist(false, 'doctype'));
    this.#parser.on('opentag', ({ name, attributes }) => {
      this.#silent = 0;
      this.#depth += 1;
      insist(this.#depth <= DEEPEST, 'depth');
      reader.open(nameOf(name), attributes);
    });
    this.#parser.on('closetag', ({ name }) => {
      this.#silent = 0;
      this.#depth -= 1;
      reader.close(nameOf(name));
    });
    this.#parser.on('text', (text) => reader.text(text));
    this.#parser.on('cdata', (text) => reader.text(text));
  }

  /** @throws DamagedWorkbook, or whatever the parser or the reader says */
  write(chunk: Uint8Array): void {
    this.#decoder ??= new TextDecoder(encodingOf(chunk), { fatal: true });
    const text = this.#decoder.decode(chunk, { stream: true });
    this.#silent += text.length;
    this.#parser.write(text);
    insist(this.#silent <= LONGEST_PIECE, 'an endless piece');
  }

  /** @throws where the document is not whole */
  end(): void {
    this.#parser.write(this.#decoder?.decode() ?? '');
    this.#parser.close();
  }
}

/** A document from its first byte to its last. @throws as XmlPump */
export async function readXml(chunks: AsyncIterable<Uint8Array>, reader: XmlReader): Promise<void> {
  const pump = new XmlPump(reader);
  for await (const chunk of chunks) pump.write(chunk);
  pump.end();
}
