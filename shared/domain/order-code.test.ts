import { expect, test } from 'vitest';

import { isOrderCode } from './order-code.js';

test.each(['TKBB21TYV', ' njsgb14lf '])('%j is the code of a work order', (text) => {
  expect(isOrderCode(text)).toBe(true);
});

test.each(['', 'TKBB21TY', 'TKBB21TYVX', 'TKBB-21TYV', '7K3M-QX2P-W8AB-CDEF', '7K3MQX2PW8ABCDEF'])(
  '%j is none',
  (text) => {
    expect(isOrderCode(text)).toBe(false);
  },
);
