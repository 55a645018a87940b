import type { WorkOrder, CraftLine } from '../../../shared/contract/pms/work-orders.js';
import { randomUUID } from 'node:crypto';
import type { CommonOptions, Environment } from '../environment.js';
import type { Output } from '../output.js';
import { atDesk, ME } from './desk.js';
import { usage } from '../usage.js';

/** `BURN=Burning`, or `BURN` alone. Codes are capital letters. */
function stationOf(typed: string): { code: string; name: string } {
  const [code = '', ...name] = typed.split('=');
  const upper = code.trim().toUpperCase();
  return { code: upper, name: name.join('=').trim() || upper };
}

const stationsLine = ({ stations }: CraftLine): string => stations.map(({ code }) => code).join(' > ');

export interface LineCreateOptions extends CommonOptions {
  readonly station: readonly string[];
}

/** `kiln pms craft-line create`: the stations, in the order boards pass them. */
export function craftLineCreateCommand(
  name: string,
  options: LineCreateOptions,
  environment: Environment,
): Promise<number> {
  return atDesk(options, environment, async (service, output) => {
    const stations = options.station.map(stationOf);
    const line = await service.perform('craftLine.create', { name, stations }, ME);
    output.result({ event: 'craft-line', ...line }, [`${line.id}  ${line.name}: ${stationsLine(line)}`]);
  });
}

/** `kiln pms craft-line list` */
export function craftLineListCommand(options: CommonOptions, environment: Environment): Promise<number> {
  return atDesk(options, environment, async (service, output) => {
    const { items } = await service.perform('craftLine.list', {}, ME);
    const lines = items.map((line) => `${line.id}  ${line.name}: ${stationsLine(line)}`);
    output.result({ event: 'craft-lines', items }, lines);
  });
}

const stateOf = ({ closed }: WorkOrder, { say }: Output): string =>
  say(closed ? 'cli.orderClosed' : 'cli.orderOpen');

/** A work order for people: what it is, then each of its stations and how many boards passed there. */
function orderLines(order: WorkOrder, output: Output): string[] {
  const { code, craftLine, quantity, begun, passed, token } = order;
  const head = output.say('cli.orderHead', { code, line: craftLine.name, state: stateOf(order, output) });
  const facts = output.say('cli.orderFacts', { begun, quantity, token: token ?? '-' });
  const stations = craftLine.stations.map(({ code: station, name }) => {
    const count = output.say('cli.orderPassed', { passed: passed[station] ?? 0, quantity });
    return `  ${station.padEnd(12)} ${count}  ${name}`;
  });
  return [head, `  ${facts}`, ...stations];
}

function tell(order: WorkOrder, output: Output): void {
  output.result({ event: 'work-order', ...order }, orderLines(order, output));
}

export interface OrderCreateOptions extends CommonOptions {
  readonly line: string;
  readonly quantity: string;
  readonly token?: string;
}

/** `kiln pms work-order create`: the line by its id, or by its name where only one has it. */
export function workOrderCreateCommand(
  options: OrderCreateOptions,
  environment: Environment,
): Promise<number> {
  const quantity = Number(options.quantity);
  if (!Number.isInteger(quantity)) throw usage(`--quantity ${options.quantity}: a whole number`);
  return atDesk(options, environment, async (service, output) => {
    const { items } = await service.perform('craftLine.list', {}, ME);
    const named = items.filter(({ id, name }) => id === options.line || name === options.line);
    if (named.length > 1) throw usage(`--line ${options.line}: several lines have this name, give an id`);
    const craftLineId = named[0]?.id ?? options.line;
    const request = { craftLineId, quantity, token: options.token ?? null };
    tell(await service.perform('workOrder.create', request, ME), output);
  });
}

/** `kiln pms work-order list`: the newest first. */
export function workOrderListCommand(options: CommonOptions, environment: Environment): Promise<number> {
  return atDesk(options, environment, async (service, output) => {
    const { items } = await service.perform('workOrder.list', { limit: 1000 }, ME);
    output.result(
      { event: 'work-orders', items },
      items.map((order) => {
        const { code, begun, quantity, craftLine } = order;
        const count = `${String(begun).padStart(6)} / ${String(quantity).padEnd(6)}`;
        return `${code}  ${count} ${stateOf(order, output).padEnd(8)} ${craftLine.name}: ${stationsLine(craftLine)}`;
      }),
    );
  });
}

/** `kiln pms work-order show` and `close` */
export function workOrderCommand(
  operation: 'workOrder.get' | 'workOrder.close',
  code: string,
  { options, environment }: { readonly options: CommonOptions; readonly environment: Environment },
): Promise<number> {
  return atDesk(options, environment, async (service, output) =>
    tell(await service.perform(operation, { code }, ME), output),
  );
}

export interface OrderResetOptions extends CommonOptions {
  readonly station: string;
  readonly mac?: string;
  readonly sn?: string;
}

/** `kiln pms work-order reset`: takes back what a board passed at a station and after it. */
export function workOrderResetCommand(
  code: string,
  options: OrderResetOptions,
  environment: Environment,
): Promise<number> {
  const { mac, sn } = options;
  if (mac === undefined && sn === undefined) throw usage('--mac or --sn says which board');
  return atDesk(options, environment, async (service, output) => {
    const station = options.station.trim().toUpperCase();
    const board = { ...(mac === undefined ? {} : { mac }), ...(sn === undefined ? {} : { sn }) };
    const request = { code, station, ...board, runId: randomUUID() };
    await service.perform('workOrder.reset', request, ME);
    tell(await service.perform('workOrder.get', { code }, ME), output);
  });
}
