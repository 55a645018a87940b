import type { Clock } from './clock.js';

/** What an aborted wait rejects with: the signal's own reason. */
function reasonOf(signal: AbortSignal): Error {
  return signal.reason instanceof Error ? signal.reason : new Error('aborted', { cause: signal.reason });
}

/** Resolves after `ms`; rejects at once with the signal's reason when it is (or becomes) aborted. */
export function sleep(clock: Clock, ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(reasonOf(signal));
      return;
    }
    const abort = (): void => {
      cancel();
      reject(signal ? reasonOf(signal) : new Error('aborted'));
    };
    const cancel = clock.schedule(ms, () => {
      signal?.removeEventListener('abort', abort);
      resolve();
    });
    signal?.addEventListener('abort', abort, { once: true });
  });
}

export interface Deadline {
  readonly ms: number;
  /** Made only when the time is up, so that it can report what was seen until then. */
  readonly onTimeout: () => Error;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Waits for `work`, for at most `deadline.ms`. Every await that waits on a board goes through here or `sleep`.
 * @throws what `onTimeout` makes, the signal's reason, or what `work` rejects with.
 */
export function within<T>(clock: Clock, deadline: Deadline, work: Promise<T>): Promise<T> {
  const { ms, onTimeout, signal } = deadline;
  return new Promise<T>((resolve, reject) => {
    if (signal?.aborted) {
      work.catch(() => undefined);
      reject(reasonOf(signal));
      return;
    }
    const done = (): void => {
      cancel();
      signal?.removeEventListener('abort', abort);
    };
    const abort = (): void => {
      done();
      reject(signal ? reasonOf(signal) : new Error('aborted'));
    };
    const cancel = clock.schedule(ms, () => {
      done();
      reject(onTimeout());
    });
    signal?.addEventListener('abort', abort, { once: true });
    work.then(
      (value) => {
        done();
        resolve(value);
      },
      (error: unknown) => {
        done();
        reject(error instanceof Error ? error : new Error(String(error)));
      },
    );
  });
}
