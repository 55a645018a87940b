/**
 * What Electron and the tests need of a Linux system. `is` is for people; `library`, `command` or `path` is how we look
 * for it, a command also under `versions`, in <version>/bin, which no path leads to; the rest are package names. Debian's 64-bit time transition renamed some packages: `t64` marks those.
 */
export const NEEDS = [
  {
    is: 'GTK 3',
    library: 'libgtk-3.so.0',
    debian: 'libgtk-3-0',
    t64: true,
    fedora: 'gtk3',
    arch: 'gtk3',
    suse: 'libgtk-3-0',
  },
  { is: 'NSS', library: 'libnss3.so', debian: 'libnss3', fedora: 'nss', arch: 'nss', suse: 'mozilla-nss' },
  {
    is: 'ALSA',
    library: 'libasound.so.2',
    debian: 'libasound2',
    t64: true,
    fedora: 'alsa-lib',
    arch: 'alsa-lib',
    suse: 'libasound2',
  },
  {
    is: 'GBM',
    library: 'libgbm.so.1',
    debian: 'libgbm1',
    fedora: 'mesa-libgbm',
    arch: 'mesa',
    suse: 'libgbm1',
  },
  {
    is: 'libnotify',
    library: 'libnotify.so.4',
    debian: 'libnotify4',
    fedora: 'libnotify',
    arch: 'libnotify',
    suse: 'libnotify4',
  },
  {
    is: 'XScreenSaver',
    library: 'libXss.so.1',
    debian: 'libxss1',
    fedora: 'libXScrnSaver',
    arch: 'libxss',
    suse: 'libXss1',
  },
  {
    is: 'XTest',
    library: 'libXtst.so.6',
    debian: 'libxtst6',
    fedora: 'libXtst',
    arch: 'libxtst',
    suse: 'libXtst6',
  },
  {
    is: 'ATK bridge',
    library: 'libatk-bridge-2.0.so.0',
    debian: 'libatk-bridge2.0-0',
    t64: true,
    fedora: 'at-spi2-atk',
    arch: 'at-spi2-core',
    suse: 'libatk-bridge-2_0-0',
  },
  { is: 'DRM', library: 'libdrm.so.2', debian: 'libdrm2', fedora: 'libdrm', arch: 'libdrm', suse: 'libdrm2' },
  {
    is: 'CUPS',
    library: 'libcups.so.2',
    debian: 'libcups2',
    t64: true,
    fedora: 'cups-libs',
    arch: 'libcups',
    suse: 'libcups2',
  },
  { is: 'unzip', command: 'unzip', debian: 'unzip', fedora: 'unzip', arch: 'unzip', suse: 'unzip' },
  {
    is: 'xvfb',
    for: 'virtual display',
    command: 'xvfb-run',
    debian: 'xvfb',
    fedora: 'xorg-x11-server-Xvfb',
    arch: 'xorg-server-xvfb',
    suse: 'xorg-x11-server-Xvfb',
  },
  {
    is: 'xauth',
    for: 'virtual display',
    command: 'xauth',
    debian: 'xauth',
    fedora: 'xorg-x11-xauth',
    arch: 'xorg-xauth',
    suse: 'xauth',
  },
  {
    is: 'Chinese fonts',
    for: 'fonts',
    optional: true,
    path: '/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc',
    debian: 'fonts-noto-cjk',
    fedora: 'google-noto-sans-cjk-fonts',
    arch: 'noto-fonts-cjk',
    suse: 'google-noto-sans-cjk-fonts',
  },
  {
    is: 'PostgreSQL',
    for: 'tests of the store',
    command: 'postgres',
    versions: '/usr/lib/postgresql',
    debian: 'postgresql',
    fedora: 'postgresql-server',
    arch: 'postgresql',
    suse: 'postgresql-server',
  },
];

/**
 * The packages to install for what is missing.
 * @param {readonly object[]} needs rows of NEEDS
 * @param {'debian' | 'fedora' | 'arch' | 'suse' | 'other'} family
 * @param {(name: string) => boolean} known whether the package manager knows a name (asked for renamed ones only)
 */
export function packageNames(needs, family, known) {
  const name = (need) => {
    if (family === 'debian' && need.t64 && known(`${need.debian}t64`)) return `${need.debian}t64`;
    return need[family] ?? need.library ?? need.command ?? need.is;
  };
  return [...new Set(needs.map(name))];
}
