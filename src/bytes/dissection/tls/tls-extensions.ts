import type { DissectedField } from '../../../shared/dissection';
import {
  decodeTransportParameters,
  type TransportParameter,
  transportParameterNames,
} from '../../../wire/quic/transport-parameters';
import { type Extension, extensionType, writeExtensions } from '../../../wire/tls/extensions';
import { extensionNames, namedGroupNames, signatureSchemeNames, versionName } from '../../../wire/tls/names';
import { Writer } from '../../../wire/tls/writer';
import { countOf, field, grouped, hexadecimal, malformedField } from '../../../wire/dissection/field';

/** Type and length of an extension; the length of them all. */
const extensionHeaderBytes = 4;
const listHeaderBytes = 2;

/** The extensions of a message, whose list begins `at` bytes into the frame; with how many bytes it takes. */
export function extensionsField(
  extensions: readonly Extension[],
  at: number,
): { readonly field: DissectedField; readonly length: number } {
  let next = at + listHeaderBytes;
  const children = extensions.map((extension) => {
    const writer = new Writer();
    writeExtensions(writer, [extension]);
    const length = writer.length - listHeaderBytes;
    const one = extensionField(extension, next, length);
    next += length;
    return one;
  });
  const length = next - at;
  return {
    field: field('Extensions', countOf(extensions.length, 'extension'), at, length, { children }),
    length,
  };
}

function extensionField(extension: Extension, at: number, length: number): DissectedField {
  const type = extensionType(extension);
  const name = extensionNames[type] ?? 'unknown';
  const data = length - extensionHeaderBytes;
  const note = noteOn(extension);
  return field(name, valueOf(extension), at, length, {
    ...(note === undefined ? {} : { note }),
    children: [
      field('Type', type, at, 2, { note: name }),
      field('Length', data, at + 2, 2),
      ...(data > 0 ? dataFields(extension, at + extensionHeaderBytes, data) : []),
    ],
  });
}

function dataFields(extension: Extension, at: number, length: number): DissectedField[] {
  const value = valueOf(extension);
  if (extension.name !== 'quic_transport_parameters') return [field('Data', value, at, length)];
  const decoded = decodeTransportParameters(extension.parameters);
  if (!decoded.ok) return [malformedField(decoded.error, at, length)];
  return decoded.value.map((placed) => {
    const { parameter } = placed;
    const name = transportParameterNames[parameter.id] ?? `parameter ${hexadecimal(parameter.id, 2)}`;
    return field(name, parameterValue(parameter), at + placed.at, placed.length);
  });
}

function parameterValue(parameter: TransportParameter): string {
  if (parameter.kind === 'flag') return 'yes';
  if (parameter.kind === 'number') return grouped(parameter.value);
  return Array.from(parameter.value, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

const list = (values: readonly (string | number)[]) => values.join(', ');
const groupName = (group: number) => namedGroupNames[group] ?? hexadecimal(group, 4);
const schemeName = (scheme: number) => signatureSchemeNames[scheme] ?? hexadecimal(scheme, 4);

/** What an extension says, in a line. */
function valueOf(extension: Extension): string {
  switch (extension.name) {
    case 'server_name':
      return extension.host ?? 'acknowledged';
    case 'supported_groups':
      return list(extension.groups.map(groupName));
    case 'ec_point_formats':
      return list(extension.formats.map((format) => (format === 0 ? 'uncompressed' : format)));
    case 'signature_algorithms':
      return list(extension.schemes.map(schemeName));
    case 'alpn':
      return list(extension.protocols);
    case 'extended_master_secret':
      return 'yes';
    case 'session_ticket':
      return extension.ticket.length > 0
        ? `a ticket of ${countOf(extension.ticket.length, 'byte')}`
        : 'empty';
    case 'pre_shared_key':
      return countOf(extension.identities.length, 'key');
    case 'selected_pre_shared_key':
      return `key ${extension.index}`;
    case 'early_data':
      return extension.limit === undefined ? 'yes' : `at most ${countOf(extension.limit, 'byte')}`;
    case 'supported_versions':
      return list(extension.versions.map(versionName));
    case 'selected_version':
      return versionName(extension.version);
    case 'cookie':
      return countOf(extension.cookie.length, 'byte');
    case 'psk_key_exchange_modes':
      return list(extension.modes.map((mode) => (mode === 1 ? 'with a key share' : 'without a key share')));
    case 'key_shares':
      return list(extension.shares.map(({ group }) => groupName(group)));
    case 'key_share':
      return groupName(extension.share.group);
    case 'selected_group':
      return groupName(extension.group);
    case 'quic_transport_parameters':
      return countOf(extension.parameters.length, 'byte');
    case 'renegotiation_info':
      return extension.verifyData.length > 0 ? countOf(extension.verifyData.length, 'byte') : 'empty';
    case 'other':
      return countOf(extension.data.length, 'byte');
  }
}

function noteOn(extension: Extension): string | undefined {
  switch (extension.name) {
    case 'pre_shared_key': {
      const [identity] = extension.identities;
      return (
        identity &&
        `ticket of ${countOf(identity.identity.length, 'byte')}, obfuscated age ${grouped(identity.obfuscatedAge)}`
      );
    }
    case 'early_data':
      return extension.limit === undefined ? undefined : 'what a resumed connection may send ahead';
    default:
      return undefined;
  }
}
