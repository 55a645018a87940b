import { useState } from 'react';

import type { FileKind, FirmwareFile, FirmwareVersion } from '../../../../shared/contract/pms/products.js';
import type { ChosenFile } from '../../../../shared/contract/desk.js';
import { WORDS } from '../../../../shared/words/index.js';
import { kilobytes, shortHash } from '../../../components/format.js';
import { StatusGlyph } from '../../../components/StatusGlyph.js';
import { useLanguage, useWords } from '../../../components/use-words.js';
import { AltAction } from '../kit/AltAction.js';
import { DropArea } from '../kit/DropArea.js';
import { Refusal } from '../kit/Say.js';
import { SLOT_KEYS } from '../places.js';
import { useAct } from '../use-act.js';
import { useFiles } from '../use-files.js';
import css from './FileSlot.module.css';
import { versionDoubt } from './version-doubt.js';

/** What was recognised in a file, by its content. */
function Recognised({ file, claimed }: { readonly file: FirmwareFile; readonly claimed: string }) {
  const { t } = useWords();
  const words: Readonly<Record<string, string>> = WORDS[useLanguage()].firmwareWarnings;
  const facts = [
    [
      t('ui.desk.firmware.for'),
      file.protocolClass === null ? t('ui.desk.firmware.anyChip') : t(`ui.token.class${file.protocolClass}`),
    ],
    [t('ui.desk.firmware.size'), `${kilobytes(file.bytes)} KB`],
    [t('ui.desk.firmware.saysVersion'), file.version ?? t('ui.desk.firmware.noVersion')],
  ] as const;
  const doubt = versionDoubt(file, claimed);
  return (
    <>
      <p className={css.name}>
        <StatusGlyph kind="pass" className={css.glyph} />
        <strong title={file.name}>{file.name}</strong>
      </p>
      <dl className={css.facts}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
        <div>
          <dt>SHA-256</dt>
          <dd className="mono" title={file.sha256}>
            {shortHash(file.sha256)}
          </dd>
        </div>
      </dl>
      {doubt !== null && (
        <p className={css.warning}>
          <StatusGlyph kind="ask" className={css.glyph} />
          {t(`ui.desk.firmware.doubtsShort.${doubt.by}`, { ...doubt })}
        </p>
      )}
      {file.warnings.map((warning) => (
        <p key={warning} className={css.warning}>
          <StatusGlyph kind="ask" className={css.glyph} />
          {words[warning] ?? warning}
        </p>
      ))}
    </>
  );
}

interface Props {
  readonly version: FirmwareVersion;
  readonly kind: FileKind;
  readonly locked: boolean;
}

/** One of the three places for the files of a version: it takes what belongs in it and says why it refuses the rest. */
export function FileSlot({ version, kind, locked }: Props) {
  const { t } = useWords();
  const files = useFiles();
  const { busy, error, act } = useAct();
  const [tried, setTried] = useState<string | null>(null);
  const file = version.files.find((one) => one.kind === kind);
  const send = (get: () => Promise<ChosenFile | null>): void =>
    void act(async () => {
      const chosen = await get();
      if (chosen === null) return;
      setTried(chosen.name);
      await files.upload('firmware.upload', { versionId: version.id, kind, name: chosen.name }, chosen);
      setTried(null);
    });
  return (
    <DropArea
      label={t(`ui.desk.firmware.kinds.${kind}`)}
      off={locked || busy}
      onFile={(dropped) => send(() => files.take(dropped))}
    >
      <header className={css.head}>
        <strong className={css.kind}>{kind}</strong>
        <span className={css.dim}>{t(`ui.desk.firmware.kinds.${kind}`)}</span>
      </header>
      {file === undefined ? (
        <p className={css.dim}>{t(locked ? 'ui.desk.firmware.slotNone' : 'ui.desk.firmware.slotEmpty')}</p>
      ) : (
        <Recognised file={file} claimed={version.version} />
      )}
      {error !== null && tried !== null && <p className={css.tried}>{tried}</p>}
      <Refusal error={error} />
      {!locked && (
        <div className={css.foot}>
          <AltAction
            letter={SLOT_KEYS[kind]}
            disabled={busy}
            onPress={() => send(() => files.choose('firmware'))}
          >
            {busy
              ? t('ui.desk.firmware.uploading')
              : t(file === undefined ? 'ui.desk.firmware.chooseFile' : 'ui.desk.firmware.replaceFile')}
          </AltAction>
        </div>
      )}
    </DropArea>
  );
}
