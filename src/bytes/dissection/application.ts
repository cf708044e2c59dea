import type { DissectedLayer } from '../../shared/dissection';
import { applicationOf } from '../../shared/trace/connection-application';
import type { ApplicationBytes } from '../../wire/applications/definition/application';
import { applications } from '../../wire/applications/registry';
import { dataLayers } from '../../wire/dissection/plain';
import type { TraceBytes } from '../frames/trace-bytes';

/** What bytes say in the application that their connection carries. */
export function applicationLayers(
  source: TraceBytes,
  connection: number,
  stretch: ApplicationBytes,
): DissectedLayer[] {
  const layers = applicationOf(source.trace, connection).dissect(stretch, source);
  return layers.length > 0 ? layers : dataLayers(stretch.bytes, stretch.base);
}

/** What the payload of a segment says of which nothing is known but its bytes. */
export function unknownLayers(bytes: Uint8Array, base: number): DissectedLayer[] {
  const stretch = { carrier: 'tcp', stream: undefined, from: 0, bytes, base } as const;
  const application = applications.find((one) => one.recognises?.(bytes));
  const layers = application?.dissect(stretch, undefined) ?? [];
  return layers.length > 0 ? layers : dataLayers(bytes, base);
}
