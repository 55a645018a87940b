/** Lines of the log; keys are used by `note` events of the core. */
export const log: Record<string, string> = {
  'loader.linked': 'The loader answers after {{seconds}} s',
  'loader.identified': 'Chip {{chip}} {{version}}',
  'loader.flash': 'Flash {{flashId}} ({{part}}), {{kib}} KiB',
  'loader.bootloader-unknown': 'Unknown bootloader {{crc}}: taken for what was chosen',
  'loader.flash-unknown': 'Flash {{flashId}} is not in the table: the usual protection bits are assumed',
  'loader.adapter-rate': 'The adapter cannot do {{baudRate}} baud: {{reason}}',
  'loader.baud-failed': '{{baudRate}} baud does not work, trying a slower rate',
  'loader.baud-lost': 'The board cannot be heard at {{baudRate}} baud: reset it once more for a slower rate',
  'loader.unprotected': 'Flash unprotected: status register {{before}} before, {{after}} after',
  'loader.retry': 'Try {{attempt}} failed ({{what}}): {{reason}}',
  'loader.blank-skipped': '{{sectors}} blank sectors skipped',
  'loader.verify-again': 'The chip computed {{found}} instead of {{expected}}: asking once more',
  'loader.verified': '{{bytes}} bytes verified, CRC {{crc}}',
  'loader.hint-reset': 'Reset the board now: CEN to GND for a quarter second, or power off and on',
  'loader.hint-wiring':
    'Still nothing: check TX to RX1 and RX to TX1 (not UART2), GND, and that no other MCU drives the line',
  'loader.flash-size-unknown': 'The size of the flash does not show: {{kib}} KiB assumed',
  'loader.protect-failed':
    'The flash could not be protected again: status register {{before}} before, {{after}} after',
  'loader.repair': '{{count}} sectors did not keep what was written, writing them again: {{sectors}}',
  'loader.compared': '{{differing}} of {{sectors}} sectors differ',
  'loader.link-lost': 'The board stopped answering: looking for it, then going on where it was',
  'loader.read-again': '{{count}} sectors came over wrong, reading them again',
  'loader.read-resumed': '{{kib}} KiB of the earlier read confirmed by the chip',
  'loader.efuse-unreadable': 'The eFuse key cannot be read',
  'loader.no-calibration':
    'No RF calibration and MAC where this chip keeps them: radio is weak until they are restored from a backup',
  'loader.rebooted': 'Reboot sent',
  'inspect.not-carried': 'Could not be written back: {{what}} ({{code}})',
};
