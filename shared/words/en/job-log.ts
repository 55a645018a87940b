/** Lines of the log that the station's jobs write. */
export const jobLog: Record<string, string> = {
  'job.stage': 'Stage: {{stage}}',
  'job.failed': 'The board failed: {{code}}',
  'job.license-kept': 'The board holds its license {{uuid}} already; it was not written again',
  'job.reset-unanswered': 'The board did not confirm the final restart; license and books are in order',
  'job.books-failed': 'The ledger could not be written at the end of this run: {{code}}',
  'test.entered': 'The module entered its production test ({{capabilities}})',
  'test.retry': 'No valid reply to command {{command}}; try {{attempt}} of {{tries}}',
  'test.malformed': 'The reply to command {{command}} could not be read',
  'station.books-busy': 'The counters could not be refreshed; the ledger is busy',
};
