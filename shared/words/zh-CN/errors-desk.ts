import type { WordsOf } from '../error-words.js';
import type { DESK_CODES } from '../../errors/codes/desk.js';

export const deskErrors: WordsOf<typeof DESK_CODES> = {
  LOGIN_NEEDED: {
    title: '请先登录',
    cause: '此 PMS 已启用账号，会话已结束或尚未开始。',
    remedy: '请用 Smart PMS 账号登录。',
  },
  LOGIN_FAILED: {
    title: '邮箱或密码错误',
    cause: '没有使用该邮箱和密码的账号。',
    remedy: '请重新输入；管理员可以开通新账号。',
  },
  ROLE_MISSING: {
    title: '当前账号无权执行此操作',
    cause: '需要角色 {{needed}}，当前为 {{role}}。',
    remedy: '请管理员调整角色，或由有权限的人操作。',
  },
  ACCOUNT_PENDING: {
    title: '账号等待审核',
    cause: '{{email}} 已注册，管理员尚未启用。',
    remedy: '请管理员启用该账号。',
  },
  ACCOUNT_DISABLED: {
    title: '账号已停用',
    cause: '管理员停用了 {{email}}。',
    remedy: '请联系管理员。',
  },
  ACCOUNT_EXISTS: {
    title: '账号已存在',
    cause: '{{email}} 已注册。',
    remedy: '请直接登录，或使用其他邮箱注册。',
  },
  ACCOUNT_LAST_ADMIN: {
    title: '必须保留最后一个管理员',
    cause: '没有 {{email}}，就无人能再启用账号。',
    remedy: '请先把另一个账号设为启用的管理员。',
  },
  EMAIL_INVALID: {
    title: '邮箱地址无效',
    cause: '“{{email}}”不能用来登录。',
    remedy: '请填写类似 li@factory.example 的地址。',
  },
  PASSWORD_WEAK: {
    title: '密码太短',
    cause: '至少需要 {{least}} 个字符。',
    remedy: '请使用更长的密码；几个词语就容易记住。',
  },
  DESK_UNKNOWN: {
    title: '找不到所要的内容',
    cause: '没有名为 {{id}} 的 {{what}}。',
    remedy: '请检查名称，以及是否连接了正确的 PMS。',
  },
  NO_DATA_PERMISSION: {
    title: '获取凭证失败，没有操作权限',
    cause: '凭证 {{token}} 未在此账号下验证。',
    remedy: '请到 生产管理 > 工单管理 > 激活码验证 输入该凭证，然后重试。',
  },
  TOKEN_REVOKED: {
    title: '凭证已作废',
    cause: '{{reason}}',
    remedy: '请申请新的凭证。',
  },
  TOKEN_CLAIMED: {
    title: '该激活码已被其他账号验证',
    cause: '凭证 {{token}} 属于最先验证它的账号。',
    remedy: '请使用该账号，或申请自己的凭证。',
  },
  MAC_RULE: {
    title: '此凭证不适用于该模组',
    cause: '模组 MAC 为 {{mac}}，凭证适用范围为 {{from}} 至 {{to}}。',
    remedy: '请取出该模组，或使用覆盖它的凭证。',
  },
  MAC_RANGE: {
    title: 'MAC 范围无效',
    cause: '{{from}} 至 {{to}} 不是有效的地址范围。',
    remedy: '请填写两个 MAC，较小的在前。',
  },
  MAC_RANGE_SMALL: {
    title: 'MAC 范围太小',
    cause: '范围内只有 {{boards}} 个地址，而授权有 {{quantity}} 个：多余的永远用不掉。',
    remedy: '请扩大范围，或减少数量。',
  },
  COUNTRY_UNKNOWN: {
    title: '没有这个国家/地区',
    cause: '{{country}} 不是国家/地区码（ISO 3166-1，两个字母）；模组会悄悄存成别的值。',
    remedy: '请填写 DE、US 之类的代码，或留空。',
  },
  RSSI_TEST: {
    title: '射频测试设置无效',
    cause: '热点“{{ssid}}”，最低信号 {{min}} dBm。',
    remedy: '名称为 1 到 {{most}} 字节，下限为 -120 到 0 的整数。',
  },
  ORDER_DATES: {
    title: '该凭证永远不会生效',
    cause: '生效时间 {{effectiveAt}}，失效时间 {{expiresAt}}。',
    remedy: '请让失效时间晚于生效时间。',
  },
  ORDER_EXPIRED: {
    title: '该凭证一生成就已过期',
    cause: '失效时间 {{expiresAt}} 已经过去。',
    remedy: '请选择将来的日期，或留空。',
  },
  ORDER_LIST_RULES: {
    title: '授权清单对板子没有要求',
    cause: '国家/地区、测试、日期、MAC 和预警都记在凭证里，而授权清单没有凭证。',
    remedy: '请去掉这些设置，或改为订购凭证。',
  },
  LOW_WATER_HIGH: {
    title: '预警将永远存在',
    cause: '预警线为 {{lowWater}}，而凭证总共只有 {{amount}} 个授权。',
    remedy: '请填写不大于 {{amount}} 的数；0 表示不预警。',
  },
  FIRMWARE_EXISTS: {
    title: '固件已存在',
    cause: '{{name}} 已存在。',
    remedy: '请使用它，或换一个名称或版本。',
  },
  FIRMWARE_FLASH_SIZE: {
    title: 'Flash 大小不符',
    cause: '填写为 {{flashMbit}} Mbit，{{chip}} 为 {{chipMbit}} Mbit（8 Mbit 等于 1 MB）。',
    remedy: '请按模组规格书填写 Flash 大小。',
  },
  FIRMWARE_VERSION: {
    title: '文件版本不符',
    cause: '版本为 {{claimed}}，{{name}} 中为 {{found}}。',
    remedy: '请上传该版本的文件，或新建对应的版本。',
  },
  FIRMWARE_ENABLED: {
    title: '已启用的固件不可更改',
    cause: '版本 {{version}} 已启用或已下单，可能已烧录到模组。',
    remedy: '请新建版本。',
  },
  FIRMWARE_DISABLED: {
    title: '没有已启用的固件',
    cause: '凭证需要烧录固件，而 {{name}} 没有已启用的固件。',
    remedy: '请先上传并启用固件，再下单。',
  },
  FIRMWARE_INCOMPLETE: {
    title: '缺少生产固件',
    cause: '版本 {{version}} 没有后缀为 QIO 的文件。',
    remedy: '请先上传。',
  },
  FIRMWARE_SCOPE: {
    title: '发布范围不允许',
    cause: '该固件的发布范围为：{{scope}}。',
    remedy: '请扩大发布范围，或在范围内使用。',
  },
  FIRMWARE_OTHER_CLASS: {
    title: '文件属于其他芯片',
    cause: '{{name}} 为 {{found}} 类芯片编译，而固件用于 {{chip}}。',
    remedy: '请上传为 {{chip}} 编译的文件。',
  },
  UPLOAD_DAMAGED: {
    title: '上传内容损坏',
    cause: 'SHA-256 与声明的不一致。',
    remedy: '请重新上传。',
  },
  FILE_EXISTS: {
    title: '文件已存在',
    cause: '该文件夹中已有 {{name}}，未作改动。',
    remedy: '请选择其他文件夹，或先移走该文件。',
  },
  POOL_SHORT: {
    title: '授权池数量不足',
    cause: '需要 {{wanted}} 个，库存 {{stock}} 个。',
    remedy: '请导入授权清单，或减少数量。',
  },
  FREE_TAKEN: {
    title: '该产品的免费授权已领取',
    cause: '已由订单 {{code}} 领取。',
    remedy: '请下单购买授权。',
  },
  ORDER_NO_TOKEN: {
    title: '该订单没有凭证',
    cause: '订单 {{code}} 没有凭证。',
    remedy: '请下载授权清单，或订购凭证；工单的凭证在创建时指定。',
  },
  ORDER_NO_LIST: {
    title: '该订单没有授权清单',
    cause: '订单 {{code}} 以凭证方式交付。',
    remedy: '请下载凭证。',
  },
  LIST_TOO_LONG: {
    title: '此类文件的清单过长',
    cause: '工作簿最多 {{most}} 行。',
    remedy: '请另存为 CSV，长度不限。',
  },
  BOARD_NEEDED: {
    title: '需要三明治开发板',
    cause: '{{product}} 是零代码产品：只有绑定了三明治开发板的账号才能获取凭证。',
    remedy: '请到 产品 > IoT 实验室 > 评估套件 添加开发板，再申请授权码。',
  },
  BOARD_PASSWORD: {
    title: '开发板 ID 或密码错误',
    cause: '没有使用该 ID 和密码的开发板。',
    remedy: '两者印在开发板或包装盒上。',
  },
  BOARD_TAKEN: {
    title: '开发板属于其他账号',
    cause: '开发板 {{id}} 已被绑定。',
    remedy: '请使用绑定它的账号。',
  },
  BOARD_UNBOUND: {
    title: '开发板未绑定到你的账号',
    cause: '只有绑定了开发板 {{id}} 的账号才能为它申请授权码。',
    remedy: '请先用 ID 和密码添加开发板。',
  },
  BOARD_EXISTS: {
    title: '开发板已存在',
    cause: '开发板 {{id}} 已登记。',
    remedy: '请换一个 ID。',
  },
  STATION_SKIPPED: {
    title: '模组漏过工站',
    cause: '它尚未通过{{name}}（{{missing}}），而该站在 {{station}} 之前。',
    remedy: '请送回{{name}}。',
  },
  ORDER_UNREACHABLE: {
    title: '工单服务器不在线',
    cause: '只有它知道此板是否通过了 {{station}} 之前的工位。未对板子做任何改动。',
    remedy: '请保留此板，待服务器恢复连接后再运行。已完成的板子不会丢失。',
  },
  WORK_ORDER_CLOSED: {
    title: '工单已关闭',
    cause: '工单 {{code}} 不再接收模组。',
    remedy: '请使用未关闭的工单。',
  },
  WORK_ORDER_FULL: {
    title: '工单已满',
    cause: '工单 {{code}} 共 {{quantity}} 个，已全部开始。',
    remedy: '请使用下一个工单。',
  },
  UNIT_UNKNOWN: {
    title: '无法判断这是哪块板',
    cause: '它还没有自己的 MAC，也没有给出序列号；工单 {{code}} 必须知道它是谁。',
    remedy: '扫描序列号，或先由前面的工位写入 MAC。',
  },
  UNIT_MISMATCH: {
    title: 'MAC 与序列号不对应',
    cause: '在此工单中，序列号 {{sn}} 对应 MAC {{mac}}。',
    remedy: '请检查模组标签。',
  },
  LICENSE_SEEN: {
    title: '模组可能已写入该授权',
    cause: '授权 {{uuid}} 曾发送给 MAC 为 {{mac}} 的模组，无法确定它没有写入。',
    remedy: '授权保留给该模组；重新运行该模组将得到同一授权。',
  },
  LICENSE_IN_HAND: {
    title: '该授权正在使用',
    cause: '授权 {{uuid}} 正被一个运行占用，或所预留的工位仍可能把它发给板子。',
    remedy: '请等待运行结束，或停止它；工位关闭时会交还预留的授权。',
  },
};
