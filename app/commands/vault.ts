import { newKey, openVault, type RotationReport } from '../../kit/vault.ts';
import { configFromEnvironment } from '../config.ts';
import { rotateEverything } from '../sealed.ts';
import { type Command, noMore, wordOf } from './command.ts';
import { withOpenDatabase } from './database.ts';

const actions = ['rotate', 'new-key'] as const;

export const vault: Command = {
  name: 'vault',
  summary: 'Keeps the keys that stored secrets are sealed under.',
  usage: [
    ['vault new-key', 'Prints a fresh key. Put it in front of STOA_KEYS; leave the old ones behind it.'],
    ['vault rotate', 'Seals every stored secret again under the first key. Safe at any time, also twice.'],
  ],
  run: async ([given, ...args]) => {
    const action = wordOf(given, actions, 'What to do');
    noMore(args);
    if (action === 'new-key') {
      const stamp = new Date().toISOString().slice(0, 10).replaceAll('-', '');
      console.log(`k${stamp}:${newKey()}`);
      return 0;
    }
    const config = configFromEnvironment();
    const report = await withOpenDatabase(config, (db) => rotateEverything(db, openVault(config.keyRing)));
    return tell(report);
  },
};

function tell({
  seenCount,
  rotatedCount,
  overtakenCount,
  unreadableCount,
  unreadableIds,
}: RotationReport): number {
  console.log(`${seenCount} secrets seen, ${rotatedCount} sealed again under the current key.`);
  if (overtakenCount > 0)
    console.log(`– ${overtakenCount} were changed meanwhile. Run this again until there are none.`);
  if (unreadableCount > 0) {
    console.log(`✗ ${unreadableCount} open with no key of the ring, so they are left as they are:`);
    for (const id of unreadableIds) console.log(`    ${id}`);
    console.log('  Add the key they were sealed under to the end of STOA_KEYS, or have them entered again.');
  } else if (overtakenCount === 0) {
    console.log('Keys behind the first one are not needed any more.');
  }
  return unreadableCount + overtakenCount > 0 ? 1 : 0;
}
