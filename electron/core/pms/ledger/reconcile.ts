import type { LedgerFault, Reconciliation, TokenBalance } from '../../../../shared/domain/reconciliation.js';
import { maskToken } from '../../../../shared/domain/token.js';
import { query, type Rows } from '../store/query.js';
import { brokenLines, unsaidLeases, unsaidMoves } from './lines.js';

type Totals = { -readonly [Key in keyof Reconciliation['total']]: number };

const nothing = (): Totals => ({ issued: 0, free: 0, reserved: 0, written: 0, validated: 0, quarantined: 0 });

/** The book of what has no token: in stock, or delivered in lists. No token is called so. */
const STOCK = '';

/** By token: where its licenses are, and how many the lines of import brought in; `lost` were, and are nowhere. */
async function balances(rows: Rows): Promise<{ books: Map<string, Totals>; lost: number }> {
  const books = new Map<string, Totals>();
  for (const { token } of await rows.all(query.selectFrom('token').select('token').orderBy('created_at'))) {
    books.set(token, nothing());
  }
  const bookOf = (token: string): Totals => {
    const book = books.get(token) ?? nothing();
    books.set(token, book);
    return book;
  };
  const count = query.fn.countAll<number>().as('count');
  const states = query.selectFrom('license').select(['token', 'state', count]).groupBy(['token', 'state']);
  for (const { token, state, count: many } of await rows.all(states)) bookOf(token ?? STOCK)[state] = many;
  const imports = query
    .selectFrom('license_event')
    .leftJoin('license', 'license.id', 'license_event.license_id')
    .select(['license.token', count, (eb) => eb.fn.count<number>('license.id').as('there')])
    .where('license_event.step', '=', 'import')
    .groupBy('license.token');
  let lost = 0;
  for (const { token, count: many, there } of await rows.all(imports)) {
    bookOf(token ?? STOCK).issued = there;
    lost += many - there;
  }
  return { books, lost };
}

function isBalanced({ issued, free, reserved, written, validated, quarantined }: Totals): boolean {
  return issued === free + reserved + written + validated + quarantined;
}

/**
 * Whether every license is accounted for: as many as were imported, per token and over all, and each as its lines say.
 * @param unsound what the engine itself finds wrong
 */
export async function reconcile(rows: Rows, unsound: readonly string[]): Promise<Reconciliation> {
  const total = nothing();
  const tokens: TokenBalance[] = [];
  const faults: LedgerFault[] = unsound.map((where) => ({ kind: 'database', where }));
  const { books, lost } = await balances(rows);
  total.issued += lost;
  if (lost > 0) faults.push({ kind: 'count', where: String(lost) });
  for (const [name, book] of books) {
    const token = name === STOCK ? 'stock' : maskToken(name);
    if (name !== STOCK) tokens.push({ token, ...book });
    if (!isBalanced(book)) faults.push({ kind: 'count', where: token });
    for (const key of Object.keys(total) as (keyof Totals)[]) total[key] += book[key];
  }
  faults.push(...(await brokenLines(rows)), ...(await unsaidMoves(rows)), ...(await unsaidLeases(rows)));
  return { balanced: faults.length === 0, total, tokens, faults };
}
