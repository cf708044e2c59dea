/** What the bench asks of the page: milliseconds to draw `count` things that all move, mean over `frames`. */
export interface FrameTimePage {
  stage(count: number, frames: number): Promise<number>;
  bare(count: number, frames: number): Promise<number>;
}

declare global {
  interface Window {
    frameTime: FrameTimePage;
  }
}
