/** Words of the window's frame: dialogs that the system draws. */
export const shell = {
  close: {
    title: 'Boards are being worked on',
    message: 'Stop the running jobs and quit?',
    detail: 'A board that is half written has to be done again. Its license waits for it.',
    stay: 'Go on working',
    leave: 'Stop and quit',
  },
  writer: {
    open: 'Choose a file for the flash',
    firmware: 'Firmware',
    all: 'All files',
    saveRead: 'Save what the flash holds',
    saveLog: 'Save the log',
  },
  noStart: 'Kiln cannot start',
};
