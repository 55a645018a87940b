import { expect, it } from 'vitest';

import { parseArguments } from './arguments.js';

const NONE = { data: null, demo: false, virtual: [], ports: [], timing: 'realistic' };

it('has defaults where nothing is said', () => {
  expect(parseArguments(['electron', '/app'])).toEqual(NONE);
});

it('reads its options in both spellings, wherever they stand', () => {
  const argv = [
    'electron',
    '--no-sandbox',
    '/app',
    '--demo',
    '--data=/books=1',
    '--virtual',
    'BK7231N,BK7231T',
    '--timing',
    'instant',
  ];
  expect(parseArguments(argv)).toEqual({
    ...NONE,
    demo: true,
    data: '/books=1',
    virtual: ['BK7231N', 'BK7231T'],
    timing: 'instant',
  });
});

it('takes a port as often as it is named, each once', () => {
  expect(parseArguments(['--port', '/a', '--port=/b', '--port', '/a']).ports).toEqual(['/a', '/b']);
});

it('leaves foreign switches alone', () => {
  const argv = [
    'electron',
    '-r',
    '/loader.js',
    '--inspect=0',
    '--remote-debugging-port=0',
    '/app',
    '--database',
    'x',
  ];
  expect(parseArguments(argv)).toEqual(NONE);
});

it.each([
  [['--data']],
  [['--data=']],
  [['--data', '--demo']],
  [['--virtual', 'ESP32']],
  [['--virtual', 'BK7231N,esp']],
  [['--timing', 'slow']],
])('refuses %j', (argv) => {
  expect(() => parseArguments(argv)).toThrow(expect.objectContaining({ code: 'USAGE' }));
});
