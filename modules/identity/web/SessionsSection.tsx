import Laptop from 'lucide-react/icons/laptop';
import Smartphone from 'lucide-react/icons/smartphone';
import { usePages } from '../../../web/kit/api.ts';
import { Badge } from '../../../web/kit/Badge.tsx';
import { Button } from '../../../web/kit/Button.tsx';
import { Section } from '../../../web/kit/Section.tsx';
import { editPages, useSend } from '../../../web/kit/send.ts';
import { Failed, Loading } from '../../../web/kit/states.tsx';
import { Time } from '../../../web/kit/time.tsx';
import { toast } from '../../../web/kit/toast.ts';
import {
  deleteOtherSession,
  deleteSessions,
  listSessions,
  listSignIns,
  type Session,
} from '../sign-in/contract.ts';
import { deviceInWords, methodInWords, placeInWords } from './door-words.ts';

const stale = [[listSessions.path], [listSignIns.path]];

/** Where somebody is signed in; what they do not know, they end. */
export function SessionsSection() {
  const sessions = usePages(listSessions);
  const endAll = useSend(deleteSessions, {
    changes: () => [editPages(listSessions, [], (rows) => rows.filter(({ isCurrent }) => isCurrent))],
    stale,
    failureTitle: 'You are still signed in there',
    onReply: ({ ended }) =>
      toast({
        title: ended === 1 ? 'Signed out of 1 other browser' : `Signed out of ${ended} other browsers`,
      }),
  });
  const hasOthers = sessions.items.some(({ isCurrent }) => !isCurrent);
  return (
    <Section
      title="Where you are signed in"
      hint="Something you do not know? End it, and change your password."
      actions={
        hasOthers && (
          <Button busy={endAll.isPending} onClick={() => endAll.send({})}>
            Sign out everywhere else
          </Button>
        )
      }
    >
      {sessions.state === 'failed' && <Failed error={sessions.error} again={sessions.again} />}
      {sessions.state === 'loading' && <Loading label="Loading where you are signed in" lines={2} />}
      <ul aria-label="Sessions">
        {sessions.items.map((session) => (
          <Row key={session.id} session={session} />
        ))}
      </ul>
      {sessions.hasMore && (
        <Button className="mt-4" busy={sessions.loadingMore} onClick={sessions.more}>
          Show more
        </Button>
      )}
    </Section>
  );
}

const phones = /^(iPhone|iPad|iOS|Android)/;

function Row({ session }: { session: Session }) {
  const { id, isCurrent, device, createdAt, lastUsedAt, method } = session;
  const end = useSend(deleteOtherSession, {
    changes: () => [editPages(listSessions, [], (rows) => rows.filter((row) => row.id !== id))],
    stale,
    failureTitle: 'Still signed in there',
    onReply: () => toast({ title: `Signed out of ${deviceInWords(device)}` }),
  });
  const Icon = phones.test(device.system ?? '') ? Smartphone : Laptop;
  return (
    <li className="flex items-center gap-4 border-b border-line py-3">
      <Icon size={20} strokeWidth={1.5} className="shrink-0 text-faint" aria-hidden />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-x-3">
          {deviceInWords(device)}
          {isCurrent && <Badge tone="accent">This browser</Badge>}
        </p>
        <p className="text-sm break-words text-faint">
          {placeInWords(session) && `${placeInWords(session)}, `}
          {isCurrent ? (
            <>
              since <Time at={createdAt} />, {methodInWords(method)}
            </>
          ) : (
            <>
              last used <Time at={lastUsedAt} />
            </>
          )}
        </p>
      </div>
      {!isCurrent && (
        <Button size="small" onClick={() => end.send({ params: { sessionId: id } })}>
          Sign out<span className="sr-only"> of {deviceInWords(device)}</span>
        </Button>
      )}
    </li>
  );
}
