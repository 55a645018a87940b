import { spawn, spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { constants as os } from 'node:os';
import { delimiter, join } from 'node:path';

/**
 * Runs a program in the foreground, handing on the signals that would end us.
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions & { timeout?: number }} [options] timeout in milliseconds
 * @returns {Promise<number>} its exit code; 128 + signal number when a signal ended it
 */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: 'inherit', ...options });
    const forward = (signal) => child.kill(signal);
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    for (const signal of signals) process.on(signal, forward);
    const settle = (done) => {
      for (const signal of signals) process.off(signal, forward);
      done();
    };
    child.on('error', (error) => settle(() => reject(error)));
    child.on('close', (code, signal) => settle(() => resolve(code ?? 128 + (os.signals[signal] ?? 0))));
  });
}

/**
 * What a program prints, or null when it is missing or fails.
 * @param {string} command
 * @param {string[]} args
 */
export function output(command, args) {
  const done = spawnSync(command, args, { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C' } });
  return done.status === 0 ? done.stdout : null;
}

/** Whether a program stands in PATH. */
export function hasCommand(name, path = process.env.PATH ?? '') {
  return path.split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return folder !== '';
    } catch {
      return false;
    }
  });
}
