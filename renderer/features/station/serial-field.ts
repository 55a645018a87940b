/** The field of a slot's serial number, where its tile has one. */
const fieldOf = (slot: number): HTMLInputElement | null =>
  document.querySelector<HTMLInputElement>(`[data-testid="slot-${slot}"] [data-serial]`);

export function focusSlot(slot: number): void {
  document.querySelector<HTMLElement>(`[data-testid="slot-${slot}"]`)?.focus();
}

/** Goes to the field, with what stands there chosen: the next label takes its place. @returns false where there is none */
export function focusSerial(slot: number): boolean {
  const field = fieldOf(slot);
  field?.focus();
  field?.select();
  return field !== null;
}

/** Goes on after a slot got its number. @param next - the slot that waits for one, or null */
export function goOn(slot: number, next: number | null): void {
  if (next === null || !focusSerial(next)) focusSlot(slot);
}
