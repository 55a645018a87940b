/** Words of the window's frame: dialogs that the system draws. */
export const shell = {
  close: {
    title: '仍有模组正在作业',
    message: '停止正在运行的任务并退出？',
    detail: '只写了一半的模组需要重做，授权码会为它保留。',
    stay: '继续作业',
    leave: '停止并退出',
  },
  writer: {
    open: '选择要写入的文件',
    firmware: '固件',
    all: '所有文件',
    saveRead: '保存读出的 Flash 内容',
    saveLog: '保存日志',
  },
  noStart: 'Kiln 无法启动',
};
