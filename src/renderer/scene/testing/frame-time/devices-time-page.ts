/** What the bench asks of the page. */
export interface DevicesTimePage {
  /**
   * Milliseconds for a frame while a lab of so many devices in so many columns plays: from the playhead's moment over the folded state and
   * the picture to the pixels; mean over `frames`. The view stands over the lab's corner at the zoom given.
   */
  playing(devices: number, columns: number, zoom: number, frames: number): Promise<number>;
}

declare global {
  interface Window {
    devicesTime: DevicesTimePage;
  }
}
