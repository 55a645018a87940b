/** What runs at 0x11000. */
export interface Program {
  /** The boot code hands over: UART1 stands at 115200 and nobody reads it. */
  start(): void;
  dispose(): void;
}
