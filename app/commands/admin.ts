import { openCtxOf } from '../../kit/work.ts';
import { MailAddress } from '../../modules/identity/contract.ts';
import { appointByAddress } from '../../modules/identity/index.ts';
import { configFromEnvironment } from '../config.ts';
import { type Command, noMore, UsageError } from './command.ts';
import { withGround } from './database.ts';

export const admin: Command = {
  name: 'admin',
  summary: 'Has somebody with an account look after the installation.',
  usage: [
    ['admin <e-mail address>', 'The first one, or another when nobody is left who can do it on the screen.'],
  ],
  run: async ([given, ...more]) => {
    noMore(more);
    if (given === undefined) throw new UsageError('Whose e-mail address?');
    const email = MailAddress.safeParse(given);
    if (!email.success) throw new UsageError(`"${given}" is not an e-mail address.`);

    const account = await withGround(configFromEnvironment(), (ground) =>
      ground.db.transaction({ kind: 'installation' }, (tx) =>
        appointByAddress(openCtxOf(ground, tx, { actor: { kind: 'system' } }), email.data),
      ),
    );
    if (!account) {
      console.error(
        `✗ Nobody has an account with ${email.data}. Sign up with it first, then say this again.`,
      );
      return 1;
    }
    console.log(`✓ ${account.name} (${account.email}) looks after this installation now`);
    return 0;
  },
};
