import type { DeviceKind, Fault, LabDocument, Remedy, Workload } from '../../shared/lab/document';
import { applyRemedy, withoutLostRemedies } from '../../shared/lab/remedies';
import { changeIdentifier, type IdentifiedKind } from './change-identifier';
import { withClaimsAsMeant } from './claims';
import {
  addDevice,
  changeKind,
  connectDevices,
  deleteElements,
  duplicateElements,
  moveDevices,
  type Position,
} from './elements';
import { faultSubject } from '../../shared/faults/fault';
import { addFault, deleteFault, faultName } from './faults';
import { parameterName } from './parameter-names';
import { setParameter, setParameters, type ParameterChange, type ParameterPath } from './parameters';
import { EditRefused } from './refusal';
import { addWorkloads, deleteWorkload } from './traffic';

/** Every edit of a lab, as data: a pure function from a document to the next. */
export type EditCommand =
  | { readonly type: 'add-device'; readonly kind: DeviceKind; readonly x: number; readonly y: number }
  /** Moves of one `gesture` that follow each other are one step of the history. */
  | {
      readonly type: 'move-elements';
      readonly positions: ReadonlyMap<string, Position>;
      readonly gesture?: number;
    }
  | { readonly type: 'connect'; readonly from: string; readonly to: string }
  | {
      readonly type: 'delete-elements';
      readonly devices: readonly string[];
      readonly links: readonly string[];
    }
  /** Sets the label under a device's identifier; an empty one takes it out. */
  | { readonly type: 'label'; readonly device: string; readonly label: string }
  /** What the new kind does not have is left behind. */
  | { readonly type: 'change-kind'; readonly device: string; readonly kind: DeviceKind }
  | {
      readonly type: 'rename';
      readonly of: IdentifiedKind;
      readonly id: string;
      readonly to: string;
    }
  | { readonly type: 'set-parameter'; readonly path: ParameterPath; readonly value: unknown }
  | { readonly type: 'set-parameters'; readonly changes: readonly ParameterChange[] }
  | {
      readonly type: 'duplicate';
      readonly devices: readonly string[];
      readonly links: readonly string[];
      readonly dx: number;
      readonly dy: number;
    }
  | { readonly type: 'add-workloads'; readonly workloads: readonly Workload[] }
  | { readonly type: 'delete-workload'; readonly id: string }
  | { readonly type: 'add-fault'; readonly fault: Fault }
  | { readonly type: 'delete-fault'; readonly index: number }
  | { readonly type: 'apply-remedy'; readonly remedy: Remedy };

/** The document after an edit; the same one where nothing changes. Throws EditRefused, saying what is allowed. */
export function applyEdit(document: LabDocument, command: EditCommand): LabDocument {
  const next = edited(document, command);
  if (next === document || command.type === 'move-elements') return next;
  return withoutLostRemedies(withClaimsAsMeant(document, next));
}

function edited(document: LabDocument, command: EditCommand): LabDocument {
  switch (command.type) {
    case 'add-device':
      return addDevice(document, command.kind, command);
    case 'move-elements':
      return moveDevices(document, command.positions);
    case 'connect':
      return connectDevices(document, command.from, command.to);
    case 'delete-elements':
      return deleteElements(document, command.devices, command.links);
    case 'label': {
      const label = command.label.trim();
      const value = label === '' ? undefined : label;
      return setParameter(document, { path: ['devices', command.device, 'name'], value });
    }
    case 'change-kind':
      return changeKind(document, command.device, command.kind);
    case 'rename':
      return changeIdentifier(document, command.of, command.id, command.to);
    case 'set-parameter':
      return setParameter(document, command);
    case 'set-parameters':
      return setParameters(document, command.changes);
    case 'duplicate':
      return duplicateElements(document, command.devices, command.links, { x: command.dx, y: command.dy });
    case 'add-workloads':
      return addWorkloads(document, command.workloads);
    case 'delete-workload':
      return deleteWorkload(document, command.id);
    case 'add-fault':
      return addFault(document, command.fault);
    case 'delete-fault':
      return deleteFault(document, command.index);
    case 'apply-remedy':
      return withRemedy(document, command.remedy);
  }
}

/** What an edit is called in `Undo ...`: `Move server`. */
export function editLabel(command: EditCommand): string {
  switch (command.type) {
    case 'add-device':
      return `Add ${command.kind}`;
    case 'move-elements':
      return `Move ${namesOf([...command.positions.keys()], [])}`;
    case 'connect':
      return `Connect ${command.from} and ${command.to}`;
    case 'delete-elements':
      return `Delete ${namesOf(command.devices, command.links)}`;
    case 'label':
      return `Label ${command.device}`;
    case 'change-kind':
      return `Make ${command.device} a ${command.kind}`;
    case 'rename':
      return `Rename ${command.id}`;
    case 'set-parameter':
      return `Change ${parameterName(command.path)}`;
    case 'set-parameters':
      return `Change ${parameterName(command.changes[0]?.path ?? [])}`;
    case 'duplicate':
      return `Duplicate ${namesOf(command.devices, command.links)}`;
    case 'add-workloads':
      return 'Add traffic';
    case 'delete-workload':
      return `Delete traffic ${command.id}`;
    case 'add-fault':
      return `${faultName(command.fault)}: ${faultSubject(command.fault)}`;
    case 'delete-fault':
      return 'Delete fault';
    case 'apply-remedy':
      return command.remedy.label;
  }
}

function withRemedy(document: LabDocument, remedy: Remedy): LabDocument {
  const outcome = applyRemedy(document, remedy);
  if (!outcome.ok) throw new EditRefused(outcome.problems[0]?.allowed ?? 'a remedy that fits the lab');
  return outcome.document;
}

function namesOf(devices: readonly string[], links: readonly string[]): string {
  const [only] = [...devices, ...links];
  const count = devices.length + links.length;
  if (count === 1 && only !== undefined) return only;
  return `${count} ${links.length === 0 ? 'devices' : devices.length === 0 ? 'links' : 'elements'}`;
}
