import { resolve } from 'node:path';

import type { Reconciliation } from '../../../shared/domain/reconciliation.js';
import { KilnError } from '../../../shared/errors/kiln-error.js';
import type { CommonOptions, Environment } from '../environment.js';
import { exitCodeOf } from '../exit-codes.js';
import type { Output } from '../output.js';
import { openBooks, type BooksOptions } from '../books.js';
import { outputOf, withKiln } from '../session.js';

export interface BackupOptions extends CommonOptions {
  readonly out: string;
}

/** `kiln pms backup`: the ledger, copied to a new file while it may be in use. */
export function pmsBackupCommand(options: BackupOptions, environment: Environment): Promise<number> {
  const path = resolve(options.out);
  return withKiln(options, environment, async (kiln, output) => {
    await kiln.ledger.backup(path);
    output.result({ event: 'backup', path }, [output.say('cli.ledgerBackup', { path })]);
    return 0;
  });
}

export function reconcileLines({ total, tokens, faults }: Reconciliation, output: Output): string[] {
  const line = (name: string, counts: Reconciliation['total']): string =>
    `${name.padEnd(20)} ${output.say('cli.balance', { ...counts })}`;
  return [
    ...tokens.map((one) => line(one.token, one)),
    line(output.say('cli.total'), total),
    ...faults.map(({ kind, where }) => `! ${output.say(`cli.faults.${kind}`, { where })}`),
  ];
}

/** `kiln pms reconcile`: whether every license is accounted for. @returns 4 where one is not */
export async function pmsReconcileCommand(options: BooksOptions, environment: Environment): Promise<number> {
  const { pms } = await openBooks(options, environment);
  try {
    const output = outputOf(options, environment);
    const found = await pms.reconcile();
    output.result({ event: 'reconciliation', ...found }, reconcileLines(found, output));
    if (found.balanced) return 0;
    const error = new KilnError('LEDGER_UNBALANCED', { count: found.faults.length });
    output.error(error);
    return exitCodeOf(error.code);
  } finally {
    await pms.close();
  }
}
