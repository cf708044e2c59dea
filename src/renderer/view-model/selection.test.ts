import { describe, expect, it } from 'vitest';
import { threeDeviceLab } from '../editing/testing/labs';
import {
  isSelected,
  nothingSelected,
  selectAll,
  selectElements,
  toggleElement,
  withoutMissing,
  type Selection,
} from './selection';

const lab = threeDeviceLab();

describe('toggling an element', () => {
  it('adds one and takes it out again', () => {
    const both = toggleElement(selectElements(['client']), { kind: 'link', id: 'client-router' });
    expect(both).toEqual(selectElements(['client'], ['client-router']));
    expect(toggleElement(both, { kind: 'device', id: 'client' })).toEqual(
      selectElements([], ['client-router']),
    );
  });

  it('leaves nothing selected when the last one is taken out', () => {
    expect(toggleElement(selectElements(['client']), { kind: 'device', id: 'client' })).toBe(nothingSelected);
  });

  it('begins anew where something of a run is selected', () => {
    const packet: Selection = { kind: 'packet', packet: 1, record: 2 };
    expect(toggleElement(packet, { kind: 'device', id: 'client' })).toEqual(selectElements(['client']));
  });
});

describe('everything selected', () => {
  it('is each device and each link', () => {
    const everything = selectAll(lab);
    for (const { id } of lab.devices) expect(isSelected(everything, { kind: 'device', id })).toBe(true);
    for (const { id } of lab.links) expect(isSelected(everything, { kind: 'link', id })).toBe(true);
  });

  it('is nothing in an empty lab', () => {
    expect(selectAll({ ...lab, devices: [], links: [] })).toBe(nothingSelected);
  });
});

describe('what a document no longer has', () => {
  it.each<[Selection, Selection]>([
    [selectElements(['client', 'gone'], ['lost']), selectElements(['client'])],
    [selectElements(['gone']), nothingSelected],
    [{ kind: 'workload', id: 'gone' }, nothingSelected],
    [{ kind: 'fault', index: 9 }, nothingSelected],
  ])('leaves the selection %o', (before, after) => {
    expect(withoutMissing(before, lab)).toEqual(after);
  });

  it.each<Selection>([
    selectElements(['client'], ['router-server']),
    { kind: 'workload', id: 'visit' },
    { kind: 'fault', index: 1 },
    { kind: 'packet', packet: 3, record: 40 },
    { kind: 'connection', connection: 0 },
    nothingSelected,
  ])('is not %o: that stays the very same', (selection) => {
    expect(withoutMissing(selection, lab)).toBe(selection);
  });
});
