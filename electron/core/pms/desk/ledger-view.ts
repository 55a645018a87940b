import type { LedgerEvent, LedgerRow } from '../../../../shared/contract/pms/ledger.js';
import { chunksOf } from '../ledger/license-rows.js';
import { iso } from '../ledger/token-rows.js';
import { KilnError } from '../../../../shared/errors/kiln-error.js';
import type { PmsRules, PmsSession } from '../service.js';
import { query, type Rows } from '../store/query.js';
import { eachByHand, quarantine, release } from './by-hand.js';
import { reconcileBooks } from './books.js';
import { stampOf, unknown, type DeskParts } from './context.js';
import { ledgerRows, type License } from './ledger-rows.js';
import { matches, type Search } from './ledger-search.js';
import type { Cells, Table } from './table.js';
import { tableFile } from './table-file.js';

type LedgerRules = Pick<
  PmsRules['operations'],
  | 'ledger.search'
  | 'ledger.history'
  | 'ledger.release'
  | 'ledger.quarantine'
  | 'ledger.releaseMany'
  | 'ledger.quarantineMany'
  | 'ledger.reconcile'
>;

const all = query.selectFrom('license').selectAll('license');

/** The newest first, up to one before `last`. */
function page(search: Search, last: number | null, limit: number) {
  const found = all
    .where((eb) => matches(eb, search))
    .orderBy('license.id', 'desc')
    .limit(limit);
  return last === null ? found : found.where('license.id', '<', last);
}

/** @throws KilnError BAD_REQUEST */
function lastOf(after: string | undefined): number | null {
  if (after === undefined) return null;
  if (!/^\d{1,15}$/.test(after))
    throw new KilnError('BAD_REQUEST', { channel: 'ledger.search', detail: 'after' });
  return Number(after);
}

/** @throws KilnError DESK_UNKNOWN */
async function licenseRow(rows: Rows, uuid: string): Promise<License> {
  const row = await rows.first(all.where('license.uuid', '=', uuid.trim()).forUpdate());
  if (row === undefined) throw unknown('license', uuid);
  return row;
}

async function shown(rows: Rows, license: License) {
  const [row] = await ledgerRows(rows, [license]);
  if (row === undefined) throw unknown('license', license.uuid);
  return row;
}

async function historyOf(rows: Rows, licenseId: number): Promise<LedgerEvent[]> {
  const events = await rows.all(
    query
      .selectFrom('license_event')
      .leftJoin('run', 'run.run_id', 'license_event.run_id')
      .selectAll('license_event')
      .select('run.port')
      .where('license_event.license_id', '=', licenseId)
      .orderBy('license_event.id'),
  );
  return events.map((event) => ({
    at: iso(event.at),
    by: event.actor,
    step: event.step,
    from: event.from_state,
    to: event.to_state,
    exposed: event.exposed === 1,
    mac: event.mac,
    runId: event.run_id,
    port: event.port,
    reason: event.reason,
  }));
}

const EXPORT_PAGE = 1000;
const COLUMNS = [
  'uuid',
  'authkey',
  'kind',
  'development',
  'standing',
  'mac',
  'sn',
  'token',
  'order',
  'leasedTo',
  'run',
  'at',
  'by',
] as const;

const cellsOf = (row: LedgerRow): Cells => [
  row.uuid,
  row.authkey,
  row.licenseKind,
  row.development ? 'development' : '',
  row.standing,
  row.mac,
  row.sn,
  row.token,
  row.orderCode,
  row.leasedTo,
  row.runId,
  row.at,
  row.by,
];

/** Those that were named, in that order. */
function chosenTable({ store }: DeskParts, uuids: readonly string[]): Table {
  return {
    columns: COLUMNS,
    async *rows(): AsyncGenerator<Cells> {
      for (const chunk of chunksOf(uuids)) {
        const found = await store.read(async (rows) =>
          ledgerRows(rows, await rows.all(all.where('license.uuid', 'in', chunk))),
        );
        const byUuid = new Map(found.map((row) => [row.uuid, row]));
        for (const uuid of chunk) {
          const row = byUuid.get(uuid);
          if (row !== undefined) yield cellsOf(row);
        }
      }
    },
  };
}

function ledgerTable({ store }: DeskParts, search: Search): Table {
  return {
    columns: COLUMNS,
    async *rows(): AsyncGenerator<Cells> {
      for (let last: number | null = null; ;) {
        const from: number | null = last;
        const found: { rows: Awaited<ReturnType<typeof ledgerRows>>; last: number | undefined } =
          await store.read(async (rows) => {
            const licenses = await rows.all(page(search, from, EXPORT_PAGE));
            return { rows: await ledgerRows(rows, licenses), last: licenses.at(-1)?.id };
          });
        for (const row of found.rows) {
          yield cellsOf(row);
        }
        if (found.last === undefined) return;
        last = found.last;
      }
    },
  };
}

export function ledgerRules(desk: DeskParts): LedgerRules {
  const { store, liveness } = desk;
  const byHand =
    (act: typeof release) =>
    ({ uuid, reason }: { uuid: string; reason: string }, session: PmsSession) =>
      store.write(async (rows) => {
        const hand = { stamp: stampOf(desk, session), reason, liveness };
        return shown(rows, await act(rows, await licenseRow(rows, uuid), hand));
      });
  const manyByHand =
    (act: typeof release) =>
    ({ uuids, reason }: { uuids: string[]; reason: string }, session: PmsSession) =>
      store.write(async (rows) => {
        const hand = { stamp: stampOf(desk, session), reason, liveness };
        return {
          items: await eachByHand(uuids, (uuid) =>
            licenseRow(rows, uuid).then((row) => act(rows, row, hand)),
          ),
        };
      });
  return {
    'ledger.search': ({ limit, after, text, standing }) =>
      store.read(async (rows) => {
        const found = await rows.all(page({ text, standing }, lastOf(after), limit + 1));
        const licenses = found.slice(0, limit);
        const last = licenses.at(-1);
        return {
          items: await ledgerRows(rows, licenses),
          next: found.length > limit && last !== undefined ? String(last.id) : null,
        };
      }),

    'ledger.history': ({ uuid }) =>
      store.read(async (rows) => {
        const row = await rows.first(all.where('license.uuid', '=', uuid.trim()));
        if (row === undefined) throw unknown('license', uuid);
        return { license: await shown(rows, row), events: await historyOf(rows, row.id) };
      }),

    'ledger.release': byHand(release),
    'ledger.quarantine': byHand(quarantine),
    'ledger.releaseMany': manyByHand(release),
    'ledger.quarantineMany': manyByHand(quarantine),
    'ledger.reconcile': () => reconcileBooks(desk),
  };
}

type LedgerFiles = Pick<PmsRules['downloads'], 'ledger.export' | 'ledger.exportChosen'>;

export function ledgerFiles(desk: DeskParts): LedgerFiles {
  return {
    'ledger.export': ({ format, text, standing }) =>
      Promise.resolve(tableFile('ledger', format, ledgerTable(desk, { text, standing }))),
    'ledger.exportChosen': ({ format, uuids }) =>
      Promise.resolve(tableFile('ledger', format, chosenTable(desk, uuids))),
  };
}
