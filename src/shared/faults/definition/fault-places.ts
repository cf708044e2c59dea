/** Where in a run the things are that a fault speaks of, by their identifiers. Each throws a TypeError where there is none. */
export interface FaultPlaces {
  /** Indexes. */
  device(id: string): number;
  link(id: string): number;
  workload(id: string): number;
  /** The direction of a link in which a device sends. */
  direction(link: string, device: string): number;
  /** The address of a device on a link. */
  address(link: string, device: string): number;
}
