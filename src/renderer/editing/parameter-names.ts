import type { ParameterPath } from './parameters';

const spelled: Readonly<Record<string, string>> = {
  delay: 'propagation delay',
  mtu: 'MTU',
  pages: 'pages served',
  tcp: 'TCP parameters',
  closes: 'who closes first',
  nth: 'frames dropped',
  at: 'time of the cut',
  until: 'time of the mending',
  timeWait: 'TIME-WAIT',
  synRetries: 'SYN retries',
  synLinearTimeouts: 'even SYN retries',
  synAckRetries: 'SYN-ACK retries',
  synBacklog: 'SYN backlog',
  synCookies: 'SYN cookies',
  explicitCongestionNotification: 'ECN',
  quic: 'QUIC parameters',
  http2: 'HTTP/2 parameters',
  tls: 'TLS',
  versions: 'TLS versions',
  http: 'HTTP version',
  earlyData: '0-RTT',
  paths: 'what the page is made of',
  blocks: 'what is blocked',
  securePort: 'HTTPS port',
  over: 'what carries the call',
};

/** A parameter in words: the last name on its path, camel case taken apart. */
export function parameterName(path: ParameterPath): string {
  const last = path.findLast((step) => typeof step === 'string') ?? 'parameter';
  return spelled[last] ?? last.replace(/([A-Z])/g, (letter) => ' ' + letter.toLowerCase());
}
