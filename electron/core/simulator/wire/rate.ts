const UART_CLOCK = 26_000_000;

/** What the board's UART really runs at when asked for `asked` baud: an integer divisor of 26 MHz (protocol §1). */
export function actualRate(asked: number): number {
  return UART_CLOCK / Math.min(0x2000, Math.max(5, Math.round(UART_CLOCK / Math.max(1, asked))));
}

/** Where an 8N1 receiver still samples the right bit; 1.5 M on the board is 1.96 % off and marginal (protocol §1). */
const TOLERANCE = 0.03;

/** Whether two ends that run at `a` and `b` baud understand each other. */
export function ratesAgree(a: number, b: number): boolean {
  return Math.abs(a / b - 1) <= TOLERANCE;
}
