import { hasTrait } from '../../../shared/devices/device';
import type { DeviceTrait } from '../../../shared/devices/definition/device-trait';
import {
  workloadKinds,
  type LabDocument,
  type Workload,
  type WorkloadKind,
} from '../../../shared/lab/document';
import { workloadKind } from '../../../shared/workloads/workload';
import { workloadName } from '../traffic';
import type { Choice, FieldGroup, ParameterField } from './parameter-field';

function choicesOf(document: LabDocument, trait: DeviceTrait): Choice[] {
  return document.devices
    .filter((device) => hasTrait(device, trait))
    .map((device) => ({
      value: device.id,
      label: device.name === undefined ? device.id : `${device.name} (${device.id})`,
    }));
}

/** The kinds of traffic. */
export const workloadKindChoices: readonly (Choice & { readonly value: WorkloadKind })[] = workloadKinds.map(
  (value) => ({ value, label: workloadName({ kind: value }) }),
);

/** Who sends what to whom, and how often. */
export function workloadFields(document: LabDocument, kind: WorkloadKind): ParameterField[] {
  return [
    {
      path: ['from'],
      label: 'From',
      input: { kind: 'choice', choices: choicesOf(document, 'opening') },
      required: true,
    },
    {
      path: ['to'],
      label: 'To',
      input: { kind: 'choice', choices: choicesOf(document, 'serving') },
      required: true,
    },
    { path: ['start'], label: 'Starts at', input: { kind: 'text' }, byDefault: '0 ns' },
    { path: ['count'], label: workloadKind(kind).words.counted, input: { kind: 'whole' }, byDefault: '1' },
    {
      path: ['interval'],
      label: 'Interval',
      hint: 'From the start of one to the start of the next. 0s: all at once.',
      input: { kind: 'text' },
      byDefault: '0 ns',
    },
  ];
}

/** What else a workload has, by its kind and the HTTP version that it speaks: nothing that could not be. */
export function workloadGroups(workload: Workload): FieldGroup[] {
  return workloadKind(workload.kind)
    .groups(workload)
    .filter(({ fields }) => fields.length > 0);
}
