import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { hasDisplay, onDisplay } from './lib/display.mjs';
import { icns, ico } from './lib/icon-files.mjs';
import { TEST_PRODUCT, testPackageOptions } from './lib/package.mjs';
import { ROOT } from './lib/place.mjs';
import { sandboxArguments } from './lib/sandbox.mjs';

describe('the display', () => {
  it('is looked for on Linux only', () => {
    expect(hasDisplay({}, 'linux')).toBe(false);
    expect(hasDisplay({ DISPLAY: ':0' }, 'linux')).toBe(true);
    expect(hasDisplay({ WAYLAND_DISPLAY: 'wayland-0' }, 'linux')).toBe(true);
    expect(hasDisplay({}, 'win32')).toBe(true);
  });

  it('is made where there is none', () => {
    expect(onDisplay('node', ['x'], true)).toEqual({ command: 'node', args: ['x'] });
    expect(onDisplay('node', ['x'], false)).toEqual({
      command: 'xvfb-run',
      args: ['-a', '-s', '-screen 0 1920x1080x24', 'node', 'x'],
    });
  });
});

describe('the sandbox', () => {
  const machine = (over) => ({
    platform: 'linux',
    root: () => false,
    namespaces: () => true,
    helper: () => false,
    ...over,
  });

  it('stays on wherever the system allows one', () => {
    expect(sandboxArguments('/d', machine({})).args).toEqual([]);
    expect(sandboxArguments('/d', machine({ namespaces: () => false, helper: () => true })).args).toEqual([]);
    expect(sandboxArguments('/d', machine({ platform: 'win32', namespaces: () => false })).args).toEqual([]);
  });

  it('goes off as root, and with a word where the system allows none', () => {
    expect(sandboxArguments('/d', machine({ root: () => true }))).toEqual({
      args: ['--no-sandbox'],
      why: null,
    });
    const { args, why } = sandboxArguments('/d', machine({ namespaces: () => false }));
    expect(args).toEqual(['--no-sandbox']);
    expect(why).toContain('sandbox');
  });
});

it('makes a test package that says so and needs no download', () => {
  const options = testPackageOptions({ dist: '/runtime', version: '33.2.1' });
  expect(options).toContain('--dir');
  expect(options).toContain('-c.electronDist=/runtime');
  expect(options).toContain('-c.extraMetadata.kilnTestPackage=true');
  expect(TEST_PRODUCT.productName).toContain('test');
  expect(TEST_PRODUCT.executable).toContain('test');
});

describe('icon files', () => {
  const png = (side) => Buffer.from(`png of ${side}`);

  it('of Windows point at each image', () => {
    const file = ico([16, 256].map((side) => [side, png(side)]));
    expect([file.readUInt16LE(0), file.readUInt16LE(2), file.readUInt16LE(4)]).toEqual([0, 1, 2]);
    for (const [index, side] of [16, 256].entries()) {
      const at = 6 + index * 16;
      expect(file.readUInt8(at)).toBe(side % 256);
      const [length, offset] = [file.readUInt32LE(at + 8), file.readUInt32LE(at + 12)];
      expect(file.subarray(offset, offset + length).toString()).toBe(`png of ${side}`);
    }
  });

  it('of macOS are a chain of entries that adds up', () => {
    const sides = [16, 32, 64, 128, 256, 512, 1024];
    const file = icns(new Map(sides.map((side) => [side, png(side)])));
    expect(file.toString('ascii', 0, 4)).toBe('icns');
    expect(file.readUInt32BE(4)).toBe(file.length);
    const seen = [];
    for (let at = 8; at < file.length; at += file.readUInt32BE(at + 4))
      seen.push(file.toString('ascii', at, at + 4));
    expect(seen).toContain('ic10');
    expect(new Set(seen).size).toBe(seen.length);
  });
});

it.each(['after-install', 'after-remove'])(
  "the Debian package's %s keeps the packager's own script",
  (name) => {
    const template = join(ROOT, 'node_modules', 'app-builder-lib', 'templates', 'linux', `${name}.tpl`);
    const ours = readFileSync(join(ROOT, 'resources', 'linux', `${name}.sh`), 'utf8');
    expect(ours.startsWith(readFileSync(template, 'utf8'))).toBe(true);
    expect(ours).toContain('70-kiln-serial.rules');
  },
);
