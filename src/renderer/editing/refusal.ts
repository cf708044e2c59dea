/** An edit that the document cannot take; the message says what is allowed. */
export class EditRefused extends Error {
  override readonly name = 'EditRefused';
}
