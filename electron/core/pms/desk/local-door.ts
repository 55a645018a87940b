import type { LineDoor } from '../line.js';
import type { StorePms } from '../store-pms.js';
import { LOCAL_SESSION } from './context.js';
import { createPmsService } from './rules.js';

/** The desk of books that lie here, asked as the local account, accounts or not: whoever has the data folder has them. */
export function localDoor(books: StorePms): Pick<LineDoor, 'perform'> {
  const service = createPmsService(books, { local: true });
  return { perform: (operation, request) => service.perform(operation, request, LOCAL_SESSION) };
}
