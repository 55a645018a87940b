import { KilnError } from '../../../shared/errors/kiln-error.js';
import type {
  BoardFacts,
  ChipEraseRequest,
  EraseRequest,
  LoaderRequest,
  ProgramReport,
  ProgramRequest,
  RangeReport,
} from './api.js';
import { burnedImage, compare } from './compare.js';
import { eraseChip } from './chip-erase.js';
import { erase } from './erase.js';
import { ERASE_BLOCKS, planWrite, type WritePlan } from './plan.js';
import { SECTOR } from '../../../shared/domain/chip.js';
import { alignedRange } from './range.js';
import { requireChangeable } from './calibration-guard.js';
import { identifiedBoard, leave } from './steps.js';
import type { Session } from './session.js';
import type { Board, Task, TaskStep } from './task.js';
import { protectAgain, unprotect } from './unprotect.js';
import { planCrc, verify } from './verify.js';
import { widen } from './widen.js';
import { write } from './write.js';
import { WriteJob } from './write-job.js';

/** A job from the first step of its task on; the steps after it rely on it. */
class Slot {
  #job: WriteJob | null = null;
  crc = 0;

  get job(): WriteJob {
    if (!this.#job) throw new Error('a step before the plan was made');
    return this.#job;
  }

  set job(job: WriteJob) {
    this.#job = job;
  }
}

/** From unprotecting to leaving the board; `from`: index of the first of them, where a lost link goes on. */
function writeSteps(
  slot: Slot,
  request: LoaderRequest & { readonly protect?: boolean },
  from: number,
): TaskStep[] {
  const skip = (): boolean => slot.job.idle;
  return [
    { stage: 'unprotect', again: from, skip, run: (session, { facts }) => unprotect(session, facts) },
    { stage: 'erase', again: from, skip, run: (session, { facts }) => erase(session, facts, slot.job) },
    { stage: 'program', again: from, skip, run: (session) => write(session, slot.job) },
    {
      stage: 'verify',
      again: from,
      skip,
      run: async (session, { facts }) => {
        slot.crc = await verify(session, facts, slot.job);
      },
    },
    {
      stage: 'protect',
      again: null,
      // Only class N has a command for it (protocol §13.1, state 10).
      skip: ({ facts }) => skip() || request.protect === false || facts.protocolClass === 'T',
      run: (session, { facts }) => protectAgain(session, facts),
    },
    leave(request),
  ];
}

function rangeReport(slot: Slot, board: Board): RangeReport {
  const { start, image } = slot.job.plan;
  return { ...board, start, bytes: image.length, crc: slot.crc };
}

async function select(session: Session, board: Board, slot: Slot, request: ProgramRequest): Promise<void> {
  const { facts, baudRate } = board;
  const { plan } = slot.job;
  const found = await compare(session, facts, plan, request.burned?.recent());
  slot.job.select(widen(found, plan, { baudRate, blocks: ERASE_BLOCKS[facts.protocolClass] }));
}

/** Writes an image: placed, compared where asked for, erased, written, proved (protocol §13.1). */
export function programTask(request: ProgramRequest): Task<ProgramReport> {
  const slot = new Slot();
  let written = 0;
  const place: TaskStep = {
    stage: 'place',
    again: null,
    run: async (session, board) => {
      const placement = await request.place(identifiedBoard(session, board));
      slot.job = new WriteJob(planWrite(board.facts, placement, request.override));
      await requireChangeable(session, board.facts, slot.job.plan, request.override);
      slot.crc = planCrc(slot.job.plan, slot.job.plan);
      written = slot.job.plan.image.length;
    },
  };
  const comparing: TaskStep = {
    stage: 'compare',
    again: 1,
    skip: () => request.smart !== true,
    run: async (session, board) => {
      await select(session, board, slot, request);
      written = slot.job.unwritten.length * SECTOR;
    },
  };
  return {
    steps: [place, comparing, ...writeSteps(slot, request, 2)],
    report: (board) => {
      request.burned?.add(burnedImage(slot.job.plan));
      return { ...rangeReport(slot, board), written };
    },
  };
}

function blankPlan(
  facts: BoardFacts,
  { start, length }: { start: number; length: number | null },
): WritePlan {
  const range = alignedRange(facts, start, length ?? facts.flashBytes - start);
  return { ...range, image: new Uint8Array(range.end - range.start).fill(0xff) };
}

/** Erases exactly a range. What is erased holds 0xFF, which is proved as any other content. */
export function eraseTask(request: EraseRequest): Task<RangeReport> {
  const slot = new Slot();
  const plan: TaskStep = {
    stage: 'place',
    again: null,
    run: async (session, board) => {
      const blank = blankPlan(board.facts, request);
      await requireChangeable(session, board.facts, blank, request.override);
      await request.before?.(identifiedBoard(session, board));
      slot.job = new WriteJob(blank);
    },
  };
  const steps = writeSteps(slot, request, 1).filter(({ stage }) => stage !== 'program');
  return { steps: [plan, ...steps], report: (board) => rangeReport(slot, board) };
}

/** Erases the whole chip by its own command, class N only. */
export function chipEraseTask(request: ChipEraseRequest): Task<RangeReport> {
  const slot = new Slot();
  const start: TaskStep = {
    stage: 'place',
    again: null,
    run: (_session, { facts }) => {
      if (request.override === '') {
        throw new KilnError('FLASH_RANGE_PROTECTED', { start: 0, end: facts.flashBytes, region: 'rf' });
      }
      if (facts.protocolClass !== 'N')
        throw new KilnError('NOT_ON_THIS_CHIP', { what: 'chip-erase', chip: facts.chip });
      slot.job = new WriteJob(blankPlan(facts, { start: 0, length: null }));
      return Promise.resolve();
    },
  };
  const steps = writeSteps(slot, { ...request, protect: false }, 1).filter(
    ({ stage }) => stage !== 'program',
  );
  const all: TaskStep = {
    stage: 'erase',
    again: 1,
    run: async (session, { facts }) => {
      await eraseChip(session, facts);
      for (const step of slot.job.eraseSteps([])) slot.job.erased(step);
    },
  };
  return {
    steps: [start, ...steps.map((step) => (step.stage === 'erase' ? all : step))],
    report: (board) => rangeReport(slot, board),
  };
}
