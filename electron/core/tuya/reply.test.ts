import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeRequest, parseReply, textField } from './reply.js';

const reply = (text: string): ReturnType<typeof parseReply> => parseReply(new TextEncoder().encode(text));

describe('parseReply', () => {
  it('drops the NUL that is counted in the length', () => {
    expect(reply('{"ret":true}\0')).toEqual({ ok: true, malformed: false, fields: { ret: true } });
    expect(reply('{"ret":false}\0\0')).toMatchObject({ ok: false, malformed: false });
    expect(reply('{"ret":true,"rssi":-45}')).toMatchObject({ ok: true, fields: { rssi: -45 } });
  });

  it.each([
    '{"ret":false,"cmd":0x1}\0',
    '{"ret":true,"cmd":0x1}\0',
    '',
    '\0',
    '[true]',
    '1',
    'null',
    '{"ret":',
    '{"ret":"true"}',
    '{}',
  ])('believes nothing of %j', (text) => {
    expect(reply(text)).toMatchObject({ ok: false, malformed: true });
  });

  it('refuses bytes that are no UTF-8', () => {
    expect(
      parseReply(Uint8Array.from([...Buffer.from('{"ret":true,"a":"'), 0xff, ...Buffer.from('"}')])),
    ).toMatchObject({
      malformed: true,
    });
  });

  it('never throws', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array(),
          fc.json().map((text) => Buffer.from(text)),
        ),
        (bytes) => {
          expect(typeof parseReply(bytes).ok).toBe('boolean');
        },
      ),
    );
  });

  it('gives text only where there is text', () => {
    const parsed = reply('{"ret":true,"a":"x","b":null,"c":3}');
    expect(['a', 'b', 'c', 'd'].map((name) => textField(parsed, name))).toEqual(['x', null, null, null]);
  });
});

describe('encodeRequest', () => {
  it('has no NUL at its end', () => {
    expect(Buffer.from(encodeRequest({ country: 'US' })).toString()).toBe('{"country":"US"}');
  });
});
