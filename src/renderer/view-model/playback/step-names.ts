import type { RoundTrip } from '../run/round-trip';
import type { StepSize } from './steps';
import { readableTime } from '../time-format';

/** How step sizes are called in the transport bar's menu. */
export const stepSizeNames: Readonly<Record<StepSize, string>> = {
  record: 'record',
  hop: 'packet hop',
  layer: 'layer crossing',
  'round-trip': 'round trip',
  'device-event': 'event at device',
};

/** What a step of a size does now, or why it would do nothing. */
export function stepSizeHint(
  size: StepSize,
  roundTrip: RoundTrip | undefined,
  device: string | undefined,
): string {
  switch (size) {
    case 'record':
      return 'To the next thing that happened anywhere.';
    case 'hop':
      return 'To where the next packet arrives at a device, or is lost.';
    case 'layer':
      return 'To the next layer that a packet crosses in a device, down or up its stack.';
    case 'round-trip':
      return roundTripHint(roundTrip);
    case 'device-event':
      return device === undefined
        ? 'Select one device first: a step goes to its next event.'
        : `To the next event at ${device}.`;
  }
}

function roundTripHint(roundTrip: RoundTrip | undefined): string {
  if (!roundTrip) return 'No round trip is known: no handshake was completed.';
  const how = roundTrip.source === 'smoothed' ? 'smoothed RTT now' : 'time of its handshake';
  return `By ${readableTime(roundTrip.nanoseconds)}: the ${how}, of connection ${roundTrip.connection + 1}.`;
}
