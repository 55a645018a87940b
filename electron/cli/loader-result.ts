import type { LoaderReport, RangeReport } from '../core/beken/api.js';
import type { Output } from './output.js';

/** `0x00011000`, `0x8C410ED2`. */
export function hex(value: number, digits = 8): string {
  return `0x${value.toString(16).toUpperCase().padStart(digits, '0')}`;
}

export function hexBytes(bytes: Iterable<number>): string {
  return [...bytes].map((byte) => byte.toString(16).toUpperCase().padStart(2, '0')).join(' ');
}

/** Facts of a board, one a line. */
export function boardLines({ facts, baudRate }: LoaderReport, output: Output): string[] {
  const { chip, bootVersion, flashId, flashBytes } = facts;
  const flash = [flashId ? hexBytes(flashId) : null, `${flashBytes / 1024} KB`].filter(Boolean).join(', ');
  return [
    factLine(output, 'chip', [chip, bootVersion].filter(Boolean).join(', ')),
    factLine(output, 'flash', flash),
    factLine(output, 'baud', String(baudRate)),
  ];
}

/** A fact with its name, which is a key of words.cli or is said as it is. */
export function factLine(output: Output, name: string, value: string): string {
  const title = name === 'baud' ? 'Baud' : output.say(`cli.${name}`);
  return `  ${title.padEnd(12)} ${value}`;
}

/** The result of an operation over a range. `seconds` since the board was there. */
export function rangeResult(
  output: Output,
  operation: string,
  report: RangeReport,
  lines: readonly string[] = [],
): void {
  const { start, bytes, crc, facts, baudRate, ...rest } = report;
  const event = { event: 'done', operation, start, bytes, crc: hex(crc), baudRate, ...facts, ...rest };
  const done = output.say('cli.rangeDone', { bytes, start: hex(start), crc: hex(crc) });
  output.result(event, [output.say('cli.pass'), ...boardLines(report, output), `  ${done}`, ...lines]);
}
