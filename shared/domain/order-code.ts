/** How the PMS writes the code of a work order: 9 capital letters and digits, as in the field (authorization §3). A token is longer. */
const ORDER_CODE = /^[0-9A-Z]{9}$/;

/** True where a text, as typed or scanned, is the code of a work order and no token. */
export function isOrderCode(text: string): boolean {
  return ORDER_CODE.test(text.trim().toUpperCase());
}
