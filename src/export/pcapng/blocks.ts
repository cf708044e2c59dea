/** The numbers of the PCAP Next Generation capture file format (IETF draft-ietf-opsawg-pcapng). */

export const BlockType = {
  sectionHeader: 0x0a0d0d0a,
  interfaceDescription: 1,
  nameResolution: 4,
  enhancedPacket: 6,
  decryptionSecrets: 0x0a,
} as const;

export const byteOrderMagic = 0x1a2b3c4d;
export const linkTypeEthernet = 1;

/** Options of every block. */
export const CommonOption = { endOfOptions: 0, comment: 1 } as const;
export const SectionOption = { hardware: 2, operatingSystem: 3, application: 4 } as const;
export const InterfaceOption = {
  name: 2,
  description: 3,
  macAddress: 6,
  speed: 8,
  timestampResolution: 9,
} as const;
export const PacketFieldOption = { flags: 2, packetId: 5 } as const;
export const NameRecord = { end: 0, ipv4: 1 } as const;

/** Decryption Secrets Block: lines of an NSS key log. */
export const secretsTlsKeyLog = 0x544c534b;

/** epb_flags: bits 0-1 direction, bits 2-4 reception type (unicast). */
export const packetFlags = { inbound: 1 | (1 << 2), outbound: 2 | (1 << 2) } as const;
