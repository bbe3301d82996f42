import { migrateUp } from '../../kit/migrate/migrate.ts';
import { configFromEnvironment } from '../config.ts';
import { demoLogin, demoWorkspaceId, seedDemo } from '../demo.ts';
import { type Command, noMore, UsageError } from './command.ts';
import { withDatabase, withGround } from './database.ts';
import { removeDemoWorkspace } from './demo.sql.ts';

export const demo: Command = {
  name: 'demo',
  summary: 'Makes the demo workspace and its logins, or makes them anew.',
  usage: [
    ['demo', 'Makes what is missing of the demo data, and prints the login.'],
    ['demo --reset', 'Takes the demo workspace away first, with everything done in it.'],
  ],
  run: async ([flag, ...more]) => {
    noMore(more);
    if (flag !== undefined && flag !== '--reset') throw new UsageError(`"${flag}" is not understood.`);
    const config = configFromEnvironment();
    await withDatabase(config, async ({ url }) => migrateUp({ url }));
    await withGround(config, async (ground) => {
      if (flag === '--reset') {
        const removed = await ground.db.transaction({ kind: 'owner' }, (tx) =>
          removeDemoWorkspace(tx, demoWorkspaceId),
        );
        if (removed > 0) console.log('✓ the demo workspace as it was is gone');
      }
      await seedDemo(ground);
    });
    console.log(`✓ the demo data is there: sign in as ${demoLogin.email} with ${demoLogin.password}`);
    return 0;
  },
};
