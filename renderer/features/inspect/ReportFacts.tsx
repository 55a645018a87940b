import type { ReactNode } from 'react';

import type { InspectReport } from '../../../shared/contract/inspect.js';
import { formatMac } from '../../../shared/domain/mac.js';
import { address } from '../../components/format.js';
import { KeyCap } from '../../components/KeyCap.js';
import { StatusGlyph } from '../../components/StatusGlyph.js';
import { useWords } from '../../components/use-words.js';
import { healthOf } from './findings.js';
import { useInspect } from './inspect-store.js';
import css from './ReportFacts.module.css';

const MEGA = 1024 * 1024;
type Row = readonly [string, ReactNode];

function Rows({ rows }: { readonly rows: readonly Row[] }) {
  return (
    <dl className={css.rows}>
      {rows.map(([name, value]) => (
        <div key={name} className={css.row}>
          <dt>{name}</dt>
          <dd className="selectable">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

const mono = (text: string): ReactNode => <span className="mono">{text}</span>;

/** Shows the secrets for as long as it is held; they are fetched then, and forgotten after. */
function Reveal() {
  const { t } = useWords();
  const reveal = useInspect((state) => state.reveal);
  const hide = (): void => void reveal(false);
  return (
    <button
      type="button"
      className={css.reveal}
      onPointerDown={() => void reveal(true)}
      onPointerUp={hide}
      onPointerLeave={hide}
      onBlur={hide}
      onKeyDown={(event) => {
        if (event.key === 'Enter') event.preventDefault();
        if (event.key === ' ' && !event.repeat) void reveal(true);
      }}
      onKeyUp={hide}
    >
      {t('ui.inspect.view.reveal')} <KeyCap>Alt H</KeyCap>
    </button>
  );
}

function License({ report }: { readonly report: InspectReport }) {
  const { t } = useWords();
  const revealed = useInspect((state) => state.revealed);
  const { uuid, source, country, pid, firmwareKey, deviceId } = report;
  const secret = (name: 'authkey' | 'pskKey' | 'facPin'): string | null => revealed?.[name] ?? report[name];
  const rows: (Row | false)[] = [
    [t('ui.inspect.facts.uuid'), uuid === null ? t('ui.inspect.view.none') : mono(uuid)],
    secret('authkey') !== null && [t('ui.inspect.facts.authkey'), mono(secret('authkey') ?? '')],
    secret('pskKey') !== null && [t('ui.inspect.facts.pskKey'), mono(secret('pskKey') ?? '')],
    secret('facPin') !== null && [t('ui.inspect.facts.facPin'), mono(secret('facPin') ?? '')],
    source !== null && [t('ui.inspect.facts.storedIn'), t(`ui.inspect.sources.${source}`)],
    country !== null && country !== '' && [t('ui.inspect.facts.country'), country],
    pid !== null && [t('ui.inspect.facts.pid'), mono(pid)],
    firmwareKey !== null && [t('ui.inspect.facts.firmwareKey'), mono(firmwareKey)],
    deviceId !== null && [t('ui.inspect.facts.deviceId'), mono(deviceId)],
  ];
  return (
    <section className={css.group}>
      <header className={css.title}>
        <h3>{t('ui.inspect.view.license')}</h3>
        {report.authkey !== null && <Reveal />}
      </header>
      <Rows rows={rows.filter((row) => row !== false)} />
    </section>
  );
}

function Health({ report }: { readonly report: InspectReport }) {
  const { t } = useWords();
  const { sectors } = report;
  const { sound, torn, empty } = healthOf(report);
  const [first, last] = [sectors.at(0), sectors.at(-1)];
  if (first === undefined || last === undefined) return null;
  return (
    <section className={css.group}>
      <h3 className={css.title}>{t('ui.inspect.view.storage')}</h3>
      <ol className={css.sectors}>
        {sectors.map(({ address: at, health }) => (
          <li
            key={at}
            className={css.sector}
            data-health={health}
            title={`${address(at)} ${t(`ui.inspect.sectorHealth.${health}`)}`}
          />
        ))}
      </ol>
      {torn > 0 && (
        <p className={css.torn}>
          <StatusGlyph kind="ask" className={css.small} /> {t(`ui.inspect.storageVerdicts.${report.storage}`)}
        </p>
      )}
      <p className={css.range}>
        <span className="mono">
          {address(first.address)} – {address(last.address + 0x1000)}
        </span>
        <span>{t('ui.inspect.view.sectorsOf', { sound, torn, empty })}</span>
      </p>
    </section>
  );
}

/** What the board is. */
export function ReportFacts({ report }: { readonly report: InspectReport }) {
  const { t } = useWords();
  const { chip, flashId, flashBytes, bootloader, mac, firmware, format, geometry } = report;
  const none = <span className={css.none}>{t('ui.inspect.view.unknown')}</span>;
  const size = flashBytes === null ? null : t('ui.facts.flashSize', { size: flashBytes / MEGA });
  const from = firmware.source === null ? null : t(`ui.inspect.view.in${sourceWord(firmware.source)}`);
  return (
    <div className={css.facts}>
      <section className={css.group}>
        <h3 className={css.title}>{t('ui.inspect.view.chip')}</h3>
        <Rows
          rows={[
            [t('ui.inspect.view.module'), chip ?? none],
            [
              t('ui.inspect.view.flash'),
              <>
                {size} {flashId !== null && mono(flashId)}
              </>,
            ],
            [t('ui.inspect.view.bootloader'), bootloader?.version ?? bootloader?.name ?? none],
            [t('ui.inspect.view.mac'), mac === null ? none : mono(formatMac(mac))],
            [
              t('ui.inspect.view.running'),
              firmware.version === null && firmware.name === null ? (
                none
              ) : (
                <>
                  {[firmware.name, firmware.version].filter(Boolean).join(' ')}{' '}
                  {from !== null && <span className={css.none}>{from}</span>}
                </>
              ),
            ],
            [
              t('ui.inspect.facts.format'),
              format === null ? (
                none
              ) : (
                <span className="mono">
                  {format} {geometry !== null && `${geometry.blocks}+${geometry.swap}`}
                </span>
              ),
            ],
          ]}
        />
      </section>
      <License report={report} />
      <Health report={report} />
    </div>
  );
}

function sourceWord(source: 'running' | 'image' | 'storage'): 'running' | 'flash' | 'storage' {
  return source === 'image' ? 'flash' : source;
}
