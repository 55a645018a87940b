import type { FirmwareWarning } from '../../domain/firmware.js';

export const seen: Record<string, string> = {
  nothing: '无',
  echo: '只有自己发出的字节（TX 与 RX 短接）',
  'boot-log': '启动日志文本',
  heartbeat: '应用程序的心跳',
  'product-query': '应用程序的查询',
  garbage: '噪声，可能波特率不同',
};

/** Cause and remedy of POOL_EMPTY where licenses are set aside for stations. */
export const poolLeased = {
  cause: '其 {{amount}} 个授权均无余量，其中 {{leased}} 个已为工位预留。未写入任何内容。',
  remedy:
    '请在有预留授权的工位运行，或让这些工位连接服务器，未用的会自动归还。已持有授权的板子仍可再次运行。',
};

export const likely: Record<string, string> = {
  nothing: '线上无数据：未供电、端口选错、RX 与 TX 接反、接到 UART2，或串口反向供电使复位无效。',
  echo: '只有回显：适配器的 TX 与 RX 短接，或后面没有接模组。',
  'boot-log': '模组在 115200 下启动并输出日志：复位过早或过晚，或接的是 UART2 日志口。',
  heartbeat: '应用程序正在运行并与 MCU 通信：模组没有复位，或设备的 MCU 占用了该线。',
  'product-query': '应用程序正在运行并与 MCU 通信：模组没有复位，或设备的 MCU 占用了该线。',
  garbage: '波特率不符的字节或噪声：应用程序正在运行、未共地或接线过长。',
};

export const problems: Record<string, string> = {
  format: '不是 MAC 地址',
  zero: '全零',
  broadcast: '全一',
  multicast: '组播地址',
  default: '出厂默认地址',
  refused: '模组拒绝',
  'not-kept': '写入后模组报告另一地址',
  'ap-ssid': '热点名称须为 1 至 16 个可打印字符',
  'fac-pin': '产品 PIN 须为可打印字符',
};

export const damage: Record<string, string> = {
  truncated: '文件不完整。',
  'update-header': '升级包头部校验和错误。',
  'update-payload': '升级包内容校验和错误。',
  'rbl-header': 'RBL 头校验错误。',
  bootloader: '引导程序起始处不是代码。',
  application: '应用程序起始处不是代码。',
};

export const firmwareWarnings: Record<FirmwareWarning, string> = {
  'name-disagrees': '固件文件名与其内容的类型不一致。',
  'unknown-head': '固件开头的字节未曾见过，请先试一块板子。',
  'not-encrypted': '固件未加密：带密钥的模组无法运行。',
  'block-crc': '固件代码块的 CRC 有误，模组可能无法运行，请先试一块板子。',
  'no-rbl-header': '引导程序之后没有 RBL 头，请先试一块板子。',
};

export const unknownHolder = '另一程序';

export const hints: Record<string, string> = {
  'weak-flash': '此 Flash（TH25Q16HB）已知有一批质量较差。',
  supply: '通常是 3.3 V 供电或线路丢字节所致。',
};

export const abilities: Record<string, string> = {
  efuse: '读取 eFuse 密钥',
  'status-register': '读写 Flash 状态寄存器',
  'chip-erase': '整片擦除',
  watchdog: '看门狗复位',
};

export const keys: Record<string, string> = {
  tuya: '涂鸦',
  zero: '空',
  'four-identical': '四字相同的',
  other: '其他',
};

export const things: Record<string, string> = {
  account: '账号',
  board: '开发板',
  file: '文件',
  firmware: '固件',
  license: '授权',
  line: '工艺路线',
  order: '订单',
  product: '产品',
  station: '工站',
  unit: '工单内的板子',
  version: '版本',
  'work-order': '工单',
};
