/** Colours and cursor movements, which the log uses (authorization §2). */
// eslint-disable-next-line no-control-regex
const ANSI = /\u001b(?:\[[0-?]*[ -/]*[@-~]|[@-Z\\-_])/g;
/** Everything else that no answer holds. Line ends are kept. */
// eslint-disable-next-line no-control-regex
const CONTROLS = /[\u0000-\u0009\u000b\u000c\u000e-\u001f\u007f]/g;
/** A line of the log starts so, also where it breaks into an answer; it goes to the end of its line. */
const LOG = /\[\d\d-\d\d .*$/;
const PROMPT = 'tuya>';

/** What a command line said to one command. */
export interface Answer {
  /** Its lines in order, without echo, prompt, log, colours and empty ones. */
  readonly lines: readonly string[];
  /** The command came back, as it does (authorization §2). */
  readonly echoed: boolean;
  /** It asks for the next command. */
  readonly prompted: boolean;
}

/** One line without what does not belong to it, and whether it began with the prompt. */
function clean(line: string): { readonly text: string; readonly prompted: boolean } {
  let text = line.replace(LOG, '').trim();
  const prompted = text.startsWith(PROMPT);
  while (text.startsWith(PROMPT)) text = text.slice(PROMPT.length).trimStart();
  return { text, prompted };
}

/**
 * Reads what arrived since `command` was sent, however much of it there is (authorization §2). Never throws, and the
 * answer to a command sent twice is the one behind its last echo.
 */
export function readAnswer(received: string, command: string): Answer {
  const rows = received
    .replace(ANSI, '')
    .replace(CONTROLS, '')
    .split(/[\r\n]+/)
    .map(clean);
  const echo = rows.findLastIndex(({ text }) => text === command);
  const own = rows.slice(echo + 1);
  return {
    lines: own.map(({ text }) => text).filter((text) => text !== ''),
    echoed: echo >= 0,
    prompted: own.some(({ prompted }) => prompted),
  };
}
