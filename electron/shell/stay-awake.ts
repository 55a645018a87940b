import { powerSaveBlocker } from 'electron';

/** Keeps the machine from sleeping while boards are worked on. Call `update` whenever that may have changed. */
export class StayAwake {
  #blocker: number | null = null;

  update(busy: boolean): void {
    if (busy && this.#blocker === null) this.#blocker = powerSaveBlocker.start('prevent-app-suspension');
    if (busy || this.#blocker === null) return;
    powerSaveBlocker.stop(this.#blocker);
    this.#blocker = null;
  }
}
