/** What a table says that is no link direction, each a number that none has. */

/** There is no way. */
export const noRoute = 0xffff;
/** The address is the device's own. */
export const ownAddress = 0xfffe;
/** Nobody has the address. */
export const unknownAddress = 0x10000;
