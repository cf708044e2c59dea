import { formatAddress } from '../../shared/units/address';
import type { Lab } from '../../shared/lab/lab';
import { dropReasons, RecordKind } from '../../shared/trace/record';
import type { Trace } from '../../shared/trace/trace';

/** `run.*`: where a run begins and why it ends. */
export function describeRunRecord(trace: Trace, seq: number): object {
  if (trace.kind(seq) === RecordKind.runStart) return { seed: trace.a(seq) };
  return { reason: trace.detail(seq) === 0 ? 'idle' : 'duration reached' };
}

/** `link.*`: which way, and what befell the frame. */
export function describeLinkRecord(lab: Lab, trace: Trace, seq: number): object {
  const direction = trace.place(seq);
  const link = lab.links[direction >>> 1];
  const nameOf = (end: number) => (link && lab.devices[link.devices[end as 0 | 1]]?.id) ?? '';
  const from = nameOf(direction & 1);
  const to = nameOf(1 - (direction & 1));
  const id = link?.id ?? '';
  const bytes = () => trace.frameBytes(trace.packet(seq));
  switch (trace.kind(seq)) {
    case RecordKind.linkSend: {
      const life = { wait: trace.wait(seq), timeToLive: trace.detail(seq) };
      return { device: from, link: id, from, to, bytes: bytes(), ...life };
    }
    case RecordKind.linkArrive:
      return { device: to, link: id, from, to, bytes: bytes(), timeToLive: trace.detail(seq) };
    case RecordKind.linkDrop:
      return { device: from, link: id, from, to, bytes: bytes(), reason: dropReason(trace, seq) };
    default:
      return { link: id, from, to };
  }
}

/** `ip.*` and `device.*`: why a device discarded a packet; what befell a device. */
export function describeNetworkRecord(trace: Trace, seq: number): object {
  switch (trace.kind(seq)) {
    case RecordKind.ipDrop:
      return { reason: dropReason(trace, seq) };
    case RecordKind.addressChange:
      return { address: formatAddress(trace.a(seq)) };
    default:
      return {};
  }
}

function dropReason(trace: Trace, seq: number): string {
  return dropReasons[trace.detail(seq)] ?? 'unknown';
}
