/**
 * What the window's page may load and run (Content Security Policy level 3): its own files and nothing else.
 * - style-src 'unsafe-inline': components position what floats by style attributes and rules made at run time.
 * - data: small pictures that the bundler writes into style sheets.
 * No worker is allowed: Pixi needs none, and the engine's thread belongs to main.
 */
const directives: Readonly<Record<string, string>> = {
  'default-src': "'none'",
  'script-src': "'self'",
  'style-src': "'self' 'unsafe-inline'",
  'img-src': "'self' data:",
  'font-src': "'self'",
  'connect-src': "'self'",
  'base-uri': "'none'",
  'form-action': "'none'",
  'frame-ancestors': "'none'",
};

/** The policy as the value of its header. */
export const contentSecurityPolicy = Object.entries(directives)
  .map(([name, sources]) => `${name} ${sources}`)
  .join('; ');
