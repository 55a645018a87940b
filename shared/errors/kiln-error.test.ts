import { describe, expect, test } from 'vitest';

import { ERROR_CODES } from './codes.js';
import { cancelled, isErrorCode, KilnError, toCodedError } from './kiln-error.js';

describe('a coded error', () => {
  test('is an error, and crosses as its code and data alone', () => {
    const cause = new Error('the disk said no');
    const error = new KilnError('PORT_BUSY', { path: 'COM3', holder: 'slot 2' }, { cause });
    expect(error).toBeInstanceOf(Error);
    expect(error.name).toBe('KilnError');
    expect(error.cause).toBe(cause);
    expect(error.message).toBe('PORT_BUSY {"path":"COM3","holder":"slot 2"}');
    expect(JSON.parse(JSON.stringify(error))).toEqual({
      code: 'PORT_BUSY',
      data: { path: 'COM3', holder: 'slot 2' },
    });
  });

  test('needs no data', () => {
    expect(new KilnError('LIST_EMPTY').toJSON()).toEqual({ code: 'LIST_EMPTY', data: {} });
    expect(cancelled().toJSON()).toEqual({ code: 'CANCELLED', data: {} });
  });

  test('knows its codes from anything else', () => {
    for (const code of Object.keys(ERROR_CODES)) expect(isErrorCode(code)).toBe(true);
    for (const other of [
      '',
      'port_busy',
      'toString',
      '__proto__',
      'hasOwnProperty',
      7,
      null,
      undefined,
      {},
    ]) {
      expect(isErrorCode(other)).toBe(false);
    }
  });

  test('is made of anything thrown', () => {
    const own = new KilnError('POOL_EMPTY', { amount: 3 });
    expect(toCodedError(own)).toEqual({ code: 'POOL_EMPTY', data: { amount: 3 } });
    expect(toCodedError(new DOMException('stopped', 'AbortError'))).toEqual({ code: 'CANCELLED', data: {} });
    expect(toCodedError(new TypeError('x is not a function'))).toEqual({
      code: 'INTERNAL',
      data: { detail: 'x is not a function' },
    });
    expect(toCodedError('text')).toEqual({ code: 'INTERNAL', data: { detail: 'text' } });
    expect(toCodedError(undefined)).toEqual({ code: 'INTERNAL', data: { detail: 'undefined' } });
  });

  test('an aborted wait with our own reason stays our own', () => {
    const controller = new AbortController();
    controller.abort(cancelled());
    expect(toCodedError(controller.signal.reason)).toEqual({ code: 'CANCELLED', data: {} });
    const plain = new AbortController();
    plain.abort();
    expect(toCodedError(plain.signal.reason)).toEqual({ code: 'CANCELLED', data: {} });
  });
});
