// Folder = permission (docs/architecture.md). Arrows: renderer -> shared <- electron/core <- electron/{cli,shell} <- electron/main.ts
const not = (name, from, to, comment) => ({ name, severity: 'error', comment, from, to });
const core = (room) => `^electron/core/${room}/`;
const rooms = {
  // room: the other core rooms it may import
  time: [],
  serial: ['time'],
  beken: ['time', 'serial'],
  tuya: ['time', 'serial'],
  firmware: [],
  secrets: [],
  pms: ['time', 'firmware', 'secrets'],
  records: ['time', 'pms'],
  desk: ['time', 'firmware', 'secrets', 'pms'],
  simulator: ['time', 'serial'],
  writer: ['time', 'serial', 'beken', 'firmware'],
  inspect: ['time', 'serial', 'beken', 'tuya', 'firmware', 'secrets'],
  station: ['time', 'serial', 'beken', 'tuya', 'firmware', 'pms', 'inspect'],
};

module.exports = {
  forbidden: [
    not('no-cycles', {}, { circular: true }, 'Nothing points back.'),
    not(
      'shared-is-pure',
      { path: '^shared/', pathNot: '\\.test\\.ts$' },
      { pathNot: ['^shared/', '^node_modules/(zod|i18next)/'] },
      'shared/ is pure TypeScript: no Node, no DOM, no Electron.',
    ),
    not(
      'core-is-plain-node',
      { path: '^electron/core/' },
      { path: ['^renderer/', '^electron/(shell|cli|main|preload)', '^(node_modules/electron/|electron$)'] },
      'core never imports electron, renderer or shell.',
    ),
    not(
      'renderer-only-shared',
      { path: '^renderer/' },
      { path: '^electron/' },
      'The renderer knows the contract only.',
    ),
    not(
      'renderer-no-node',
      { path: '^renderer/' },
      { dependencyTypes: ['core'] },
      'The renderer is sandboxed: no Node.',
    ),
    not(
      'only-shell-imports-electron',
      { pathNot: ['^electron/(shell/|main\\.ts|preload\\.ts)', '^e2e/', '^scripts/'] },
      { path: '^(node_modules/electron/|electron$)' },
      'electron/shell is the only place that imports electron (with the two composition roots).',
    ),
    not(
      'cli-shell-apart',
      { path: '^electron/cli/' },
      { path: '^electron/shell/' },
      'CLI and shell stand side by side.',
    ),
    not(
      'shell-cli-apart',
      { path: '^electron/shell/' },
      { path: '^electron/cli/' },
      'CLI and shell stand side by side.',
    ),
    ...Object.entries(rooms).map(([room, allowed]) =>
      not(
        `room-${room}`,
        { path: core(room), pathNot: ['\\.test\\.ts$', '/testing/'] },
        { path: '^electron/core/', pathNot: [room, ...allowed].map(core) },
        `electron/core/${room} may import: ${[room, ...allowed].join(', ')}.`,
      ),
    ),
    not(
      'no-tests-in-product',
      { pathNot: ['\\.test\\.tsx?$', '/testing/'] },
      { path: ['\\.test\\.tsx?$', '/testing/'] },
      'Test helpers stay in tests.',
    ),
    not('not-to-unresolvable', {}, { couldNotResolve: true }, 'Import must resolve.'),
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.base.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '\\.css$' },
  },
};
