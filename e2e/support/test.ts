import { test as base, expect } from '@playwright/test';

import { launchKiln, type LaunchOptions, type RunningKiln } from './app.js';
import { openSim, type Sim, type SimOptions } from './sim.js';
import { StationPage } from './station-page.js';

interface Fixtures {
  /** Options of the `kiln` fixture; set with `test.use({ kilnArgs: [...] })`. */
  readonly kilnArgs: readonly string[];
  /** Data folder of this test alone. */
  readonly dataFolder: string;
  /** Starts a Kiln; ended with the test. */
  readonly launch: (options?: Partial<LaunchOptions>) => Promise<RunningKiln>;
  readonly kiln: RunningKiln;
  readonly station: StationPage;
  /** Starts a board behind a pty; ended with the test. */
  readonly sim: (options?: SimOptions) => Promise<Sim>;
}

export const test = base.extend<Fixtures>({
  kilnArgs: [[], { option: true }],
  dataFolder: async ({}, use, info) => use(info.outputPath('data')),
  launch: async ({ dataFolder, kilnArgs }, use) => {
    const running: RunningKiln[] = [];
    await use(async (options = {}) => {
      const kiln = await launchKiln({ dataFolder, args: kilnArgs, ...options });
      running.push(kiln);
      return kiln;
    });
    for (const kiln of running) await kiln.end();
    const problems = running.flatMap((kiln) =>
      kiln.problems.filter((problem) => !kiln.expected.some((pattern) => pattern.test(problem))),
    );
    expect(problems, 'errors on the page').toEqual([]);
  },
  kiln: async ({ launch }, use) => use(await launch()),
  station: async ({ kiln }, use) => use(new StationPage(kiln.page)),
  sim: async ({}, use, info) => {
    const boards: Sim[] = [];
    await use(async (options = {}) => {
      const board = await openSim({ link: info.outputPath(`board${boards.length}.tty`), ...options });
      boards.push(board);
      return board;
    });
    for (const board of boards) await board.end();
  },
});

export { expect } from '@playwright/test';
