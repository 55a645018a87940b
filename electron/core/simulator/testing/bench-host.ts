import { ratesAgree } from '../wire/rate.js';
import type { SimulatedBoard } from '../api.js';
import { bytesOf, hexOf } from './hex.js';

/** A host that types bytes and looks at what comes back. */
export class BenchHost {
  rate: number;
  readonly board: SimulatedBoard;
  #heard: number[] = [];
  #rates: number[] = [];

  constructor(board: SimulatedBoard, rate = 115200) {
    this.board = board;
    this.rate = rate;
    board.onTransmit((bytes, boardRate) => {
      this.#heard.push(...bytes);
      this.#rates.push(boardRate);
    });
  }

  send(bytes: string | Uint8Array): void {
    this.board.receive(typeof bytes === 'string' ? bytesOf(bytes) : bytes, this.rate);
  }

  /** What has come since the last look, as bytes. */
  take(): Uint8Array {
    const heard = Uint8Array.from(this.#heard);
    this.#heard = [];
    this.#rates = [];
    return heard;
  }

  /** What has come since the last look, as hex. */
  look(): string {
    return hexOf(this.take());
  }

  /** Whether everything waiting came at a rate the host understands. */
  get understands(): boolean {
    return this.#rates.every((rate) => ratesAgree(rate, this.rate));
  }

  /** Sends and looks at once: for instant boards. */
  ask(bytes: string | Uint8Array): string {
    this.send(bytes);
    return this.look();
  }
}
