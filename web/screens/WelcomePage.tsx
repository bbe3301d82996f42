import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { getMe, postOnboarding } from '../../modules/identity/contract.ts';
import { getWorkspace, listWorkspaces, type Workspace } from '../../modules/workspaces/contract.ts';
import { pagesOf, q, queryClient, useLoaded, usePages } from '../kit/api.ts';
import { Button } from '../kit/Button.tsx';
import { Form, Submit } from '../kit/Form.tsx';
import { Logo } from '../kit/Logo.tsx';
import { useTitle } from '../kit/Page.tsx';
import { useSend } from '../kit/send.ts';
import { Failed, Loading } from '../kit/states.tsx';
import { useMakeWorkspace } from '../layout/making-workspace.ts';
import WorkspaceFields from '../layout/WorkspaceFields.tsx';
import { paths } from '../paths.ts';
import { type FirstStep, FirstSteps } from './FirstSteps.tsx';

export function loader() {
  void queryClient.prefetchInfiniteQuery(pagesOf(listWorkspaces));
  return null;
}

/** The first minutes of somebody new: a workspace for the business, then what is worth doing next. */
export default function WelcomePage() {
  const me = useLoaded(q(getMe));
  const places = usePages(listWorkspaces);
  const [made, setMade] = useState<Workspace>();
  const [stays, setStays] = useState(false);
  const personal = places.items.find(({ kind }) => kind === 'personal');
  const others = places.items.find(({ kind }) => kind !== 'personal');
  const place = made ?? others ?? (stays ? personal : undefined);
  const firstName = me.name.split(/\s+/)[0] ?? me.name;
  const title = place ? 'What to do next' : `Welcome, ${firstName}`;
  useTitle(place ? title : 'Welcome');
  return (
    <>
      <header className="flex h-14 items-center gap-2.5 border-b border-line px-5 text-accent">
        <Logo size={22} />
        <span className="title text-lg text-ink">Stoa</span>
      </header>
      <main id="main" aria-labelledby="title" className="mx-auto w-full max-w-xl px-5 pt-10 pb-24 sm:pt-16">
        <h1 id="title" tabIndex={-1} className="title text-2xl break-words">
          {title}
        </h1>
        {places.state === 'failed' && <Failed error={places.error} again={places.again} />}
        {places.state === 'loading' && <Loading label="Loading your workspaces" />}
        {places.state === 'loaded' &&
          (place ? (
            <Next place={place} />
          ) : (
            <MakeFirst onMade={setMade} onStay={personal && (() => setStays(true))} />
          ))}
      </main>
    </>
  );
}

interface MakeFirstProps {
  onMade: (workspace: Workspace) => void;
  /** Everybody has a place of their own already, and may stay there. */
  onStay: (() => void) | undefined;
}

function MakeFirst({ onMade, onStay }: MakeFirstProps) {
  const making = useMakeWorkspace(onMade);
  return (
    <>
      <p className="mt-2 mb-8 text-soft">
        You have a place of your own already. For a business, make a workspace: others can join you there.
      </p>
      <Form onSubmit={making.send} error={making.error}>
        <WorkspaceFields {...making} />
        <div className="mt-2 flex flex-wrap items-center gap-3">
          <Submit busy={making.isPending} disabledReason={making.whyNot}>
            Make workspace
          </Submit>
          {onStay && (
            <Button look="quiet" onClick={onStay}>
              Not now, I work alone
            </Button>
          )}
        </div>
      </Form>
    </>
  );
}

function Next({ place }: { place: Workspace }) {
  const navigate = useNavigate();
  const { data: details } = useQuery(q(getWorkspace, { params: { workspaceId: place.id } }));
  const me = useLoaded(q(getMe));
  const done = useSend(postOnboarding, { stale: [[getMe.path]] });
  const leave = (to: string) => {
    // Said on the way: nobody is kept here by an answer that does not come.
    done.send({});
    void navigate(to);
  };
  const workspaceId = place.id;
  const steps: FirstStep[] = [
    {
      kind: 'location',
      to: paths.locations({ workspaceId }),
      isDone: (details?.locationsCount ?? 0) > 0,
    },
    ...(place.kind === 'personal'
      ? []
      : [
          {
            kind: 'people' as const,
            to: paths.members({ workspaceId }),
            isDone: (details?.membersCount ?? 1) > 1,
          },
        ]),
    { kind: 'security', to: paths.security(), isDone: me.hasSecondFactor || me.passkeyCount > 0 },
    { kind: 'profile', to: paths.profile(), isDone: me.avatarUrl !== null },
  ];
  return (
    <>
      <p className="mt-2 mb-6 text-soft">
        {place.kind === 'personal' ? 'Your place is ready.' : `${place.name} is ready.`} None of this must be
        done today.
      </p>
      <FirstSteps steps={steps} onGo={leave} />
      <Button look="primary" className="mt-8" onClick={() => leave(paths.workspace({ workspaceId }))}>
        Go to work
      </Button>
    </>
  );
}
