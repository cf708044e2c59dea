import { formatAddress } from '../../shared/units/address';
import type { Lab } from '../../shared/lab/lab';
import { engineVersion } from '../../shared/engine-version';
import { macAddressBytes, portMacAddress } from '../../wire/ethernet';
import { type FrameHop, hopOver, writeFrame } from '../../bytes/frames/frame';
import { keyLog } from '../../bytes/tls/key-log';
import type { TraceBytes } from '../../bytes/frames/trace-bytes';
import { packetFlags } from './blocks';
import { CapturedFrames } from './capture';
import { type CapturePort, capturePorts } from './capture-ports';
import { packetComments } from './comments';
import { type InterfaceDescription, PcapngWriter, type ResolvedName } from './writer';

export interface PcapngOptions {
  /** Devices (`server`) or ports (`server:eth0`) to capture at, or `*`, every port; none, or left out: the servers. */
  readonly capture?: readonly string[];
}

/** A piece is handed on when it is about this long. */
const pieceBytes = 1 << 20;
const noComments: readonly string[] = [];

/**
 * A run as a pcapng file: one interface per captured port in document order, every frame whole, nanoseconds since virtual
 * time 0 (1970-01-01T00:00:00Z), and the secrets of what is encrypted. Throws UnknownCapturePoint before anything is made.
 */
export function exportPcapng(lab: Lab, source: TraceBytes, options: PcapngOptions = {}): Uint8Array {
  const pieces = [...pcapngPieces(lab, source, options)];
  const file = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    file.set(piece, at);
    at += piece.length;
  }
  return file;
}

/** The same file in pieces of about a megabyte, to be written as they come: for captures larger than memory. */
export function* pcapngPieces(
  lab: Lab,
  source: TraceBytes,
  options: PcapngOptions = {},
): Generator<Uint8Array> {
  const { trace } = source;
  const ports = capturePorts(lab, options.capture);
  const writer = new PcapngWriter();
  writer.section({
    hardware: 'simulated network',
    operatingSystem: 'virtual time',
    application: `Hoplab ${engineVersion}`,
  });
  for (const port of ports) writer.interface(describe(lab, port));
  writer.names(resolvedNames(lab));
  const comments = packetComments(lab, trace);
  const frames = new CapturedFrames(trace, ports);
  const opened = new Set<number>();
  while (frames.next()) {
    writeSecrets(writer, source, trace.connectionOfPacket(frames.packet), opened);
    writeCaptured(writer, source, frames, comments.get(frames.packet) ?? noComments);
    if (writer.sink.length >= pieceBytes) yield writer.sink.take();
  }
  yield writer.sink.take();
}

/** Ahead of a connection's first packet goes what opens it. */
function writeSecrets(
  writer: PcapngWriter,
  source: TraceBytes,
  connection: number,
  opened: Set<number>,
): void {
  if (opened.has(connection)) return;
  opened.add(connection);
  const secrets = source.tls.secrets(connection);
  if (secrets.length > 0) writer.secrets(keyLog(secrets));
}

function writeCaptured(
  writer: PcapngWriter,
  source: TraceBytes,
  frames: CapturedFrames,
  comments: readonly string[],
): void {
  const { trace } = source;
  const { packet, record } = frames;
  const hop: FrameHop = hopOver(trace.place(record), trace.detail(record));
  const envelope = {
    interfaceIndex: frames.port,
    time: frames.time,
    flags: frames.outbound ? packetFlags.outbound : packetFlags.inbound,
    packetId: packet,
    comments,
  };
  writer.packet(envelope, trace.frameBytes(packet), (target, at) =>
    writeFrame(target, at, source, packet, hop),
  );
}

function describe(lab: Lab, { name, port }: CapturePort): InterfaceDescription {
  const link = lab.links[port.link];
  const end = port.direction & 1;
  const other = link && lab.devices[link.devices[end === 0 ? 1 : 0]]?.id;
  return {
    name,
    description: `${formatAddress(port.address)}, link ${link?.id ?? ''} to ${other ?? ''}`,
    macAddress: macAddressBytes(portMacAddress(port.link, end)),
    speed: link?.bandwidth ?? 0,
  };
}

/** Each address with the devices that have it, in document order. */
function resolvedNames(lab: Lab): ResolvedName[] {
  const names = new Map<number, string[]>();
  for (const device of lab.devices)
    for (const address of device.ports.flatMap(({ addresses }) => addresses)) {
      const known = names.get(address) ?? [];
      if (!known.includes(device.id)) known.push(device.id);
      names.set(address, known);
    }
  return [...names].map(([address, list]) => ({ address, names: list }));
}
