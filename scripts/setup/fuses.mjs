/**
 * Sets the fuses that a development run needs: one snapshot for all processes (the browser's own is not kept), and
 * the debugger's switches, by which the end-to-end tests drive the app.
 * @param {string} executable
 */
export async function setDevelopmentFuses(executable) {
  const { flipFuses, FuseV1Options, FuseVersion } = await import('@electron/fuses');
  await flipFuses(executable, {
    version: FuseVersion.V1,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
  });
}
