import { describe, expect, it } from 'vitest';

import { NEEDS, packageNames } from './lib/needs.mjs';
import { distribution, unresolvedLibraries } from './system-libraries.mjs';

describe('the distribution', () => {
  it.each([
    ['ID=debian\nVERSION_ID="12"', 'debian'],
    ['NAME="Linux Mint"\nID=linuxmint\nID_LIKE="ubuntu debian"', 'debian'],
    ['ID="rocky"\nID_LIKE="rhel centos fedora"', 'fedora'],
    ['ID=manjaro\nID_LIKE=arch', 'arch'],
    ['ID="opensuse-leap"\nID_LIKE="suse opensuse"', 'suse'],
    ['ID=void', 'other'],
    ['', 'other'],
  ])('of %j is %s', (release, family) => {
    expect(distribution(release)).toBe(family);
  });
});

describe('package names', () => {
  const gtk = NEEDS.filter(({ is }) => is === 'GTK 3' || is === 'NSS');

  it('follow the distribution', () => {
    expect(packageNames(gtk, 'fedora', () => true)).toEqual(['gtk3', 'nss']);
    expect(packageNames(gtk, 'other', () => true)).toEqual(['libgtk-3.so.0', 'libnss3.so']);
  });

  it('follow the renaming where the package manager knows the new name', () => {
    expect(packageNames(gtk, 'debian', () => false)).toEqual(['libgtk-3-0', 'libnss3']);
    expect(packageNames(gtk, 'debian', (name) => name.endsWith('t64'))).toEqual(['libgtk-3-0t64', 'libnss3']);
  });

  it('are there for every need on every distribution we name', () => {
    for (const need of NEEDS) {
      for (const family of ['debian', 'fedora', 'arch', 'suse'])
        expect(need[family], `${need.is} on ${family}`).toBeTruthy();
      expect([need.library, need.command, need.path].filter(Boolean)).toHaveLength(1);
    }
  });
});

it('reads what the loader cannot find', () => {
  const list = [
    '\tlinux-vdso.so.1 (0x00007fa29ee82000)',
    '\tlibgtk-3.so.0 => not found',
    '\tlibc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007fa29e000000)',
    '\tlibnss3.so => not found',
  ].join('\n');
  expect(unresolvedLibraries('electron', list)).toEqual(['libgtk-3.so.0', 'libnss3.so']);
  expect(unresolvedLibraries('electron', '\tnot a dynamic executable')).toEqual([]);
});
