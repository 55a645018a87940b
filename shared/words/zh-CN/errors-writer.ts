import type { writerErrors as en } from '../en/errors-writer.js';

export const writerErrors: typeof en = {
  FILE_NOT_CHOSEN: {
    title: '尚未选择文件',
    cause: '还没有可写入或可比较的内容。',
    remedy: '请选择文件，或将文件拖到页面上。',
  },
  FILE_UNWRITABLE: {
    title: '无法写入文件 {{path}}',
    cause: '系统提示：{{detail}}',
    remedy: '请换一个文件夹，或清理磁盘空间。',
  },
  WRITER_RUNNING: {
    title: '烧写器正在工作',
    cause: '它一次只做一个任务，现在有任务在运行。',
    remedy: '请等待完成，或将其停止。',
  },
};
