import type { Locator, Page } from '@playwright/test';

import { authorizationOnlyToken, kiln } from './support/cli.js';
import { StationPage } from './support/station-page.js';
import { expect, test } from './support/test.js';

const WORK_MS = 30_000;

/** The Inspect view, as support staff use it: by keys and words, without a single address. */
class InspectPage {
  readonly verdict: Locator;
  readonly done: Locator;

  constructor(readonly page: Page) {
    this.verdict = page.getByTestId('inspect-verdict');
    this.done = page.getByTestId('inspect-done');
  }

  async expectVerdict(words: string | RegExp): Promise<void> {
    // Waits until it can be pressed: the ports come a moment after the view.
    await this.page
      .getByRole('button', { name: /^Connect/ })
      .first()
      .click();
    await expect(this.verdict).toHaveText(words, { timeout: WORK_MS });
  }
}

for (const chip of ['BK7231T', 'BK7231N'] as const) {
  test(`a locked ${chip} is diagnosed, unlocked, wiped and authorized`, async ({
    sim,
    launch,
    dataFolder,
  }, info) => {
    const token = await authorizationOnlyToken(dataFolder);
    const dump = info.outputPath('flash.bin');
    const locked = ['--condition', 'locked', '--fingerprint', 'wifi_one_light@1.0.0'];
    const board = await sim({ chip, args: [...locked, '--dump-on-exit', dump] });
    const { page } = await launch({ args: ['--port', board.port] });
    const station = new StationPage(page);
    await station.ready();
    await station.enterToken(token);
    await expect(page.getByRole('meter', { name: '3 of 3 licenses left' })).toBeVisible();

    await page.keyboard.press('Control+3');
    const inspect = new InspectPage(page);
    await inspect.expectVerdict('Authorized · production test closed · paired');

    await page.keyboard.press('Alt+u');
    const dialog = page.getByRole('dialog');
    await expect(dialog).toContainText('license kept');
    await dialog.getByRole('button', { name: 'Do it' }).click();
    await expect(inspect.done).toContainText('the license proved', { timeout: WORK_MS });
    // Class N may bring the pairing back with the license, in part.
    await inspect.expectVerdict(/^Authorized · production test open · (not )?paired$/);

    await page.keyboard.press('Alt+w');
    const hold = dialog.getByRole('button', { name: 'Hold to wipe' });
    // The dialog puts the focus on Close when it is there; a hold before that would be broken off.
    await expect(dialog.getByRole('button', { name: /^Close/ })).toBeFocused();
    await hold.focus();
    await page.keyboard.down('Space');
    await expect(inspect.done).toContainText('proved blank', { timeout: WORK_MS });
    await page.keyboard.up('Space');
    // An application that ran in between has laid out its storage anew already, one that was reset first has not.
    await inspect.expectVerdict(/^Not authorized · (production test open · not paired|no storage found)$/);

    await page.keyboard.press('Alt+a');
    await expect(inspect.done).toContainText('Authorized: uuid', { timeout: WORK_MS });
    const said = await inspect.done.textContent();
    const uuid = /uuid (\S+),/.exec(said ?? '')?.[1] ?? '';
    await board.end();
    const image = await kiln('inspect', '--image', dump, '--json');
    expect(image.events.at(-1)).toMatchObject({ authorized: true, uuid, productionTestClosed: false });
  });
}
