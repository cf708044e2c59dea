import { describe, expect, it } from 'vitest';
import { resolveLab } from '../../shared/lab/lab';
import { lineLab, runLab, type LineSettings } from '../world/testing/labs';
import { measures } from './measures';
import { observe } from './observations';

/** client - router - server, 40 ms there and back; devices 0, 1 and 2. */
function run(settings: LineSettings = {}) {
  const document = lineLab(settings);
  const simulation = runLab(document);
  return observe(resolveLab(document), simulation.trace, simulation.now);
}
const tail = (nth: number[]) => [{ kind: 'drop-packet' as const, link: 'far', from: 'server', nth }];

describe('ports that run dry', () => {
  const observations = run({
    workload: { count: 8, interval: '1s' },
    client: { ephemeralPorts: { from: 40000, to: 40004 } },
  });

  it('are told from the first request to the first that found none', () => {
    expect(measures['ports-exhausted-after'](observations, 0)).toBe(5e9);
    expect(measures['port-failures'](observations, 0)).toBe(3);
  });

  it('are nothing to measure where there were enough', () => {
    expect(measures['ports-exhausted-after'](run(), 0)).toBeUndefined();
    expect(measures['port-failures'](run(), 0)).toBe(0);
  });
});

describe('handshakes', () => {
  it('are one a request on connections of their own, and fewer on kept ones', () => {
    const fresh = run({ workload: { count: 6, interval: '1s' } });
    const kept = run({ workload: { count: 6, interval: '1s', requestsPerConnection: 3 } });
    expect(measures['handshakes-per-request'](fresh, 0)).toBe(1);
    expect(measures['handshakes-per-request'](kept, 0)).toBeCloseTo(1 / 3);
  });

  it('are added up, and the longest is found', () => {
    const faults = [{ kind: 'drop-packet' as const, link: 'near', from: 'client', nth: [1] }];
    const observations = run({ workload: { count: 2, interval: '10s' }, faults });
    const longest = measures['handshake-time-max'](observations, 0) as number;
    expect(Math.round(longest / 1e6)).toBe(1040);
    expect(Math.round((measures['handshake-time-total'](observations, 0) as number) / 1e6)).toBe(1080);
  });

  it('come before data: of two users at once two SYNs, two SYN-ACKs and an ACK', () => {
    expect(measures['segments-before-any-data'](run({ workload: { count: 2 } }), 0)).toBe(5);
  });
});

describe('a transfer', () => {
  it.each([
    ['10kB', 1],
    ['40kB', 2],
    ['90kB', 3],
  ])('of %s takes %d round trips from an initial window of ten', (size, expected) => {
    const wide = { bandwidth: '10Gbps' };
    const observations = run({ size, first: wide, second: wide });
    expect(measures['response-round-trips'](observations, 0)).toBeCloseTo(expected, 1);
  });
});

describe('repairs', () => {
  // Frames of the server: SYN-ACK, ACK of the request, then 70 segments of the response.
  const size = '100kB';

  it('of a loss in the middle are fast retransmissions, after about a round trip', () => {
    const observations = run({ size, faults: tail([20]) });
    expect(measures['first-repair'](observations, 0)).toBe('fast retransmission');
    const time = measures['recovery-time'](observations, 0) as number;
    expect(time).toBeGreaterThan(40e6);
    expect(time).toBeLessThan(50e6);
  });

  it('of a loss at the end are a matter of timers', () => {
    const probed = run({ size, faults: tail([71, 72]) });
    expect(measures['first-repair'](probed, 0)).toBe('tail loss probe');
    const timedOut = run({ size, faults: tail([71, 72]), server: { tailLossProbe: false } });
    expect(measures['first-repair'](timedOut, 0)).toBe('retransmission (RTO)');
    expect(measures['recovery-time'](timedOut, 0)).toBeGreaterThan(240e6);
    expect(measures['recovery-time'](timedOut, 0)).toBeGreaterThan(
      measures['recovery-time'](probed, 0) as number,
    );
  });

  it('of a SYN take the initial timeout exactly', () => {
    const faults = [{ kind: 'drop-packet' as const, link: 'near', from: 'client', nth: [1] }];
    expect(measures['recovery-time'](run({ faults }), 0)).toBe(1e9);
  });

  it('are none where nothing is lost', () => {
    expect(measures['first-repair'](run({ size }), 0)).toBeUndefined();
    expect(measures['recovery-time'](run({ size }), 0)).toBeUndefined();
  });
});

describe('states and events of a connection', () => {
  it('are told in order, at either end', () => {
    const observations = run();
    expect(measures['client-states'](observations, 0)).toBe(
      'SYN-SENT, ESTABLISHED, FIN-WAIT-1, TIME-WAIT, CLOSED',
    );
    expect(measures['server-states'](observations, 0)).toBe(
      'SYN-RECEIVED, ESTABLISHED, CLOSE-WAIT, LAST-ACK, CLOSED',
    );
    expect(measures['client-end-event'](observations, 0)).toBe('SEGMENT.FIN+ACK-OF-FIN');
  });
});

describe('a listening port', () => {
  it('tells how full its backlog was, and whom it turned away', () => {
    const crowd = { workload: { count: 6 }, server: { synBacklog: 2, synCookies: false } };
    expect(measures['syn-backlog-peak'](run(crowd), 2)).toBe(2);
    // Four at first, two a second later.
    expect(measures['syn-backlog-drops'](run(crowd), 2)).toBe(6);
    expect(measures['accept-queue-drops'](run(crowd), 2)).toBe(0);
  });

  it('tells of a full accept queue apart', () => {
    const crowd = { workload: { count: 6 }, maximumConnections: 1, server: { acceptQueue: 1 } };
    expect(measures['accept-queue-drops'](run(crowd), 2)).toBeGreaterThan(0);
    expect(measures['syn-backlog-drops'](run(crowd), 2)).toBe(0);
  });
});
