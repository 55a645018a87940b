import type { RunRecord } from '../../shared/contract/records.js';
import { formatMac } from '../../shared/domain/mac.js';
import type { Output } from './output.js';

function hex(value: number): string {
  return `0x${value.toString(16).toUpperCase().padStart(8, '0')}`;
}

/** The record of a run for people, one fact a line. Nothing secret is in a record. */
export function recordLines(record: RunRecord, output: Output): string[] {
  const { say } = output;
  const verdict = { succeeded: 'pass', failed: 'fail', cancelled: 'stopped', interrupted: 'stopped' }[
    record.outcome
  ];
  const { firmware, written, fingerprint, license } = record;
  const facts: [string, string | null][] = [
    ['chip', record.chip === null ? null : [record.chip, record.bootVersion].filter(Boolean).join(', ')],
    ['flash', record.flashBytes === null ? null : `${record.flashId ?? '-'}, ${record.flashBytes / 1024} KB`],
    ['mac', record.mac === null ? null : formatMac(record.mac)],
    [
      'firmware',
      `${firmware.identifier} ${firmware.version}, ${firmware.kind}, sha256 ${firmware.sha256.slice(0, 16)}…`,
    ],
    ['fingerprint', fingerprint === null ? null : `${fingerprint.name} ${fingerprint.version}`],
    [
      'written',
      written === null ? null : `${hex(written.start)}, ${written.bytes} bytes, CRC ${written.crc}`,
    ],
    [
      'license',
      license === null
        ? null
        : `uuid ${license.uuid}, authkey ${license.authkey} (${say(license.reused ? 'cli.reused' : 'cli.newLicense')})`,
    ],
    [
      'stages',
      record.stages.map(({ id, seconds }) => `${say(`stages.${id}`)} ${seconds.toFixed(2)} s`).join(', '),
    ],
  ];
  const lines = facts.flatMap(([key, value]) =>
    value === null ? [] : [`  ${say(`cli.${key}`).padEnd(12)} ${value}`],
  );
  return [`${say(`cli.${verdict}`)}  ${record.seconds.toFixed(1)} s`, ...lines];
}
