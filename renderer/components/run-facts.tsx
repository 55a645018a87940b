import type { ReactNode } from 'react';

import type { RunRecord } from '../../shared/contract/records.js';
import { maskSecret } from '../../shared/domain/license.js';
import { formatMac } from '../../shared/domain/mac.js';
import { after, known, mono, type Fact } from './FactList.js';
import { pairs } from './format.js';
import { useWords } from './use-words.js';

const MEGA = 1024 * 1024;

/** What came of the license in a finished run. */
export function useLicenseWords(): (record: RunRecord) => ReactNode {
  const { t } = useWords();
  return ({ license, outcome }) => {
    if (license === null) return t('ui.facts.licenseNone');
    const passed = license.reused ? 'licenseReused' : 'licenseWritten';
    return (
      <>
        {mono(`uuid ${maskSecret(license.uuid)}`)}{' '}
        {after(t(`ui.facts.${outcome === 'succeeded' ? passed : 'licenseKept'}`))}
      </>
    );
  };
}

/** The facts of a finished run, as its record has them. */
export function useRecordFacts(): (record: RunRecord) => readonly Fact[] {
  const { t } = useWords();
  const licenseWords = useLicenseWords();
  return (record) => {
    const { firmware, fingerprint, written } = record;
    return known([
      record.sn !== null && { name: t('ui.facts.serial'), value: mono(record.sn) },
      record.mac !== null && { name: t('ui.facts.mac'), value: mono(formatMac(record.mac)) },
      record.licensesWiped === null && { name: t('ui.facts.license'), value: licenseWords(record) },
      record.licensesWiped !== null && {
        name: t('ui.facts.wiped'),
        value: t('ui.facts.wipedCount', { count: record.licensesWiped }),
      },
      record.previousLicense !== null && {
        name: t('ui.facts.lost'),
        value: mono(`uuid ${maskSecret(record.previousLicense.uuid)}`),
      },
      record.rssi !== null && {
        name: t('ui.facts.signal'),
        value: t('ui.facts.signalOf', { rssi: record.rssi, min: record.rssiLimit?.min ?? '–' }),
      },
      record.gpio !== null && { name: t('ui.facts.pins'), value: t(`ui.facts.pinsAre.${record.gpio}`) },
      firmware !== null && {
        name: t('ui.facts.firmware'),
        value: `${firmware.identifier} ${firmware.version}`,
      },
      written !== null && { name: t('ui.facts.checksum'), value: mono(pairs(written.crc)) },
      fingerprint !== null && {
        name: t('ui.facts.proved'),
        value: t('ui.facts.provedBy', { ...fingerprint }),
      },
      record.chip !== null && {
        name: t('ui.facts.module'),
        value:
          record.flashBytes === null
            ? record.chip
            : t('ui.facts.flashOf', { chip: record.chip, size: record.flashBytes / MEGA }),
      },
    ]);
  };
}
