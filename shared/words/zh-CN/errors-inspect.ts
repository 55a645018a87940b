import type { WordsOf } from '../error-words.js';
import type { INSPECT_CODES } from '../../errors/codes/inspect.js';

export const inspectErrors: WordsOf<typeof INSPECT_CODES> = {
  STORAGE_KEY: {
    title: '不能作为存储键名：{{key}}',
    cause: '键名过长、为空、已存在，或含有非 ASCII 字符。',
    remedy: '请换一个键名。',
  },
  STORAGE_FULL: {
    title: '模组的存储已满',
    cause: '没有任何块放得下 {{key}}。',
    remedy: '请改用“擦除后重写同一授权”的方式解锁。',
  },
  STORAGE_DAMAGED: {
    title: '模组的存储无法修改',
    cause: '其密钥或数据块无法读取（块 {{block}}）。',
    remedy: '请改用“擦除后重写同一授权”的方式解锁。',
  },
  PLAN_STALE: {
    title: '板子与制定方案时不同',
    cause: '其存储已变化，或者换了一块板子。未写入任何内容。',
    remedy: '请重新检查板子，并查看新的方案。',
  },
  REPAIR_IMPOSSIBLE: {
    title: '这块板子不能这样修复',
    cause: '{{reason}}',
    remedy: '请检查板子并选择其他修复方式。未写入任何内容。',
  },
  REPAIR_INTERRUPTED: {
    title: '修复被中断：{{detail}}',
    cause: '存储可能已部分擦除。原有内容保存在备份 {{backup}} 中。',
    remedy: '请重新运行修复，或恢复该备份。',
  },
  UNLOCK_INCOMPLETE: {
    title: '产测已打开，但未顺利完成',
    cause: '闪存部分已完成；随后：{{detail}}。原有内容保存在备份 {{backup}} 中。',
    remedy: '请恢复该备份后重新解锁：没有丢失任何东西。',
  },
  UNLOCK_OTHER_LICENSE: {
    title: '板子启动后的授权与之前不同',
    cause: '应用恢复的副本与读到的不同：{{field}}。授权保存在备份 {{backup}} 中。',
    remedy: '请恢复备份，然后用“擦除后重写同一授权”的方式解锁。',
  },
  BACKUP_UNREADABLE: {
    title: '无法打开备份：{{path}}',
    cause: '它不是 Kiln 的备份、已损坏，或用另一把密钥加密。',
    remedy: '请选择其他备份；备份只能在其密钥所在处打开。',
  },
  BACKUP_OTHER_BOARD: {
    title: '备份属于另一块板子',
    cause: '备份来自 {{backup}}，而这块板子是 {{board}}。',
    remedy: '一份授权只属于一块板子：请选择与其 MAC 对应的备份。',
  },
  BACKUP_FAILED: {
    title: '备份无法保存：{{path}}',
    cause: '{{detail}}',
    remedy: '未擦除任何内容。请腾出空间或换一个文件夹后重试。',
  },
  INSPECT_BUSY: {
    title: '已有板子正在检查',
    cause: '一次只能检查一块板子。',
    remedy: '请等待其完成，或取消。',
  },
};
