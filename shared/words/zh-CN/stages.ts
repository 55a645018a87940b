import type { stages as en } from '../en/stages.js';

export const stages: typeof en = {
  capture: '捕获总线',
  identify: '识别芯片',
  baud: '设置波特率',
  unprotect: '解除写保护',
  erase: '擦除',
  program: '写入固件',
  verify: '校验',
  reboot: '重启',
  enter: '进入产测',
  fingerprint: '核对固件',
  license: '写入授权',
  prove: '回读授权',
  finish: '完成',
  compare: '比较',
  read: '读取',
  protect: '恢复写保护',
  backup: '备份',
};
