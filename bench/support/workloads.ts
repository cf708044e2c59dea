import type { LabDocument, Link, QuicSettings, TcpSettings } from '../../src/shared/lab/document';

/** The three workloads of the comparison with ns-3: bulk, dumbbell, churn. */

const origin = { x: 0, y: 0 };
const newReno: TcpSettings = { congestionControl: 'newreno' };
const quic: QuicSettings = { congestionControl: 'newreno' };

function lab(
  title: string,
  duration: string,
  parts: Pick<LabDocument, 'devices' | 'links' | 'workloads'>,
): LabDocument {
  return { version: 1, title, seed: 1, duration, ...parts };
}

function link(
  id: string,
  a: string,
  b: string,
  bandwidth: string,
  delay: string,
  queue?: Link['queue'],
): Link {
  return { id, a: { device: a }, b: { device: b }, bandwidth, delay, ...(queue ? { queue } : {}) };
}

/** One flow of 100 MB over 100 Mbps, 10 ms one way, one router between: HTTP/1.1 over TCP, or a later version. */
export function bulk(http: '1.1' | '2' | '3' = '1.1'): LabDocument {
  return lab('bulk', '60s', {
    devices: [
      { id: 'client', kind: 'client', position: origin, tcp: newReno },
      { id: 'router', kind: 'router', position: origin },
      {
        id: 'server',
        kind: 'server',
        position: origin,
        tcp: newReno,
        quic,
        pages: [{ path: '/', size: '100MB' }],
      },
    ],
    links: [link('a', 'client', 'router', '100Mbps', '5ms'), link('b', 'router', 'server', '100Mbps', '5ms')],
    workloads: [{ id: 'download', kind: 'http-get', from: 'client', to: 'server', http }],
  });
}

/** 50 NewReno flows over one bottleneck for 20 simulated seconds. */
export function dumbbell(): LabDocument {
  const flows = Array.from({ length: 50 }, (_, flow) => flow);
  return lab('dumbbell', '20s', {
    devices: [
      { id: 'left', kind: 'router', position: origin },
      { id: 'right', kind: 'router', position: origin },
      ...flows.map((flow) => ({
        id: `client-${flow}`,
        kind: 'client' as const,
        position: origin,
        tcp: newReno,
      })),
      ...flows.map((flow) => ({
        id: `server-${flow}`,
        kind: 'server' as const,
        position: origin,
        tcp: newReno,
        pages: [{ path: '/', size: '1GB' }],
      })),
    ],
    links: [
      link('bottleneck', 'left', 'right', '100Mbps', '10ms', { packets: 250 }),
      ...flows.map((flow) => link(`c${flow}`, `client-${flow}`, 'left', '1Gbps', '1ms')),
      ...flows.map((flow) => link(`s${flow}`, 'right', `server-${flow}`, '1Gbps', '1ms')),
    ],
    workloads: flows.map((flow) => ({
      id: `flow-${flow}`,
      kind: 'http-get' as const,
      from: `client-${flow}`,
      to: `server-${flow}`,
      start: `${flow * 10}ms`,
    })),
  });
}

/** 500 short connections a second for 60 simulated seconds. */
export function churn(timeWait: string): LabDocument {
  const tcp: TcpSettings = { ...newReno, timeWait };
  return lab('churn', '60s', {
    devices: [
      { id: 'client', kind: 'client', position: origin, tcp },
      { id: 'router', kind: 'router', position: origin },
      { id: 'server', kind: 'server', position: origin, tcp, pages: [{ path: '/', size: '2kB' }] },
    ],
    links: [link('a', 'client', 'router', '100Mbps', '5ms'), link('b', 'router', 'server', '100Mbps', '5ms')],
    workloads: [
      { id: 'visits', kind: 'http-get', from: 'client', to: 'server', count: 30_000, interval: '2ms' },
    ],
  });
}
