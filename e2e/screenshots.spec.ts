import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import type { ElectronApplication, Page } from '@playwright/test';

import type { Bridge } from '../shared/contract/channels.js';
import { ROOT } from './support/app.js';
import { kiln, prepareToken } from './support/cli.js';
import { StationPage } from './support/station-page.js';
import { expect, test } from './support/test.js';
import { WriterPage } from './support/writer-page.js';

declare const window: Window & { readonly kiln: Bridge };

interface Line {
  readonly id?: string;
  readonly code?: string;
}

/** Where the pictures go. */
const FOLDER = join(ROOT, 'docs', 'screenshots');

async function resize(app: ElectronApplication, width: number, height: number): Promise<void> {
  await app.evaluate(
    ({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setContentSize(size[0] ?? 0, size[1] ?? 0),
    [width, height],
  );
}

/** No part of the page may stick out of the window, whatever it shows. */
async function expectNoOverflow(page: Page): Promise<void> {
  // Where it does not fit it is the root that scrolls, not the document.
  const overflow = await page.evaluate(() =>
    [document.documentElement, ...document.querySelectorAll('#root')].flatMap(
      ({ scrollWidth, scrollHeight }) => [scrollWidth - window.innerWidth, scrollHeight - window.innerHeight],
    ),
  );
  expect(Math.max(...overflow)).toBeLessThanOrEqual(0);
}

type Look = Parameters<typeof window.kiln.call<'preferences.set'>>[1];

const DESK_PAGES = { tokens: 3, ledger: 5, lines: 6 };

/** How a view is opened from the Station, and its part, by the first two words of the picture's name. */
const VIEWS: Readonly<Record<string, (page: Page, part: string) => Promise<void>>> = {
  async writer(page) {
    await page.keyboard.press('Control+2');
    await expect(page.getByTestId('writer-state')).toBeVisible();
  },
  async desk(page, part) {
    const number = Object.entries(DESK_PAGES).find(([name]) => name === part)?.[1] ?? 1;
    await page.keyboard.press('Control+4');
    await page.keyboard.press(`Alt+${number}`);
    await expect(page.locator(`[aria-keyshortcuts="Alt+${number}"]`)).toHaveAttribute('aria-current', 'page');
    await expect(page.getByRole('table')).toBeVisible();
  },
  records: (page) => page.keyboard.press('Control+5'),
  settings: (page) => page.keyboard.press('Control+6'),
};

/** One picture a theme, at the size the window has. */
async function shoot(
  page: Page,
  folder: string,
  name: string,
  looks: readonly ['dark' | 'light', 'en' | 'zh-CN'][],
): Promise<void> {
  const [view = '', part = ''] = name.split('-');
  const open = VIEWS[view] ?? (() => Promise.resolve());
  await mkdir(folder, { recursive: true });
  for (const [theme, language] of looks) {
    await page.evaluate((wanted) => window.kiln.call('preferences.set', wanted), { theme, language } as Look);
    // The page follows its own store; the switch in the top bar is what a person uses.
    await page.reload();
    await expect(page.getByTestId('slot-1')).toBeVisible();
    await open(page, part);
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
    await page.evaluate(() => document.fonts.ready);
    await expectNoOverflow(page);
    const suffix = language === 'en' ? theme : `${theme}-${language}`;
    await page.screenshot({ path: join(folder, `${name}-${suffix}.png`), animations: 'disabled' });
  }
}

const BOTH = [
  ['dark', 'en'],
  ['light', 'en'],
] as const satisfies readonly ['dark' | 'light', 'en' | 'zh-CN'][];

test('the station in every state, dark and light, 1x1, 2x2 and 4x4', async ({ launch, dataFolder }) => {
  test.setTimeout(180_000);
  const folder = FOLDER;
  const { token } = await prepareToken({ dataFolder, chip: 'BK7231N', licenses: 500 });
  const virtual = ['--virtual', 'BK7231N,BK7231N,BK7231N,BK7231T', '--timing', 'realistic'];
  const { page, app } = await launch({ args: virtual });
  const station = new StationPage(page);
  const reset = (path: string) =>
    page.evaluate((board) => window.kiln.call('virtual.reset', { path: board }), path);
  const call = (slots: number[]) =>
    page.evaluate((wanted) => window.kiln.call('station.run', { slots: wanted }), slots);
  await resize(app, 1280, 800);
  await shoot(page, folder, 'station-empty', BOTH);

  await page.evaluate(() => window.kiln.call('station.layout', { rows: 2, columns: 2 }));
  await station.enterToken(token);
  const paths = ['virtual:BK7231N', 'virtual:BK7231N-2', 'virtual:BK7231N-3', 'virtual:BK7231T'];
  for (const [index, port] of paths.entries()) {
    await page.evaluate((settings) => window.kiln.call('station.slot', settings), { slot: index + 1, port });
  }
  await call([1, 4]);
  await station.expectLook(1, 'wait');
  await station.expectLook(4, 'wait');
  await reset('virtual:BK7231N');
  await reset('virtual:BK7231T');
  await station.expectLook(4, 'fail');
  await station.expectLook(1, 'pass', 60_000);
  await call([2]);
  await station.expectLook(2, 'wait');
  await reset('virtual:BK7231N-2');
  await call([3]);
  await station.expectLook(3, 'wait');
  const writing = station.slot(2).getByRole('listitem').filter({ hasText: 'Write firmware' });
  await expect(writing).toHaveAttribute('aria-current', 'step', { timeout: 30_000 });
  await shoot(page, folder, 'station-2x2', [...BOTH, ['dark', 'zh-CN']]);
  await resize(app, 1920, 1080);
  await shoot(page, folder, 'station-2x2-1920', BOTH);
  await page.evaluate(() => window.kiln.call('preferences.set', { language: 'en', theme: 'dark' }));

  await page.evaluate(() => window.kiln.call('station.stop', { slots: [2] }));
  // On a slow machine the second board may have come through meanwhile.
  await expect(page.getByTestId('slot-2-state')).toHaveAttribute('data-look', /^(stopped|pass)$/);
  await page.evaluate(() => window.kiln.call('station.layout', { rows: 4, columns: 4 }));
  await shoot(page, folder, 'station-4x4-1920', BOTH);
  await resize(app, 1280, 800);
  await shoot(page, folder, 'station-4x4', BOTH);
  await page.evaluate(() => window.kiln.call('station.stop', { slots: 'all' }));
  await station.expectLook(3, 'stopped');

  await page.evaluate(() => window.kiln.call('station.layout', { rows: 1, columns: 1 }));
  await shoot(page, folder, 'station-pass', BOTH);
  await resize(app, 1920, 1080);
  await shoot(page, folder, 'station-pass-1920', BOTH);
  await resize(app, 1280, 800);
  await call([1]);
  await station.expectLook(1, 'wait');
  await shoot(page, folder, 'station-waiting', BOTH);
  await reset('virtual:BK7231N');
  // It is the board that passed a moment ago, and this station asks.
  await station.expectLook(1, 'ask');
  await page.evaluate(() => window.kiln.call('station.answer', { slot: 1, yes: true }));
  const alone = station
    .slot(1)
    .getByRole('listitem')
    .filter({ hasText: /Write firmware|写入固件/ });
  await expect(alone).toHaveAttribute('aria-current', 'step', { timeout: 30_000 });
  await shoot(page, folder, 'station-working', [...BOTH, ['light', 'zh-CN']]);
});

test('the Writer: ready, waiting, writing, passed, refused', async ({ launch, dataFolder }) => {
  test.setTimeout(180_000);
  const { folder, ug } = await prepareToken({ dataFolder, chip: 'BK7231N' });
  const kiln = await launch({ args: ['--virtual', 'BK7231N', '--timing', 'realistic'] });
  const { page, app } = kiln;
  const writer = new WriterPage(kiln);
  await resize(app, 1280, 800);
  await expect(page.getByTestId('slot-1')).toBeVisible();
  await writer.open(/BK7231N/);
  await writer.browse(ug);
  await shoot(page, FOLDER, 'writer-refused', BOTH.slice(0, 1));
  await writer.browse(join(folder, 'wifi_one_light_UA_1.0.0.bin'));
  await page.evaluate(() => window.kiln.call('writer.configure', { backup: false, baudRate: 921600 }));
  await shoot(page, FOLDER, 'writer-ready', [...BOTH, ['light', 'zh-CN']]);
  await page.keyboard.press('F5');
  await writer.expectLook('wait');
  await shoot(page, FOLDER, 'writer-waiting', BOTH);
  await page.evaluate(() => window.kiln.call('virtual.reset', { path: 'virtual:BK7231N' }));
  await expect(page.getByTestId('map-now')).toContainText(/Writing/, { timeout: 60_000 });
  await shoot(page, FOLDER, 'writer-working', [...BOTH, ['dark', 'zh-CN']]);
  await resize(app, 1920, 1080);
  await shoot(page, FOLDER, 'writer-working-1920', BOTH.slice(0, 1));
  await page.evaluate(() => window.kiln.call('preferences.set', { language: 'en', theme: 'dark' }));
  await writer.expectLook('pass', 60_000);
  await resize(app, 1280, 800);
  await shoot(page, FOLDER, 'writer-pass', BOTH.slice(0, 1));
});

test('a work order at the station, the Desk, Records and Settings', async ({ launch, dataFolder }) => {
  test.setTimeout(180_000);
  const { token } = await prepareToken({ dataFolder, chip: 'BK7231N', licenses: 40 });
  const data = ['--json', '--data', dataFolder];
  const asked = async (...args: string[]) => (await kiln('pms', ...args, ...data)).events[0] as Line;
  const stations = ['--station', 'BURN=Burning', '--station', 'TEST=Radio test'];
  const line = await asked('craft-line', 'create', 'Lights', ...stations);
  const order = await asked(
    ...['work-order', 'create', '--line', line.id ?? '', '--quantity', '40', '--token', token],
  );
  const { page, app } = await launch({ args: ['--virtual', 'BK7231N', '--timing', 'realistic'] });
  const station = new StationPage(page);
  await expect(page.getByTestId('slot-1')).toBeVisible();
  await page.evaluate((code) => window.kiln.call('station.order', { code, station: null }), order.code ?? '');
  await page.evaluate(() => window.kiln.call('station.slot', { slot: 1, port: 'virtual:BK7231N' }));
  await page.evaluate(() => window.kiln.call('station.run', { slots: [1] }));
  await station.expectLook(1, 'wait');
  await page.evaluate(() => window.kiln.call('virtual.reset', { path: 'virtual:BK7231N' }));
  await station.expectLook(1, 'pass', 60_000);
  await resize(app, 1920, 1080);
  await shoot(page, FOLDER, 'station-order-1920', BOTH);
  await resize(app, 1280, 800);
  await shoot(page, FOLDER, 'station-order', [...BOTH, ['light', 'zh-CN']]);
  await shoot(page, FOLDER, 'records', BOTH);
  await shoot(page, FOLDER, 'settings', BOTH);
  for (const name of Object.keys(DESK_PAGES)) await shoot(page, FOLDER, `desk-${name}`, BOTH);
});
