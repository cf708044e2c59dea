import fc from 'fast-check';
import { propertySeed } from './seed';

fc.configureGlobal({ seed: propertySeed });
