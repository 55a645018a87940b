import { Zip, ZipDeflate } from 'fflate';

/** Characters that are packed at once. */
const PIECE = 65_536;

export type TextPart = readonly [name: string, content: Iterable<string> | AsyncIterable<string>];

/** An archive of texts, made no faster than it is read, in bounded memory however long they are. */
export async function* zipStream(parts: readonly TextPart[]): AsyncGenerator<Uint8Array> {
  let packed: Uint8Array[] = [];
  const zip = new Zip((error, bytes) => {
    if (error !== null) throw error;
    packed.push(bytes);
  });
  for (const [name, content] of parts) {
    // Half the time of the usual level, for a tenth more bytes.
    const part = new ZipDeflate(name, { level: 1 });
    zip.add(part);
    let text = '';
    for await (const piece of content) {
      text += piece;
      if (text.length < PIECE) continue;
      part.push(Buffer.from(text));
      text = '';
      yield* packed;
      packed = [];
    }
    part.push(Buffer.from(text), true);
  }
  zip.end();
  yield* packed;
}
