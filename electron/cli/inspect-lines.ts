import type { FlashRange, InspectReport, RepairPlan } from '../../shared/contract/inspect.js';
import { formatMac } from '../../shared/domain/mac.js';
import { hex } from './loader-result.js';
import type { Output } from './output.js';

type Say = (key: string, values?: Readonly<Record<string, string | number>>) => string;

const sayer =
  (output: Output): Say =>
  (key, values) =>
    output.say(`ui.inspect.${key}`, values);

function threeWay(value: boolean | null, words: readonly [yes: string, no: string, unknown: string]): string {
  if (value === null) return words[2];
  return value ? words[0] : words[1];
}

/** The verdict in words: `Authorized · production test closed · paired`. */
export function verdictLine(report: InspectReport, output: Output): string {
  const say = sayer(output);
  const trouble = { sound: null, worn: 'storageDamaged', restorable: 'storageRestorable', none: 'noStorage' };
  const found = trouble[report.storage];
  const parts = [
    report.authorized ? 'authorized' : 'notAuthorized',
    // Where nothing stands there is nothing to be open, closed or paired.
    ...(report.storage === 'none'
      ? []
      : [
          threeWay(report.productionTestClosed, ['testClosed', 'testOpen', 'testUnknown']),
          threeWay(report.provisioned, ['paired', 'notPaired', 'pairedUnknown']),
        ]),
    ...(found === null ? [] : [found]),
  ];
  return parts.map((key) => say(key)).join(' · ');
}

function ranges(list: readonly FlashRange[]): string {
  return list.map(({ start, end }) => `${hex(start)}–${hex(end - 1)}`).join(', ');
}

/** What a repair would do, a line each. */
export function planLines(plan: RepairPlan, output: Output): string[] {
  const say = sayer(output);
  const name = say(`repairs.${plan.repair}`);
  const title = plan.way === null ? name : say('plan.title', { repair: name, way: say(`ways.${plan.way}`) });
  if (plan.reason !== null)
    return [title, `  ${say('plan.impossible', { reason: say(`reasons.${plan.reason}`) })}`];
  const carried = plan.carried.map((item) => say(`plan.carriedItems.${item}`)).join(', ');
  const lines = [
    ...(plan.erase.length === 0
      ? [say('plan.nothing')]
      : [say('plan.backup'), say('plan.erase', { ranges: ranges(plan.erase) })]),
    ...(plan.write.length === 0 ? [] : [say('plan.write', { ranges: ranges(plan.write) })]),
    say(`plan.license.${plan.license}`),
    say(`plan.pairing.${plan.pairing}`),
    ...(carried === '' ? [] : [say('plan.carried', { items: carried })]),
    ...(plan.lost.length === 0 ? [] : [say('plan.lost', { keys: plan.lost.join(', ') })]),
    ...(plan.evidence === 'inferred' ? [say('plan.inferred')] : []),
  ];
  return [title, ...lines.map((line) => `  ${line}`)];
}

function factRows(report: InspectReport, output: Output): (readonly [string, string | null])[] {
  const say = sayer(output);
  const { geometry, format, firmware, bootloader, flashId, flashBytes } = report;
  const flash = [flashId, flashBytes === null ? null : `${flashBytes / 1024} KB`].filter(Boolean).join(', ');
  const boot =
    bootloader && [bootloader.name ?? bootloader.version, bootloader.crc].filter(Boolean).join(', ');
  return [
    [output.say('cli.chip'), report.chip],
    [output.say('cli.flash'), flash === '' ? null : flash],
    [output.say('cli.bootloader'), boot],
    [output.say('cli.mac'), report.mac && formatMac(report.mac)],
    [say('facts.firmware'), [firmware.name, firmware.version].filter(Boolean).join(' ') || null],
    [say('facts.uuid'), report.uuid],
    [say('facts.authkey'), report.authkey],
    [say('facts.pskKey'), report.pskKey],
    [say('facts.facPin'), report.facPin],
    [say('facts.country'), report.country],
    [say('facts.deviceId'), report.deviceId],
    [say('facts.pid'), report.pid],
    [say('facts.firmwareKey'), report.firmwareKey],
    [say('facts.env'), report.env],
    [say('facts.storedIn'), report.source && say(`sources.${report.source}`)],
    [say('facts.keySector'), report.keySector === null ? null : hex(report.keySector)],
    [say('facts.format'), format && say('formatLine', { format, ...(geometry ?? { blocks: 0, swap: 0 }) })],
    [say('facts.sectors'), sectorLine(report, say)],
  ];
}

/** How many sectors are in which state: `14 sound, 1 stale, 2 empty`. */
function sectorLine({ sectors }: InspectReport, say: Say): string | null {
  const counts = new Map<string, number>();
  for (const { health } of sectors) counts.set(health, (counts.get(health) ?? 0) + 1);
  const words = [...counts].map(([health, count]) => `${count} ${say(`sectorHealth.${health}`)}`);
  return words.length === 0 ? null : words.join(', ');
}

function copyLine({ address, health, writeCounter }: InspectReport['copies'][number], say: Say): string {
  const values = { address: hex(address), health: say(`copyHealth.${health}`) };
  return writeCounter === null
    ? say('copy', values)
    : say('copyCounted', { ...values, writes: writeCounter });
}

/** A whole report for a person: verdict, facts, storage, and what each repair would do. */
export function inspectLines(report: InspectReport, output: Output): string[] {
  const say = sayer(output);
  const facts = factRows(report, output).flatMap(([name, value]) =>
    value ? [`  ${name.padEnd(14)} ${value}`] : [],
  );
  const copies = report.copies.filter(({ health }) => health === 'sound' || health === 'damaged');
  const entries = report.entries.map((entry) => {
    const line = say('entry', {
      key: entry.key,
      length: entry.length,
      block: entry.block,
      counter: entry.counter,
    });
    return `    ${line}${entry.text === null ? '' : `\n      ${entry.text}`}`;
  });
  const damaged = report.damaged.map(({ key, block, page, problem }) => {
    const values = { key: key ?? '?', block, page, problem: say(`entryProblems.${problem}`) };
    return `    ${say('damagedEntry', values)}`;
  });
  const titled = (title: string, lines: readonly string[]): string[] =>
    lines.length === 0 ? [] : [`  ${say(`facts.${title}`)}`, ...lines];
  return [
    verdictLine(report, output),
    ...facts,
    ...titled(
      'copies',
      copies.map((copy) => `    ${copyLine(copy, say)}`),
    ),
    ...titled('entries', entries),
    ...titled('damaged', damaged),
    ...report.repairs.flatMap((plan) => planLines(plan, output).map((line) => `  ${line}`)),
  ];
}
