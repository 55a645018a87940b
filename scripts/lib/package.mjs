import { join } from 'node:path';

import { ROOT } from './place.mjs';
import { run } from './run.mjs';
import { say, Stop } from './say.mjs';

/** What a test package is called, so that nobody takes it for the real one. */
export const TEST_PRODUCT = {
  productName: 'Kiln test',
  executable: 'kiln-test',
  output: join('dist', 'test'),
};

/** The test package's program on Linux. */
export const packagedExecutable = () =>
  join(ROOT, TEST_PRODUCT.output, 'linux-unpacked', TEST_PRODUCT.executable);

/**
 * Options of electron-builder for an unpacked package out of a runtime that is already here: no download, and a name,
 * a mark in its package.json and an open inspector that say it is for testing.
 * @param {{ dist: string, version: string }} runtime
 */
export function testPackageOptions({ dist, version }) {
  const config = {
    electronVersion: version,
    electronDist: dist,
    productName: TEST_PRODUCT.productName,
    'extraMetadata.kilnTestPackage': true,
    'extraMetadata.productName': TEST_PRODUCT.productName,
    'directories.output': TEST_PRODUCT.output,
    'linux.executableName': TEST_PRODUCT.executable,
    'electronFuses.enableNodeCliInspectArguments': true,
  };
  return ['--dir', ...Object.entries(config).map(([key, value]) => `-c.${key}=${value}`)];
}

/** Builds the unpacked test package with the runtime at hand. */
export async function packDirectory(runtime) {
  say(`packing a test package (${TEST_PRODUCT.productName}) around Electron ${runtime.version}`);
  await runBuilder(testPackageOptions(runtime));
}

/** @param {string[]} args of electron-builder */
export async function runBuilder(args) {
  const builder = join(ROOT, 'node_modules', 'electron-builder', 'cli.js');
  const code = await run(process.execPath, [builder, '--publish', 'never', ...args], { cwd: ROOT });
  if (code !== 0) throw new Stop('electron-builder failed');
}
