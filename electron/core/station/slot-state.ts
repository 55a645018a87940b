import type { RunRecord } from '../../../shared/contract/records.js';
import type { BoardView, Question, SlotView, StageView } from '../../../shared/contract/station.js';
import type { BaudRate } from '../../../shared/domain/chip.js';
import { MODES, STAGES_OF, type RunMode, type StageId } from '../../../shared/domain/stage.js';
import type { CodedError } from '../../../shared/errors/kiln-error.js';
import type { JobEvent } from './job-api.js';

export const NO_BOARD: BoardView = {
  chip: null,
  flashId: null,
  flashBytes: null,
  mac: null,
  uuid: null,
  baudRate: null,
  address: null,
  speed: null,
};

/** What happens to a slot. `at`: epoch ms. */
export type SlotEvent =
  /** `other`: not what the station works as. */
  | { readonly type: 'started'; readonly mode: RunMode; readonly at: number; readonly other?: boolean }
  | { readonly type: 'job'; readonly event: JobEvent; readonly at: number }
  | { readonly type: 'stopping' }
  | { readonly type: 'ended'; readonly record: RunRecord }
  /** The run ended before there was a record: no token, no port. */
  | { readonly type: 'refused'; readonly error: CodedError; readonly at: number }
  | {
      readonly type: 'configured';
      readonly port?: string | null;
      readonly baudRate?: BaudRate;
      readonly sn?: string | null;
    }
  | { readonly type: 'mode'; readonly mode: RunMode };

function pendingStages(mode: RunMode): StageView[] {
  return STAGES_OF[mode].map((id) => ({ id, status: 'pending', seconds: 0 }));
}

export function newSlot(slot: number, mode: RunMode, baudRate: BaudRate): SlotView {
  return {
    slot,
    port: null,
    baudRate,
    sn: null,
    boardNumber: 0,
    startedAt: null,
    state: { phase: 'idle' },
    stages: pendingStages(mode),
    board: NO_BOARD,
    mode: null,
  };
}

/** True while a board is in the slot's hands: settings are locked, Stop works. */
export function isRunning(slot: SlotView): boolean {
  return (
    slot.state.phase === 'waiting' ||
    slot.state.phase === 'working' ||
    slot.state.phase === 'asking' ||
    slot.state.phase === 'cancelling'
  );
}

/** Marks what came before as done, the stage itself as active. Going back (a re-link) is allowed. */
function activate(stages: readonly StageView[], id: StageId): StageView[] {
  const index = stages.findIndex((stage) => stage.id === id);
  // None of this workstation's: what is shown stays.
  if (index < 0) return [...stages];
  return stages.map((stage, position) => {
    if (position < index) {
      if (stage.status === 'active') return { ...stage, status: 'done' };
      return stage.status === 'pending' ? { ...stage, status: 'skipped' } : stage;
    }
    return position === index ? { ...stage, status: 'active' } : { ...stage, status: 'pending' };
  });
}

function onJob(slot: SlotView, event: JobEvent): SlotView {
  // A stop was asked for: whatever the job still says on its way out does not change the face of the slot.
  const cancelling = slot.state.phase === 'cancelling';
  switch (event.type) {
    case 'stage': {
      const stages = activate(slot.stages, event.stage);
      return {
        ...slot,
        stages,
        state: cancelling ? slot.state : { phase: 'working', stage: event.stage, done: 0, total: 0 },
      };
    }
    case 'skipped':
      return {
        ...slot,
        stages: slot.stages.map((stage) =>
          stage.id === event.stage ? { ...stage, status: 'skipped' } : stage,
        ),
      };
    case 'waiting': {
      const { stage, deadlineAt, seen } = event;
      return cancelling ? slot : { ...slot, state: { phase: 'waiting', stage, deadlineAt, seen } };
    }
    case 'asking':
      return cancelling ? slot : onAsking(slot, event.question);
    case 'progress': {
      const board = { ...slot.board, address: event.address };
      if (slot.state.phase !== 'working') return { ...slot, board };
      return { ...slot, board, state: { ...slot.state, done: event.done, total: event.total } };
    }
    case 'board':
      return { ...slot, board: { ...slot.board, ...event.facts } };
    case 'note':
      return slot;
  }
}

/** The question stands in the stage that asks; answered, that stage goes on. */
function onAsking(slot: SlotView, question: Question | null): SlotView {
  const stage = slot.stages.find(({ status }) => status === 'active')?.id ?? slot.stages[0]?.id ?? 'capture';
  const working = { phase: 'working', stage, done: 0, total: 0 } as const;
  return { ...slot, state: question === null ? working : { phase: 'asking', stage, question } };
}

/** Seconds of one stage so far, for the view; the record has them to the millisecond. */
export function withSeconds(slot: SlotView, id: StageId, seconds: number): SlotView {
  return { ...slot, stages: slot.stages.map((stage) => (stage.id === id ? { ...stage, seconds } : stage)) };
}

function onEnd(slot: SlotView, record: RunRecord): SlotView {
  const failed = record.outcome === 'failed' || record.outcome === 'cancelled';
  const stages = slot.stages.map((stage): StageView => {
    const seconds = record.stages.find((timed) => timed.id === stage.id)?.seconds ?? 0;
    if (stage.status === 'pending' && record.outcome === 'succeeded')
      return { ...stage, seconds, status: 'skipped' };
    if (stage.status !== 'active') return { ...stage, seconds };
    return { ...stage, seconds, status: failed ? 'failed' : 'done' };
  });
  const ended = { ...slot, stages, board: { ...slot.board, address: null, speed: null } };
  if (record.outcome === 'succeeded') {
    // The next board has a label of its own; a repair leaves this one where it is, and one that failed may be there again.
    const sn = MODES[record.mode].repairs ? ended.sn : null;
    return { ...ended, sn, state: { phase: 'succeeded', record } };
  }
  if (record.outcome === 'cancelled') return { ...ended, state: { phase: 'cancelled', record } };
  const error = record.error ?? { code: 'INTERNAL' as const, data: {} };
  return { ...ended, state: { phase: 'failed', error, record } };
}

/** The slot after an event. Pure. */
export function next(slot: SlotView, event: SlotEvent): SlotView {
  switch (event.type) {
    case 'started':
      return {
        ...slot,
        boardNumber: slot.boardNumber + 1,
        startedAt: event.at,
        board: NO_BOARD,
        stages: pendingStages(event.mode),
        mode: event.other === true ? event.mode : null,
        state: { phase: 'working', stage: STAGES_OF[event.mode][0] ?? 'capture', done: 0, total: 0 },
      };
    case 'job':
      return onJob(slot, event.event);
    case 'stopping':
      return isRunning(slot) ? { ...slot, state: { phase: 'cancelling' } } : slot;
    case 'ended':
      return onEnd(slot, event.record);
    case 'refused':
      if (event.error.code === 'CANCELLED') return { ...slot, state: { phase: 'cancelled', record: null } };
      return { ...slot, state: { phase: 'failed', error: event.error, record: null } };
    case 'configured':
      if (isRunning(slot)) return slot;
      return {
        ...slot,
        ...(event.port === undefined ? {} : { port: event.port }),
        ...(event.baudRate === undefined ? {} : { baudRate: event.baudRate }),
        ...(event.sn === undefined ? {} : { sn: event.sn }),
        state: { phase: 'idle' },
        board: NO_BOARD,
      };
    case 'mode':
      if (isRunning(slot)) return slot;
      return {
        ...slot,
        stages: pendingStages(event.mode),
        state: { phase: 'idle' },
        board: NO_BOARD,
        mode: null,
      };
  }
}
