import { propertySeed } from './seed';

/** Prints the seed of the property tests once a run. */
export default function announceSeed(): void {
  console.log(`Property tests use seed ${propertySeed} (HOPLAB_PROPERTY_SEED changes it).`);
}
