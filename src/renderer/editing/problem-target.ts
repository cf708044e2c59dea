import type { LabDocument } from '../../shared/lab/document';
import { selectElements, type Selection } from '../view-model/selection';

/** What to select for a problem at a path such as `links[0].b.device`; undefined for one of the whole lab. */
export function selectionAtPath(document: LabDocument, path: string): Selection | undefined {
  const match = /^(devices|links|workloads|faults)\[(\d+)\]/.exec(path);
  const index = Number(match?.[2]);
  switch (match?.[1]) {
    case 'devices': {
      const id = document.devices[index]?.id;
      return id === undefined ? undefined : selectElements([id]);
    }
    case 'links': {
      const id = document.links[index]?.id;
      return id === undefined ? undefined : selectElements([], [id]);
    }
    case 'workloads': {
      const id = document.workloads?.[index]?.id;
      return id === undefined ? undefined : { kind: 'workload', id };
    }
    case 'faults':
      return document.faults?.[index] ? { kind: 'fault', index } : undefined;
    default:
      return undefined;
  }
}
