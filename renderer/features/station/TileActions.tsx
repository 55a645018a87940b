import { ActionButton } from '../../components/ActionButton.js';
import { isRunning } from './slot-look.js';
import { useStation } from './station-context.js';
import { useNextAction, type TileModel } from './use-tile.js';
import { useWords } from '../../components/use-words.js';

const RUN_WORDS = { pass: 'nextBoard', fail: 'runAgain', stopped: 'runAgain' } as const;

function runWord(look: TileModel['look']): 'run' | 'nextBoard' | 'runAgain' {
  return look === 'pass' || look === 'fail' || look === 'stopped' ? RUN_WORDS[look] : 'run';
}

/** What can be done with this slot now, each with its key. */
export function TileActions({ tile, large }: { readonly tile: TileModel; readonly large: boolean }) {
  const { t } = useWords();
  const run = useStation((state) => state.run);
  const stop = useStation((state) => state.stop);
  const pressReset = useStation((state) => state.pressReset);
  const toggle = useStation((state) => state.toggle);
  const next = useNextAction();
  const { slot, look, hindrance, virtual } = tile;
  const { port } = slot;
  const only = [slot.slot];
  return (
    <>
      {look === 'wait' && virtual && port !== null && (
        <ActionButton
          large={large}
          look={next === `reset:${slot.slot}` ? 'ember' : 'plain'}
          onClick={() => void pressReset(port)}
        >
          {t('ui.tile.pressReset')}
        </ActionButton>
      )}
      {isRunning(slot) ? (
        <ActionButton
          large={large}
          keyName="Esc"
          disabled={look === 'stopping'}
          onClick={() => void stop(only)}
        >
          {t('ui.tile.stop')}
        </ActionButton>
      ) : (
        <ActionButton
          large={large}
          keyName="F6"
          look={next === `run-again:${slot.slot}` ? 'ember' : 'plain'}
          disabled={hindrance !== null}
          onClick={() => void run(only)}
        >
          {t(`ui.tile.${runWord(look)}`)}
        </ActionButton>
      )}
      {look === 'fail' && (
        <ActionButton large={large} keyName="F1" onClick={() => toggle('why')}>
          {t('ui.tile.why')}
        </ActionButton>
      )}
    </>
  );
}
