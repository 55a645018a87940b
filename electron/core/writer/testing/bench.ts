import { mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { WriterEvent, WriterJob } from '../../../../shared/contract/writer.js';
import type { BurnedImage } from '../../beken/api.js';
import { makeDemoFirmware } from '../../firmware/demo-firmware.js';
import { createPortHub, type PortHub } from '../../serial/port-hub.js';
import {
  AutoOperator,
  createBoard,
  createVirtualBackend,
  seededRandom,
  type Board,
} from '../../simulator/index.js';
import type { BoardOptions } from '../../simulator/api.js';
import { VirtualClock } from '../../time/testing/virtual-clock.js';
import { settingsFile } from '../settings.js';
import { Writer, type RunRequest } from '../writer.js';

/** A Writer at a bench: one simulated board on `virtual:1`, a hand beside it, all in virtual time. */
export class WriterBench {
  readonly folder = mkdtempSync(join(tmpdir(), 'kiln-writer-'));
  readonly clock = new VirtualClock();
  readonly board: Board;
  readonly ports: PortHub;
  readonly events: WriterEvent[] = [];
  readonly burned: BurnedImage[] = [];
  readonly #operator: AutoOperator | null;
  writer!: Writer;

  constructor(options: Omit<BoardOptions, 'clock'>, operator = true) {
    this.board = createBoard({ random: seededRandom(3), ...options, clock: this.clock });
    this.#operator = operator ? new AutoOperator(this.board, { clock: this.clock, patienceMs: 300 }) : null;
    const boards = [{ path: 'virtual:1', label: 'bench', board: this.board }];
    const backend = createVirtualBackend({ clock: this.clock, boards });
    this.ports = createPortHub({ backends: [backend], clock: this.clock });
  }

  get backups(): string {
    return join(this.folder, 'backups');
  }

  /** Opens the Writer, or opens it again as after a restart. */
  async open(): Promise<Writer> {
    const { clock, ports, backups } = this;
    const recent = (): readonly BurnedImage[] => this.burned;
    this.writer = await Writer.open({
      clock,
      ports,
      backups,
      memory: {
        ratesOf: () => null,
        burned: { recent, add: (image) => void this.burned.push(image) },
        save: () => Promise.resolve(),
      },
      settings: settingsFile(join(this.folder, 'writer.json')),
    });
    this.writer.onEvent((event) => this.events.push(event));
    return this.writer;
  }

  /** A file in the bench's folder. */
  async file(name: string, content: Uint8Array): Promise<string> {
    const path = join(this.folder, name);
    await writeFile(path, content);
    return path;
  }

  /** Our own QIO for a class of chip, small so that tests are quick; its UA is what lies behind 0x11000. */
  firmware(protocolClass: 'T' | 'N', version = '1.0.0'): Uint8Array {
    return makeDemoFirmware({ protocolClass, identifier: 'wifi_one_light', version, appBytes: 0x9000 });
  }

  /** Runs a job to its end. */
  async run(request: RunRequest): Promise<WriterJob> {
    const work = this.writer.run(request).then(() => this.ended());
    return this.clock.run(work);
  }

  /** The job once it has ended. */
  async ended(): Promise<WriterJob> {
    while (this.writer.busy)
      await new Promise((resolve) => this.clock.schedule(20, () => resolve(undefined)));
    const { job } = this.writer.snapshot();
    if (job === null) throw new Error('no job');
    return job;
  }

  async close(): Promise<void> {
    await this.clock.run(this.writer.close());
    this.#operator?.dispose();
    this.board.dispose();
    rmSync(this.folder, { recursive: true });
  }
}
