/**
 * One trace record: 32 bytes, little-endian, at index `seq` of the trace. `docs/trace.md` has the kinds in prose.
 *
 * | offset | type | field                                                       |
 * | 0      | f64  | time, integer nanoseconds of virtual time                    |
 * | 8      | u32  | packet: row in the packet table, or NONE                     |
 * | 12     | u32  | cause: seq of the record that caused this one, or NONE        |
 * | 16     | u32  | connection: row in the connection table, or NONE              |
 * | 20     | u32  | a, by kind                                                   |
 * | 24     | u32  | b, by kind                                                   |
 * | 28     | u16  | place: a device's index, or a link direction (link * 2 + end) |
 * | 30     | u8   | kind                                                         |
 * | 31     | u8   | detail, by kind                                              |
 */

export const recordBytes = 32;
/** Records in one chunk: the unit in which a trace is stored, sent and seeked. */
export const chunkRecords = 16384;
/** "No packet", "no cause", "no connection". */
export const none = 0xffffffff;

export * from './kinds/drop-reasons';
export { appErrors, AppError, http2Events, http2States } from './kinds/http';
export { mediaFates, MediaFate } from './kinds/media';
export {
  receiveVerdicts,
  ReceiveVerdict,
  segmentReasons,
  SegmentReason,
  tcpTimers,
  TcpTimer,
} from './kinds/tcp';
export { congestionPhases } from './kinds/congestion';
export * from './kinds/tcp-machine';
export { layerOfKind, placeIsLink, RecordKind, recordKindNames } from './record-table';
