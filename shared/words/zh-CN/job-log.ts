export const jobLog: Record<string, string> = {
  'job.stage': '阶段：{{stage}}',
  'job.failed': '板子失败：{{code}}',
  'job.license-kept': '板子已持有授权 {{uuid}}，未重复写入',
  'job.reset-unanswered': '板子未确认最后的重启；授权和台账均正常',
  'job.books-failed': '本次运行结束时台账无法写入：{{code}}',
  'test.entered': '模组已进入产测（{{capabilities}}）',
  'test.retry': '命令 {{command}} 没有有效应答，第 {{attempt}}/{{tries}} 次尝试',
  'test.malformed': '命令 {{command}} 的应答无法解析',
  'station.books-busy': '计数无法刷新，台账忙',
};
