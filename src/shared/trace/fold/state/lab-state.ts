import { deviceColumns, directionColumns, endColumns, requestColumns } from './columns';
import { FramesInFlight } from './frames-in-flight';
import { RecentRecords } from './recent-records';
import { StateTable } from './state-table';
import { StreamStates } from './stream-states';

/**
 * The lab's state after the first `next` records of a trace: what is on each link, each connection's state, each
 * request's progress. Derived from the trace alone; `foldNext` takes the next record.
 */
export class LabState {
  /** Records folded in so far; also the seq of the next one. */
  next = 0;
  /** Time of the last record folded in, nanoseconds. */
  time = 0;
  readonly ends = new StateTable(endColumns);
  readonly requests = new StateTable(requestColumns);
  readonly directions = new StateTable(directionColumns);
  readonly devices = new StateTable(deviceColumns);
  readonly streams = new StreamStates();
  /** Per link direction: the `link.send` records whose frames are waiting, being sent or on their way. */
  readonly inFlight = new FramesInFlight();
  /** The latest `link.drop` and `ip.drop` records, so that a loss can be shown where it happened for a while. */
  readonly drops = new RecentRecords();

  /** An equal state that changes on its own from now on; costs next to nothing, however large the state. */
  copy(): LabState {
    const copy = new LabState();
    copy.assign(this);
    return copy;
  }

  /** Becomes another state's equal; either may change afterwards, and the other keep to itself. */
  assign(other: LabState): void {
    this.next = other.next;
    this.time = other.time;
    this.ends.assign(other.ends);
    this.requests.assign(other.requests);
    this.directions.assign(other.directions);
    this.devices.assign(other.devices);
    this.streams.assign(other.streams);
    this.inFlight.assign(other.inFlight);
    this.drops.assign(other.drops);
  }

  /** Adds what the state is made of to a set of all that is known already, and returns the bytes that were new. */
  measure(known: Set<object>): number {
    const { ends, requests, directions, devices, streams, inFlight } = this;
    const tables = [ends, requests, directions, devices, streams.table, inFlight];
    return tables.reduce((bytes, table) => bytes + table.measure(known), 0);
  }
}
