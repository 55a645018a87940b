import { createCipheriv, createDecipheriv } from 'node:crypto';

/** AES-128-ECB over whole 16-byte blocks (authorization §5.2). */
export function encrypt(key: Uint8Array, plain: Uint8Array): Uint8Array {
  const cipher = createCipheriv('aes-128-ecb', key, null).setAutoPadding(false);
  return Uint8Array.from(Buffer.concat([cipher.update(plain), cipher.final()]));
}

export function decrypt(key: Uint8Array, sealed: Uint8Array): Uint8Array {
  const decipher = createDecipheriv('aes-128-ecb', key, null).setAutoPadding(false);
  return Uint8Array.from(Buffer.concat([decipher.update(sealed), decipher.final()]));
}
