import type { WorkOrder } from '../../../shared/contract/pms/work-orders.js';
import type { StationSnapshot } from '../../../shared/contract/station.js';
import type { TokenInfo } from '../../../shared/contract/tokens.js';
import { MODES, type RunMode } from '../../../shared/domain/stage.js';
import { KilnError } from '../../../shared/errors/kiln-error.js';
import type { JobDeps } from './job-api.js';
import type { StationSettings } from './settings.js';
import type { RunOrder } from './slot-runner.js';

type Face = Pick<StationSnapshot, 'source' | 'token' | 'line'>;
type Saved = Pick<StationSettings, 'source' | 'token' | 'order' | 'serials'>;

/** The station of a line that this is: the one that was chosen if the line has it, or the only one there is. */
function stationOn({ craftLine }: WorkOrder, wanted: string | null): string | null {
  const { stations } = craftLine;
  const found = stations.find(({ code }) => code === wanted) ?? (stations.length === 1 ? stations[0] : null);
  return found?.code ?? null;
}

/**
 * What a station burns by (authorization §4.1): a token that was typed, or a work order, whose token nobody types. Both
 * are remembered; what counts is what is chosen.
 */
export class StationSource {
  readonly #deps: Pick<JobDeps, 'pms' | 'line'>;
  #source: Face['source'] = 'token';
  #token: TokenInfo | null = null;
  #order: { readonly order: WorkOrder; readonly token: TokenInfo | null } | null = null;
  #station: string | null = null;
  #serials = false;

  constructor(deps: Pick<JobDeps, 'pms' | 'line'>) {
    this.#deps = deps;
  }

  /** As it was left. What is gone meanwhile is simply not there; the operator chooses another. */
  async restore({ source, token, order, serials }: Saved): Promise<void> {
    this.#source = source;
    this.#serials = serials;
    this.#station = order?.station ?? null;
    if (token !== null) this.#token = await this.#deps.pms.tokenInfo(token).catch(() => null);
    if (order !== null) this.#order = await this.#open(order.code).catch(() => null);
  }

  get saved(): Saved {
    return {
      source: this.#source,
      token: this.#token?.token ?? null,
      order: this.#order === null ? null : { code: this.#order.order.code, station: this.#station },
      serials: this.#serials,
    };
  }

  get face(): Face {
    return {
      source: this.#source,
      token: this.token,
      line: { order: this.#order?.order ?? null, station: this.#station, serials: this.#serials },
    };
  }

  /** The token that counts. */
  get token(): TokenInfo | null {
    return this.#source === 'token' ? this.#token : (this.#order?.token ?? null);
  }

  /** The token that was typed, where that is what counts: what a work order runs with is for its own boards. */
  get typedToken(): string | null {
    return this.#source === 'token' ? (this.#token?.token ?? null) : null;
  }

  choose(source: Face['source']): void {
    this.#source = source;
  }

  setSerials(serials: boolean): void {
    this.#serials = serials;
  }

  /** @throws KilnError TOKEN_*, POOL_EMPTY, NO_DATA_PERMISSION */
  async setToken(token: string): Promise<TokenInfo> {
    this.#token = await this.#deps.pms.openToken(token);
    this.#source = 'token';
    return this.#token;
  }

  /**
   * @param station - null: the one this station was before, where the line has it
   * @throws KilnError DESK_UNKNOWN, WORK_ORDER_CLOSED, NO_DATA_PERMISSION, PMS_*
   */
  async setOrder(code: string, station: string | null): Promise<WorkOrder> {
    const opened = await this.#open(code);
    const { order } = opened;
    if (order.closed) throw new KilnError('WORK_ORDER_CLOSED', { code: order.code });
    if (station !== null && stationOn(order, station) !== station)
      throw new KilnError('DESK_UNKNOWN', { what: 'station', id: station });
    this.#order = opened;
    this.#station = stationOn(order, station ?? this.#station);
    this.#source = 'work-order';
    return order;
  }

  async #open(code: string): Promise<{ readonly order: WorkOrder; readonly token: TokenInfo | null }> {
    const { pms, line } = this.#deps;
    const order = await line.order(code);
    // One that is closed gives its token to nobody.
    if (order.token === null || order.closed) return { order, token: null };
    return { order, token: await pms.tokenInfo(await line.token(order.code)) };
  }

  /** The books moved: licenses left, boards passed. */
  async refresh(): Promise<void> {
    if (this.#source === 'token') {
      if (this.#token) this.#token = await this.#deps.pms.tokenInfo(this.#token.token);
    } else if (this.#order) this.#order = await this.#open(this.#order.order.code);
  }

  /**
   * What the next board is run by.
   * @throws KilnError TOKEN_MISSING, WORK_ORDER_MISSING, LINE_STATION_MISSING, ORDER_NO_TOKEN {code}
   */
  forRun(mode: RunMode): Pick<RunOrder, 'token' | 'order' | 'serials'> {
    const { token: needs, repairs } = MODES[mode];
    if (this.#source === 'token') {
      if (needs === 'required' && this.#token === null) throw new KilnError('TOKEN_MISSING');
      return { token: this.#token?.token ?? null, order: null, serials: false };
    }
    const order = this.#order?.order ?? null;
    const station = this.#station;
    if (repairs) {
      const at = order === null || station === null ? null : { code: order.code, station };
      return { token: null, order: at, serials: false };
    }
    if (order === null) throw new KilnError('WORK_ORDER_MISSING');
    if (station === null) throw new KilnError('LINE_STATION_MISSING', { code: order.code });
    if (needs === 'required' && order.token === null)
      throw new KilnError('ORDER_NO_TOKEN', { code: order.code });
    return { token: null, order: { code: order.code, station }, serials: this.#serials };
  }
}
