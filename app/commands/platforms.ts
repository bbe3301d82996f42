import { configFromEnvironment } from '../config.ts';
import { openPlatformsOf } from '../outside.ts';
import { type Command, noMore, wordOf } from './command.ts';

const actions = ['subscribe'] as const;
const subscribeMaxMs = 60_000;

export const platforms: Command = {
  name: 'platforms',
  summary: 'Tells platforms where this installation is.',
  usage: [
    [
      'platforms subscribe',
      'Registers the addresses of our hooks, once per application. Stoa has to be running at STOA_PUBLIC_URL.',
    ],
  ],
  run: async ([given, ...args]) => {
    wordOf(given, actions, 'What to do');
    noMore(args);
    const config = configFromEnvironment();
    const base = config.publicUrl ?? `http://127.0.0.1:${config.port}`;
    const opened = openPlatformsOf(config);
    const done = await opened.subscribeApps(base, AbortSignal.timeout(subscribeMaxMs));
    for (const { name, failure } of done)
      console.log(failure === undefined ? `✓ ${name} tells ${base}/hooks` : `✗ ${name}: ${wordsOf(failure)}`);
    if (done.length === 0)
      console.log('– There is nothing to tell: no platform that could be told has credentials here.');
    return done.some(({ failure }) => failure !== undefined) ? 1 : 0;
  },
};

const wordsOf = (failure: unknown) => (failure instanceof Error ? failure.message : String(failure));
