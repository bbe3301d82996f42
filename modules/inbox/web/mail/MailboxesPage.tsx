import { useQuery } from '@tanstack/react-query';
import Plus from 'lucide-react/icons/plus';
import { lazy, Suspense, useState } from 'react';
import type { LoaderFunctionArgs } from 'react-router';
import { WorkspaceId } from '../../../../kit/ids.ts';
import { useActions } from '../../../../web/kit/actions.ts';
import { q, queryClient } from '../../../../web/kit/api.ts';
import { Button } from '../../../../web/kit/Button.tsx';
import { Page } from '../../../../web/kit/Page.tsx';
import { Empty, Failed, Loading } from '../../../../web/kit/states.tsx';
import { useHere } from '../../../../web/workspace.ts';
import { listMailboxes } from '../../contract.ts';
import { useWhyNotMay } from '../rights.ts';
import { type Asked, MailboxRow } from './MailboxRow.tsx';

const MailboxDialog = lazy(() => import('./MailboxDialog.tsx'));
const MembersDialog = lazy(() => import('./MembersDialog.tsx'));
const RemoveDialog = lazy(() => import('./RemoveDialog.tsx'));
const FirstMailDialog = lazy(() => import('./FirstMailDialog.tsx'));

export async function loader({ params }: LoaderFunctionArgs) {
  const workspaceId = WorkspaceId.safeParse(params.workspaceId).data;
  if (workspaceId) void queryClient.prefetchQuery(q(listMailboxes, { params: { workspaceId } }));
  return null;
}

export default function MailboxesPage() {
  const [asked, setAsked] = useState<Asked>();
  const whyNot = useWhyNotMay('inbox.reply', 'add a mailbox');
  const add = () => setAsked({ what: 'add' });
  useActions(
    whyNot
      ? []
      : [
          {
            ...{ id: 'mailboxes.add', title: 'Add a mailbox', group: 'Mailboxes', keys: 'c', icon: Plus },
            ...{ keywords: ['mail', 'IMAP', 'connect'], run: add },
          },
        ],
  );
  const done = () => setAsked(undefined);
  return (
    <Page
      title="Mailboxes"
      hint="Mail that comes in is a conversation in the inbox, and is answered from there. A personal mailbox is seen by you alone."
      actions={
        <Button look="primary" icon={Plus} onClick={add} disabledReason={whyNot} reasonShown={false}>
          Add mailbox
        </Button>
      }
    >
      <MailboxList onAsk={setAsked} whyNot={whyNot} />
      <Suspense>
        {asked?.what === 'add' && <MailboxDialog onClose={done} />}
        {asked?.what === 'edit' && <MailboxDialog mailboxId={asked.mailbox.id} onClose={done} />}
        {asked?.what === 'members' && <MembersDialog mailbox={asked.mailbox} onClose={done} />}
        {asked?.what === 'remove' && <RemoveDialog mailbox={asked.mailbox} onClose={done} />}
        {asked?.what === 'write' && <FirstMailDialog mailbox={asked.mailbox} onClose={done} />}
      </Suspense>
    </Page>
  );
}

function MailboxList({ onAsk, whyNot }: { onAsk: (asked: Asked) => void; whyNot: string | undefined }) {
  const workspaceId = useHere().workspace.id;
  const { data, error, refetch } = useQuery(q(listMailboxes, { params: { workspaceId } }));
  if (error && !data) return <Failed error={error} again={() => void refetch()} />;
  if (!data) return <Loading label="Loading mailboxes" />;
  if (data.items.length === 0)
    return (
      <Empty
        title="No mailbox yet"
        actions={
          <Button
            look="primary"
            icon={Plus}
            onClick={() => onAsk({ what: 'add' })}
            disabledReason={whyNot}
            reasonShown={false}
          >
            Add the first mailbox
          </Button>
        }
      >
        Add the address your customers write to, such as info@ or support@, and answer their mail beside their
        messages.
      </Empty>
    );
  return (
    <ul aria-label="Mailboxes">
      {data.items.map((mailbox) => (
        <MailboxRow key={mailbox.id} mailbox={mailbox} onAsk={onAsk} />
      ))}
    </ul>
  );
}
