import { expect, it } from 'vitest';

import { contentSecurityPolicy, securityHeaders } from './content-security.js';

const directives = (policy: string): Map<string, string> =>
  new Map(
    policy.split('; ').map((line) => {
      const [name = '', ...values] = line.split(' ');
      return [name, values.join(' ')];
    }),
  );

it('denies what it does not name, and names nothing unsafe', () => {
  const policy = contentSecurityPolicy('bm9uY2U=');
  expect(directives(policy).get('default-src')).toBe("'none'");
  expect(policy).not.toMatch(/unsafe|https?:|\*/);
});

it('lets in scripts of our own only, and styles with the nonce', () => {
  const found = directives(contentSecurityPolicy('bm9uY2U='));
  expect(found.get('script-src')).toBe("'self'");
  expect(found.get('style-src')).toBe("'self' 'nonce-bm9uY2U='");
});

it('closes what default-src does not cover', () => {
  const found = directives(contentSecurityPolicy('x'));
  for (const name of ['base-uri', 'form-action', 'frame-ancestors'])
    expect(found.get(name), name).toBe("'none'");
});

it('says the type and forbids guessing another', () => {
  expect(securityHeaders('x', 'text/css')).toMatchObject({
    'content-type': 'text/css',
    'x-content-type-options': 'nosniff',
  });
});
