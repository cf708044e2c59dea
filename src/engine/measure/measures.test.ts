import { describe, expect, it } from 'vitest';
import type { LabDocument } from '../../shared/lab/document';
import { resolveLab } from '../../shared/lab/lab';
import { measureNames, type MeasureName } from '../../shared/lab/measures';
import { threeDevices } from '../../shared/lab/testing/labs';
import { createSimulation } from '../world/simulation';
import { pathCosts } from './hop';
import { measures } from './measures';
import { observe, type Observations } from './observations';

/** Runs the three-device lab (75 ms one way, 100 Mbps and 1 Gbps) with changes, to its end. */
function run(changes: Partial<LabDocument> = {}): Observations {
  const lab = resolveLab({ ...threeDevices(), duration: '70s', ...changes });
  const simulation = createSimulation(lab);
  simulation.advance(lab.duration);
  return observe(lab, simulation.trace, simulation.now);
}
const taken = (observations: Observations, name: MeasureName, target = 0) =>
  measures[name](observations, target);
const workload = (changes: object) => [{ ...threeDevices().workloads![0]!, ...changes }];

describe('every measure', () => {
  it('is there under its name, and no other', () => {
    expect(Object.keys(measures).sort()).toEqual([...measureNames].sort());
  });

  it('gives a finite figure, a text or nothing, of a run and of an empty one', () => {
    for (const observations of [run(), run({ workloads: [] })]) {
      for (const name of measureNames) {
        const figure = taken(observations, name);
        if (typeof figure === 'number') expect(Number.isFinite(figure), name).toBe(true);
        else expect(['string', 'undefined'], name).toContain(typeof figure);
      }
    }
  });
});

describe('a request over a fresh connection', () => {
  const observations = run();
  // SYN and SYN-ACK have frames of 74 bytes, the ACK of 66; 8 bits each, at 100 Mbps and 1 Gbps.
  const onBothLinks = (bytes: number) => bytes * 8 * 10 + bytes * 8;

  it('reaches the server after one and a half round trips, with serialisation taken off', () => {
    expect(taken(observations, 'request-first-byte-less-serialisation')).toBe(225e6);
  });

  it('was serialised three times on each link, and waited for the ACK before it', () => {
    const request = observations.requests[0]!;
    const { trace } = observations;
    const bytes = trace.frameBytes(trace.packet(request.firstByteAtServer));
    const waitForAcknowledgement = 66 * 8 * 10;
    const expected = 2 * onBothLinks(74) + onBothLinks(bytes) + waitForAcknowledgement;
    expect(taken(observations, 'request-first-byte-serialisation')).toBe(expected);
    expect(taken(observations, 'request-first-byte-at-server')).toBe(225e6 + expected);
  });

  it('costs what its path costs, to the nanosecond', () => {
    const request = observations.requests[0]!;
    const costs = pathCosts(observations.lab, observations.trace, request.started, request.firstByteAtServer);
    expect(costs.propagation).toBe(225e6);
    expect(costs.elsewhere).toBe(0);
  });

  it('shakes hands in one round trip and its serialisation', () => {
    expect(taken(observations, 'handshake-time')).toBe(150e6 + 2 * onBothLinks(74));
  });

  it('sends three segments before data', () => {
    expect(taken(observations, 'segments-before-data')).toBe(3);
  });

  it('gets the first byte of its response after two round trips', () => {
    expect(taken(observations, 'first-response-byte')).toBeGreaterThanOrEqual(300e6);
    expect(taken(observations, 'first-response-byte')).toBeLessThan(301e6);
  });

  it('is closed by the client, which then waits for a minute', () => {
    expect(taken(observations, 'closed-first-by')).toBe('client');
    expect(taken(observations, 'time-wait-holder')).toBe('client');
    expect(taken(observations, 'time-wait-duration')).toBe(60e9);
    expect(taken(observations, 'time-wait-peak', 0)).toBe(1);
    expect(taken(observations, 'time-wait-peak', 2)).toBe(0);
  });
});

describe('who closes first', () => {
  const observations = run({ workloads: workload({ closes: 'server' }) });

  it('is the server where the lab says so, and the server waits', () => {
    expect(taken(observations, 'closed-first-by')).toBe('server');
    expect(taken(observations, 'time-wait-holder')).toBe('server');
  });
});

describe('a run that ends early', () => {
  const observations = run({ duration: '200ms' });

  it('has nothing to tell of what it never came to', () => {
    expect(taken(observations, 'request-first-byte-at-server')).toBeUndefined();
    expect(taken(observations, 'time-wait-duration')).toBeUndefined();
    expect(taken(observations, 'response-time-max')).toBeUndefined();
    expect(taken(observations, 'response-count')).toBe(0);
    expect(taken(observations, 'request-count')).toBe(1);
    expect(observations.end).toBe(200e6);
  });
});

describe('several requests', () => {
  const observations = run({
    workloads: workload({ count: 10, interval: '1s', requestsPerConnection: 4 }),
  });

  it('share connections', () => {
    expect(taken(observations, 'request-count')).toBe(10);
    expect(taken(observations, 'response-count')).toBe(10);
    expect(taken(observations, 'connection-count')).toBe(3);
    expect(taken(observations, 'ports-in-use-peak', 0)).toBe(3);
  });

  it('are each found at the server, one by one', () => {
    const { trace, requests } = observations;
    const times = requests.map(
      (request) => trace.time(request.firstByteAtServer) - trace.time(request.started),
    );
    // A handshake comes first on each connection; after that half a round trip is enough.
    times.forEach((time, index) => {
      const fresh = index % 4 === 0;
      expect(time).toBeGreaterThanOrEqual(fresh ? 225e6 : 75e6);
      expect(time).toBeLessThan(fresh ? 225.1e6 : 75.1e6);
    });
  });

  it('are answered fastest on a connection that is open', () => {
    expect(taken(observations, 'response-time-p50')).toBeLessThan(170e6);
    expect(taken(observations, 'response-time-max')).toBeGreaterThan(300e6);
  });
});

describe('losses', () => {
  const lost = run({ faults: [{ kind: 'drop-packet', link: 'access', from: 'client', nth: [1] }] });

  it('of a SYN cost the initial timeout', () => {
    expect(taken(lost, 'syn-retransmissions')).toBe(1);
    expect(taken(lost, 'retransmissions')).toBe(1);
    expect(taken(lost, 'drops')).toBe(1);
    expect(taken(lost, 'link-drops', 0)).toBe(1);
    expect(taken(lost, 'link-drops', 1)).toBe(0);
    expect(Math.round((taken(lost, 'handshake-time') as number) / 1e6)).toBe(1150);
    expect(taken(lost, 'segments-before-data')).toBe(4);
  });

  it('of everything leave a failed request', () => {
    const cut = run({
      duration: '300s',
      faults: [{ kind: 'cut-link', link: 'wan', at: '0s' }],
    });
    expect(taken(cut, 'failure-count')).toBe(1);
    expect(taken(cut, 'failures')).toBe(1);
    expect(taken(cut, 'handshake-time')).toBeUndefined();
    expect(taken(cut, 'ports-in-use-peak', 0)).toBe(1);
  });
});

describe('a full link', () => {
  const observations = run({
    devices: threeDevices().devices.map((device) =>
      device.kind === 'server' ? { ...device, pages: [{ path: '/', size: '3MB' }] } : device,
    ),
    links: threeDevices().links.map((link) =>
      link.id === 'wan' ? { ...link, bandwidth: '10Mbps', queue: { packets: 100 } } : link,
    ),
  });

  it('is busy all of some window, with its queue full and the rest dropped', () => {
    expect(taken(observations, 'link-peak-utilisation', 1)).toBe(1);
    expect(taken(observations, 'queue-peak', 1)).toBe(100);
    expect(taken(observations, 'link-drops', 1)).toBeGreaterThan(0);
    // 100 full frames of 1514 bytes and the rest of the one being sent.
    expect(taken(observations, 'queue-wait-max', 1)).toBeLessThanOrEqual(101 * 1514 * 8 * 100);
  });

  it('bounds the throughput', () => {
    expect(taken(observations, 'throughput')).toBeLessThan(10e6);
    expect(taken(observations, 'throughput')).toBeGreaterThan(1e6);
  });
});
