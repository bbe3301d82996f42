import { migrateUp } from '../../kit/migrate/migrate.ts';
import { configFromEnvironment } from '../config.ts';
import { demoLogin, seedDemo } from '../demo.ts';
import { type Command, noMore } from './command.ts';
import { withDatabase, withGround } from './database.ts';

export const demo: Command = {
  name: 'demo',
  summary: 'Makes the demo workspace and its logins, where they are missing.',
  usage: [['demo', 'Makes what is missing of the demo data, and prints the login.']],
  run: async (args) => {
    noMore(args);
    const config = configFromEnvironment();
    await withDatabase(config, ({ url }) => migrateUp({ url }));
    await withGround(config, seedDemo);
    console.log(`The demo data is there. Sign in as ${demoLogin.email} with ${demoLogin.password}`);
    return 0;
  },
};
