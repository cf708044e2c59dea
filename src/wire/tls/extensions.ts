import { latin1Bytes, latin1Text } from '../encoding/octets';
import { ExtensionType } from './names';
import type { Reader } from './reader';
import type { Writer } from './writer';

/** Extensions of handshake messages: RFC 8446 section 4.2. What one holds depends on the message that it is in. */

export type ExtensionContext =
  | 'client-hello'
  | 'server-hello'
  | 'hello-retry-request'
  | 'encrypted-extensions'
  | 'certificate'
  | 'new-session-ticket';

export interface KeyShareEntry {
  readonly group: number;
  readonly key: Uint8Array;
}

export interface PreSharedKeyIdentity {
  readonly identity: Uint8Array;
  /** Milliseconds since the ticket came, plus what was to be added to it, modulo 2^32. */
  readonly obfuscatedAge: number;
}

export type Extension =
  /** `host` undefined: the server's acknowledgement, which is empty (RFC 6066 section 3). */
  | { readonly name: 'server_name'; readonly host: string | undefined }
  | { readonly name: 'supported_groups'; readonly groups: readonly number[] }
  | { readonly name: 'ec_point_formats'; readonly formats: readonly number[] }
  | { readonly name: 'signature_algorithms'; readonly schemes: readonly number[] }
  | { readonly name: 'alpn'; readonly protocols: readonly string[] }
  | { readonly name: 'extended_master_secret' }
  | { readonly name: 'session_ticket'; readonly ticket: Uint8Array }
  | {
      readonly name: 'pre_shared_key';
      readonly identities: readonly PreSharedKeyIdentity[];
      readonly binders: readonly Uint8Array[];
    }
  | { readonly name: 'selected_pre_shared_key'; readonly index: number }
  /** `limit`, bytes: in a NewSessionTicket alone. */
  | { readonly name: 'early_data'; readonly limit: number | undefined }
  | { readonly name: 'supported_versions'; readonly versions: readonly number[] }
  | { readonly name: 'selected_version'; readonly version: number }
  | { readonly name: 'cookie'; readonly cookie: Uint8Array }
  | { readonly name: 'psk_key_exchange_modes'; readonly modes: readonly number[] }
  | { readonly name: 'key_shares'; readonly shares: readonly KeyShareEntry[] }
  | { readonly name: 'key_share'; readonly share: KeyShareEntry }
  | { readonly name: 'selected_group'; readonly group: number }
  | { readonly name: 'quic_transport_parameters'; readonly parameters: Uint8Array }
  | { readonly name: 'renegotiation_info'; readonly verifyData: Uint8Array }
  | { readonly name: 'other'; readonly type: number; readonly data: Uint8Array };

type Named<Name extends Extension['name']> = Extract<Extension, { readonly name: Name }>;

/** The extension of a name; undefined where there is none. */
export function findExtension<Name extends Extension['name']>(
  extensions: readonly Extension[],
  name: Name,
): Named<Name> | undefined {
  return extensions.find((extension): extension is Named<Name> => extension.name === name);
}

/** The registry's number of an extension. */
export function extensionType(extension: Extension): number {
  switch (extension.name) {
    case 'server_name':
      return ExtensionType.serverName;
    case 'supported_groups':
      return ExtensionType.supportedGroups;
    case 'ec_point_formats':
      return ExtensionType.ecPointFormats;
    case 'signature_algorithms':
      return ExtensionType.signatureAlgorithms;
    case 'alpn':
      return ExtensionType.alpn;
    case 'extended_master_secret':
      return ExtensionType.extendedMasterSecret;
    case 'session_ticket':
      return ExtensionType.sessionTicket;
    case 'pre_shared_key':
    case 'selected_pre_shared_key':
      return ExtensionType.preSharedKey;
    case 'early_data':
      return ExtensionType.earlyData;
    case 'supported_versions':
    case 'selected_version':
      return ExtensionType.supportedVersions;
    case 'cookie':
      return ExtensionType.cookie;
    case 'psk_key_exchange_modes':
      return ExtensionType.pskKeyExchangeModes;
    case 'key_shares':
    case 'key_share':
    case 'selected_group':
      return ExtensionType.keyShare;
    case 'quic_transport_parameters':
      return ExtensionType.quicTransportParameters;
    case 'renegotiation_info':
      return ExtensionType.renegotiationInfo;
    case 'other':
      return extension.type;
  }
}

/** A message's extensions, behind their length. */
export function writeExtensions(writer: Writer, extensions: readonly Extension[]): void {
  writer.vector(2, () => {
    for (const extension of extensions) {
      writer.u16(extensionType(extension));
      writer.vector(2, () => writeData(writer, extension));
    }
  });
}

function writeData(writer: Writer, extension: Extension): void {
  switch (extension.name) {
    case 'server_name':
      if (extension.host !== undefined) writeHost(writer, extension.host);
      break;
    case 'supported_groups':
      writeNumbers(writer, 2, extension.groups);
      break;
    case 'ec_point_formats':
      writer.opaque(1, Uint8Array.from(extension.formats));
      break;
    case 'signature_algorithms':
      writeNumbers(writer, 2, extension.schemes);
      break;
    case 'alpn':
      writer.vector(2, () => {
        for (const protocol of extension.protocols) writer.opaque(1, latin1Bytes(protocol));
      });
      break;
    case 'extended_master_secret':
      break;
    case 'session_ticket':
      writer.put(extension.ticket);
      break;
    case 'pre_shared_key':
      writePreSharedKeys(writer, extension);
      break;
    case 'selected_pre_shared_key':
      writer.u16(extension.index);
      break;
    case 'early_data':
      if (extension.limit !== undefined) writer.u32(extension.limit);
      break;
    case 'supported_versions':
      writeNumbers(writer, 1, extension.versions);
      break;
    case 'selected_version':
      writer.u16(extension.version);
      break;
    case 'cookie':
      writer.opaque(2, extension.cookie);
      break;
    case 'psk_key_exchange_modes':
      writer.opaque(1, Uint8Array.from(extension.modes));
      break;
    case 'key_shares':
      writer.vector(2, () => {
        for (const share of extension.shares) writeShare(writer, share);
      });
      break;
    case 'key_share':
      writeShare(writer, extension.share);
      break;
    case 'selected_group':
      writer.u16(extension.group);
      break;
    case 'quic_transport_parameters':
      writer.put(extension.parameters);
      break;
    case 'renegotiation_info':
      writer.opaque(1, extension.verifyData);
      break;
    case 'other':
      writer.put(extension.data);
      break;
  }
}

function writeNumbers(writer: Writer, lengthBytes: 1 | 2, numbers: readonly number[]): void {
  writer.vector(lengthBytes, () => {
    for (const number of numbers) writer.u16(number);
  });
}

/** RFC 6066 section 3: a list of one name, of the only type that there is. */
function writeHost(writer: Writer, host: string): void {
  writer.vector(2, () => writer.u8(0).opaque(2, latin1Bytes(host)));
}

function writeShare(writer: Writer, { group, key }: KeyShareEntry): void {
  writer.u16(group).opaque(2, key);
}

function writePreSharedKeys(writer: Writer, { identities, binders }: Named<'pre_shared_key'>): void {
  writer.vector(2, () => {
    for (const { identity, obfuscatedAge } of identities) writer.opaque(2, identity).u32(obfuscatedAge);
  });
  writer.vector(2, () => {
    for (const binder of binders) writer.opaque(1, binder);
  });
}

/** A message's extensions, with the length ahead of them. An extension of a type that is not known stays as it is. */
export function readExtensions(reader: Reader, context: ExtensionContext): Extension[] {
  return reader.vector(2, (all) =>
    all.list((one) => {
      const type = one.u16();
      return one.vector(2, (data) => readData(data, type, context));
    }),
  );
}

function readData(data: Reader, type: number, context: ExtensionContext): Extension {
  switch (type) {
    case ExtensionType.serverName:
      return { name: 'server_name', host: data.left > 0 ? readHost(data) : undefined };
    case ExtensionType.supportedGroups:
      return { name: 'supported_groups', groups: readNumbers(data, 2) };
    case ExtensionType.ecPointFormats:
      return { name: 'ec_point_formats', formats: [...data.opaque(1, 1)] };
    case ExtensionType.signatureAlgorithms:
      return { name: 'signature_algorithms', schemes: readNumbers(data, 2) };
    case ExtensionType.alpn: {
      const read = (list: Reader) => list.list((one) => latin1Text(one.opaque(1, 1)));
      return { name: 'alpn', protocols: data.vector(2, read, 2) };
    }
    case ExtensionType.extendedMasterSecret:
      return { name: 'extended_master_secret' };
    case ExtensionType.sessionTicket:
      return { name: 'session_ticket', ticket: data.take() };
    case ExtensionType.preSharedKey:
      return context === 'client-hello'
        ? readPreSharedKeys(data)
        : { name: 'selected_pre_shared_key', index: data.u16() };
    case ExtensionType.earlyData:
      return { name: 'early_data', limit: context === 'new-session-ticket' ? data.u32() : undefined };
    case ExtensionType.supportedVersions:
      return context === 'client-hello'
        ? { name: 'supported_versions', versions: readNumbers(data, 1) }
        : { name: 'selected_version', version: data.u16() };
    case ExtensionType.cookie:
      return { name: 'cookie', cookie: data.opaque(2, 1) };
    case ExtensionType.pskKeyExchangeModes:
      return { name: 'psk_key_exchange_modes', modes: [...data.opaque(1, 1)] };
    case ExtensionType.keyShare:
      return readKeyShares(data, context);
    case ExtensionType.quicTransportParameters:
      return { name: 'quic_transport_parameters', parameters: data.take() };
    case ExtensionType.renegotiationInfo:
      return { name: 'renegotiation_info', verifyData: data.opaque(1) };
    default:
      return { name: 'other', type, data: data.take() };
  }
}

function readNumbers(data: Reader, lengthBytes: 1 | 2): number[] {
  return data.vector(lengthBytes, (list) => list.list((one) => one.u16()), 2);
}

function readHost(data: Reader): string {
  return data.vector(2, (list) => {
    const type = list.u8();
    if (type !== 0) list.refuse(`a name of type ${type}`, 'type 0, a host name', list.position - 1);
    return latin1Text(list.opaque(2, 1));
  });
}

function readShare(data: Reader): KeyShareEntry {
  return { group: data.u16(), key: data.opaque(2, 1) };
}

function readKeyShares(data: Reader, context: ExtensionContext): Extension {
  // RFC 8446 section 4.2.8.
  if (context === 'hello-retry-request') return { name: 'selected_group', group: data.u16() };
  if (context === 'server-hello') return { name: 'key_share', share: readShare(data) };
  return { name: 'key_shares', shares: data.vector(2, (list) => list.list(readShare)) };
}

function readPreSharedKeys(data: Reader): Extension {
  const readIdentity = (one: Reader): PreSharedKeyIdentity => ({
    identity: one.opaque(2, 1),
    obfuscatedAge: one.u32(),
  });
  return {
    name: 'pre_shared_key',
    identities: data.vector(2, (list) => list.list(readIdentity), 7),
    binders: data.vector(2, (list) => list.list((one) => one.opaque(1, 32)), 33),
  };
}
