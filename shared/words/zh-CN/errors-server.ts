import type { WordsOf } from '../error-words.js';
import type { SERVER_CODES } from '../../errors/codes/server.js';

export const serverErrors: WordsOf<typeof SERVER_CODES> = {
  LISTEN_FAILED: {
    title: '服务器无法监听 {{address}}',
    cause: '{{detail}}',
    remedy: '请换一个地址或端口，或停止占用它的程序。',
  },
  LOGIN_LIMIT: {
    title: '登录尝试过多',
    cause: '服务器不允许快速猜测密码。',
    remedy: '请等一分钟再试。',
  },
  UPLOAD_TOO_LARGE: {
    title: '文件过大',
    cause: '最多可发送 {{max}} 字节。',
    remedy: '请检查文件是否正确。',
  },
  PMS_UNREACHABLE: {
    title: 'PMS 服务器没有应答',
    cause: '{{url}}：{{detail}}',
    remedy: '请检查网络和设置中的地址。期间的记录稍后会补发。',
  },
  PMS_FOREIGN: {
    title: '这不是 Kiln PMS',
    cause: '{{url}} 有应答，但不是 Kiln PMS（{{detail}}）。',
    remedy: '请检查设置中的地址；中间可能有代理。',
  },
  PMS_UNTRUSTED: {
    title: 'PMS 服务器的证书不受信任',
    cause: '{{url}}：{{detail}}',
    remedy: '请在设置中选择签发它的证书；服务器管理员有这个文件。',
  },
  QUEUE_NOT_EMPTY: {
    title: '仍有结果等待发送到 PMS 服务器',
    cause: '此处已记录 {{count}} 个步骤，{{url}} 尚未收到。',
    remedy: '请等服务器恢复应答后，再选择其他台账。',
  },
  STORE_UNREACHABLE: {
    title: '无法连接数据库',
    cause: '{{detail}}',
    remedy: '检查 PostgreSQL 是否在运行，地址、用户名和密码是否正确，再试。',
  },
  SECRET_KEY_LOST: {
    title: '数据文件夹的密钥不见了',
    cause: '{{path}} 不存在，而许可是用它加密的。未改动任何内容。',
    remedy: '从备份恢复 kiln.key。',
  },
  SECRET_KEY_WRONG: {
    title: '密钥不匹配',
    cause: '{{path}} 中没有密钥，或不是加密这些许可的密钥。未改动任何内容。',
    remedy: '放回属于此台账的 kiln.key。',
  },
  SECRET_KEY_LOCKED: {
    title: '密钥由系统钥匙串保管',
    cause: '{{path}} 只能由创建它的用户在该机器的 Kiln 应用中打开。',
    remedy: '以该用户使用应用；若命令行也要使用，请在“设置”的“密钥”中选择。',
  },
  SECRET_UNREADABLE: {
    title: '加密内容无法打开',
    cause: '它被改动过，或是用另一把密钥加密的。',
    remedy: '恢复台账的最近备份。',
  },
  LEDGER_UNBALANCED: {
    title: '台账不平',
    cause: '有 {{count}} 个授权或令牌与其记录不符。',
    remedy: '停止在其上运行，与最近一次平账的备份比对。',
  },
};
