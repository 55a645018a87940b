import type { RunRecord } from '../../../shared/contract/records.js';
import { Drawer, Heading } from '../../components/Drawer.js';
import { FactList } from '../../components/FactList.js';
import { address, clockTime, grouped, kilobytes, portName, seconds } from '../../components/format.js';
import { useRecordFacts } from '../../components/run-facts.js';
import { StatusGlyph } from '../../components/StatusGlyph.js';
import { useErrorWords } from '../../components/use-error-words.js';
import { useWords } from '../../components/use-words.js';
import { lanesOf } from './figures.js';
import { useRecords } from './records-store.js';
import css from './RunDrawer.module.css';

/** The steps of a run to scale, one under the other, each where it began. */
function TimeLine({ record }: { readonly record: RunRecord }) {
  const { t } = useWords();
  const steps = lanesOf(record.stages);
  return (
    <ol className={css.steps} aria-label={t('ui.records.steps')}>
      {steps.map(({ id, seconds: took, from, share }, index) => (
        <li key={`${id}-${index}`} className={css.step} data-last={index === steps.length - 1}>
          <span className={css.name}>{t(`stages.${id}`)}</span>
          <span className={css.lane}>
            <span className={css.bar} style={{ left: `${from * 100}%`, width: `${share * 100}%` }} />
          </span>
          <span className={css.seconds}>{seconds(took)} s</span>
        </li>
      ))}
    </ol>
  );
}

function Verdict({ record }: { readonly record: RunRecord }) {
  const { t } = useWords();
  const errorWords = useErrorWords();
  const { outcome, error } = record;
  const kind = outcome === 'succeeded' ? 'pass' : outcome === 'failed' ? 'fail' : 'stopped';
  const words = error === null || error.code === 'CANCELLED' ? null : errorWords(error);
  return (
    <div className={css.verdict} data-outcome={outcome}>
      <StatusGlyph kind={kind} className={css.glyph} />
      <div>
        <h3 className={css.outcome}>{t(`ui.records.filter.${outcome}`)}</h3>
        {words !== null && (
          <>
            <p>{words.title}</p>
            <p className={css.dim}>
              {words.cause} {words.remedy}
            </p>
          </>
        )}
      </div>
    </div>
  );
}

/** One board's whole story. */
export function RunDrawer({ record }: { readonly record: RunRecord }) {
  const { t } = useWords();
  const close = useRecords((state) => state.close);
  const recordFacts = useRecordFacts();
  const { flashId, baudRate, written, country, rssi, bootVersion, token, workOrder } = record;
  const more = [
    { name: t('ui.records.columns.mode'), value: t(`ui.station.modes.${record.mode}`) },
    { name: t('ui.records.columns.port'), value: portName(record.port) },
    { name: t('ui.records.facts.token'), value: token },
    {
      name: t('ui.records.facts.order'),
      value: workOrder === null ? null : `${workOrder.code} · ${workOrder.station}`,
    },
    { name: t('ui.records.facts.flash'), value: flashId },
    { name: t('ui.records.facts.bootloader'), value: bootVersion },
    { name: t('ui.records.facts.baud'), value: baudRate === null ? null : grouped(baudRate) },
    {
      name: t('ui.records.facts.written'),
      value:
        written === null
          ? null
          : t('ui.records.facts.rangeOf', { start: address(written.start), kb: kilobytes(written.bytes) }),
    },
    { name: t('ui.records.facts.country'), value: country },
    {
      name: t('ui.records.facts.rssi'),
      value: rssi === null ? null : t('ui.records.facts.dbm', { rssi }),
    },
    { name: t('ui.records.facts.run'), value: <span className="mono">{record.runId}</span> },
  ].filter(({ value }) => value !== null);
  return (
    <Drawer
      label={t('ui.records.story')}
      title={`${clockTime(record.startedAt)} · ${seconds(record.seconds)} s`}
      onClose={close}
    >
      <Verdict record={record} />
      <FactList facts={recordFacts(record)} />
      <Heading>{t('ui.records.steps')}</Heading>
      <TimeLine record={record} />
      <Heading>{t('ui.records.facts.run')}</Heading>
      <FactList facts={more} />
    </Drawer>
  );
}
