/** What a fault may know of the lab that it is in. */
export interface FaultSurroundings {
  readonly devices: readonly FaultDevice[];
  readonly links: readonly { readonly id: string; readonly ends: readonly [string, string] }[];
  /** Workloads whose users ask for something, and what they ask for. */
  readonly asking: readonly { readonly id: string; readonly to: string; readonly paths: readonly string[] }[];
  /** The end of a link that is nearer to a device; undefined: none leads there. */
  nearerEnd(link: string, device: string): string | undefined;
  /** How many bytes a server has at a path; 'nothing': no page there. undefined: the device serves nobody. */
  sizeServed(device: string, path: string): number | 'nothing' | undefined;
}

export interface FaultDevice {
  readonly id: string;
  /** What its kind is called within a sentence: `a router`. */
  readonly one: string;
  /** Whether it has transports, and so something to forget. */
  readonly isHost: boolean;
  /** Whether users sit at it. */
  readonly opens: boolean;
}
