import type { entry as en } from '../en/entry.js';

export const entry: typeof en = {
  locked: {
    cause: '模组已锁定：其日志表明已激活使用超过 15 分钟。',
    remedy: '先解锁（检测页），再运行。再次复位无效。',
  },
  'application-running': {
    cause: '应用程序正在运行：错过了产测窗口，或模组已锁定。线上收到：{{seen}}。',
    remedy: '在 Kiln 监听时复位。若仍如此，则模组已锁定：请到检测页查看。',
  },
  echo: {
    cause: '只收到自己发出的字节：TX 与 RX 短接。',
    remedy: '排除线缆或夹具中 TX 与 RX 的短路。',
  },
  'log-text': {
    cause: '此线路上有 115200 波特率的文本：这是日志串口，或是另一类固件。',
    remedy: '把适配器改接到 UART1（RX1 和 TX1），再运行。',
  },
  'tuya-open': {
    cause: '板子运行 TuyaOpen 固件：其命令行在 115200 波特率下应答。',
    remedy: '使用 TuyaOpen 授权的凭证，或烧录此凭证的固件。',
  },
  'boot-text': {
    cause: '只收到短暂噪声（{{bytes}} 字节），如板子启动时 115200 波特率的文本。',
    remedy:
      '确认适配器接在 UART1（RX1、TX1），而不是日志串口。若接线正确，请烧录此凭证的固件：现有固件没有打开产测窗口。',
  },
  'wrong-rate': {
    cause: '线上持续有噪声（{{bytes}} 字节），9600 和 115200 波特率下均不可读。',
    remedy: '检查 GND 和接线，确认没有其他设备驱动此线路，然后复位再运行。',
  },
  nothing: {
    cause: '{{seconds}} 秒内线上没有任何数据。',
    remedy: '检查供电（3.3 V）、串口、TX 接 RX1、RX 接 TX1。空白模组或无 MCU 通信的模组也不会发声。',
  },
};
