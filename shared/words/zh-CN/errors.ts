import type { AllErrorWords } from '../error-words.js';
import { stationErrors } from './errors-station.js';
import { inspectErrors } from './errors-inspect.js';
import { deskErrors } from './errors-desk.js';
import { serverErrors } from './errors-server.js';
import { writerErrors } from './errors-writer.js';

export const errors: AllErrorWords = {
  PORT_NOT_FOUND: {
    title: '没有串口 {{path}}',
    cause: '转接器被拔出，或端口名称已改变。',
    remedy: '插好转接器，重新选择串口。',
  },
  PORT_BUSY: {
    title: '串口 {{path}} 被占用',
    cause: '占用者：{{holder}}。',
    remedy: '关闭占用它的程序或工位，或拔插一次转接器。',
  },
  PORT_NO_PERMISSION: {
    title: '没有打开 {{path}} 的权限',
    cause: '当前账户不能使用串口。',
    remedy: 'Linux 下请把账户加入 dialout 组（Arch 为 uucp），重新登录后再试。',
  },
  PORT_OPEN_FAILED: {
    title: '串口 {{path}} 打不开',
    cause: '驱动提示：{{detail}}',
    remedy: '拔插一次转接器再试。',
  },
  PORT_LOST: {
    title: '串口 {{path}} 断开',
    cause: '转接器被拔出，或给模组供电时掉电。',
    remedy: '重新插好。请勿用转接器给模组供电，使用独立的 3.3 V 电源。',
  },
  PORT_NOT_CHOSEN: { title: '未选择串口', cause: '该工位没有串口。', remedy: '选择模组所接的串口。' },
  BUS_NOT_CAPTURED: {
    title: '模组在 {{seconds}} 秒内没有应答',
    cause: '监听期间没有复位。线上收到：{{seen}}（{{bytes}} 字节）。{{likely}}',
    remedy: '点击运行后立即复位。仍不行请检查 TX 接 RX1、RX 接 TX1、GND 和 3.3 V。',
  },
  CHIP_MISMATCH: {
    title: '这是 {{answered}}，不是 {{chosen}}',
    cause: '板上的芯片与所选不符。未擦除任何内容。',
    remedy: '选择 {{answered}} 或自动，或换上正确的板子。',
  },
  CHIP_UNKNOWN: {
    title: '无法识别芯片',
    cause: '它应答链路检查，但不应答芯片 ID 和版本命令（{{detail}}）。',
    remedy: '复位后再运行。仍如此请手动选择芯片。',
  },
  BAUD_RATE_FAILED: {
    title: '115200 以上的波特率都不可用',
    cause: '模组在 {{tried}} 下没有应答。',
    remedy: '换短线或换转接器，或选择 115200。',
  },
  LINK_LOST: {
    title: '模组停止应答',
    cause: '在 {{during}} 时无应答，可能重启或掉电。',
    remedy: '检查 3.3 V 电源（500 mA）和触点，再运行。',
  },
  FLASH_NO_ANSWER: {
    title: 'Flash 没有应答',
    cause: '其 ID 读为 {{id}}：未供电或已损坏。',
    remedy: '检查带载时的 3.3 V。仍如此则模组不良。',
  },
  FLASH_UNPROTECT: {
    title: 'Flash 写保护无法解除',
    cause: '状态寄存器之前 {{before}}，之后 {{after}}，Flash ID {{flashId}}。',
    remedy: '复位后再运行。仍如此则被硬件锁定。',
  },
  FLASH_ERASE: {
    title: '在 {{address}} 擦除失败',
    cause: '该扇区未被擦除（状态 {{status}}）。',
    remedy: '再运行一次。若同一位置仍失败，Flash 已磨损或仍受保护。',
  },
  FLASH_WRITE: {
    title: '在 {{address}} 写入失败',
    cause: '尝试 {{tries}} 次后模组仍未接收该扇区。',
    remedy: '加强 3.3 V 供电、缩短线或降低波特率后再运行。',
  },
  FLASH_READ: {
    title: '在 {{address}} 读取失败',
    cause: '尝试 {{tries}} 次后模组仍未返回该扇区。',
    remedy: '缩短线或降低波特率后再运行。',
  },
  FLASH_VERIFY: {
    title: 'Flash 在 {{address}} 的内容与写入不符',
    cause: '芯片的校验值与文件有 {{count}} 个扇区不同：{{sectors}}。{{hint}}',
    remedy: '把板子压紧再运行。再次失败请放到一边。',
  },
  FLASH_TOO_SMALL: {
    title: '固件放不下',
    cause: '固件到 {{end}} 结束，Flash 只有 {{flashBytes}}。',
    remedy: '选择适合此模组的固件。',
  },
  FLASH_RANGE_PROTECTED: {
    title: '此区域受保护',
    cause: '{{start}} 至 {{end}} 涉及 {{region}} 区，芯片离不开它。',
    remedy: '选择适合此芯片的固件和地址。',
  },
  FLASH_READ_GUARDED: {
    title: '{{address}} 处的引导程序不能直接读取',
    cause: '此芯片的引导程序对 0x010000 以下的读取一律返回状态 6：它在那里运行并保护自己。',
    remedy: '在其后一个 Flash 容量处读取；知道 Flash 容量时 Kiln 会自动这样做。',
  },
  FLASH_BLANK: {
    title: '引导程序在运行，但 Flash 读为空白',
    cause: '引导程序的校验值等于已擦除的 Flash：Flash 没有应答。',
    remedy: '检查带载时的 3.3 V。仍如此则模组不良。',
  },
  FLASH_DIFFERS: {
    title: 'Flash 在 {{address}} 与文件不同',
    cause: '{{count}} 个扇区不同：{{sectors}}',
    remedy: '烧录该文件，或确认文件属于此板。',
  },
  CRC_NO_ANSWER: {
    title: '芯片没有给出 {{start}} 至 {{end}} 的校验值',
    cause: '它应答链路检查，但不应答校验：读取 Flash 时掉电或重启。',
    remedy: '使用 500 mA 以上的 3.3 V 电源，再运行。',
  },
  BOARD_CHANGED: {
    title: '回来的是另一块板',
    cause: '开始时是 {{before}}；断开后应答的是 {{now}} 或另一 Flash。',
    remedy: '装回原来的板子重新运行，然后再运行这一块。',
  },
  NOT_ON_THIS_CHIP: {
    title: '{{chip}} 不支持此操作',
    cause: '其引导程序没有{{what}}的命令。',
    remedy: '请使用 N 类芯片（BK7231N 及同类）。',
  },
  EFUSE_UNREADABLE: {
    title: '无法读取 eFuse',
    cause: '第 {{byte}} 字节未变为有效。',
    remedy: '复位后再运行。有些芯片禁止读取。',
  },
  RANGE_UNALIGNED: {
    title: '范围没有按扇区对齐',
    cause: '起始 {{start}}，长度 {{length}}：都必须是 0x1000 的倍数，长度须大于 0。',
    remedy: '选择整 4 KiB 扇区。',
  },
  FIRMWARE_KEY: {
    title: '固件与芯片密钥不符',
    cause: '文件对应{{wanted}}密钥，芯片为{{found}}密钥：能写入但不会运行。未擦除任何内容。',
    remedy: '使用为此芯片编译的固件，或给出理由强制执行。',
  },
  FIRMWARE_PLACE: {
    title: '{{kind}} 文件不应写在 {{start}}',
    cause: '此芯片上 {{kind}} 文件应写在 {{wanted}}。',
    remedy: '不填起始地址，或选择正确的地址。',
  },
  FIRMWARE_EMPTY: { title: '固件文件为空', cause: '没有任何字节。', remedy: '重新编译或复制。' },
  FIRMWARE_BLANK: { title: '固件文件是空白的', cause: '所有字节都相同。', remedy: '重新编译或复制。' },
  FIRMWARE_TOO_LARGE: {
    title: '固件文件过大',
    cause: '共 {{bytes}} 字节，可用空间为 {{max}}。',
    remedy: '选择此模组的生产固件（QIO）。',
  },
  FIRMWARE_KIND: {
    title: '这是 {{kind}} 文件，不是 {{wanted}}',
    cause: '{{kind}} 文件不能烧到新模组。UG 和 RBL 是云端升级包。',
    remedy: '从同一次编译中选择后缀为 {{wanted}} 的文件。',
  },
  FIRMWARE_UNKNOWN: {
    title: '不是 Kiln 认识的 Beken 固件',
    cause: '应有的位置既没有引导程序也没有应用程序。',
    remedy: '选择编译出的生产固件（QIO）。',
  },
  FIRMWARE_DAMAGED: { title: '固件文件已损坏', cause: '{{detail}}', remedy: '重新复制或编译。' },
  FIRMWARE_CHIP: {
    title: '固件属于另一种芯片',
    cause: '固件为 {{madeFor}} 类，板子是 {{board}}。未擦除任何内容。',
    remedy: '使用此模组的凭证，或换上正确的板子。',
  },
  FIRMWARE_STORE: {
    title: '存储的固件丢失或损坏',
    cause: '数据文件夹中的 {{sha256}} 与存入时不符。',
    remedy: '重新导入固件。',
  },
  TEST_NOT_ENTERED: {
    title: '未进入产测',
    cause: '模组在 {{seconds}} 秒内没有接受进入命令。线上收到：{{seen}}。',
    remedy: '在 Kiln 监听时复位。收到心跳说明错过了产测窗口或窗口已永久关闭。',
  },
  TEST_NO_REPLY: {
    title: '模组在产测中停止应答',
    cause: '命令 {{command}} 没有有效应答。',
    remedy: '检查接线和供电，再运行。',
  },
  FINGERPRINT_UNREADABLE: {
    title: '获取固件指纹失败',
    cause: '运行中的固件没有报告名称和版本。',
    remedy: '烧录此凭证的固件后再运行。',
  },
  FINGERPRINT_MISMATCH: {
    title: '板子运行的是另一固件',
    cause: '它报告 {{gotName}} {{gotVersion}}，凭证对应 {{wantName}} {{wantVersion}}。',
    remedy: '使用与此固件匹配的凭证，或更正凭证的标识和版本。',
  },
  MAC_INVALID: {
    title: '板子没有可用的 MAC 地址',
    cause: '读到 {{mac}}（{{problem}}）。RF 扇区可能被擦除。',
    remedy: '从备份恢复 RF 扇区，或把板子放到一边。',
  },
  MAC_CLASH: {
    title: '另一块 MAC 相同的板子正在处理',
    cause: '两块板子都报告 {{mac}}。授权只属于其中一块，本板未写入。',
    remedy: '把本板放到一边：其 MAC 是复制的，请先写入自己的地址。',
  },
  BOARD_HAS_OTHER_LICENSE: {
    title: '板子已有另一授权',
    cause: '其 uuid 为 {{uuid}}，不是此凭证所给。该授权未作改动。',
    remedy: '把板子放到一边，或使用当初授权的凭证。',
  },
  LICENSE_REFUSED: {
    title: '模组拒绝了授权',
    cause: '写入命令返回 false。',
    remedy: '再运行一次。授权仍为此板保留。',
  },
  LICENSE_READBACK: {
    title: '授权回读不一致',
    cause: '字段 {{field}} 与写入不同。',
    remedy: '再运行一次。授权仍为此板保留。',
  },
  COUNTRY_MISMATCH: {
    title: '国家码未写入',
    cause: '要求 {{wanted}}，模组返回 {{got}}。',
    remedy: '检查凭证的国家码，再运行。',
  },
  USER_CONFIG_REFUSED: {
    title: '模组拒绝了用户配置',
    cause: '在步骤 {{step}} 失败。',
    remedy: '检查凭证的配置文件，再运行。',
  },
  RSSI_TOO_LOW: {
    title: '射频信号太弱',
    cause: '信号 {{rssi}} dBm，要求 {{ssid}} 至少 {{min}} dBm。',
    remedy: '检查天线和测试热点，再运行。',
  },
  GPIO_FAILED: {
    title: '引脚测试失败',
    cause: '模组报告短路或开路（{{detail}}）。',
    remedy: '检查夹具和焊点。',
  },
  TOKEN_MISSING: {
    title: '没有凭证',
    cause: 'Kiln 不知道要写什么。',
    remedy: '输入或扫描凭证，然后按回车。',
  },
  TOKEN_MALFORMED: {
    title: '这不是凭证',
    cause: '凭证为 16 位字母和数字，其中有错误或缺失。',
    remedy: '重新复制完整的凭证。',
  },
  TOKEN_UNKNOWN: {
    title: '获取凭证失败',
    cause: '这里没有凭证 {{token}}。',
    remedy: '确认它由此 PMS 发放，再重新输入。',
  },
  TOKEN_DEVELOPMENT: {
    title: '此凭证仅用于虚拟板',
    cause: '其授权和固件都是虚构的，{{path}} 上的真实板子无法使用。',
    remedy: '使用带真实授权的凭证，或选择虚拟板。',
  },
  TOKEN_EXPIRED: { title: '凭证已过期', cause: '有效期至 {{expiresAt}}。', remedy: '申请新凭证。' },
  TOKEN_NOT_EFFECTIVE: {
    title: '凭证尚未生效',
    cause: '自 {{effectiveAt}} 起有效。',
    remedy: '请等待，或检查本机时钟。',
  },
  POOL_EMPTY: {
    title: '凭证已用完',
    cause: '其 {{amount}} 个授权均无余量。未写入任何内容。',
    remedy: '换一个有余量的凭证。已持有授权的板子仍可再次运行。',
  },
  LICENSE_INVALID: {
    title: '授权格式错误',
    cause: '问题：{{problem}}。未发送到板子。',
    remedy: '更正授权清单后重新导入。',
  },
  LICENSE_STATE: {
    title: '授权状态不对',
    cause: '当前为 {{state}}，不能变为 {{wanted}}。',
    remedy: '再运行一次。仍如此请在台账中查询。',
  },
  LIST_INVALID: {
    title: '授权清单有 {{count}} 行错误',
    cause: '未导入任何内容。',
    remedy: '更正以下行后重新导入。',
  },
  LIST_COLUMNS: {
    title: '授权清单缺少列',
    cause: '缺少：{{missing}}。找到：{{found}}。',
    remedy: '第一行必须有 UUID 和 AUTHKEY（如有还应有 PSKKEY）。',
  },
  LIST_EMPTY: { title: '授权清单为空', cause: '表头之下没有任何行。', remedy: '重新导出清单。' },
  STORE_DAMAGED: {
    title: '台账已损坏',
    cause: '{{path}} 完整性检查失败，已另存为 {{setAside}}，未覆盖任何内容。',
    remedy: '恢复数据文件夹的最近备份，或保留损坏文件以便修复。',
  },
  STORE_BUSY: {
    title: '台账忙',
    cause: '其他程序占用过久。',
    remedy: '关闭使用同一数据文件夹的其他 Kiln 窗口和命令，再试。',
  },
  STORE_NEWER: {
    title: '台账来自更新的 Kiln',
    cause: '其格式为 {{found}}，本 Kiln 只认识 {{known}}。',
    remedy: '升级 Kiln。',
  },
  FILE_UNREADABLE: { title: '文件无法使用', cause: '{{path}}：{{detail}}', remedy: '检查名称和权限。' },
  USAGE: { title: '用法不对', cause: '{{detail}}', remedy: '请看帮助。' },
  BAD_REQUEST: { title: '请求被拒绝', cause: '{{detail}}', remedy: '这是 Kiln 的缺陷，请报告。' },
  SLOT_RUNNING: { title: '工位 {{slot}} 正在运行', cause: '运行中的工位不能更改。', remedy: '请先停止。' },
  CANCELLED: { title: '已停止', cause: '运行被手动停止。', remedy: '准备好后再运行。' },
  INTERNAL: { title: 'Kiln 内部出错', cause: '{{detail}}', remedy: '再运行一次。若再次出现请报告。' },
  ...stationErrors,
  ...inspectErrors,
  ...deskErrors,
  ...serverErrors,
  ...writerErrors,
};

export const rows: Record<string, string> = {
  'uuid-length': 'UUID 必须为 16 或 20 个字符',
  'uuid-characters': 'UUID 含有不允许的字符',
  'uuid-open': 'TuyaOpen 授权的 UUID 须为 uuid 加 16 位十六进制数字',
  'authkey-length': 'AUTHKEY 必须为 32 个字符',
  'authkey-characters': 'AUTHKEY 含有不允许的字符',
  'psk-length': 'PSKKEY 必须为 37 或 44 个字符',
  'psk-characters': 'PSKKEY 含有不允许的字符',
  'duplicate-uuid': 'UUID 在清单中重复',
  'duplicate-authkey': 'AUTHKEY 在清单中重复',
  unreadable: '该行（或文件）无法作为表格读取',
  'already-used': '清单已将此授权标记为已使用',
  'known-authkey': 'AUTHKEY 已在台账中',
  'too-long-for-t': '20 位 UUID 与 44 位 PSKKEY：T 类模组无法同时保存',
  'known-uuid': 'UUID 已在台账中',
};
