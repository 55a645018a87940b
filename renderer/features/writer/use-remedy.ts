import type { Remedy } from './remedy.js';
import { OVERRIDE_FIELD } from './OverrideField.js';
import { PORT_FIELD } from './Setup.js';
import { RANGE_PRESETS } from '../../../shared/domain/writer.js';
import { useWriterStore } from './writer-store.js';

/** Does what the button under a failure says. */
export function useRemedy(): (remedy: Remedy) => void {
  const store = useWriterStore();
  return (remedy) => {
    const writer = store.getState();
    switch (remedy) {
      case 'again':
        return void writer.run(writer.refusal?.action ?? writer.sync.snapshot?.job?.action ?? 'detect');
      case 'program':
        return void writer.run('program');
      case 'chooseFile':
        return void writer.browse();
      case 'choosePort':
        return document.querySelector<HTMLElement>(`#${PORT_FIELD} input`)?.click();
      case 'override':
        return document.getElementById(OVERRIDE_FIELD)?.focus();
      case 'useFileRange':
        return void writer.configure({ range: 'file' });
      case 'userArea':
        return void writer.configure({ range: RANGE_PRESETS.app });
      case 'round':
        return void writer.round();
      case 'auto':
        return void writer.configure({ chip: 'auto' });
      case 'slow':
        return void writer.configure({ baudRate: 115200 });
    }
  };
}
