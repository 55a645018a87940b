import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Page } from '@playwright/test';

import type { Bridge } from '../shared/contract/channels.js';
import { expect, test } from './support/test.js';

declare const window: Window & { readonly kiln: Bridge };

/** What the page's own scheme answers: status and the headers that matter. */
function ask(page: Page, url: string) {
  return page.evaluate(async (address) => {
    const answer = await fetch(address);
    return {
      status: answer.status,
      policy: answer.headers.get('content-security-policy') ?? '',
      sniff: answer.headers.get('x-content-type-options'),
      body: answer.ok ? await answer.text() : '',
    };
  }, url);
}

test.describe('the window', () => {
  test('opens with the station in it, at 1280x800', async ({ kiln, station }) => {
    await station.ready();
    expect(await kiln.page.title()).toBe('Kiln');
    expect(await kiln.page.evaluate(() => [window.innerWidth, window.innerHeight])).toEqual([1280, 800]);
    const visible = await kiln.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().map((w) => w.isVisible()),
    );
    expect(visible).toEqual([true]);
  });

  test('says what it is built for', async ({ kiln }) => {
    const inPackage = process.env['KILN_PACKAGE'] !== undefined;
    const info = await kiln.page.evaluate(() => window.kiln.call('app.info'));
    expect(info).toMatchObject({ testPackage: inPackage, dataFolder: kiln.dataFolder, demoToken: null });
    expect(await kiln.app.evaluate(({ app }) => [app.isPackaged, app.getName()])).toEqual(
      inPackage ? [true, 'Kiln test'] : [false, 'Kiln'],
    );
  });

  test('keeps theme, language and place over a restart', async ({ launch, dataFolder }) => {
    const first = await launch();
    await first.page.evaluate(() =>
      window.kiln.call('preferences.set', { theme: 'light', language: 'zh-CN' }),
    );
    await first.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.setBounds({ x: 40, y: 50, width: 1100, height: 720 }),
    );
    await first.end();
    expect(JSON.parse(await readFile(join(dataFolder, 'preferences.json'), 'utf8'))).toEqual({
      theme: 'light',
      language: 'zh-CN',
    });
    const second = await launch();
    await expect(second.page.locator('html')).toHaveAttribute('lang', 'zh-CN');
    await expect(second.page.locator('html')).toHaveAttribute('data-theme', 'light');
    expect(await second.page.evaluate(() => [window.innerWidth, window.innerHeight])).toEqual([1100, 720]);
  });

  test('is one for a data folder: a second start shows the first', async ({ kiln, launch }) => {
    await kiln.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.minimize());
    await expect(launch()).rejects.toThrow();
    const windows = await kiln.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().map((w) => w.isMinimized()),
    );
    expect(windows).toEqual([false]);
  });
});

test.describe('the page', () => {
  test('comes under a policy with a nonce of its own each time', async ({ kiln }) => {
    const first = await ask(kiln.page, 'app://kiln/index.html');
    const second = await ask(kiln.page, 'app://kiln/index.html');
    expect(first.policy).toContain("default-src 'none'");
    expect(first.policy).not.toContain('unsafe');
    expect(first.sniff).toBe('nosniff');
    const nonceOf = ({ policy }: { policy: string }) => /'nonce-([^']+)'/.exec(policy)?.[1] ?? '';
    expect(nonceOf(first)).toMatch(/^[\w+/]{24}$/);
    expect(nonceOf(second)).not.toBe(nonceOf(first));
    expect(first.body).toContain(`nonce="${nonceOf(first)}"`);
    expect(first.body).not.toContain('__CSP_NONCE__');
  });

  test('runs no inline script and no inline style', async ({ kiln }) => {
    kiln.expected.push(/Content Security Policy/);
    await kiln.page.evaluate(async () => {
      const seen = new Set<string>();
      Object.assign(globalThis, { refusals: seen });
      document.addEventListener('securitypolicyviolation', (event) => seen.add(event.effectiveDirective));
      const script = document.createElement('script');
      script.textContent = 'document.title = "taken"';
      const style = document.createElement('style');
      style.textContent = 'body { display: none }';
      document.head.append(script, style);
      await fetch('https://kiln.example/').catch(() => undefined);
    });
    const refusals = () =>
      kiln.page.evaluate(() => [...(globalThis as unknown as { refusals: Set<string> }).refusals].sort());
    await expect.poll(refusals).toEqual(['connect-src', 'script-src-elem', 'style-src-elem']);
    expect(await kiln.page.title()).toBe('Kiln');
    expect(await kiln.page.evaluate(() => getComputedStyle(document.body).display)).toBe('block');
  });

  test('gets nothing from outside its folder', async ({ kiln }) => {
    kiln.expected.push(/404/);
    for (const path of [
      '..%2fmain%2fmain.js',
      '%2e%2e/%2e%2e/package.json',
      '..%5cmain%5cmain.js',
      'assets/',
      'nothing.html',
    ]) {
      expect((await ask(kiln.page, `app://kiln/${path}`)).status, path).toBe(404);
    }
  });

  test('has no Node and a frozen bridge of four functions', async ({ kiln }) => {
    const found = await kiln.page.evaluate(() => {
      const globals = globalThis as Record<string, unknown>;
      const bridge = window.kiln as unknown as Record<string, unknown>;
      const attempt = (work: () => unknown): string => {
        try {
          work();
          return 'allowed';
        } catch {
          return 'refused';
        }
      };
      return {
        node: ['require', 'process', 'Buffer', 'module', 'global'].filter((name) => name in globals),
        keys: Object.keys(bridge).sort(),
        frozen: Object.isFrozen(bridge),
        change: attempt(() => Object.defineProperty(bridge, 'call', { value: null })),
        replace: attempt(() => Object.defineProperty(globalThis, 'kiln', { value: null })),
      };
    });
    expect(found).toEqual({
      node: [],
      keys: ['call', 'drop', 'on', 'take'],
      frozen: true,
      change: 'refused',
      replace: 'refused',
    });
  });

  test('cannot call a channel that is not in the contract, nor one with a wrong argument', async ({
    kiln,
  }) => {
    const answers = await kiln.page.evaluate(async () => {
      const call = window.kiln.call as (name: unknown, request?: unknown) => Promise<unknown>;
      const on = window.kiln.on as (name: unknown, listener: () => void) => unknown;
      const caught = (thrown: unknown): unknown => (thrown as { code?: unknown }).code;
      const requests: readonly [unknown, unknown?][] = [
        ['app.quit'],
        ['__proto__'],
        [{ toString: () => 'app.info' }],
        ['app.info', 1],
        ['station.layout', { rows: 5, columns: 1 }],
        ['station.layout', { rows: 1, columns: 1, more: true }],
        ['station.token', { token: 'x'.repeat(201) }],
      ];
      const codes = await Promise.all(
        requests.map(([name, request]) => call(name, request).then(() => 'answered', caught)),
      );
      let event: unknown = 'subscribed';
      try {
        on('kiln:call:app.info', () => undefined);
      } catch (thrown) {
        event = String(thrown).includes('BAD_REQUEST') ? 'BAD_REQUEST' : String(thrown);
      }
      return { codes, event };
    });
    expect(answers).toEqual({ codes: Array.from({ length: 7 }, () => 'BAD_REQUEST'), event: 'BAD_REQUEST' });
  });

  test('cannot be led away, open windows or reach devices', async ({ kiln }) => {
    const { page, app } = kiln;
    kiln.expected.push(/./);
    await page.evaluate(() => {
      window.location.href = 'https://kiln.example/';
    });
    await page.evaluate(() => {
      const link = document.createElement('a');
      link.href = 'data:text/html,elsewhere';
      document.body.append(link);
      link.click();
      link.remove();
    });
    const reached = await page.evaluate(async () => {
      const devices = navigator as unknown as { serial?: { requestPort(): Promise<unknown> } };
      return {
        opened: window.open('app://kiln/index.html') !== null,
        serial: await (devices.serial?.requestPort() ?? Promise.reject(new Error())).then(
          () => true,
          () => false,
        ),
        camera: await (
          navigator.mediaDevices?.getUserMedia({ video: true }) ?? Promise.reject(new Error())
        ).then(
          () => true,
          () => false,
        ),
        notices: await Notification.requestPermission(),
      };
    });
    expect(reached).toEqual({ opened: false, serial: false, camera: false, notices: 'denied' });
    expect(page.url()).toBe('app://kiln/index.html');
    expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  });
});

test('a page that is not ours gets no answer, even with our preload in it', async ({ kiln }) => {
  const answer = await kiln.app.evaluate(async ({ app, BrowserWindow }) => {
    const preload = `${app.getAppPath()}/out/preload/preload.cjs`;
    const stranger = new BrowserWindow({ show: false, webPreferences: { preload, sandbox: true } });
    await stranger.loadURL('data:text/html,<title>stranger</title>');
    const code = 'window.kiln.call("app.info").then(() => "answered", (error) => error)';
    const found: unknown = await stranger.webContents.executeJavaScript(code);
    stranger.destroy();
    return found;
  });
  expect(answer).toMatchObject({ code: 'BAD_REQUEST', data: { detail: 'sender' } });
});

test.describe('with a board being worked on', () => {
  test.use({ kilnArgs: ['--demo', '--virtual', 'BK7231N'] });

  test('asks before it closes, and goes on when told to', async ({ kiln, station }) => {
    await station.useDemoToken();
    await station.choosePort(1, /BK7231N/);
    await station.runAll.click();
    await expect(station.button(1, 'Stop')).toBeEnabled();
    const close = (answer: number) =>
      kiln.app.evaluate(async ({ BrowserWindow, dialog }, response) => {
        const asked = new Promise<string>((resolve) => {
          dialog.showMessageBox = ((_window: unknown, { message }: { message: string }) => {
            resolve(message);
            return Promise.resolve({ response, checkboxChecked: false });
          }) as typeof dialog.showMessageBox;
        });
        BrowserWindow.getAllWindows()[0]?.close();
        return asked;
      }, answer);
    expect(await close(0)).toContain('Stop the running jobs');
    await expect(station.button(1, 'Stop')).toBeEnabled();
    const gone = new Promise((resolve) => kiln.app.process().once('exit', resolve));
    expect(await close(1)).toContain('Stop the running jobs');
    expect(await gone).toBe(0);
  });
});
