import { rmSync } from 'node:fs';
import { join } from 'node:path';

import type { License } from '../../../../shared/domain/license.js';
import { makeDemoFirmware } from '../../firmware/demo-firmware.js';
import { openEmbeddedPms } from '../../pms/embedded-pms.js';
import { generateDevelopmentLicenses } from '../../pms/development.js';
import { localDoor } from '../../pms/desk/local-door.js';
import { lineOf, type Line, type LineDoor } from '../../pms/line.js';
import type { NewToken, Pms } from '../../pms/pms.js';
import type { StorePms } from '../../pms/store-pms.js';
import { quickFolder } from '../../pms/testing/quick-folder.js';
import { createPortHub, type PortHub } from '../../serial/port-hub.js';
import { AutoOperator, createBoard, createVirtualBackend, seededRandom } from '../../simulator/index.js';
import type { CreateBoardOptions } from '../../simulator/index.js';
import type { SimulatedBoard } from '../../simulator/api.js';
import { VirtualClock } from '../../time/testing/virtual-clock.js';
import { fileBackups } from '../../inspect/backups.js';
import type { Backups } from '../../inspect/api.js';
import { fileSecrets } from '../../inspect/secrets-file.js';
import { keyFile } from '../../secrets/key-file.js';
import type { JobEvent, JobHooks, JobRequest } from '../job-api.js';
import { fileMacPool, type MacPool } from '../mac-pool.js';
import { runJob } from '../run-job.js';

export const IDENTIFIER = 'wifi_one_light';
export const VERSION = '1.0.0';

/** A bench with books, ports and simulated boards, all on one virtual clock. */
export interface Bench {
  readonly clock: VirtualClock;
  readonly pms: StorePms;
  readonly line: Line;
  /** Any operation of the desk, as the local account. */
  readonly desk: LineDoor['perform'];
  readonly ports: PortHub;
  readonly boards: readonly SimulatedBoard[];
  readonly folder: string;
  readonly backups: Backups;
  readonly macs: MacPool;
  token(count: number, part?: Partial<NewToken>): Promise<string>;
  /** Runs one job to its end in virtual time. */
  run(part: Partial<JobRequest>, options?: RunHooks): ReturnType<typeof runJob>;
  newRunId(): string;
  close(): Promise<void>;
}

export interface RunHooks {
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: JobEvent) => void;
  /** Other books than the bench's. */
  readonly pms?: Pms;
  /** Another line than the bench's. */
  readonly line?: Line;
  readonly ask?: NonNullable<JobHooks['ask']>;
}

let random = seededRandom(7);
const bytes = (count: number): Uint8Array =>
  Uint8Array.from({ length: count }, () => Math.floor(random() * 256));

export function licenses(count: number): License[] {
  return generateDevelopmentLicenses(count, bytes);
}

/** A list of licenses and the firmware of the bench. */
export function newToken(list: readonly License[], protocolClass: 'T' | 'N' = 'N'): NewToken {
  return {
    licenses: list.map((license, index) => ({ ...license, row: index + 2 })),
    firmware: {
      name: `${IDENTIFIER}_QIO_${VERSION}.bin`,
      image: makeDemoFirmware({ protocolClass, identifier: IDENTIFIER, version: VERSION }),
    },
    identifier: IDENTIFIER,
    version: VERSION,
  };
}

/** Has the books say that a token gave a license to a MAC for good. */
export async function validated({ pms }: Bench, token: string, mac: string): Promise<void> {
  const claim = { token, mac, runId: 'before' };
  await pms.reserve(claim);
  await pms.markWritten(claim);
  await pms.validate(claim);
}

/** Boards sit on `virtual:1`, `virtual:2`, … with a hand beside each that presses reset. */
export async function openBench(
  chips: readonly Omit<CreateBoardOptions, 'clock'>[],
  options: { readonly operator?: boolean } = {},
): Promise<Bench> {
  random = seededRandom(7);
  const clock = new VirtualClock();
  const folder = quickFolder('kiln-bench-');
  const pms = await openEmbeddedPms({ folder, clock, random: bytes });
  const boards = chips.map((chip, index) => createBoard({ random: seededRandom(index + 1), ...chip, clock }));
  const operators =
    options.operator === false
      ? []
      : boards.map((board) => new AutoOperator(board, { clock, patienceMs: 600 }));
  const backend = createVirtualBackend({
    clock,
    boards: boards.map((board, index) => ({ path: `virtual:${index + 1}`, label: 'bench', board })),
  });
  const ports = createPortHub({ backends: [backend], clock });
  const backups = fileBackups(join(folder, 'backups'), fileSecrets(keyFile({ folder, random: bytes })));
  const macs = fileMacPool(join(folder, 'macs'));
  const door = localDoor(pms);
  const desk = door.perform;
  const line = lineOf(() => door);
  let runs = 0;
  const newRunId = (): string => `run-${(runs += 1)}`;
  return {
    clock,
    pms,
    desk,
    line,
    ports,
    boards,
    folder,
    backups,
    macs,
    newRunId,
    async token(count, part = {}) {
      const protocolClass = chips[0]?.chip === 'BK7231T' ? 'T' : 'N';
      const info = await pms.createToken({ ...newToken(licenses(count), protocolClass), ...part });
      return info.token;
    },
    run(
      part,
      {
        signal = new AbortController().signal,
        onEvent = () => undefined,
        ask,
        pms: books = pms,
        line: works = line,
      } = {},
    ) {
      const hooks = { signal, onEvent, ...(ask ? { ask } : {}) };
      const request: JobRequest = {
        mode: 'burn-authorize',
        token: null,
        port: 'virtual:1',
        baudRate: 921600,
        chip: 'auto',
        holder: 'bench',
        ...part,
      };
      return clock.run(
        runJob(request, { clock, pms: books, line: works, ports, newRunId, backups, macs }, hooks),
      );
    },
    async close() {
      for (const operator of operators) operator.dispose();
      for (const board of boards) board.dispose();
      await pms.close();
      rmSync(folder, { recursive: true });
    },
  };
}
