import { randomBytes } from '../../random.js';
import { decrypt, encrypt } from '../../storage/aes.js';
import type { SectorStore } from '../../storage/key-value-storage.js';
import { crc32 } from '../../codec/crc32.js';
import { le32, u32 } from '../../codec/bytes.js';

/** Two sectors in turn inside the module's data area; the page names no place on a 2 MiB part. */
const SECTORS = [0x1f0000, 0x1f1000] as const;
const SECTOR = 0x1000;
const HEAD = 32;
const MAGIC = 0x4e504f4b;
/** An application's own choice: never the keys of the TuyaOS storage (authorization §2). */
const KEY = Uint8Array.from('kiln-sim-tuyaope', (character) => character.charCodeAt(0));

interface Copy {
  readonly turn: number;
  readonly address: number;
  readonly values: Readonly<Record<string, string>>;
}

function decode(sector: Uint8Array, address: number): Copy | null {
  const plain = decrypt(KEY, sector);
  const length = u32(plain, 8);
  const body = plain.subarray(HEAD, HEAD + Math.min(length, SECTOR - HEAD));
  if (u32(plain, 0) !== MAGIC || u32(plain, 12) !== crc32(body)) return null;
  const values = JSON.parse(Buffer.from(body).toString('utf8')) as Record<string, string>;
  return { turn: u32(plain, 4), address, values };
}

/**
 * The key-value storage of a TuyaOpen application: encrypted, and not the one of authorization §5, so that nobody
 * takes one for the other. Keys `UUID_TUYAOPEN` and `AUTHKEY_TUYAOPEN`.
 */
export class TuyaOpenStore {
  readonly #flash: SectorStore;
  readonly #random: () => number;

  constructor(flash: SectorStore, random: () => number) {
    this.#flash = flash;
    this.#random = random;
  }

  read(): Readonly<Record<string, string>> {
    return this.#newest()?.values ?? {};
  }

  write(values: Readonly<Record<string, string>>): void {
    const newest = this.#newest();
    const address = SECTORS.find((sector) => sector !== newest?.address) ?? SECTORS[0];
    const body = Buffer.from(JSON.stringify(values), 'utf8');
    const plain = new Uint8Array(SECTOR).fill(0xff);
    const head = [MAGIC, (newest?.turn ?? 0) + 1, body.length, crc32(body)].flatMap((value) => [
      ...le32(value),
    ]);
    plain.set([...head, ...randomBytes(this.#random, 16), ...body]);
    this.#flash.writeSector(address, encrypt(KEY, plain));
  }

  #newest(): Copy | null {
    const copies = SECTORS.flatMap((address) => decode(this.#flash.readSector(address), address) ?? []);
    return copies.sort((a, b) => b.turn - a.turn)[0] ?? null;
  }
}
