import type { ReactNode } from 'react';

import type { WriterBoard, WriterResult } from '../../../shared/contract/writer.js';
import { CHIPS, SECTOR } from '../../../shared/domain/chip.js';
import { formatMac } from '../../../shared/domain/mac.js';
import { address, grouped, kilobytes, pairs } from '../../components/format.js';
import { useWords, type Say, type WordKey } from '../../components/use-words.js';
import { secondsLeft } from './estimate.js';
import { useMapAction } from './FlashMap.js';
import css from './JobFacts.module.css';
import { chipOf, errorOf, extentOf, flashBytesOf, type Look, type Scene } from './model.js';
import { useLoad } from './use-load.js';
import { useScene } from './writer-store.js';

type Fact = readonly [name: string, value: ReactNode];

const mono = (text: string): ReactNode => <span className="mono selectable">{text}</span>;

/** What an action would move, erase and leave alone. */
function planFacts(t: Say, scene: Scene, action: ReturnType<typeof useMapAction>): Fact[] {
  const extent = extentOf(action, scene);
  if (extent === null) return [];
  const chip = chipOf(scene.writer);
  const changes = action === 'program' || action === 'erase';
  const of = grouped(flashBytesOf(scene.writer) / SECTOR);
  const count = grouped(Math.ceil(extent.length / SECTOR));
  const kept = CHIPS[chip].regions.filter(
    ({ start, end }) => start >= extent.start + extent.length || end <= extent.start,
  );
  const names = kept.flatMap(({ name }) =>
    name === 'storage-protected' ? [] : [t(`ui.writer.keeps.${name}`)],
  );
  return [
    [t('ui.writer.facts.bytes'), t('ui.writer.kb', { kb: kilobytes(extent.length) })],
    ...(changes
      ? ([
          [t('ui.writer.facts.erases'), t('ui.writer.facts.sectorsOf', { count, of })],
          [
            t('ui.writer.facts.keeps'),
            names.length === 0 ? t('ui.writer.facts.nothing') : [...new Set(names)].join(', '),
          ],
        ] as const)
      : []),
  ];
}

function resultFacts(t: Say, result: WriterResult): Fact[] {
  const { range, crc, written, savedAs } = result;
  return [
    ...(range
      ? ([[t('ui.writer.facts.range'), mono(`${address(range.start)} + ${address(range.length)}`)]] as const)
      : []),
    ...(written === null
      ? []
      : ([[t('ui.writer.facts.written'), t('ui.writer.kb', { kb: kilobytes(written) })]] as const)),
    ...(crc === null ? [] : ([[t('ui.writer.facts.crc'), mono(pairs(crc))]] as const)),
    ...(savedAs === null
      ? []
      : ([[t('ui.writer.facts.saved'), <span title={savedAs}>{savedAs}</span>]] as const)),
  ];
}

function keyWords(t: Say, key: NonNullable<NonNullable<WriterBoard['more']>['key']>): string {
  const kind = t(`ui.writer.keyKinds.${key.kind}` as WordKey);
  if (key.fits === null) return kind;
  return `${kind}, ${t(key.fits ? 'ui.writer.facts.keyFits' : 'ui.writer.facts.keyDiffers')}`;
}

/** What Detect found. */
function boardFacts(t: Say, { chip, bootVersion, flashId, flashBytes, mac, more }: WriterBoard): Fact[] {
  const size = `${flashBytes / 0x100000} MB`;
  const unknown = t('ui.writer.facts.unknown');
  return [
    [t('ui.writer.facts.chip'), chip],
    ...(bootVersion ? ([[t('ui.writer.facts.boot'), bootVersion]] as const) : []),
    [t('ui.writer.facts.flash'), [more?.part, flashId, size].filter(Boolean).join(', ')],
    [t('ui.writer.facts.mac'), mac === null ? unknown : mono(formatMac(mac))],
    ...(more === null
      ? []
      : ([
          ...(more.protection === null
            ? []
            : [
                [
                  t('ui.writer.facts.protection'),
                  t(more.protection ? 'ui.writer.facts.on' : 'ui.writer.facts.off'),
                ] as const,
              ]),
          [t('ui.writer.facts.bootloader'), more.bootloader.name ?? mono(more.bootloader.crc)],
          ...(more.key ? [[t('ui.writer.facts.key'), keyWords(t, more.key)] as const] : []),
        ] as const)),
  ];
}

function useFacts(look: Look): readonly Fact[] {
  const { t } = useWords();
  const scene = useScene();
  const load = useLoad();
  const action = useMapAction();
  const { job, board } = scene.writer;
  const backup: Fact[] =
    job?.backup && scene.refusal === null
      ? [
          [
            t('ui.writer.facts.backup'),
            <span title={`${job.backup.folder}/${job.backup.name}`}>{job.backup.name}</span>,
          ],
        ]
      : [];
  switch (look) {
    case 'work':
    case 'stopping': {
      if (job?.state.phase !== 'working') return [];
      const { done, total } = job.state;
      const speed = job.speed === null ? '–' : t('ui.writer.facts.speedOf', { speed: kilobytes(job.speed) });
      const left = Math.ceil(secondsLeft(job, load));
      const moved = { done: kilobytes(done), total: kilobytes(total) };
      return [
        [t('ui.writer.facts.bytes'), total === 0 ? '–' : t('ui.writer.facts.bytesOf', moved)],
        [t('ui.writer.facts.speed'), speed],
        [t('ui.writer.facts.left'), t('ui.writer.facts.leftOf', { seconds: left })],
      ];
    }
    case 'pass': {
      if (job?.state.phase !== 'succeeded') return [];
      if (job.action === 'detect') return board === null ? [] : boardFacts(t, board);
      return [...resultFacts(t, job.state.result), ...backup];
    }
    case 'fail': {
      const error = errorOf(scene);
      return error === null ? [] : [[t('ui.writer.facts.code'), mono(error.code)], ...backup];
    }
    case 'wait':
      return [];
    case 'stopped':
      return backup;
    case 'ready':
    case 'notReady':
      return planFacts(t, scene, action);
  }
}

/** Figures under the stages: what it will move, what it moves, what came of it. */
export function JobFacts({ look }: { readonly look: Look }) {
  const facts = useFacts(look);
  if (facts.length === 0) return null;
  return (
    <dl className={css.facts} data-testid="writer-facts">
      {facts.map(([name, value]) => (
        <div key={name} className={css.fact}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
