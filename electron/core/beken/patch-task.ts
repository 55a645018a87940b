import type { PatchReport, PatchRequest } from './api.js';
import { requireChangeable } from './calibration-guard.js';
import { erase } from './erase.js';
import { planWrite } from './plan.js';
import { identifiedBoard, leave } from './steps.js';
import type { Session } from './session.js';
import type { Board, Task, TaskStep } from './task.js';
import { protectAgain, unprotect } from './unprotect.js';
import { verify } from './verify.js';
import { write } from './write.js';
import { WriteJob } from './write-job.js';

/** One placement, from erase to proof. On class T every erase starts with the link check that unprotects (protocol §7.3). */
async function replace(session: Session, board: Board, job: WriteJob): Promise<void> {
  await erase(session, board.facts, job);
  session.onEvent({ type: 'stage', stage: 'program' });
  await write(session, job);
  session.onEvent({ type: 'stage', stage: 'verify' });
  await verify(session, board.facts, job);
}

/**
 * Replaces a few sectors, in the order decided: each placement is erased, written and proved before the next is begun, so that what
 * it stands for is there before what it replaces goes. Never by a block erase.
 */
export function patchTask(request: PatchRequest): Task<PatchReport> {
  let jobs: readonly WriteJob[] = [];
  let done = 0;
  const skip = (): boolean => jobs.length === 0;
  const decide: TaskStep = {
    stage: 'place',
    again: null,
    run: async (session, board) => {
      const placements = await request.decide(identifiedBoard(session, board));
      // Every one is checked before the first is begun; RF and MAC cannot be overridden here.
      const plans = placements.map((placement) => planWrite(board.facts, placement));
      for (const plan of plans) await requireChangeable(session, board.facts, plan);
      jobs = plans.map((plan) => new WriteJob(plan, true));
    },
  };
  const patching: TaskStep = {
    stage: 'erase',
    again: 1,
    skip,
    run: async (session, board) => {
      for (const job of jobs.slice(done)) {
        if (done > 0) session.onEvent({ type: 'stage', stage: 'erase' });
        await replace(session, board, job);
        done += 1;
      }
    },
  };
  return {
    steps: [
      decide,
      { stage: 'unprotect', again: 1, skip, run: (session, { facts }) => unprotect(session, facts) },
      patching,
      {
        stage: 'protect',
        again: null,
        // Only class N has a command for it (protocol §13.1, state 10).
        skip: ({ facts }) => skip() || facts.protocolClass === 'T',
        run: (session, { facts }) => protectAgain(session, facts),
      },
      leave(request),
    ],
    report: (board) => ({
      ...board,
      ranges: jobs.map(({ plan: { start, end } }) => ({ start, end })),
    }),
  };
}
