/** What the pointer does on the stage, for the shortcut sheet. */
export const pointerGestures = [
  { does: 'Add a device', gesture: 'drag it in, or double-click it' },
  { does: 'Connect two devices', gesture: "drag from a device's edge" },
  { does: 'Select several', gesture: 'Shift+click, or drag an area' },
  { does: 'Pan', gesture: 'scroll, middle drag, Space+drag' },
  { does: 'Zoom', gesture: 'pinch, Ctrl+scroll' },
  { does: "Open a device's layers", gesture: 'double-click the device' },
] as const;
