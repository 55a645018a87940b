import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAnswer } from './answer.js';

const LOG = '[01-02 03:04:05 ty I][tuya_main.c:88] heap left 123456\r\n';
const RED = '\u001b[31m';
const PLAIN = '\u001b[0m';

describe('readAnswer', () => {
  it('takes echo, prompt and line ends away', () => {
    expect(readAnswer('auth-read\r\nuuid\r\nkey\r\ntuya>', 'auth-read')).toEqual({
      lines: ['uuid', 'key'],
      echoed: true,
      prompted: true,
    });
  });

  it.each([
    ['', [], false, false],
    ['sys', ['sys'], false, false],
    ['tuya>', [], false, true],
    ['cmd\r\n', [], true, false],
    ['tuya>cmd\r\n', [], true, false],
    ['tuya>tuya> cmd\r\ntuya> ', [], true, true],
    ['cmd\r\ntuya>\r\n', [], true, true],
    ['cmd\na\rb\n\r\nc', ['a', 'b', 'c'], true, false],
    // The prompt before the echo is that of the command before.
    ['old\r\ntuya>cmd\r\nnew', ['new'], true, false],
    // Behind the last echo: what came before it belongs to an earlier try.
    ['cmd\r\nfirst\r\ntuya>cmd\r\nsecond\r\ntuya>', ['second'], true, true],
    ['no echo\r\ntuya>', ['no echo'], false, true],
  ])('reads %j', (received, lines, echoed, prompted) => {
    expect(readAnswer(received, 'cmd')).toEqual({ lines, echoed, prompted });
  });

  it('drops lines of the log, in colour too, wherever they break in', () => {
    const received = `${RED}${LOG}${PLAIN}cmd\r\n${LOG}uuid${RED}${LOG}${PLAIN}key\r\ntuya>${LOG}`;
    expect(readAnswer(received, 'cmd')).toEqual({ lines: ['uuid', 'key'], echoed: true, prompted: true });
  });

  it('leaves brackets alone that are no log', () => {
    expect(readAnswer('cmd\r\n[1-2] [ab-cd x\r\ntuya>', 'cmd').lines).toEqual(['[1-2] [ab-cd x']);
  });

  it('is not stirred by control characters or half an escape', () => {
    expect(readAnswer('\u0000\u0007cmd\r\n\u001b[1;32mok\u001b[K\r\n\u001b[', 'cmd').lines).toEqual([
      'ok',
      '[',
    ]);
  });

  it('finds the same lines, whatever log and colour stands between them', () => {
    const word = fc.stringMatching(/^[A-Za-z0-9]{1,32}$/).filter((text) => text !== 'cmd');
    const noise = fc.constantFrom('', '\r\n', LOG, `${RED}${LOG}${PLAIN}`, PLAIN, '\u0000', `${LOG}${LOG}`);
    fc.assert(
      fc.property(fc.array(fc.tuple(word, noise), { maxLength: 5 }), noise, (rows, before) => {
        const body = rows.map(([text, after]) => `${text}\r\n${after}`).join('');
        const { lines, echoed, prompted } = readAnswer(`${before}tuya>cmd\r\n${body}tuya>`, 'cmd');
        expect(lines).toEqual(rows.map(([text]) => text));
        expect([echoed, prompted]).toEqual([true, true]);
      }),
    );
  });

  it('never throws, and gives no empty line and no control character', () => {
    const likely = fc.oneof(
      fc.constantFrom('tuya>', 'cmd', '\r\n', '\n', '\u001b[', '\u001b[31m', '[01-02 ', 'm'),
      fc.string({ unit: 'binary-ascii', maxLength: 6 }),
    );
    fc.assert(
      fc.property(fc.array(likely, { maxLength: 30 }), (parts) => {
        for (const line of readAnswer(parts.join(''), 'cmd').lines) {
          expect(line).toBe(line.trim());
          expect(line).not.toBe('');
          // eslint-disable-next-line no-control-regex
          expect(line).not.toMatch(/[\u0000-\u001f]/);
        }
      }),
    );
  });
});
