import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KilnError } from '../../../shared/errors/kiln-error.js';
import { makeDemoFirmware, makeUpdatePackage, makeUserArea } from './demo-firmware.js';
import { identifyFirmware } from './identify.js';
import { encodeRblHeader } from './rbl-header.js';

const app = { identifier: 'kiln_demo', version: '1.2.3' };
const small = { ...app, appBytes: 0x1000 };
const qio = makeDemoFirmware({ ...small, protocolClass: 'N' });

function changed(image: Uint8Array, at: number, bytes: readonly number[]): Uint8Array {
  const copy = Uint8Array.from(image);
  copy.set(bytes, at);
  return copy;
}

function padded(image: Uint8Array, length: number): Uint8Array {
  const copy = new Uint8Array(length).fill(0xff);
  copy.set(image);
  return copy;
}

function refusal(image: Uint8Array, name?: string): unknown {
  try {
    return identifyFirmware(image, name).kind;
  } catch (error) {
    return error instanceof KilnError ? error.toJSON() : error;
  }
}

const bare = (packageBytes: number, length = packageBytes): Uint8Array => {
  const zero = { timestamp: 0, packageCrc: 0, rawHash: 0, rawBytes: packageBytes };
  const header = encodeRblHeader({
    encryption: 2,
    compression: 1,
    name: 'app',
    version: '1.0.9',
    packageBytes,
    ...zero,
  });
  return changed(new Uint8Array(96 + length).fill(5), 0, [...header]);
};

describe('identifyFirmware', () => {
  it('gives length and SHA-256', () => {
    const facts = identifyFirmware(qio);
    expect(facts.bytes).toBe(qio.length);
    expect(facts.sha256).toBe(createHash('sha256').update(qio).digest('hex'));
  });

  it('knows every kind by content, whatever it is called', () => {
    const dump = padded(makeDemoFirmware({ ...small, protocolClass: 'T' }), 0x200000);
    const cases = [
      [qio, 'QIO'],
      [makeUserArea(small), 'UA'],
      [makeUpdatePackage({ version: '1.2.3' }), 'UG'],
      [bare(300), 'RBL'],
      [dump, 'DUMP'],
    ] as const;
    for (const [image, kind] of cases) {
      expect(identifyFirmware(image, 'firmware.bin')).toMatchObject({ kind, warnings: [] });
      expect(identifyFirmware(image, kind === 'QIO' ? 'x_UA_1.0.0.bin' : 'x_QIO_1.0.0.bin')).toMatchObject({
        kind,
        warnings: ['name-disagrees'],
      });
    }
    expect(identifyFirmware(dump).protocolClass).toBe('T');
    expect(identifyFirmware(bare(300)).version).toBe('1.0.9');
  });

  it('reads the tag of a name only where it is a tag', () => {
    expect(identifyFirmware(qio, 'lower_qio_1.bin').warnings).toEqual([]);
    expect(identifyFirmware(qio, 'UA_board.bin').warnings).toEqual(['name-disagrees']);
    expect(identifyFirmware(qio, 'x.rbl').warnings).toEqual(['name-disagrees']);
    expect(identifyFirmware(qio, 'aquarium_lamp.bin').warnings).toEqual([]);
    expect(identifyFirmware(qio, 'QUAD_SUGAR.bin').warnings).toEqual([]);
  });

  it('refuses nothing, blanks and what no chip holds', () => {
    expect(refusal(new Uint8Array(0))).toEqual({ code: 'FIRMWARE_EMPTY', data: {} });
    for (const fill of [0xff, 0x00]) {
      expect(refusal(new Uint8Array(0x2000).fill(fill))).toEqual({ code: 'FIRMWARE_BLANK', data: {} });
    }
    expect(refusal(new Uint8Array(0x200001).fill(1))).toEqual({
      code: 'FIRMWARE_TOO_LARGE',
      data: { bytes: 0x200001, max: 0x200000 },
    });
    expect(refusal(padded(qio, 0x12a001))).toMatchObject({
      code: 'FIRMWARE_TOO_LARGE',
      data: { max: 0x12a000 },
    });
    expect(refusal(padded(makeUserArea(app), 0x119001))).toMatchObject({ data: { max: 0x119000 } });
  });

  it('refuses what has no head that it knows, and shows the head', () => {
    expect(refusal(new TextEncoder().encode('MZ and so on'))).toEqual({
      code: 'FIRMWARE_UNKNOWN',
      data: { head: '4d5a20616e642073' },
    });
  });

  it('refuses cut-off and damaged files', () => {
    const damage = (detail: string): unknown => ({ code: 'FIRMWARE_DAMAGED', data: { detail } });
    expect(refusal(qio.subarray(0, 0x9000))).toEqual(damage('truncated'));
    expect(refusal(qio.subarray(0, 0x11000 + 33))).toEqual(damage('truncated'));
    expect(refusal(makeUserArea(small).subarray(0, 33))).toEqual(damage('truncated'));
    expect(refusal(changed(qio, 0x11000, new Array<number>(34).fill(0xff)))).toEqual(damage('application'));
    expect(refusal(changed(qio, 0, new Array<number>(34).fill(0xff)))).toEqual(damage('bootloader'));
    const update = makeUpdatePackage({ version: '1.2.3' });
    expect(refusal(update.subarray(0, 1000))).toEqual(damage('truncated'));
    expect(refusal(changed(update, 6, [0x39]))).toEqual(damage('update-header'));
    expect(refusal(changed(update, 600, [(update[600] ?? 0) ^ 4]))).toEqual(damage('update-payload'));
    expect(refusal(bare(300, 299))).toEqual(damage('truncated'));
    expect(refusal(bare(300).subarray(0, 60))).toEqual(damage('truncated'));
    expect(refusal(changed(bare(300), 30, [0x39]))).toEqual(damage('rbl-header'));
  });

  it('warns of a block whose CRC is wrong, first or last', () => {
    expect(identifyFirmware(changed(qio, 0x11000 + 20, [0, 0])).warnings).toEqual(['block-crc']);
    expect(identifyFirmware(changed(qio, 0x11800, [0, 0])).warnings).toEqual(['block-crc']);
    expect(identifyFirmware(qio.subarray(0, qio.length - 110)).warnings).toEqual(['block-crc']);
  });

  it('takes right heads in a file of noise for a QIO, with warnings', () => {
    const noise = Uint8Array.from({ length: 0x20000 }, (_, index) => (index * 167 + (index >> 8)) & 0xff);
    const image = changed(
      changed(noise, 0, [0x43, 0x09, 0xb5, 0x96, 0x35, 0xff, 0x2a, 0x99]),
      0x11000,
      [0x2f, 0x07, 0xb5, 0x94, 0x35, 0xff, 0x2a, 0x9b],
    );
    expect(identifyFirmware(image)).toMatchObject({
      kind: 'QIO',
      protocolClass: 'T',
      version: null,
      warnings: ['block-crc', 'no-rbl-header'],
    });
  });

  it('knows unencrypted code, and code of a build never seen', () => {
    const plain = [0x10, 0x00, 0x00, 0xea, 0x14, 0xf0, 0x9f, 0xe5];
    const both = changed(changed(qio, 0, plain), 0x11000, plain);
    expect(identifyFirmware(both)).toMatchObject({ kind: 'QIO', protocolClass: null });
    expect(identifyFirmware(both).warnings).toContain('not-encrypted');
    expect(identifyFirmware(changed(makeUserArea(small), 0, plain))).toMatchObject({ kind: 'UA' });
    // A bootloader that was cut off must not pass for an application because both look alike unencrypted.
    expect(refusal(changed(qio, 0, plain).subarray(0, 0x11000))).toMatchObject({ code: 'FIRMWARE_DAMAGED' });
    expect(identifyFirmware(changed(qio, 0, [0x55, 0x66])).protocolClass).toBeNull();
  });

  it('throws nothing but coded errors, whatever it is given', () => {
    const heads = [
      [0x55, 0xaa, 0x55, 0xaa],
      [0x52, 0x42, 0x4c, 0x00],
      [...qio.subarray(0, 40)],
      [...makeUserArea(small).subarray(0, 40)],
      [],
    ];
    fc.assert(
      fc.property(fc.constantFrom(...heads), fc.uint8Array({ maxLength: 200 }), (head, rest) => {
        const result = refusal(Uint8Array.from([...head, ...rest]), 'x_QIO_1.bin');
        expect(result).not.toBeInstanceOf(Error);
      }),
      { numRuns: 500 },
    );
    fc.assert(
      fc.property(
        fc.nat(qio.length),
        fc.nat(qio.length),
        fc.uint8Array({ maxLength: 64 }),
        (end, at, noise) => {
          const result = refusal(changed(qio, Math.min(at, qio.length - 64), [...noise]).subarray(0, end));
          expect(result).not.toBeInstanceOf(Error);
        },
      ),
      { numRuns: 200 },
    );
  });
});
