import type { WordsOf } from '../error-words.js';
import type { DESK_CODES } from '../../errors/codes/desk.js';

export const deskErrors: WordsOf<typeof DESK_CODES> = {
  LOGIN_NEEDED: {
    title: 'Log in first',
    cause: 'This PMS knows its people by account, and the session is over or was never begun.',
    remedy: 'Log in with your Smart PMS account.',
  },
  LOGIN_FAILED: {
    title: 'Email or password is wrong',
    cause: 'No account has this email with this password.',
    remedy: 'Type both again; an admin can set up a new account.',
  },
  ROLE_MISSING: {
    title: 'Your account may not do this',
    cause: 'It needs the role {{needed}}; yours is {{role}}.',
    remedy: 'Ask an admin to change the role, or somebody who has it.',
  },
  ACCOUNT_PENDING: {
    title: 'The account waits to be let in',
    cause: '{{email}} is registered, and no admin has activated it yet.',
    remedy: 'Ask an admin to set it active.',
  },
  ACCOUNT_DISABLED: {
    title: 'The account is disabled',
    cause: 'An admin has disabled {{email}}.',
    remedy: 'Ask an admin.',
  },
  ACCOUNT_EXISTS: {
    title: 'There is such an account already',
    cause: '{{email}} is registered.',
    remedy: 'Log in, or register with another email.',
  },
  ACCOUNT_LAST_ADMIN: {
    title: 'The last admin stays',
    cause: 'Without {{email}} nobody could let anybody in any more.',
    remedy: 'Make another account an active admin first.',
  },
  EMAIL_INVALID: {
    title: 'This is no email address',
    cause: '“{{email}}” cannot be logged in with.',
    remedy: 'Give an address such as li@factory.example.',
  },
  PASSWORD_WEAK: {
    title: 'The password is too short',
    cause: 'It needs at least {{least}} characters.',
    remedy: 'Choose a longer one; a few words are easy to keep in mind.',
  },
  DESK_UNKNOWN: {
    title: 'There is no such thing here',
    cause: 'No {{what}} is called {{id}}.',
    remedy: 'Check the name, and that this is the right PMS.',
  },
  NO_DATA_PERMISSION: {
    title: 'Failed to get token, no permissions for actions',
    cause: 'Token {{token}} has not been verified for this account.',
    remedy:
      'Production Manage > Work Order Management > Activation Code Verification: enter the token, then try again.',
  },
  TOKEN_REVOKED: {
    title: 'The token was revoked',
    cause: '{{reason}}',
    remedy: 'Ask for a new token.',
  },
  TOKEN_CLAIMED: {
    title: 'Another account has verified this code',
    cause: 'Token {{token}} belongs to the account that verified it first.',
    remedy: 'Use that account, or ask for a token of your own.',
  },
  MAC_RULE: {
    title: 'The token is not for this board',
    cause: 'The board has MAC {{mac}}; the token is for {{from}} to {{to}}.',
    remedy: 'Put this board aside, or use a token that covers it.',
  },
  MAC_RANGE: {
    title: 'The range of MACs makes no sense',
    cause: 'From {{from}} to {{to}} is not a range of board addresses.',
    remedy: 'Give two MACs, the smaller first.',
  },
  MAC_RANGE_SMALL: {
    title: 'The range of MACs is too small',
    cause: 'It has {{boards}} addresses for {{quantity}} licenses: the rest could never be used.',
    remedy: 'Widen the range, or order fewer.',
  },
  COUNTRY_UNKNOWN: {
    title: 'There is no such country',
    cause:
      '{{country}} is no country code (ISO 3166-1, two letters); modules would store another one silently.',
    remedy: 'Give a code such as DE or US, or none.',
  },
  RSSI_TEST: {
    title: 'The radio test makes no sense',
    cause: 'Access point “{{ssid}}”, least signal {{min}} dBm.',
    remedy: 'The name has 1 to {{most}} bytes, the limit is a whole number from -120 to 0.',
  },
  ORDER_DATES: {
    title: 'The token would never be good',
    cause: 'It begins {{effectiveAt}} and ends {{expiresAt}}.',
    remedy: 'Let it end after it begins.',
  },
  ORDER_EXPIRED: {
    title: 'The token would be over at once',
    cause: 'It would end {{expiresAt}}, and that is past.',
    remedy: 'Give a day to come, or none.',
  },
  ORDER_LIST_RULES: {
    title: 'A license list asks nothing of its boards',
    cause: 'Country, tests, dates, MACs and warning stand in a token, and a license list has none.',
    remedy: 'Leave them out, or order a credential.',
  },
  LOW_WATER_HIGH: {
    title: 'The warning would never end',
    cause: 'Warn below {{lowWater}}, but the token has {{amount}} licenses in all.',
    remedy: 'Give {{amount}} or fewer; 0 for no warning.',
  },
  FIRMWARE_EXISTS: {
    title: 'There is such a firmware already',
    cause: '{{name}} exists.',
    remedy: 'Use it, or choose another name or version.',
  },
  FIRMWARE_FLASH_SIZE: {
    title: 'The flash size does not fit',
    cause: '{{flashMbit}} Mbit given, {{chip}} has {{chipMbit}} Mbit (8 Mbit are 1 MB).',
    remedy: 'Give the flash size of the module, as its datasheet has it.',
  },
  FIRMWARE_VERSION: {
    title: 'The file is another version',
    cause: 'The version is {{claimed}}; {{name}} says {{found}}.',
    remedy: 'Upload the file of that version, or make a version of that number.',
  },
  FIRMWARE_ENABLED: {
    title: 'An enabled firmware does not change',
    cause: 'Version {{version}} is enabled or was ordered, so modules may carry it.',
    remedy: 'Make a new version.',
  },
  FIRMWARE_DISABLED: {
    title: 'No enabled firmware',
    cause: 'A credential burns a firmware, and {{name}} has none that is enabled.',
    remedy: 'Upload the firmware, enable it, then order.',
  },
  FIRMWARE_INCOMPLETE: {
    title: 'The production firmware is missing',
    cause: 'Version {{version}} has no file with the suffix QIO.',
    remedy: 'Upload it first.',
  },
  FIRMWARE_SCOPE: {
    title: 'The deployment scope does not allow this',
    cause: 'The firmware is deployed as: {{scope}}.',
    remedy: 'Have the scope widened, or stay within it.',
  },
  FIRMWARE_OTHER_CLASS: {
    title: 'The file is for another chip',
    cause: '{{name}} was made for class {{found}}; the firmware is for {{chip}}.',
    remedy: 'Upload the file that was built for {{chip}}.',
  },
  UPLOAD_DAMAGED: {
    title: 'The upload arrived damaged',
    cause: 'Its SHA-256 is not the announced one.',
    remedy: 'Send it again.',
  },
  FILE_EXISTS: {
    title: 'There is such a file already',
    cause: '{{name}} is in that folder, and is left as it is.',
    remedy: 'Choose another folder, or move the file away.',
  },
  POOL_SHORT: {
    title: 'The pool has too few licenses',
    cause: '{{wanted}} wanted, {{stock}} in stock.',
    remedy: 'Import a license list, or order fewer.',
  },
  FREE_TAKEN: {
    title: 'The free licenses of this product were taken',
    cause: 'Order {{code}} has them.',
    remedy: 'Order licenses.',
  },
  ORDER_NO_TOKEN: {
    title: 'This order has no credential',
    cause: 'Order {{code}} has none.',
    remedy:
      'Download its license list, or order a credential; a work order is given its credential when it is made.',
  },
  ORDER_NO_LIST: {
    title: 'This order has no license list',
    cause: 'Order {{code}} was delivered as a credential.',
    remedy: 'Download the credential.',
  },
  LIST_TOO_LONG: {
    title: 'The list is too long for this kind of file',
    cause: 'A workbook may have {{most}} rows.',
    remedy: 'Save it as CSV, which may be of any length.',
  },
  BOARD_NEEDED: {
    title: 'A Sandwich board is needed',
    cause:
      '{{product}} is a no-code product: only an account that is bound to a Sandwich board gets tokens for it.',
    remedy:
      'Product > IoT Lab > Evaluation Kit: add the development board, then request an authorization code.',
  },
  BOARD_PASSWORD: {
    title: 'ID or password of the board is wrong',
    cause: 'No board has this ID with this password.',
    remedy: 'Both are printed on the board or its box.',
  },
  BOARD_TAKEN: {
    title: 'The board belongs to another account',
    cause: 'Board {{id}} was bound before.',
    remedy: 'Use the account that bound it.',
  },
  BOARD_UNBOUND: {
    title: 'The board is not bound to your account',
    cause: 'Only the account that is bound to board {{id}} may request an authorization code for it.',
    remedy: 'Add the development board first, by its ID and password.',
  },
  BOARD_EXISTS: {
    title: 'There is such a board already',
    cause: 'Board {{id}} is registered.',
    remedy: 'Choose another ID.',
  },
  STATION_SKIPPED: {
    title: 'The board skipped a station',
    cause: 'It has not passed {{name}} ({{missing}}), which comes before {{station}}.',
    remedy: 'Take it back to {{name}}.',
  },
  ORDER_UNREACHABLE: {
    title: 'The server of the work order is away',
    cause:
      'Only it knows whether this board passed the stations before {{station}}. The board was left as it was.',
    remedy:
      'Keep the board, and run it again when the server is connected. Boards that are done are not lost.',
  },
  WORK_ORDER_CLOSED: {
    title: 'The work order is closed',
    cause: 'Work order {{code}} takes no more boards.',
    remedy: 'Use a work order that is open.',
  },
  WORK_ORDER_FULL: {
    title: 'The work order is complete',
    cause: '{{quantity}} boards have begun in work order {{code}}, and that is all of it.',
    remedy: 'Use the next work order.',
  },
  UNIT_UNKNOWN: {
    title: 'Nothing tells which board this is',
    cause:
      'It has no MAC of its own yet, and no serial number was given; work order {{code}} has to know it.',
    remedy: 'Scan its serial number, or let an earlier station write its MAC.',
  },
  UNIT_MISMATCH: {
    title: 'MAC and serial number do not belong together',
    cause: 'Serial number {{sn}} stands with MAC {{mac}} in this work order.',
    remedy: 'Check the label of the board.',
  },
  LICENSE_SEEN: {
    title: 'A board may have this license',
    cause:
      'License {{uuid}} was sent to the board with MAC {{mac}}; nobody can be sure that it is not there.',
    remedy: 'It stays with that board. Run the board again, and it gets the same license.',
  },
  LICENSE_IN_HAND: {
    title: 'A run is at work with this license',
    cause:
      'License {{uuid}} is in the hand of a run that lives, or of a station that may still give it to a board.',
    remedy: 'Wait for the run to end, or stop it; a station gives its licenses back when it is closed.',
  },
};
