import { SECTOR, CHIPS, CHIP_NAMES } from '../../../shared/domain/chip.js';
import type { WriterFile } from '../../../shared/contract/writer.js';
import { WORDS } from '../../../shared/words/index.js';
import { ActionButton } from '../../components/ActionButton.js';
import { kilobytes, grouped, shortHash } from '../../components/format.js';
import { Icon } from '../../components/icons.js';
import { StatusGlyph } from '../../components/StatusGlyph.js';
import { useErrorWords } from '../../components/use-error-words.js';
import { useLanguage, useWords } from '../../components/use-words.js';
import css from './FileCard.module.css';
import { isRunning } from './model.js';
import { RecentFiles } from './RecentFiles.js';
import { useSnapshot, useWriter } from './writer-store.js';

/** `BK7231N` where the file says its class: the chips whose bootloader it can be. */
function madeFor(file: WriterFile): string | null {
  if (file.protocolClass === null) return null;
  const known = CHIP_NAMES.filter((name) => CHIPS[name].protocolClass === file.protocolClass);
  return known.find((name) => name === 'BK7231N' || name === 'BK7231T') ?? null;
}

function Fact({ name, children }: { readonly name: string; readonly children: React.ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

function Facts({ file }: { readonly file: WriterFile }) {
  const { t } = useWords();
  const size = { kb: kilobytes(file.bytes), sectors: grouped(Math.ceil(file.bytes / SECTOR)) };
  return (
    <dl className={css.facts}>
      <Fact name={t('ui.writer.file.kind')}>
        {t(`ui.writer.file.kinds.${file.kind ?? 'other'}`)}
        {file.version !== null && <span className={css.version}>{file.version}</span>}
      </Fact>
      {file.kind !== null && file.refusal?.code !== 'FIRMWARE_KIND' && (
        <Fact name={t('ui.writer.file.for')}>{madeFor(file) ?? t('ui.writer.file.forAny')}</Fact>
      )}
      <Fact name={t('ui.writer.file.size')}>{t('ui.writer.file.sizeOf', size)}</Fact>
      <Fact name={t('ui.writer.file.sha')}>
        <span className="mono selectable" title={file.sha256}>
          {shortHash(file.sha256)}
        </span>
      </Fact>
    </dl>
  );
}

/** Why the file may not be written, or what is odd about it. */
function Remarks({ file }: { readonly file: WriterFile }) {
  const { t } = useWords();
  const errorWords = useErrorWords();
  const warnings = WORDS[useLanguage()].firmwareWarnings;
  if (file.refusal !== null) {
    const { title, cause, remedy } = errorWords(file.refusal);
    return (
      <p className={css.refusal} role="alert">
        <StatusGlyph kind="fail" className={css.glyph} />
        <span>
          <strong>{title}</strong> {cause} {remedy}
        </span>
      </p>
    );
  }
  const lines =
    file.kind === null ? [t('ui.writer.file.otherHint')] : file.warnings.map((name) => warnings[name]);
  return lines.map((line) => (
    <p key={line} className={css.warning}>
      <StatusGlyph kind="ask" className={css.glyph} />
      <span>{line}</span>
    </p>
  ));
}

function Empty() {
  const { t } = useWords();
  return (
    <>
      <p className={css.name}>
        <Icon name="file" />
        {t('ui.writer.noFile')}
      </p>
      <p className={css.hint}>{t('ui.writer.noFileHint')}</p>
    </>
  );
}

/** The file as Kiln understood it. The whole view takes drops; this is where one sees it. */
export function FileCard() {
  const { t } = useWords();
  const { file, job } = useSnapshot();
  const browse = useWriter((state) => state.browse);
  const running = isRunning(job);
  return (
    <section className={css.field} aria-label={t('ui.writer.firmware')}>
      <div className={css.head}>
        <span className={css.label}>{t('ui.writer.firmware')}</span>
        <RecentFiles />
        <ActionButton
          className={css.browse ?? ''}
          look="quiet"
          keyName="Ctrl O"
          disabled={running}
          onClick={() => void browse()}
        >
          {t('ui.writer.browse')}
        </ActionButton>
      </div>
      <div className={css.card} data-testid="file-card">
        {file === null ? (
          <Empty />
        ) : (
          <>
            <p className={css.name} title={`${file.folder}/${file.name}`}>
              <Icon name="file" />
              <span>{file.name}</span>
            </p>
            <Facts file={file} />
            <Remarks file={file} />
          </>
        )}
      </div>
    </section>
  );
}
