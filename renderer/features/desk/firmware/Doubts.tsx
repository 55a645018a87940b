import type { FirmwareVersion } from '../../../../shared/contract/pms/products.js';
import { WORDS } from '../../../../shared/words/index.js';
import { useLanguage, useWords } from '../../../components/use-words.js';
import { Caution } from '../kit/Say.js';
import { versionDoubts } from './version-doubt.js';

interface Props {
  readonly version: FirmwareVersion;
  /** What it is called, where there are several. */
  readonly name?: string;
}

/** What speaks against enabling a version, file by file, in words. */
export function Doubts({ version, name }: Props) {
  const { t } = useWords();
  const words: Readonly<Record<string, string>> = WORDS[useLanguage()].firmwareWarnings;
  const doubts = versionDoubts(version).map(({ kind, ...doubt }) => ({
    kind,
    text: t(`ui.desk.firmware.doubts.${doubt.by}`, doubt),
  }));
  const warnings = version.files.flatMap(({ kind, warnings: keys }) =>
    keys.map((key) => ({ kind, text: words[key] ?? key })),
  );
  return (
    <>
      {[...doubts, ...warnings].map(({ kind, text }) => (
        <Caution key={`${kind} ${text}`}>
          <strong>{name === undefined ? kind : `${name} ${kind}`}</strong> {text}
        </Caution>
      ))}
    </>
  );
}
