import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { StateSeeker } from '../../../shared/trace/fold/state-seeker';
import { RecordKind } from '../../../shared/trace/record';
import { PacketLabels } from '../labels/packet-labels';
import { positionAt } from '../run/position';
import { nothingSelected, type Selection } from '../selection';
import { protocolClasses, type StagePicture } from '../picture/stage-picture';
import { StagePictureBuilder, type PictureInputs } from './stage-picture-builder';
import { randomRuns } from '../testing/random-runs';
import { scriptVisit, seoulLab, server } from '../testing/visit';

type Indexed = ReturnType<ReturnType<typeof scriptVisit>['run']['indexed']>;

function shown(indexed: Indexed) {
  return { ...indexed, labels: new PacketLabels(indexed.trace, indexed.index), document: seoulLab() };
}

function inputsAt(
  run: ReturnType<typeof shown>,
  time: number,
  selection: Selection = nothingSelected,
): PictureInputs {
  const { records } = positionAt(run.trace, time);
  const state = new StateSeeker(run.trace).at(records);
  return { document: run.document, selection, problems: [], run, state, time, speed: 0.02 };
}

function pictureAt(run: ReturnType<typeof shown>, time: number, selection?: Selection): StagePicture {
  return new StagePictureBuilder().build(inputsAt(run, time, selection));
}

const visit = scriptVisit();
const run = shown(visit.run.indexed());
/** Frame of a SYN with all its options: 14 + 20 + 20 + 20 bytes at 100 Mbit/s. */
const serialisation = (74 * 8e9) / 100e6;

describe('a frame on a link', () => {
  test('begins to leave at once, its bits growing onto the link', () => {
    const { frames } = pictureAt(run, serialisation / 2);
    expect(frames.count).toBe(1);
    expect(frames.tail[0]).toBe(0);
    expect(frames.head[0]).toBeCloseTo(serialisation / 2 / 74e6, 9);
    expect(frames.labels[0]).toBe('SYN');
    expect(protocolClasses[frames.tint[0] ?? 0]).toBe('tcp-handshake');
  });

  test('occupies the stretch that its bits take, half way at half the time', () => {
    const { frames } = pictureAt(run, 37e6 + serialisation);
    expect(frames.tail[0]).toBeCloseTo(0.5, 6);
    expect((frames.head[0] ?? 0) - (frames.tail[0] ?? 0)).toBeCloseTo(serialisation / 74e6, 6);
  });

  test('is on the next link right after the router forwarded it', () => {
    const { frames, links } = pictureAt(run, 74e6 + serialisation);
    expect(links[frames.link[0] ?? 0]?.id).toBe('lan');
    expect(frames.head[0]).toBe(0);
  });

  test('travels towards the client in the other direction', () => {
    const { frames } = pictureAt(run, visit.syn.endTime + 2e6);
    expect(frames.towards[0]).toBe(1);
    expect(frames.labels[0]).toBe('SYN-ACK');
  });

  test('that waits is counted in the queue, and not yet drawn', () => {
    const { frames, links } = pictureAt(run, visit.synAck.endTime + 1000);
    expect(frames.count).toBe(1);
    expect(links[0]?.queued).toEqual([1, 0]);
  });

  test('is never behind where it was, nor off the link', () => {
    fc.assert(
      fc.property(
        randomRuns,
        fc.integer({ min: 0, max: 2e9 }),
        fc.integer({ min: 1, max: 1e8 }),
        (random, time, on) => {
          const shownRun = shown(random);
          const builder = new StagePictureBuilder();
          const headOf = (at: number) => {
            const { frames } = builder.build(inputsAt(shownRun, at));
            const heads = new Map<number, number>();
            for (let frame = 0; frame < frames.count; frame += 1) {
              expect(frames.tail[frame]).toBeGreaterThanOrEqual(0);
              expect(frames.tail[frame]).toBeLessThanOrEqual(frames.head[frame] ?? 0);
              expect(frames.head[frame]).toBeLessThanOrEqual(1);
              heads.set(frames.record[frame] ?? -1, frames.head[frame] ?? 0);
            }
            return heads;
          };
          const before = headOf(time);
          for (const [record, head] of headOf(time + on))
            expect(head).toBeGreaterThanOrEqual(before.get(record) ?? 0);
        },
      ),
    );
  });
});

describe('a loss', () => {
  test('is shown on its link, with what and why', () => {
    const { drops, links } = pictureAt(run, visit.lostResponse.endTime);
    expect(drops).toHaveLength(1);
    expect(drops[0]).toMatchObject({ label: '200', reason: 'dropped by a fault', age: 0 });
    const place = drops[0]?.place;
    expect(place && 'link' in place ? links[place.link]?.id : '').toBe('wan');
  });

  test('fades, and is gone', () => {
    expect(pictureAt(run, visit.lostResponse.endTime + 15e6).drops[0]?.age).toBeCloseTo(0.5, 6);
    expect(pictureAt(run, visit.lostResponse.endTime + 31e6).drops).toHaveLength(0);
  });
});

describe('a device', () => {
  const badge = (time: number, id: string) =>
    pictureAt(run, time).devices.find((device) => device.id === id)?.badge;
  test('wears the state of its connection', () => {
    expect(badge(1e6, 'client')).toBe('SYN-SENT');
    expect(badge(visit.synAck.endTime, 'client')).toBe('ESTABLISHED');
  });
  test('listens while it serves nobody', () => expect(badge(1e6, 'server')).toBe('LISTEN'));
  test('counts TIME-WAIT down', () => expect(badge(visit.timeWait + 18e9, 'client')).toBe('TIME-WAIT 42 s'));
  test('that only forwards has no state', () => expect(badge(1e6, 'router')).toBeUndefined());
});

describe('a host that crashed', () => {
  const crashed = scriptVisit();
  crashed.run.at(90e9, RecordKind.deviceCrash, { place: server });
  crashed.run.at(95e9, RecordKind.deviceRestart, { place: server });
  const source = shown(crashed.run.indexed());
  const at = (time: number) => pictureAt(source, time).devices[server];
  test('is down until it is back', () => {
    expect(at(90e9)).toMatchObject({ badge: 'DOWN', isDown: true });
    expect(at(95e9)?.isDown).toBeUndefined();
  });
});

describe('the picture', () => {
  test('while building shows the lab without a run', () => {
    const picture = new StagePictureBuilder().build({
      ...inputsAt(run, 1e6, { kind: 'elements', devices: ['router'], links: ['wan'] }),
      run: undefined,
      state: undefined,
    });
    expect(picture.frames.count).toBe(0);
    expect(picture.devices.map(({ selected }) => selected)).toEqual([false, true, false]);
    expect(picture.links[0]).toMatchObject({ label: '74 ms · 100 Mbps', selected: true, cut: false });
  });

  test('marks the selected packet wherever it is', () => {
    const selection = { kind: 'packet', packet: visit.syn.packet, record: 0 } as const;
    expect(pictureAt(run, 30e6, selection).frames.selectedFrame).toBe(0);
    expect(pictureAt(run, 30e6).frames.selectedFrame).toBe(-1);
  });

  test('keeps the objects of what did not change', () => {
    const builder = new StagePictureBuilder();
    const first = builder.build(inputsAt(run, 30e6));
    const second = builder.build(inputsAt(run, 30e6));
    expect(second.devices).toBe(first.devices);
    expect(second.links).toBe(first.links);
    expect(second).not.toBe(first);
  });

  test('leaves out frames on a link that is no longer in the lab', () => {
    const document = { ...run.document, links: run.document.links.slice(1) };
    const picture = new StagePictureBuilder().build({ ...inputsAt(run, 30e6), document });
    expect(picture.frames.count).toBe(0);
  });

  test('says at a device what is wrong with it', () => {
    const problems = [{ path: 'devices[1].kind', what: '"hub"', allowed: 'client, router, server' }];
    const { devices } = new StagePictureBuilder().build({ ...inputsAt(run, 0), problems });
    expect(devices[1]?.problem).toBe('"hub": client, router, server');
    expect(devices[0]?.problem).toBeUndefined();
  });
});
