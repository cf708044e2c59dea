import { hasTrait } from '../../../shared/devices/device';
import type { DeviceTrait } from '../../../shared/devices/device-trait';
import { usualApplications } from '../../../shared/trace/connections';
import { framedApplications } from '../../../wire/applications/registry';
import {
  workloadKinds,
  type LabDocument,
  type Workload,
  type WorkloadKind,
} from '../../../shared/lab/document';
import { hasWorkloadTrait, workloadKind } from '../../../shared/workloads/workload';
import { workloadName } from '../traffic';
import { requestGroups } from './request-fields';
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
  if (hasWorkloadTrait(workload, 'asking')) return requestGroups(workload);
  return hasWorkloadTrait(workload, 'calling') ? [mediaFields] : [];
}

const mediaFields: FieldGroup = {
  title: 'Call',
  fields: [
    {
      path: ['over'],
      label: 'Carried by',
      hint: 'UDP: what is lost is skipped. TCP: what comes after it waits until it was sent again.',
      input: {
        kind: 'choice',
        byDefault: 'udp',
        choices: [
          { value: 'udp', label: 'UDP' },
          { value: 'tcp', label: 'TCP' },
        ],
      },
    },
    {
      path: ['application'],
      label: 'Written as',
      hint: 'What stands ahead of each frame.',
      input: {
        kind: 'choice',
        byDefault: usualApplications.udp,
        choices: framedApplications.map(({ name, title }) => ({ value: name, label: title })),
      },
    },
    {
      path: ['frameSize'],
      label: 'Frame size',
      hint: 'Bytes of a frame: 160B every 20ms is speech as telephones carry it.',
      input: { kind: 'text' },
      byDefault: '160 B',
    },
    {
      path: ['playout'],
      label: 'Shown after',
      hint: 'How long after it was made a frame is shown; one that comes later is of no use.',
      input: { kind: 'text' },
      byDefault: '60 ms',
    },
  ],
};
