export const seen: Record<string, string> = {
  nothing: '无',
  echo: '只有自己发出的字节（TX 与 RX 短接）',
  'boot-log': '启动日志文本',
  heartbeat: '应用程序的心跳',
  'product-query': '应用程序的查询',
  garbage: '噪声，可能波特率不同',
};

export const problems: Record<string, string> = {
  format: '不是 MAC 地址',
  zero: '全零',
  broadcast: '全一',
  multicast: '组播地址',
  default: '出厂默认地址',
};

export const unknownHolder = '另一程序';
