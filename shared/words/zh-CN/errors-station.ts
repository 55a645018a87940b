import type { WordsOf } from '../error-words.js';
import type { STATION_CODES } from '../../errors/codes/station.js';

export const stationErrors: WordsOf<typeof STATION_CODES> = {
  TEST_CLOSED: {
    title: '无法进入产测：产测已关闭',
    cause: '板子 {{mac}} 使用超过 15 分钟，已关闭产测。其授权为 {{license}}。未擦除任何内容。',
    remedy: '先解锁（会先备份），再运行。',
  },
  BOARD_ALREADY_AUTHORIZED: {
    title: '板子已授权',
    cause: '它已持有本凭证的授权 {{uuid}}。此工位设为拒绝这类板子。',
    remedy: '放入良品，或更改工位对已授权板的处理方式。',
  },
  MAC_DUPLICATE: {
    title: '此 MAC 已属于另一块板',
    cause: '凭证 {{token}} 的授权 {{uuid}} 已为 {{mac}} 验证，而此板并未持有。',
    remedy: '为此板写入新的地址，或检查它：其 Flash 可能是另一块板的拷贝。',
  },
  MAC_POOL_EMPTY: {
    title: '没有可分配的地址',
    cause: '此工位的 {{count}} 个地址都已用掉。',
    remedy: '请为工位增加一段地址。',
  },
  STACK_UP: {
    title: '还是同一块板',
    cause: '板子 {{mac}} 刚在此位通过：没有换板（叠料）。',
    remedy: '放入下一块板，再运行。',
  },
  FLASH_SIZE_DIFFERS: {
    title: 'Flash 比对失败',
    cause: 'Flash 为 {{found}} KB；此凭证的固件设定为 {{configured}} KB。',
    remedy: '更正固件的 Flash 大小，或换用对应的模组。',
  },
  VERIFY_NO_LICENSE: {
    title: '板子没有授权',
    cause: '板子 {{mac}} 回答从未授权。',
    remedy: '请先授权。',
  },
  VERIFY_UNKNOWN: {
    title: '授权不属于此凭证',
    cause: '板子 {{mac}} 持有 {{uuid}}；在 PMS 中它属于{{holder}}。',
    remedy: '请使用授权此板的凭证，或把板子放到一边。',
  },
  VERIFY_DIFFERS: {
    title: '板子里的授权与发放的不同',
    cause: '板子 {{mac}} 的授权字段 {{field}} 与 PMS 不一致。',
    remedy: '用同一凭证重新授权，会得到同一授权。',
  },
  VERIFY_STATE: {
    title: '板子未完成',
    cause: '其授权在台账中为 {{state}}，未验证：{{mac}} 的运行曾中断。',
    remedy: '用同一凭证重新授权。',
  },
  NOT_CONFIRMED: {
    title: '将去掉授权：{{licenses}} 个',
    cause: '板子持有 {{uuid}}，执行后将不再存在。什么都没有做。',
    remedy: '确有此意时，按住按钮，或使用 --yes。',
  },
  MODE_NOT_FOR_KIND: {
    title: '此工作站不适用于该凭证',
    cause: '凭证的授权类型为 {{kind}}，其固件没有产测。',
    remedy: '请选择“仅授权”或“烧录授权”，或换用凭证。',
  },
  REMEDY_NOT_HERE: {
    title: '此处无法执行',
    cause: '动作 {{action}} 与此位的状态不符。',
    remedy: '请按失败提示手动处理。',
  },
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
  SERIAL_MISSING: {
    title: '缺少序列号',
    cause: '此工站要求读取每块板标签上的序列号。',
    remedy: '请先扫描板子的标签，再运行。',
  },
  SERIAL_MALFORMED: {
    title: '这不是序列号',
    cause: '序列号为 1 至 {{max}} 个可见字符。',
    remedy: '请重新扫描板子的标签。',
  },
  SERIAL_OF_ORDER: {
    title: '这是工单的代码，不是板子的',
    cause: '它是此工位正在使用的工单或凭证。',
    remedy: '请扫描板子的标签。',
  },
  SERIAL_TAKEN: {
    title: '{{slot}} 号位已有此序列号',
    cause: '{{sn}} 已登记在该位。',
    remedy: '请扫描这块板的标签，或清除 {{slot}} 号位的序列号。',
  },
  SERIAL_NO_SLOT: {
    title: '没有号位等待序列号',
    cause: '已扫描 {{sn}}，但未采用。',
    remedy: '如需更换序列号，请先进入其输入框。',
  },
};
