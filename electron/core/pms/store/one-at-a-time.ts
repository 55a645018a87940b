const lines = new Map<string, Promise<unknown>>();

/**
 * Runs `task` after everything that was put in this line before. Two transactions of one process on one SQLite file
 * take turns here: a statement that waits for a lock does so synchronously, and the one that holds the lock could
 * never give it back.
 */
export async function inLine<T>(name: string, task: () => Promise<T>): Promise<T> {
  const before = lines.get(name) ?? Promise.resolve();
  const turn = before.then(task, task);
  const settled = turn.catch(() => undefined);
  lines.set(name, settled);
  try {
    return await turn;
  } finally {
    if (lines.get(name) === settled) lines.delete(name);
  }
}
