import { expect, type Locator, type Page } from '@playwright/test';

/** What a tile says, by its look. */
export type TileLook =
  'ready' | 'notReady' | 'wait' | 'work' | 'ask' | 'stopping' | 'pass' | 'fail' | 'stopped';

/** The Station view, as an operator uses it. */
export class StationPage {
  readonly page: Page;
  readonly token: Locator;
  readonly runAll: Locator;
  readonly log: Locator;

  constructor(page: Page) {
    this.page = page;
    this.token = page.getByLabel('Token', { exact: true });
    this.runAll = page.getByRole('button', { name: /^Run all/ });
    this.log = page.getByTestId('log');
  }

  /** The station is there: its first snapshot has been drawn. */
  async ready(): Promise<void> {
    await expect(this.slot(1)).toBeVisible();
  }

  slot(number: number): Locator {
    return this.page.getByTestId(`slot-${number}`);
  }

  /** The field of a slot's serial number, in an order that asks for it. */
  serial(number: number): Locator {
    return this.page.getByRole('textbox', { name: `Serial number of slot ${number}`, exact: true });
  }

  async expectLook(number: number, look: TileLook, timeout?: number): Promise<void> {
    const state = this.page.getByTestId(`slot-${number}-state`);
    await expect(state).toHaveAttribute('data-look', look, timeout === undefined ? {} : { timeout });
  }

  /** Types a token and confirms it by Enter. */
  async enterToken(token: string): Promise<void> {
    await this.token.fill(token);
    await this.token.press('Enter');
  }

  /** Takes the token that a demo start has ready. */
  async useDemoToken(): Promise<void> {
    await this.page.getByRole('button', { name: 'Use demo token' }).click();
  }

  /** Chooses a port from the list by its name, as the list shows it. */
  async choosePort(number: number, name: string | RegExp): Promise<void> {
    await this.slot(number)
      .getByRole('combobox', { name: `Port of slot ${number}` })
      .click();
    await this.page.getByRole('option', { name }).click();
  }

  /** A button of one tile, by the word on it. */
  button(number: number, name: string | RegExp): Locator {
    return this.slot(number).getByRole('button', { name });
  }
}
