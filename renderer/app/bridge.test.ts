import { describe, expect, it } from 'vitest';

import { asCodedError } from './bridge.js';

describe('asCodedError', () => {
  it('keeps code and data of what the bridge rejects with', () => {
    expect(asCodedError({ code: 'PORT_BUSY', data: { path: 'COM5' } })).toEqual({
      code: 'PORT_BUSY',
      data: { path: 'COM5' },
    });
    expect(asCodedError({ code: 'CANCELLED' })).toEqual({ code: 'CANCELLED', data: {} });
  });

  it('makes anything foreign INTERNAL with its words', () => {
    expect(asCodedError(new Error('boom'))).toEqual({ code: 'INTERNAL', data: { detail: 'boom' } });
    expect(asCodedError({ code: 'ENOENT' })).toMatchObject({ code: 'INTERNAL' });
  });
});
