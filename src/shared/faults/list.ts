import { changeAddress } from './kinds/change-address';
import { crashDevice } from './kinds/crash-device';
import { cutLink } from './kinds/cut-link';
import { dropPacket } from './kinds/drop-packet';
import { dropResponse } from './kinds/drop-response';

/** Every kind of fault that there is, in the order in which they are offered. Nothing else names them all. */
export const faultKindList = [cutLink, dropPacket, dropResponse, changeAddress, crashDevice] as const;
