import { scenariosFolder } from '../src/engine/testing/golden-file';
import { renewGoldens } from '../src/engine/testing/golden-renewal';

/** `npm run golden [-- ID...]`: runs every scenario (or those), prints what changed in its trace, and writes scenarios/golden.json. */
renewGoldens(scenariosFolder, process.argv.slice(2), (line) => console.log(line));
