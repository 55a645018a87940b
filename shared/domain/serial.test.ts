import { expect, test } from 'vitest';

import { asksSerial, isSerial, SERIAL_MAX } from './serial.js';

test.each(['1', ' SN-0001 ', 'A1 B2/7', '序列号-42', 'x'.repeat(SERIAL_MAX)])(
  '%j is a serial number',
  (text) => {
    expect(isSerial(text)).toBe(true);
  },
);

test.each(['', '   ', 'SN\u0000', 'SN\n2', 'S\u001dN', 'x'.repeat(SERIAL_MAX + 1)])('%j is none', (text) => {
  expect(isSerial(text)).toBe(false);
});

test('a board says its serial number in an order that asks for it, and at no repair', () => {
  const order = { serials: true };
  expect(asksSerial({ mode: 'burn-authorize', order })).toBe(true);
  expect(asksSerial({ mode: 'burn-authorize', order: { serials: false } })).toBe(false);
  expect(asksSerial({ mode: 'burn-authorize', order: null })).toBe(false);
  expect(asksSerial({ mode: 'unlock', order })).toBe(false);
});
