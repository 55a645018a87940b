import type { LoaderEvent } from '../core/beken/api.js';
import type { Clock } from '../core/time/clock.js';
import { logText } from '../../shared/words/log-text.js';
import type { Output } from './output.js';

function kib(bytes: number): number {
  return Math.round(bytes / 1024);
}

/** Speaks of an operation of the loader as it goes: every event with `--json`, stages, prompt and warnings otherwise. */
export function loaderSpeaker(output: Output, clock: Clock): (event: LoaderEvent) => void {
  let prompted = false;
  return (event) => {
    const { type, ...rest } = event;
    switch (type) {
      case 'stage':
        prompted = prompted && event.stage === 'capture';
        output.note({ event: type, ...rest }, `   ${output.say(`stages.${event.stage}`)}`);
        return;
      case 'waiting': {
        const seconds = Math.max(0, Math.round((event.deadline - clock.now()) / 1000));
        const { seen, bytesSeen } = event;
        const prompt = prompted ? null : `>> ${output.say('cli.resetNowShort')}`;
        prompted = true;
        output.note({ event: type, secondsLeft: seconds, seen, bytesSeen }, prompt);
        output.status(`>> ${output.say('cli.resetNow', { seconds, seen: output.say(`seen.${seen}`) })}`);
        return;
      }
      case 'progress':
        output.note({ event: type, ...rest }, null);
        output.status(`  ${output.say('cli.progress', { done: kib(event.done), total: kib(event.total) })}`);
        return;
      case 'note': {
        const said =
          event.level === 'warning' || event.key.startsWith('loader.hint') || event.key === 'loader.compared';
        output.note({ event: type, ...rest }, said ? `   ${logText(output.language, event)}` : null);
        return;
      }
      case 'identified': {
        const { chip, bootVersion } = event.facts;
        output.note({ event: type, ...event.facts }, `   ${[chip, bootVersion].filter(Boolean).join(', ')}`);
        return;
      }
      case 'baud':
        output.note({ event: type, ...rest }, `   ${event.baudRate} baud`);
    }
  };
}
