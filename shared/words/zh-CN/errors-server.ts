import type { WordsOf } from '../error-words.js';
import type { SERVER_CODES } from '../../errors/codes/server.js';

export const serverErrors: WordsOf<typeof SERVER_CODES> = {
  STORE_UNREACHABLE: {
    title: '无法连接数据库',
    cause: '{{detail}}',
    remedy: '检查 PostgreSQL 是否在运行，地址、用户名和密码是否正确，再试。',
  },
};
