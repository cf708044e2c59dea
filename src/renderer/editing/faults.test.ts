import { describe, expect, it } from 'vitest';
import type { Fault, LabDocument } from '../../shared/lab/document';
import { validateLab } from '../../shared/lab/validate';
import { applyEdit } from './edit-command';
import { describeFault, faultFields, faultPlaceChanges, faultPlaces, newFault } from './faults';
import { threeDeviceLab } from './testing/labs';

const loss: Fault = {
  kind: 'drop-response',
  link: 'router-server',
  from: 'server',
  workload: 'visit',
  path: '/',
  byte: 500,
};
const move: Fault = { kind: 'change-address', device: 'client', link: 'mobile', at: '1s' };

/** Three devices, and a second link of the client's. */
function labWith(...faults: Fault[]): LabDocument {
  const lab = threeDeviceLab();
  const mobile = { id: 'mobile', a: { device: 'client' }, b: { device: 'router' } };
  return {
    ...lab,
    links: [...lab.links, { ...mobile, bandwidth: '10Mbps', delay: '40ms' }],
    faults,
    claims: [],
  };
}
const problemsOf = (document: LabDocument) => {
  const outcome = validateLab(document);
  return outcome.ok ? [] : outcome.problems;
};

describe('a response that is to lose a packet', () => {
  it('loses its middle, on the way from the server', () => {
    expect(newFault(labWith(), 'drop-response', 'router-server')).toEqual(loss);
    expect(newFault(labWith(), 'drop-response', 'client-router')).toEqual({
      ...loss,
      link: 'client-router',
      from: 'router',
    });
    expect(problemsOf(labWith(loss))).toEqual([]);
  });

  it('is none where nobody asks for anything', () => {
    expect(newFault({ ...labWith(), workloads: [] }, 'drop-response', 'router-server')).toBeUndefined();
  });

  it('follows its workload when that is renamed, and goes when it goes', () => {
    const renamed = applyEdit(labWith(loss), { type: 'rename', of: 'workload', id: 'visit', to: 'page' });
    expect(renamed.faults).toEqual([{ ...loss, workload: 'page' }]);
    expect(applyEdit(labWith(loss), { type: 'delete-workload', id: 'visit' }).faults).toEqual([]);
    const without = applyEdit(labWith(loss), { type: 'delete-elements', devices: ['client'], links: [] });
    expect(without.faults).toEqual([]);
  });

  it('follows its sender when that is renamed', () => {
    const renamed = applyEdit(labWith(loss), { type: 'rename', of: 'device', id: 'server', to: 'origin' });
    expect(renamed.faults).toEqual([{ ...loss, from: 'origin', link: 'router-origin' }]);
  });

  it('is offered the paths of its workload', () => {
    const document = labWith(loss);
    document.workloads = [
      { id: 'visit', kind: 'page-load', from: 'client', to: 'server', paths: ['/', '/a'] },
    ];
    const path = faultFields(document, loss).find((field) => field.path[0] === 'path');
    expect(path?.input).toMatchObject({ suggestions: [{ value: '/' }, { value: '/a' }] });
  });
});

describe('a client that changes its address', () => {
  it('has several links', () => {
    expect(newFault(labWith(), 'change-address', 'client')).toEqual({ ...move });
    expect(newFault(threeDeviceLab(), 'change-address', 'client')).toBeUndefined();
    expect(problemsOf(labWith(move))).toEqual([]);
  });

  it('is offered its own links alone', () => {
    const choices = faultPlaces(labWith(move), move).map((place) => [
      place.held,
      ...place.choices.map(({ value }) => value),
    ]);
    expect(choices).toEqual([
      ['client', 'client'],
      ['mobile', 'client-router', 'mobile'],
    ]);
  });

  it('gives way to another client with its second link', () => {
    const document = labWith(move);
    document.devices.push({ id: 'phone', kind: 'client', position: { x: 0, y: 0 } });
    for (const id of ['phone-a', 'phone-b'])
      document.links.push({ ...document.links[2]!, id, a: { device: 'phone' } });
    expect(faultPlaceChanges(document, 0, 'device', 'phone')).toEqual([
      { path: ['faults', 0, 'device'], value: 'phone' },
      { path: ['faults', 0, 'link'], value: 'phone-b' },
    ]);
    expect(faultPlaceChanges(document, 0, 'device', 'client')).toEqual([]);
  });

  it('goes with its link', () => {
    const without = applyEdit(labWith(move), { type: 'delete-elements', devices: [], links: ['mobile'] });
    expect(without.faults).toEqual([]);
  });
});

describe('a fault in words', () => {
  it.each<[Fault, string]>([
    [loss, 'Drops byte 500 of / for visit'],
    [move, 'Sends over mobile from 1s on'],
    [{ kind: 'cut-link', link: 'mobile', at: '1s' }, 'Cut at 1s for good'],
    [{ kind: 'crash-device', device: 'server', at: '1s', until: '2s' }, 'Gone from 1s to 2s'],
    [{ kind: 'drop-packet', link: 'mobile', from: 'client', nth: [1, 3] }, 'Drops frames 1, 3 of client'],
  ])('%o', (fault, words) => {
    expect(describeFault(fault)).toBe(words);
  });
});

describe('a device of another kind', () => {
  it('leaves behind a setting that has the same name and another shape', () => {
    const document = labWith();
    Object.assign(document.devices[2] ?? {}, { tls: { tickets: 1 }, quic: { initialWindow: 5 } });
    const edit = (kind: 'client' | 'router') =>
      applyEdit(document, { type: 'change-kind', device: 'server', kind });
    expect(edit('client').devices[2]).not.toHaveProperty('tls');
    expect(edit('client').devices[2]).toMatchObject({ quic: { initialWindow: 5 } });
    expect(edit('router').devices[2]).not.toHaveProperty('quic');
  });
});
