import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterEach, expect, it } from 'vitest';

import type { ChipName } from '../../../shared/domain/chip.js';
import { makeDemoFirmware } from '../firmware/demo-firmware.js';
import { LOCAL_SESSION as ME } from '../pms/desk/context.js';
import { createPmsService } from '../pms/desk/rules.js';
import { EN25QH16B, GD25Q32E, type FlashPart } from '../simulator/flash/part.js';
import type { CreateBoardOptions } from '../simulator/index.js';
import { IDENTIFIER, openBench, VERSION, type Bench } from './testing/bench.js';

const MIB = 0x100000;
const ONE_MIB: FlashPart = { ...EN25QH16B, name: '1 MiB', jedec: [0x0b, 0x40, 0x14], size: MIB };
const N = { mac: 'd81f12000001', fingerprint: { name: IDENTIFIER, version: VERSION } };

let bench: Bench;
afterEach(() => bench.close());

/** The walk of the desk: a firmware for a chip with its flash, an order of it, its token verified. */
async function ordered(chip: ChipName, flashMbit: number): Promise<string> {
  const desk = createPmsService(bench.pms, { local: true });
  const product = await desk.perform('product.create', { name: 'L', category: 'l', mode: 'custom' }, ME);
  const firmware = { productId: product.id, identifier: IDENTIFIER, chip, flashMbit };
  const { id: firmwareId } = await desk.perform('firmware.create', firmware, ME);
  const { id: versionId } = await desk.perform('firmware.version', { firmwareId, version: VERSION }, ME);
  const protocolClass = chip === 'BK7231S' ? 'T' : 'N';
  const path = join(bench.folder, 'light_QIO.bin');
  writeFileSync(path, makeDemoFirmware({ protocolClass, identifier: IDENTIFIER, version: VERSION }));
  const upload = { versionId, kind: 'QIO', name: 'light_QIO.bin' };
  await desk.receive('firmware.upload', upload, { session: ME, content: { path } });
  await desk.perform('firmware.enable', { versionId, scope: 'general' }, ME);
  const order = { productId: product.id, mode: 'credential', quantity: 1, development: true };
  const { code } = await desk.perform('order.create', order, ME);
  const { token } = await desk.perform('order.credential', { code }, ME);
  await desk.perform('token.verify', { token }, ME);
  return token;
}

async function burn(board: Omit<CreateBoardOptions, 'clock'>, flashMbit: number) {
  bench = await openBench([board]);
  const token = await ordered(board.chip, flashMbit);
  const [before] = bench.boards.map((one) => one.flashImage());
  const record = await bench.run({ token, mode: 'burn-authorize', enterMs: 6000, chip: board.chip });
  const [after] = bench.boards.map((one) => one.flashImage());
  const untouched = Buffer.compare(before ?? Buffer.of(0), after ?? Buffer.of(1)) === 0;
  return { record, untouched, books: await bench.pms.tokenInfo(token) };
}

it.each([
  ['larger', { ...N, chip: 'BK7231N', part: GD25Q32E, condition: 'authorized' }, 16, [4096, 2048]],
  ['smaller', { ...N, chip: 'BK7231S', part: ONE_MIB }, 16, [1024, 2048]],
] as const)(
  'a flash that is %s than the order says is refused before anything is erased',
  async (...scene) => {
    const [, board, flashMbit, [found, configured]] = scene;
    const { record, untouched, books } = await burn(board, flashMbit);
    expect(record.error).toEqual({ code: 'FLASH_SIZE_DIFFERS', data: { found, configured } });
    expect(untouched).toBe(true);
    expect(books).toMatchObject({ free: 1, used: 0 });
  },
);

it('the flash that the order says is burned', async () => {
  const { record, untouched, books } = await burn({ ...N, chip: 'BK7231N' }, 16);
  expect(record.error).toBeNull();
  expect(untouched).toBe(false);
  expect(books).toMatchObject({ validated: 1 });
});
