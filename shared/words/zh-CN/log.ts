/** Lines of the log; keys are used by `note` events of the core. */
export const log: Record<string, string> = {
  'loader.linked': '{{seconds}} 秒后收到引导程序应答',
  'loader.identified': '芯片 {{chip}} {{version}}',
  'loader.flash': 'Flash {{flashId}}（{{part}}），{{kib}} KiB',
  'loader.bootloader-unknown': '未知的引导程序 {{crc}}：按所选芯片处理',
  'loader.flash-unknown': 'Flash {{flashId}} 不在表中：按常见的保护位处理',
  'loader.adapter-rate': '串口适配器不支持波特率 {{baudRate}}：{{reason}}',
  'loader.baud-failed': '波特率 {{baudRate}} 不可用，改用较低的波特率',
  'loader.baud-lost': '波特率 {{baudRate}} 下收不到模组应答：请再复位一次，将使用较低的波特率',
  'loader.unprotected': 'Flash 已解除保护：状态寄存器由 {{before}} 变为 {{after}}',
  'loader.retry': '第 {{attempt}} 次尝试失败（{{what}}）：{{reason}}',
  'loader.blank-skipped': '跳过 {{sectors}} 个空白扇区',
  'loader.verify-again': '芯片计算出 {{found}}，应为 {{expected}}：再次校验',
  'loader.verified': '已校验 {{bytes}} 字节，CRC {{crc}}',
  'loader.rebooted': '已发送重启命令',
};
