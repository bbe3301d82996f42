import Ellipsis from 'lucide-react/icons/ellipsis';
import PencilLine from 'lucide-react/icons/pencil-line';
import RotateCcw from 'lucide-react/icons/rotate-ccw';
import Settings from 'lucide-react/icons/settings';
import Trash from 'lucide-react/icons/trash-2';
import Users from 'lucide-react/icons/users';
import { Badge } from '../../../../web/kit/Badge.tsx';
import { Button, IconButton } from '../../../../web/kit/Button.tsx';
import { Menu } from '../../../../web/kit/Menu.tsx';
import { useSend } from '../../../../web/kit/send.ts';
import { Time } from '../../../../web/kit/time.tsx';
import { useHere } from '../../../../web/workspace.ts';
import { listMailboxes, type MailboxSummary, postMailboxCheck } from '../../contract.ts';
import { useWhyNotMay } from '../rights.ts';
import { reasonOf, stateOf } from './words.ts';

export type Asked =
  | { readonly what: 'add' }
  | { readonly what: 'edit' | 'members' | 'remove' | 'write'; readonly mailbox: MailboxSummary };

interface Props {
  mailbox: MailboxSummary;
  onAsk: (asked: Asked) => void;
}

export function MailboxRow({ mailbox, onAsk }: Props) {
  const { address, displayName, kind, isForMembers, brokenReason, trouble, lastSyncedAt } = mailbox;
  const { tone, word } = stateOf(mailbox);
  const why = brokenReason ?? trouble;
  const whose = kind === 'personal' ? 'Yours alone' : isForMembers ? 'For its members' : 'For everybody';
  return (
    <li className="flex items-start gap-3 border-b border-line py-4">
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-baseline gap-x-2.5">
          <span className="truncate font-[550]">{address}</span>
          <Badge tone={tone}>{word}</Badge>
        </p>
        <p className="text-sm text-faint">
          {displayName} · {whose}
          {lastSyncedAt && (
            <>
              {' · looked at '}
              <Time at={lastSyncedAt} />
            </>
          )}
        </p>
        {why && <p className="mt-1 max-w-prose text-sm text-soft">{reasonOf(why)}</p>}
        {brokenReason && mailbox.mayManage && <TryAgain mailbox={mailbox} onAsk={onAsk} />}
      </div>
      <RowMenu mailbox={mailbox} onAsk={onAsk} />
    </li>
  );
}

function TryAgain({ mailbox, onAsk }: Props) {
  const { send, isPending } = useTry(mailbox);
  return (
    <div className="mt-2 flex flex-wrap gap-2">
      <Button size="small" icon={Settings} onClick={() => onAsk({ what: 'edit', mailbox })}>
        Change how it is reached
      </Button>
      <Button size="small" icon={RotateCcw} busy={isPending} onClick={send}>
        Try again
      </Button>
    </div>
  );
}

function useTry({ id: mailboxId, address }: MailboxSummary) {
  const workspaceId = useHere().workspace.id;
  const { send, isPending } = useSend(postMailboxCheck, {
    stale: [[listMailboxes.path]],
    failureTitle: `${address} was not tried`,
  });
  return { send: () => send({ params: { workspaceId, mailboxId } }), isPending };
}

function RowMenu({ mailbox, onAsk }: Props) {
  const cannotWrite = useWhyNotMay('inbox.reply', 'write mail');
  const { send } = useTry(mailbox);
  const readsOnly =
    mailbox.role === 'readonly' ? 'You read this mailbox, and do not write from it.' : undefined;
  const notYours = mailbox.mayManage ? undefined : 'Only its owner and its admins can.';
  return (
    <Menu
      trigger={<IconButton icon={Ellipsis} label={`What can be done with ${mailbox.address}`} />}
      items={[
        {
          ...{ label: 'Write a mail', icon: PencilLine, disabledReason: cannotWrite ?? readsOnly },
          onSelect: () => onAsk({ what: 'write', mailbox }),
        },
        {
          ...{ label: 'Set up', icon: Settings, disabledReason: notYours, apart: true },
          onSelect: () => onAsk({ what: 'edit', mailbox }),
        },
        {
          ...{ label: 'Members', icon: Users, disabledReason: notYours },
          onSelect: () => onAsk({ what: 'members', mailbox }),
        },
        { ...{ label: 'Try again now', icon: RotateCcw, disabledReason: notYours }, onSelect: send },
        {
          ...{ label: 'Remove', icon: Trash, danger: true, apart: true, disabledReason: notYours },
          onSelect: () => onAsk({ what: 'remove', mailbox }),
        },
      ]}
    />
  );
}
