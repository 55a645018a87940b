import { expect, type ElectronApplication, type Locator, type Page } from '@playwright/test';

export type WriterLook = 'ready' | 'notReady' | 'wait' | 'work' | 'stopping' | 'pass' | 'fail' | 'stopped';

/** The Writer view, as a person uses it. */
export class WriterPage {
  readonly page: Page;
  readonly app: ElectronApplication;
  readonly start: Locator;
  readonly length: Locator;
  readonly state: Locator;

  constructor({ page, app }: { readonly page: Page; readonly app: ElectronApplication }) {
    this.page = page;
    this.app = app;
    this.start = page.getByLabel('Start Address');
    this.length = page.getByLabel('Operate Length');
    this.state = page.getByTestId('writer-state');
  }

  /** Opens the view and chooses a port by the name in the list. */
  async open(port: string | RegExp): Promise<void> {
    // The page listens to keys from its first drawing on.
    await expect(this.page.getByTestId('slot-1')).toBeVisible();
    await this.page.keyboard.press('Control+2');
    await this.pick('Port COM', port);
  }

  async pick(list: string, name: string | RegExp): Promise<void> {
    await this.page.getByRole('combobox', { name: list, exact: true }).click();
    await this.page.getByRole('option', { name }).click();
  }

  async expectLook(look: WriterLook, timeout?: number): Promise<void> {
    await expect(this.state).toHaveAttribute('data-look', look, timeout === undefined ? {} : { timeout });
  }

  /** What the next dialog for a file to open answers. */
  async answerOpen(path: string): Promise<void> {
    await this.app.evaluate(({ dialog }, chosen) => {
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] });
    }, path);
  }

  /** What the next dialog for a file to save answers. */
  async answerSave(path: string): Promise<void> {
    await this.app.evaluate(({ dialog }, chosen) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: chosen });
    }, path);
  }

  /** Browses to a file, by key. */
  async browse(path: string): Promise<void> {
    await this.answerOpen(path);
    await this.page.keyboard.press('Control+o');
    await expect(this.page.getByTestId('file-card')).toContainText(path.split('/').at(-1) ?? '');
  }

  /** Drops a file of the disk on the view. The helper input gives the page a File with a path, as a drag from a folder does. */
  async drop(path: string): Promise<void> {
    await this.page.evaluate(() => {
      const input = document.createElement('input');
      input.type = 'file';
      input.id = 'dropped';
      document.body.append(input);
    });
    await this.page.locator('#dropped').setInputFiles(path);
    await this.page.evaluate(() => {
      const input = document.querySelector<HTMLInputElement>('#dropped');
      const dataTransfer = new DataTransfer();
      for (const file of input?.files ?? []) dataTransfer.items.add(file);
      const view = document.querySelector('[data-testid="writer"]');
      for (const type of ['dragover', 'drop'])
        view?.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
      input?.remove();
    });
    await expect(this.page.getByTestId('file-card')).toContainText(path.split('/').at(-1) ?? '');
  }

  async setRange(start: string, length: string): Promise<void> {
    await this.start.fill(start);
    await this.length.fill(length);
    await this.length.press('Enter');
  }

  /** The failure on the right says this code. */
  async expectFailure(code: string): Promise<void> {
    await this.expectLook('fail', 30_000);
    await expect(this.page.getByTestId('writer-facts')).toContainText(code);
  }
}
