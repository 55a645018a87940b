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
  'loader.rebooted': 'Reboot sent',
};
