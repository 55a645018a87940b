import type { RunRecord } from '../../shared/contract/records.js';
import { formatMac } from '../../shared/domain/mac.js';
import { logText } from '../../shared/words/log-text.js';
import type { Output } from './output.js';

function hex(value: number): string {
  return `0x${value.toString(16).toUpperCase().padStart(8, '0')}`;
}

/** `wifi_light 1.0.0, QIO, sha256 3fa9…`; a token that authorizes only has no file. */
export function firmwareLine(
  { identifier, version, file }: NonNullable<RunRecord['firmware']>,
  none: string,
): string {
  const what = file === null ? none : `${file.kind}, sha256 ${file.sha256.slice(0, 16)}…`;
  return `${identifier} ${version}, ${what}`;
}

/** Name of the sealed copy that a repair made first. */
function backupOf({ steps }: RunRecord): string | null {
  const file = steps.find(({ id }) => id === 'backup')?.data['file'];
  return typeof file === 'string' ? file : null;
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
    ['order', record.workOrder === null ? null : `${record.workOrder.code}, ${record.workOrder.station}`],
    ['sn', record.sn],
    ['mac', record.mac === null ? null : formatMac(record.mac)],
    ['firmware', firmware === null ? null : firmwareLine(firmware, say('cli.authorizationOnly'))],
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
      'lost',
      record.previousLicense === null
        ? null
        : `uuid ${record.previousLicense.uuid}, authkey ${record.previousLicense.authkey}`,
    ],
    ['radio', record.rssi === null ? null : `${record.rssi} dBm, ${record.rssiLimit?.ssid ?? '-'}`],
    ['pins', record.gpio],
    ['backupFile', backupOf(record)],
    [
      'stages',
      record.stages.map(({ id, seconds }) => `${say(`stages.${id}`)} ${seconds.toFixed(2)} s`).join(', '),
    ],
  ];
  const lines = facts.flatMap(([key, value]) =>
    value === null ? [] : [`  ${say(`cli.${key}`).padEnd(12)} ${value}`],
  );
  const warnings = record.warnings.map((warning) => `! ${logText(output.language, warning)}`);
  return [`${say(`cli.${verdict}`)}  ${record.seconds.toFixed(1)} s`, ...lines, ...warnings];
}
