import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { LabDocument } from '../../shared/lab/document';
import { resolveLab } from '../../shared/lab/lab';
import { measureNames } from '../../shared/lab/measures';
import { threeDevices } from '../../shared/lab/testing/labs';
import { createSimulation } from '../world/simulation';
import { observe } from './observations';
import { findConstraint } from './saturation';
import { summarize } from './summary';

function summaryOf(document: LabDocument) {
  const lab = resolveLab(document);
  const simulation = createSimulation(lab);
  simulation.advance(lab.duration);
  const observations = observe(lab, simulation.trace, simulation.now);
  return summarize({ scenario: 'test', document, observations, traceHash: 'abc' });
}

describe('requests that a run ends without', () => {
  it('are counted: neither answered nor failed', () => {
    const cutShort = summaryOf({ ...threeDevices(), duration: '1ms' });
    expect(cutShort.signals.errors).toMatchObject({ unansweredRequests: 1, failedRequests: 0 });
    const whole = summaryOf({ ...threeDevices(), duration: '70s' });
    expect(whole.signals.errors.unansweredRequests).toBe(0);
  });
});

describe('the summary of a run', () => {
  const summary = summaryOf({ ...threeDevices(), duration: '70s' });

  it('counts what went over each link from both sides alike', () => {
    const { devices, links } = summary;
    const wan = links['wan']!;
    expect(devices['server']!.framesReceived).toBe(wan.directions[0]!.framesArrived);
    expect(devices['server']!.framesSent).toBe(wan.directions[1]!.frames);
    expect(devices['router']!.framesSent).toBe(devices['router']!.framesReceived);
    expect(summary.signals.traffic.segments).toBe(
      devices['client']!.framesSent + devices['server']!.framesSent,
    );
    expect(summary.packets).toBe(summary.signals.traffic.segments);
  });

  it('tells what was delivered: the page, its head and the request', () => {
    expect(summary.signals.traffic.deliveredBytes).toBeGreaterThan(10_000);
    expect(summary.signals.traffic.deliveredBytes).toBeLessThan(10_300);
  });

  it('ends with every connection closed, and says why it ended', () => {
    expect(summary.connections.finalStates).toEqual({ CLOSED: 2 });
    expect(summary.devices['client']!.connections).toEqual({ CLOSED: 1 });
    expect(summary.ended).toBe('idle');
    expect(summaryOf({ ...threeDevices(), duration: '1s' }).ended).toBe('duration');
    expect(summaryOf({ ...threeDevices(), duration: '1s' }).simulated).toEqual({ from: 0, to: 1e9 });
  });

  it('finds the constraint in the link that was busiest', () => {
    expect(summary.constraint).toMatchObject({ layer: 'L1', where: 'access, router to client' });
    expect(summary.signals.saturation).toBe(summary.constraint?.share);
    expect(summary.saturationByLayer.L3.share).toBeNull();
  });

  it('finds it in the ports where those are few', () => {
    const [client, ...others] = threeDevices().devices;
    const few = {
      ...client!,
      tcp: { ephemeralPorts: { from: 50_000, to: 50_003 } },
    } as LabDocument['devices'][number];
    const crowded = summaryOf({
      ...threeDevices(),
      duration: '30s',
      devices: [few, ...others],
      workloads: [{ id: 'w', kind: 'http-get', from: 'client', to: 'server', count: 6, interval: '1s' }],
    });
    expect(crowded.constraint).toMatchObject({ layer: 'L4', where: 'client', share: 1 });
    expect(crowded.devices['client']).toMatchObject({ portsInUsePeak: 4, portRange: 4, timeWaitPeak: 4 });
    // The fifth and the sixth request find no port.
    expect(crowded.signals.errors.failedRequests).toBe(2);
  });

  it('finds it in the server where that serves few at once', () => {
    const [client, router, server] = threeDevices().devices;
    const few = { ...server!, maximumConnections: 4 } as LabDocument['devices'][number];
    const busy = summaryOf({
      ...threeDevices(),
      devices: [client!, router!, few],
      workloads: [{ id: 'w', kind: 'http-get', from: 'client', to: 'server', count: 3, interval: '1ms' }],
    });
    expect(busy.devices['server']!.servedPeak).toBe(3);
    expect(busy.constraint).toMatchObject({ layer: 'L7', where: 'server', share: 0.75 });
  });

  it('knows no constraint where nothing happened', () => {
    const idle = summaryOf({ ...threeDevices(), workloads: [] });
    expect(idle.constraint).toBeNull();
    expect(findConstraint(idle.saturationByLayer)).toBeNull();
    expect(idle.signals.latency).toEqual({ samples: 0, p50: null, p90: null, p99: null, max: null });
  });

  it('does not count the far end of a connection that never got there', () => {
    const cut = summaryOf({
      ...threeDevices(),
      duration: '2s',
      faults: [{ kind: 'cut-link', link: 'wan', at: '0s' }],
    });
    expect(cut.devices['client']!.connections).toEqual({ 'SYN-SENT': 1 });
    expect(cut.devices['server']!.connections).toEqual({});
    expect(cut.links['wan']!.directions[0]!.drops).toEqual({ 'link cut': 2 });
  });

  it('is plain JSON', () => {
    expect(JSON.parse(JSON.stringify(summary))).toEqual(summary);
  });
});

describe('claims', () => {
  const claims = [
    { id: 'exact', says: '', measure: 'request-first-byte-less-serialisation', equals: '225ms' },
    { id: 'near', says: '', measure: 'handshake-time', equals: '150ms', within: '1ms' },
    { id: 'off', says: '', measure: 'handshake-time', equals: '150ms' },
    { id: 'text', says: '', measure: 'closed-first-by', equals: 'client' },
    {
      id: 'range',
      says: '',
      measure: 'link-peak-utilisation',
      link: 'access',
      atLeast: '0.1%',
      atMost: '2%',
    },
    { id: 'never', says: '', measure: 'time-wait-duration', atLeast: '0s' },
  ];
  const results = summaryOf({ ...threeDevices(), duration: '2s', claims }).claims;

  it('hold or fall short', () => {
    expect(results.map(({ claim, ok }) => [claim, ok])).toEqual([
      ['exact', true],
      ['near', true],
      ['off', false],
      ['text', true],
      ['range', true],
      ['never', false],
    ]);
  });

  it('tell figures in base units and in words', () => {
    expect(results[0]).toMatchObject({
      unit: 'ns',
      measured: 225e6,
      expected: { equals: 225e6 },
      of: 'visit',
    });
    expect(results[1]?.expectedText).toBe('150 ms ± 1 ms');
    expect(results[4]).toMatchObject({
      unit: 'fraction',
      of: 'access',
      expected: { atLeast: 0.001, atMost: 0.02 },
    });
    expect(results[5]).toMatchObject({ measured: null, measuredText: 'nothing to measure' });
  });
});

describe('docs/summary.md', () => {
  const text = readFileSync(new URL('../../../docs/summary.md', import.meta.url), 'utf8');

  it.each(measureNames)('documents the measure %s', (name) => {
    expect(text).toContain(`| \`${name}\``);
  });

  it('documents every member of the summary', () => {
    const summary = summaryOf({
      ...threeDevices(),
      claims: [{ id: 'c', says: '', measure: 'drops', equals: 0 }],
    });
    const names = new Set<string>();
    collectNames({ ...summary, devices: summary.devices['client'], links: summary.links['wan'] }, names);
    for (const state of Object.keys(summary.connections.finalStates)) names.delete(state);
    for (const name of names) expect(text, name).toContain(`\`${name}\``);
  });
});

function collectNames(value: unknown, names: Set<string>): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [name, inner] of Object.entries(value)) {
    if (!Array.isArray(value)) names.add(name);
    collectNames(inner, names);
  }
}
