import { ActionButton } from '../../components/ActionButton.js';
import { HoldButton } from '../../components/HoldButton.js';
import { useWords } from '../../components/use-words.js';
import type { Remedy } from '../../../shared/errors/remedies.js';
import { ownRemedy } from './remedy.js';
import { focusSerial } from './serial-field.js';
import { isRunning } from './slot-look.js';
import { useStation } from './station-context.js';
import { SERIALS_BOX, TOKEN_FIELD } from './TokenRow.js';
import { useNextAction, type TileModel } from './use-tile.js';

const RUN_WORDS = { pass: 'nextBoard', fail: 'runAgain', stopped: 'runAgain' } as const;

function runWord({ look, slot }: TileModel): 'run' | 'nextBoard' | 'runAgain' {
  // A remedy is done to the board that stays.
  if (look === 'pass' && slot.mode !== null) return 'runAgain';
  return look === 'pass' || look === 'fail' || look === 'stopped' ? RUN_WORDS[look] : 'run';
}

interface Props {
  readonly tile: TileModel;
  readonly large: boolean;
}

/** The two answers to what a slot asks; neither is the likelier one. */
function Answers({ tile: { slot }, large }: Props) {
  const { t } = useWords();
  const answer = useStation((state) => state.answer);
  return (
    <>
      <ActionButton large={large} keyName="Esc" onClick={() => void answer(slot.slot, false)}>
        {t('ui.tile.otherBoard')}
      </ActionButton>
      <ActionButton large={large} keyName="F6" onClick={() => void answer(slot.slot, true)}>
        {t('ui.tile.sameBoard')}
      </ActionButton>
    </>
  );
}

/** Fields that a remedy leads to. */
function focusField(remedy: Remedy, slot: number): boolean {
  if (remedy === 'other-token' || remedy === 'other-order') document.getElementById(TOKEN_FIELD)?.focus();
  else if (remedy === 'choose-port')
    document.querySelector<HTMLElement>(`[data-testid="slot-${slot}"] header input`)?.focus();
  // Where serial numbers are not asked for, that is what has to change.
  else if (remedy === 'read-serial') {
    if (!focusSerial(slot)) document.getElementById(SERIALS_BOX)?.focus();
  } else return false;
  return true;
}

/** The button that does the remedy of a failure. */
function RemedyButton({ tile: { slot }, large }: Props) {
  const { t } = useWords();
  const remedy = useStation((state) => state.remedy);
  const next = useNextAction();
  const own = ownRemedy(slot);
  if (own === null) return null;
  return (
    <ActionButton
      large={large}
      look={next === `remedy:${slot.slot}` ? 'ember' : 'plain'}
      onClick={() => {
        if (!focusField(own, slot.slot)) void remedy(slot.slot, own);
      }}
    >
      {t(`ui.tile.remedies.${own}`)}
    </ActionButton>
  );
}

/** Run, by whatever word and hold it takes here. */
function RunButton({ tile, large }: Props) {
  const { t } = useWords();
  const run = useStation((state) => state.run);
  const next = useNextAction();
  const { slot, hindrance } = tile;
  const only = [slot.slot];
  if (tile.held) {
    return (
      <HoldButton large={large} disabled={hindrance !== null} onHeld={() => void run(only, true)}>
        {t('ui.tile.hold')}
      </HoldButton>
    );
  }
  return (
    <ActionButton
      large={large}
      keyName="F6"
      look={next === `run-again:${slot.slot}` ? 'ember' : 'plain'}
      disabled={hindrance !== null}
      onClick={() => void run(only)}
    >
      {t(`ui.tile.${runWord(tile)}`)}
    </ActionButton>
  );
}

/** What can be done with this slot now, each with its key. */
export function TileActions({ tile, large }: Props) {
  const { t } = useWords();
  const stop = useStation((state) => state.stop);
  const pressReset = useStation((state) => state.pressReset);
  const toggle = useStation((state) => state.toggle);
  const next = useNextAction();
  const { slot, look, virtual } = tile;
  const { port } = slot;
  if (look === 'ask') return <Answers tile={tile} large={large} />;
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
      {look === 'fail' && <RemedyButton tile={tile} large={large} />}
      {isRunning(slot) ? (
        <ActionButton
          large={large}
          keyName="Esc"
          disabled={look === 'stopping'}
          onClick={() => void stop([slot.slot])}
        >
          {t('ui.tile.stop')}
        </ActionButton>
      ) : (
        <RunButton tile={tile} large={large} />
      )}
      {look === 'fail' && (
        <ActionButton large={large} keyName="F1" onClick={() => toggle('why')}>
          {t('ui.tile.why')}
        </ActionButton>
      )}
    </>
  );
}
