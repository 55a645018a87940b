import { useRef, type PointerEvent } from 'react';

import { CHIPS, SECTOR, type ChipName, type Region } from '../../../shared/domain/chip.js';
import type { FlashRange } from '../../../shared/contract/writer.js';
import { isLocked, type WriterAction } from '../../../shared/domain/writer.js';
import { Icon } from '../../components/icons.js';
import { kilobytes } from '../../components/format.js';
import { useWords } from '../../components/use-words.js';
import css from './FlashMap.module.css';
import { shortHex } from './hex.js';
import { MapLabels } from './MapLabels.js';
import { boxOf, scaleOf, ticksOf, type Scale } from './map-layout.js';
import { chipOf, extentOf, fileExtent, flashBytesOf, isRunning } from './model.js';
import { useHeight } from './use-height.js';
import { useScene, useWriter } from './writer-store.js';

/** The action that the map speaks of: the one running or just done, the one pointed at, else the likely next. */
export function useMapAction(): WriterAction {
  const scene = useScene();
  const pointed = useWriter((state) => state.pointed);
  const { job } = scene.writer;
  if (job !== null && isRunning(job)) return job.action;
  if (pointed !== null) return pointed;
  if (job !== null) return job.action;
  return fileExtent(scene) === null ? 'erase' : 'program';
}

function Block({
  scale,
  range,
  className,
  children,
}: {
  readonly scale: Scale;
  readonly range: FlashRange;
  readonly className: string | undefined;
  readonly children?: React.ReactNode;
}) {
  return (
    <div className={className} style={boxOf(scale, range.start, range.start + range.length)}>
      {children}
    </div>
  );
}

function RegionBlock({
  scale,
  chip,
  region,
}: {
  readonly scale: Scale;
  readonly chip: ChipName;
  readonly region: Region;
}) {
  const locked = isLocked(chip, region);
  const box = boxOf(scale, region.start, region.end);
  return (
    <div className={css.region} data-region={region.name} data-locked={locked} style={box}>
      {locked && box.height >= 16 && <Icon name="lock" className={css.lock} />}
    </div>
  );
}

/** The file over its regions; it fills as it is written. */
function FileBlock({ scale, extent }: { readonly scale: Scale; readonly extent: FlashRange }) {
  const { t } = useWords();
  const { writer } = useScene();
  const { job, file } = writer;
  const state = job?.state;
  const working = job?.action === 'program' && state?.phase === 'working';
  const writing = working && state.stage === 'program' && state.total > 0;
  const share = writing ? state.done / state.total : 0;
  const written = working && ['verify', 'protect', 'reboot'].includes(state.stage) ? 1 : share;
  const box = boxOf(scale, extent.start, extent.start + extent.length);
  return (
    <div className={css.file} data-working={working} data-testid="map-file" style={box}>
      {working && <div className={css.written} style={{ height: `${written * 100}%` }} />}
      {box.height >= 20 && (
        <span className={css.fileName}>
          {t('ui.writer.fileAt', { kind: file?.kind ?? '' })}
          {writing && box.height >= 40 && <br />}
          {writing && box.height >= 40 && `${Math.floor(share * 100)} %`}
        </span>
      )}
    </div>
  );
}

/** Sets the range by dragging over the bar. */
function useDragging(scale: Scale, off: boolean) {
  const drag = useWriter((state) => state.drag);
  const configure = useWriter((state) => state.configure);
  const from = useRef<number | null>(null);
  const rangeTo = (event: PointerEvent<HTMLElement>): FlashRange | null => {
    if (from.current === null) return null;
    const here = scale.sectorAt(event.clientY - event.currentTarget.getBoundingClientRect().top);
    const start = Math.min(from.current, here);
    return { start, length: Math.max(from.current, here) + SECTOR - start };
  };
  return {
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      if (off || event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      from.current = scale.sectorAt(event.clientY - event.currentTarget.getBoundingClientRect().top);
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      const range = rangeTo(event);
      if (range !== null && range.length > SECTOR) drag(range);
    },
    onPointerUp: (event: PointerEvent<HTMLElement>) => {
      const range = rangeTo(event);
      from.current = null;
      // A click alone is no range.
      if (range === null || range.length <= SECTOR) return drag(null);
      void configure({ range }).then(() => drag(null));
    },
    onPointerCancel: () => {
      from.current = null;
      drag(null);
    },
  };
}

/** The flash to scale: regions, the file over them, what will be erased, where the work is. */
export function FlashMap() {
  const { t } = useWords();
  const scene = useScene();
  const { writer, range } = scene;
  const chip = chipOf(writer);
  const flashBytes = flashBytesOf(writer);
  const [frame, height] = useHeight(520);
  const scale = scaleOf(flashBytes, height);
  const action = useMapAction();
  const running = isRunning(writer.job);
  const dragging = useDragging(scale, running);
  const changed = action === 'program' || action === 'erase' ? extentOf(action, scene) : null;
  const file = fileExtent(scene);
  const showsFile = file !== null && (action === 'program' || action === 'verify');
  const address = running ? (writer.job?.address ?? null) : null;
  const mb = flashBytes / 0x100000;
  return (
    <section className={css.map} aria-label={t('ui.writer.map')}>
      <header className={css.head}>
        <h2>{t('ui.writer.map')}</h2>
        <span>{t('ui.writer.mapChip', { chip, mb })}</span>
        <ul className={css.legend}>
          <li>
            <span className={`${css.swatch} ${css.hatch}`} />
            {t('ui.writer.legendErased')}
          </li>
          <li>
            <span className={`${css.swatch} ${css.swatchFile}`} data-working={running} />
            {t('ui.writer.legendFile')}
          </li>
          <li>
            <Icon name="lock" className={css.lock} />
            {t('ui.writer.legendLocked')}
          </li>
        </ul>
      </header>
      <div ref={frame} className={css.frame}>
        <ol className={css.ruler} aria-hidden="true">
          {ticksOf(flashBytes).map((offset) => (
            <li key={offset} style={{ top: scale.y(offset) }}>
              {shortHex(offset)}
            </li>
          ))}
        </ol>
        <div
          className={css.bar}
          data-running={running}
          role="img"
          aria-label={t('ui.writer.mapLabel', { chip, mb })}
          title={running ? undefined : t('ui.writer.mapHint')}
          data-testid="flash-map"
          {...dragging}
        >
          {CHIPS[chip].regions.map((region) => (
            <RegionBlock key={region.start} scale={scale} chip={chip} region={region} />
          ))}
          {changed !== null && <Block scale={scale} range={changed} className={css.hatch} />}
          {showsFile && <FileBlock scale={scale} extent={file} />}
          {!running && <Block scale={scale} range={range} className={css.range} />}
          {address !== null && <div className={css.now} style={{ top: scale.y(address) }} />}
        </div>
        <MapLabels scale={scale} action={action} />
      </div>
      <p className="unseen">{`${kilobytes(range.length)} KB`}</p>
    </section>
  );
}
