import type { FlashRange, WriterJob } from '../../../shared/contract/writer.js';
import { CHIPS, SECTOR, type ChipName, type Region } from '../../../shared/domain/chip.js';
import { isLocked, type WriterAction } from '../../../shared/domain/writer.js';
import { grouped, kilobytes } from '../../components/format.js';
import { Icon } from '../../components/icons.js';
import { useWords, type WordKey } from '../../components/use-words.js';
import css from './MapLabels.module.css';
import { shortHex } from './hex.js';
import { placeLabels, type Scale } from './map-layout.js';
import { chipOf, extentOf, isRunning, type Scene } from './model.js';
import { useScene, useWriter } from './writer-store.js';

const LINE = 18;
/** Air under a label. */
const GAP = 8;
/** Leader lines: out of the bar, slanting, into the label. */
const [OUT, SLANT, IN] = [16, 36, 52] as const;

type Fate = 'kept' | 'locked' | 'erase' | 'write' | 'erased' | 'written' | 'read' | 'compare' | 'override';

const FATE: Readonly<Record<WriterAction, Fate>> = {
  program: 'write',
  erase: 'erase',
  read: 'read',
  verify: 'compare',
  detect: 'kept',
};
const DONE: Partial<Record<WriterAction, Fate>> = { program: 'written', erase: 'erased' };

/** What an action does, or did, to a region. */
export function fateOf(region: Region, chip: ChipName, action: WriterAction, scene: Scene): Fate {
  const extent = extentOf(action, scene);
  const touched = extent !== null && extent.start < region.end && extent.start + extent.length > region.start;
  const changes = action === 'program' || action === 'erase';
  const locked = isLocked(chip, region);
  if (!touched || (!changes && action === 'detect')) return locked ? 'locked' : 'kept';
  const { job } = scene.writer;
  const over = job?.action === action && job.state.phase === 'succeeded';
  if (over) return DONE[action] ?? FATE[action];
  if (locked && changes)
    return scene.override.trim().length >= 3 && region.name === 'rf' ? 'override' : 'locked';
  return FATE[action];
}

interface Item {
  readonly id: string;
  readonly anchor: number;
  readonly name: string;
  readonly range: FlashRange;
  readonly locked: boolean;
  readonly fate: Fate | null;
  readonly more: string | null;
}

/** A typed range that is no region of its own gets a label of its own. */
function isOwn({ range, writer }: Scene, chip: ChipName): boolean {
  if (writer.settings.rangeFrom === 'file' && range === writer.settings.range) return false;
  return !CHIPS[chip].regions.some(
    ({ start, end }) => start === range.start && end === range.start + range.length,
  );
}

function useItems(scale: Scale, action: WriterAction): readonly Item[] {
  const { t } = useWords();
  const scene = useScene();
  const chip = chipOf(scene.writer);
  const { job } = scene.writer;
  const planned = extentOf(action, scene);
  const more = (region: Region, fate: Fate): string | null => {
    if (region.name === 'storage' && (fate === 'erase' || fate === 'write'))
      return t('ui.writer.licenseGoes');
    if (region.name !== 'app') return null;
    if (fate === 'write' && planned !== null) {
      const count = job?.differing?.count ?? Math.ceil(planned.length / SECTOR);
      return t('ui.writer.plan', { count: grouped(count) });
    }
    if (fate !== 'written' || !job?.differing) return null;
    const { count, of } = job.differing;
    return t('ui.writer.planDone', { count: grouped(count), same: grouped(of - count) });
  };
  const items = CHIPS[chip].regions.map((region): Item => {
    const fate = fateOf(region, chip, action, scene);
    const { start, end, name } = region;
    return {
      id: `${name}-${start}`,
      anchor: scale.y(name === 'app' ? start + 0x24000 : Math.min((start + end) / 2, start + 0x30000)),
      name: t(`ui.writer.region.${name}`),
      range: { start, length: end - start },
      locked: isLocked(chip, region),
      fate,
      more: more(region, fate),
    };
  });
  if (isRunning(job) || !isOwn(scene, chip)) return items;
  const { range } = scene;
  const own: Item = {
    id: 'range',
    anchor: scale.y(range.start + range.length / 2),
    name: t('ui.writer.region.range'),
    range,
    locked: false,
    fate: null,
    more: null,
  };
  return [...items, own];
}

const DOING: Partial<Record<string, WordKey>> = {
  erase: 'ui.writer.erasing',
  program: 'ui.writer.writing',
  verify: 'ui.writer.verifying',
  read: 'ui.writer.reading',
  backup: 'ui.writer.reading',
  compare: 'ui.writer.comparing',
};

/** Where the work is, in words. */
function Now({ job, top }: { readonly job: WriterJob; readonly top: number }) {
  const { t } = useWords();
  const { state, address } = job;
  if (state.phase !== 'working' || address === null) return null;
  const doing = DOING[state.stage];
  const of = Math.ceil(state.total / SECTOR);
  return (
    <div className={css.now} style={{ top }} data-testid="map-now">
      <span>
        {doing !== undefined && t(doing)} <span className="mono">{shortHex(address)}</span>
      </span>
      <span className={css.nowOf}>
        {t('ui.writer.sectorOf', { at: grouped(Math.ceil(state.done / SECTOR)), of: grouped(of) })}
      </span>
    </div>
  );
}

function LabelText({ item, off }: { readonly item: Item; readonly off: boolean }) {
  const { t } = useWords();
  const configure = useWriter((state) => state.configure);
  const { name, range, locked, fate, more } = item;
  return (
    <>
      <span className={css.row}>
        {locked && <Icon name="lock" className={css.lock} />}
        <button
          type="button"
          className={css.name}
          disabled={off || item.id === 'range'}
          title={off ? undefined : t('ui.writer.select', { name })}
          onKeyDown={(event) => {
            if (event.key === 'Enter') event.preventDefault();
          }}
          onClick={() => void configure({ range })}
        >
          {name}
        </button>
        <span className={css.end}>{t('ui.writer.kb', { kb: kilobytes(range.length) })}</span>
      </span>
      <span className={css.row}>
        <span className={`mono ${css.hex}`}>
          {shortHex(range.start)} – {shortHex(range.start + range.length)}
        </span>
        {fate !== null && (
          <span className={css.end} data-fate={fate}>
            {t(`ui.writer.fate.${fate}`)}
          </span>
        )}
      </span>
      {more !== null && <span className={css.more}>{more}</span>}
    </>
  );
}

/** Names, extents and fates of the regions beside the bar, with leader lines that never cross or overlap. */
export function MapLabels({ scale, action }: { readonly scale: Scale; readonly action: WriterAction }) {
  const { writer } = useScene();
  const { job } = writer;
  const items = useItems(scale, action);
  const running = isRunning(job);
  const at = running && job?.state.phase === 'working' ? job.address : null;
  const labels = items.map(({ id, anchor, more }) => ({
    id,
    anchor,
    height: (more === null ? 2 : 3) * LINE + GAP,
  }));
  const now = at === null ? [] : [{ id: 'now', anchor: scale.y(at), height: LINE + GAP }];
  const tops = placeLabels([...labels, ...now], scale.height + GAP);
  return (
    <div className={css.labels}>
      <svg className={css.leaders} aria-hidden="true">
        {[...labels, ...now].map(({ id, anchor }) => {
          const y = Math.round(anchor) + 0.5;
          const to = Math.round((tops.get(id) ?? 0) + LINE / 2) + 0.5;
          const way = y === to ? `M0 ${y}H${IN}` : `M0 ${y}H${OUT}L${SLANT} ${to}H${IN}`;
          return <path key={id} d={way} className={id === 'now' ? css.leaderNow : css.leader} />;
        })}
      </svg>
      <ul>
        {items.map((item) => (
          <li
            key={item.id}
            className={css.label}
            style={{ top: tops.get(item.id) ?? 0 }}
            data-label={item.id}
          >
            <LabelText item={item} off={running} />
          </li>
        ))}
      </ul>
      {job !== null && at !== null && <Now job={job} top={tops.get('now') ?? 0} />}
    </div>
  );
}
