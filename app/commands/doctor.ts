import { embeddedUrl } from '../../kit/embedded/start.ts';
import { type Config, ConfigError, configFromEnvironment } from '../config.ts';
import { ringIfKept } from '../keys.ts';
import { type Command, noMore } from './command.ts';
import { examineDatabase } from './doctor-database.ts';
import { examineKeys, examineMachine, examinePorts } from './doctor-machine.ts';
import { examineWorld } from './doctor-world.ts';
import { bad, type Finding, lineOf } from './finding.ts';

export const doctor: Command = {
  name: 'doctor',
  summary: 'Looks at everything Stoa needs, and says in one line what mends what is missing.',
  usage: [['doctor', 'Changes nothing. Fails when something is in the way of running.']],
  run: async (args) => {
    noMore(args);
    let isWell = true;
    for await (const finding of examine()) {
      console.log(lineOf(finding));
      if (finding.mark === 'bad') isWell = false;
    }
    console.log(isWell ? '\nNothing is in the way.' : '\nMend what is marked ✗, then run this again.');
    return isWell ? 0 : 1;
  },
};

/** In the order in which one thing needs the other, so that the first ✗ is the one to begin with. */
async function* examine(): AsyncGenerator<Finding> {
  const config = readOrTell();
  if ('findings' in config) {
    yield* config.findings;
    return;
  }
  const isRunning = await isStoaRunning(config);
  yield* await examineMachine(config);
  yield* await examinePorts(config, isRunning);
  yield* examineKeys(config);
  yield* await examineDatabase(config);
  yield* await examineWorld(config, isRunning);
}

function readOrTell(): Config | { findings: Finding[] } {
  try {
    return configFromEnvironment(ringIfKept);
  } catch (error) {
    if (!(error instanceof ConfigError))
      return { findings: [bad('key ring', (error as Error).message, 'STOA_KEYS=... as before')] };
    return {
      findings: error.problems.map(({ variable, problem, instead }) =>
        bad('configuration', `${variable} ${problem}`, instead),
      ),
    };
  }
}

async function isStoaRunning({ dataFolder, host, port, databaseUrl }: Config): Promise<boolean> {
  if (!databaseUrl) return (await embeddedUrl(dataFolder)) !== undefined;
  const at = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  const answer = await fetch(`http://${at}:${port}/healthz`, { signal: AbortSignal.timeout(2000) }).catch(
    () => undefined,
  );
  return answer?.ok === true;
}
