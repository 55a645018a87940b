import type { WordsOf } from '../error-words.js';
import type { STATION_CODES } from '../../errors/codes/station.js';

export const stationErrors: WordsOf<typeof STATION_CODES> = {
  FIRMWARE_NONE: {
    title: '此凭证不带固件',
    cause: '凭证 {{token}} 仅用于授权。',
    remedy: '请选择“仅授权”工位，或使用带固件的凭证。',
  },
  RSSI_NO_AP: {
    title: '未收到测试热点',
    cause: '模组扫描后未找到 {{ssid}}。',
    remedy: '检查热点是否开启、是否为 2.4 GHz、名称是否正确，再检查天线。',
  },
  LICENSE_KIND: {
    title: '授权类型与固件不符',
    cause: '授权类型为 {{kind}}，此板需要 {{wanted}}。云端不会接受。',
    remedy: '使用类型为 {{wanted}} 的凭证。',
  },
  OPEN_CLI_NOT_FOUND: {
    title: '未找到 TuyaOpen 命令行',
    cause: '115200 波特率下 {{seconds}} 秒内没有提示符。线上收到：{{seen}}（{{bytes}} 字节）。',
    remedy: '确认板子运行 TuyaOpen 固件并检查日志串口接线，复位后再运行。',
  },
  OPEN_CLI_NO_REPLY: {
    title: 'TuyaOpen 命令行停止应答',
    cause: '尝试 {{tries}} 次，{{command}} 没有可识别的应答。',
    remedy: '检查接线和供电，再运行。',
  },
  LICENSE_NOT_CLEARED: {
    title: '授权仍在',
    cause: '已要求板子清除授权，但仍可读出。',
    remedy: '再运行一次；若仍存在，请擦除其 Flash 数据区。',
  },
  OTP_NOT_ASKED: {
    title: '未写入一次性存储区',
    cause: '写入后无法撤销，且没有给出理由。',
    remedy: '确需写入时请给出理由；否则按普通方式写入授权。',
  },
};
