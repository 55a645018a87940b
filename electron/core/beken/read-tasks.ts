import { SECTOR } from '../../../shared/domain/chip.js';
import { KilnError } from '../../../shared/errors/kiln-error.js';
import type {
  DetectReport,
  EfuseReport,
  LoaderReport,
  LoaderRequest,
  RangeReport,
  ReadRequest,
  StatusReport,
  StatusRequest,
  VerifyRequest,
} from './api.js';
import { detectMore } from './detect.js';
import { keyKind, readEfuseKey } from './efuse.js';
import { address } from './hex.js';
import { padToSectors, type WritePlan } from './plan.js';
import { alignedRange } from './range.js';
import { ReadJob } from './read-range.js';
import { identifiedBoard, leave } from './steps.js';
import type { Session } from './session.js';
import { statusRegisters } from './status-registers.js';
import type { Board, Task, TaskStep } from './task.js';
import { badSectors, planCrc, sectorList } from './verify.js';

/** What a step finds for the report; asking before it was found is a programming error. */
class Found<T> {
  #value: { readonly is: T } | null = null;

  set(value: T): void {
    this.#value = { is: value };
  }

  get(): T {
    if (!this.#value) throw new Error('a report before its step');
    return this.#value.is;
  }
}

/** A task of one step that finds something. */
function finding<T, R>(
  request: LoaderRequest,
  find: (session: Session, board: Board) => Promise<T>,
  report: (board: Board, found: T) => R,
): Task<R> {
  const found = new Found<T>();
  const step: TaskStep = {
    stage: 'read',
    again: 0,
    run: async (session, board) => found.set(await find(session, board)),
  };
  return { steps: [step, leave(request)], report: (board) => report(board, found.get()) };
}

export function detectTask(request: LoaderRequest): Task<DetectReport> {
  return finding(
    request,
    (session, { facts }) => detectMore(session, facts),
    (board, more) => ({ ...board, ...more }),
  );
}

export function efuseTask(request: LoaderRequest): Task<EfuseReport> {
  return finding(
    request,
    (session, { facts }) => readEfuseKey(session, facts),
    (board, key) => ({ ...board, key, kind: keyKind(key) }),
  );
}

export function statusTask(request: StatusRequest): Task<StatusReport> {
  return finding(
    request,
    (session, { facts }) => statusRegisters(session, facts, request.write),
    (board, status) => ({ ...board, ...status }),
  );
}

/** Leaves the loader, and nothing else: the board runs what it has. `how` `watchdog`: class N only. */
export function resetTask(request: LoaderRequest, how: 'reboot' | 'watchdog'): Task<LoaderReport> {
  const watchdog: TaskStep = {
    stage: 'reboot',
    again: null,
    run: async ({ commands }, { facts }) => {
      if (facts.protocolClass !== 'N')
        throw new KilnError('NOT_ON_THIS_CHIP', { what: 'watchdog', chip: facts.chip });
      await commands.reset();
    },
  };
  const { chip, baudRate } = request;
  return { steps: [how === 'watchdog' ? watchdog : leave({ chip, baudRate })], report: (board) => board };
}

/** Reads a range into a sink, and proves by CRC that it came over right. */
export function readTask(request: ReadRequest): Task<RangeReport> {
  const { start, length, sink } = request;
  let job: ReadJob | null = null;
  const found = new Found<RangeReport>();
  const read: TaskStep = {
    stage: 'read',
    again: 0,
    run: async (session, { facts }) => {
      const bytes = length ?? facts.flashBytes - start;
      // A length between sectors is read as whole sectors; the rest is the sink's to drop.
      job ??= new ReadJob(alignedRange(facts, start, Math.ceil(bytes / SECTOR) * SECTOR), sink);
      await job.read(session, facts);
    },
  };
  const prove: TaskStep = {
    stage: 'verify',
    again: 0,
    run: async (session, board) => {
      if (!job) throw new Error('proof before reading');
      const crc = await job.prove(session, board.facts);
      found.set({ ...board, start, bytes: job.content.length, crc });
    },
  };
  return { steps: [read, prove, leave(request)], report: () => found.get() };
}

/** Compares an image with the flash by CRC; nothing is changed. */
export function verifyTask(request: VerifyRequest): Task<RangeReport> {
  const plan = new Found<WritePlan>();
  const place: TaskStep = {
    stage: 'place',
    again: null,
    run: async (session, board) => {
      const placement = await request.place(identifiedBoard(session, board));
      if (placement.image.length === 0) throw new KilnError('FIRMWARE_EMPTY');
      const image = padToSectors(placement.image);
      plan.set({ ...alignedRange(board.facts, placement.start, image.length), image });
    },
  };
  const verify: TaskStep = {
    stage: 'verify',
    again: 1,
    run: async (session) => {
      const bad = await badSectors(session, plan.get(), [plan.get()]);
      if (bad.length === 0) return;
      throw new KilnError('FLASH_DIFFERS', {
        address: address(bad[0] ?? 0),
        sectors: sectorList(bad),
        count: bad.length,
      });
    },
  };
  return {
    steps: [place, verify, leave(request)],
    report: (board) => {
      const { start, image } = plan.get();
      return { ...board, start, bytes: image.length, crc: planCrc(plan.get(), plan.get()) };
    },
  };
}
