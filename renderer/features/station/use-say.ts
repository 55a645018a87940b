import { useErrorWords } from '../../components/use-error-words.js';
import type { SlotPhase } from '../../../shared/contract/station.js';
import { formatMac } from '../../../shared/domain/mac.js';
import { STAGES_OF } from '../../../shared/domain/stage.js';
import type { TileModel } from './use-tile.js';
import { useWords } from '../../components/use-words.js';

/** What a tile tells the operator: what is, and what to do. `cause` only where something failed. */
export interface Say {
  readonly title: string;
  readonly cause?: string;
  readonly more: string;
}

export function useSay(): (tile: TileModel) => Say {
  const { t } = useWords();
  const errorWords = useErrorWords();
  const passMore = (state: SlotPhase): string => {
    const sn = state.phase === 'succeeded' ? state.record.sn : null;
    return sn === null ? t('ui.say.passMore') : t('ui.say.passMoreOf', { sn });
  };
  return ({ slot, look, hindrance, virtual, held, mode }) => {
    const { state } = slot;
    switch (look) {
      case 'ready':
        return held
          ? { title: t('ui.say.holdTitle'), more: t('ui.say.holdMore') }
          : { title: t('ui.say.readyTitle'), more: t('ui.say.readyMore') };
      case 'notReady': {
        const why = hindrance === null || hindrance === 'running' ? 'noToken' : hindrance;
        return { title: t(`ui.say.${why}Title`), more: t(`ui.say.${why}More`) };
      }
      case 'wait': {
        if (state.phase !== 'waiting') return { title: '', more: '' };
        const again = state.stage === 'enter' && STAGES_OF[mode][0] !== 'enter';
        const title = again ? 'enterTitle' : virtual ? 'waitVirtualTitle' : 'waitTitle';
        return { title: t(`ui.say.${title}`), more: t(`ui.say.seen.${state.seen}`) };
      }
      case 'work':
        return { title: t('ui.say.workTitle'), more: t('ui.say.workMore') };
      case 'ask': {
        if (state.phase !== 'asking') return { title: '', more: '' };
        const mac = formatMac(state.question.mac);
        return { title: t('ui.say.sameBoardTitle', { mac }), more: t('ui.say.sameBoardMore') };
      }
      case 'stopping':
        return { title: t('ui.say.stoppingTitle'), more: t('ui.say.stoppingMore') };
      case 'pass':
        return slot.mode === 'unlock'
          ? { title: t('ui.say.unlockedTitle'), more: t('ui.say.unlockedMore') }
          : { title: t('ui.say.passTitle'), more: passMore(state) };
      case 'stopped':
        return { title: t('ui.say.stoppedTitle'), more: t('ui.say.stoppedMore') };
      case 'fail': {
        if (state.phase !== 'failed') return { title: '', more: '' };
        const { title, cause, remedy } = errorWords(state.error);
        return { title, cause, more: remedy };
      }
    }
  };
}
